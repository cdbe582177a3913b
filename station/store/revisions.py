"""The Alembic revision of a database: told by a plain select, brought to the newest within the caller's transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from station.errors import FolderProblem

STAMP = table("alembic_version", column("version_num"))


def recorded(connection: Connection) -> str | None:
    """The revision a database says it is at; None where Alembic never was."""
    if not inspect(connection).has_table(STAMP.name):
        return None
    return connection.execute(select(STAMP.c.version_num)).scalar()


def known(folder: Path) -> list[str]:
    """The revisions this program has, in order: their files begin with their names."""
    return sorted(path.name.partition("_")[0] for path in folder.glob("versions/[0-9]*.py"))


def bring_up(connection: Connection, folder: Path, start: str | None = None) -> bool:
    """Run the revisions that are missing after `start`, or what is recorded; False if there is nothing to do.

    All in the transaction that the caller began, so that a kill leaves what was there before.
    """
    here, have = recorded(connection), known(folder)
    current = here or start
    if current is not None and current not in have:
        raise FolderProblem("store_is_newer", revision=current)
    if here == have[-1]:
        return False
    _run(connection, folder, start if here is None else None)
    return True


def _run(connection: Connection, folder: Path, stamped: str | None) -> None:
    # Imported only where there is something to do: Alembic costs each start a tenth of a second.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", folder.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    if stamped is not None:
        command.stamp(config, stamped)
    command.upgrade(config, "head")
