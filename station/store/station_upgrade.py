"""Bringing a store to this program's schema, refusing one that a newer program wrote."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from station.errors import FolderProblem, StoreProblem
from station.paths import migrations_folder
from station.store import projections
from station.store.triggers import TRIGGERS


def upgrade(engine: Engine) -> None:
    """Run the missing revisions in one IMMEDIATE transaction and check the triggers after it."""
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in known:
            raise FolderProblem("store_is_newer", revision=current)
        if current != ScriptDirectory.from_config(config).get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            projections.rebuild(connection, connection)  # a revision drops and makes look-ups, the journal fills them
    check_triggers(engine)


def check_triggers(engine: Engine) -> None:
    """Stop if a trigger that keeps the journal append-only is missing or not ours."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        found = {row.name: row.sql for row in rows}
    if found != TRIGGERS:
        wrong = sorted(set(found.items()) ^ set(TRIGGERS.items()))
        raise StoreProblem("triggers_differ", trigger=wrong[0][0])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", migrations_folder().as_posix().replace("%", "%%"))
    return config
