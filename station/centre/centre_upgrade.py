"""Bringing a centre's tables to this program's schema, refusing those that a newer program wrote.

`meta` keeps its version, which is all that releases up to 0.4.0 look at: they open and write a centre of version 3,
whatever Alembic recorded beside it. A revision whose tables they must not write raises that version as well, and they
refuse it as newer.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, inspect, select

from station.centre.centre_tables import READABLE, meta, metadata
from station.errors import FolderProblem
from station.paths import migrations_folder
from station.store import revisions

UPGRADE_LOCK = 0x63656E747265  # any number that this program takes for nothing else
BEFORE_ALEMBIC = {"1": "0001", "2": "0002", "3": "0003"}  # what a version in `meta` was, while there was only that


def make(connection: Connection) -> None:
    """Make the tables of a new centre, in the caller's transaction."""
    revisions.bring_up(connection, migrations_folder("centre"))


def upgrade(connection: Connection) -> bool:
    """Run the missing revisions in the caller's transaction; whether there were any."""
    _wait_for_others(connection)
    version = connection.execute(select(meta.c.value).where(meta.c.name == "version")).scalar()
    if version not in READABLE:
        raise FolderProblem("store_is_newer", revision=version)
    return revisions.bring_up(connection, migrations_folder("centre"), BEFORE_ALEMBIC.get(version))


def _wait_for_others(connection: Connection) -> None:
    """Two clerks may open one PostgreSQL centre at once: the second finds it brought up. A file has its own lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))


def make_whole(connection: Connection) -> None:
    """Make what is missing of tables that are to be filled anew; what is not of this schema goes first."""
    here, have = revisions.recorded(connection), revisions.known(migrations_folder("centre"))
    if here == have[-1]:
        metadata.create_all(connection)
        return
    if here is not None and here not in have:
        raise FolderProblem("store_is_newer", revision=here)
    metadata.drop_all(connection)
    if inspect(connection).has_table(revisions.STAMP.name):
        connection.execute(revisions.STAMP.delete())
    make(connection)
