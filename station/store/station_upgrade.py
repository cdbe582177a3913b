"""Bringing a store to this program's schema, refusing one that a newer program wrote."""

from __future__ import annotations

from sqlalchemy import Engine, text

from station.errors import StoreProblem
from station.paths import migrations_folder
from station.store import projections, revisions
from station.store.triggers import TRIGGERS


def upgrade(engine: Engine) -> None:
    """Run the missing revisions in one IMMEDIATE transaction and check the triggers after it."""
    with engine.begin() as connection:
        if revisions.bring_up(connection, migrations_folder("store")):
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
