"""The head revision is the schema; a kill in the middle of the first one heals; a newer store is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from station.errors import FolderProblem
from station.store.engine import writer_engine
from station.store.schema import TRIGGERS, metadata
from station.store.upgrade import upgrade

ROOT = Path(__file__).parents[2]
KEY = b"\x07" * 32
DIE = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from station.store.engine import writer_engine
from station.store.upgrade import upgrade
engine = writer_engine(Path(sys.argv[1]), bytes([7]) * 32)
count = 0
@event.listens_for(engine, "before_cursor_execute")
def _die(*_):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
upgrade(engine)
"""


def test_head_is_the_schema(tmp_path):
    engine = writer_engine(tmp_path / "s.db", KEY)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        assert {row.name: row.sql for row in rows} == TRIGGERS
    upgrade(engine)  # once more changes nothing
    engine.dispose()


@pytest.mark.parametrize("statement", [2, 5, 9, 14, 20, 26, 30])
def test_killed_at_a_statement_it_heals(tmp_path, statement):
    path = tmp_path / "s.db"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", DIE, str(path), str(statement)], env=env, check=False)
    assert done.returncode == -9
    engine = writer_engine(path, KEY)
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_newer_store_is_refused_and_left_alone(tmp_path):
    engine = writer_engine(tmp_path / "s.db", KEY)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(FolderProblem, match="store_is_newer"):
        upgrade(engine)
    engine.dispose()
