"""The centre's revisions, on both engines: the head is the schema, each step keeps its rows, half a step is none."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, event, insert, select, text

from station.centre.centre_tables import VERSION, meta, metadata
from station.centre.centre_upgrade import BEFORE_ALEMBIC, make, make_whole, upgrade
from station.errors import FolderProblem
from station.paths import migrations_folder
from station.store import revisions
from tests.upgrade.centre_tables import STAMP, contents, differences, names, revision_of, run_to, shape

ROOT = Path(__file__).parents[2]
OLD = sorted(BEFORE_ALEMBIC.items())
DIE = """
import os, sys
from sqlalchemy import event
from station.centre.centre_database import open_database
from station.centre.centre_upgrade import upgrade
engine = open_database(sys.argv[1], bytes([7]) * 32)
count = 0
@event.listens_for(engine, "after_cursor_execute")
def _die(connection, cursor, statement, *_):
    global count
    count += statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE"))
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
with engine.begin() as connection:
    upgrade(connection)
"""


def filled(connection, seed):
    """Put rows by chance into every table that is there."""
    chance = random.Random(seed)
    there = MetaData()
    there.reflect(connection)
    for table in there.sorted_tables:
        if table.name not in (STAMP, "meta"):
            rows = [{one.name: value(one, chance, number) for one in table.columns} for number in range(7)]
            connection.execute(insert(table), rows)


def value(column, chance, number):
    """Something of a column's type, another in each row."""
    if isinstance(column.type, LargeBinary):
        return None if column.nullable and number == 0 else chance.randbytes(chance.choice((0, 1, 300)))
    if isinstance(column.type, BigInteger):
        return (1 << 40) + number
    if isinstance(column.type, Integer):
        return number + 1
    return chance.choice(("粤B12345", "José", "'\"%s?;", "", "{}")) + str(number)


def counted(engine, limit):
    """Raise after so many statements that write."""
    seen = []

    @event.listens_for(engine, "after_cursor_execute")
    def _stop(_connection, _cursor, statement, *_):
        if statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE")):
            seen.append(statement)
            if len(seen) == limit:
                raise KeyboardInterrupt

    return lambda: event.remove(engine, "after_cursor_execute", _stop)


def test_the_files_name_the_revisions_that_alembic_finds():
    for name in ("centre", "store"):
        config = Config()
        config.set_main_option("script_location", migrations_folder(name).as_posix())
        walked = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
        assert revisions.known(migrations_folder(name)) == walked[::-1]


def test_new_tables_are_the_schema_to_the_letter(databases):
    by_revisions, by_schema = databases.opened(), databases.opened()
    with by_schema.begin() as connection:
        metadata.create_all(connection)
        wanted = shape(connection)
    with by_revisions.begin() as connection:
        make(connection)
        assert differences(connection) == []
        assert shape(connection, without=[STAMP]) == wanted
        assert connection.execute(select(meta.c.value)).scalars().all() == [VERSION]
        assert revision_of(connection) == revisions.known(migrations_folder("centre"))[-1]
        assert not upgrade(connection)


@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize(("version", "revision"), OLD)
def test_each_step_keeps_every_row(databases, version, revision, stamped):
    engine = databases.opened()
    with engine.begin() as connection:
        run_to(connection, revision, stamped=stamped)
        filled(connection, version)
        assert connection.execute(select(meta.c.value)).scalar() == version
        before = contents(connection, without=["meta", STAMP])
        assert len(before) == {"1": 5, "2": 8, "3": 10}[version]
    with engine.begin() as connection:
        assert upgrade(connection) == (not stamped or version != VERSION)
    with engine.connect() as connection:
        after = contents(connection, without=["meta", STAMP])
        assert {name: rows for name, rows in after.items() if rows} == before
        assert differences(connection) == []
        assert connection.execute(select(meta.c.value)).scalar() == VERSION
        assert revision_of(connection) == BEFORE_ALEMBIC[VERSION]


@pytest.mark.parametrize(("version", "revision"), OLD)
def test_a_failure_at_any_statement_leaves_the_old_version(databases, version, revision):
    engine = databases.opened()
    with engine.begin() as connection:
        run_to(connection, revision, stamped=False)
        filled(connection, version)
        before = shape(connection), contents(connection)
    failed = 0
    while True:
        let_go = counted(engine, failed + 1)
        try:
            with engine.begin() as connection:
                upgrade(connection)
            break
        except KeyboardInterrupt:
            failed += 1
        finally:
            let_go()
        with engine.connect() as connection:
            assert (shape(connection), contents(connection)) == before
    assert failed >= {"1": 9, "2": 5, "3": 2}[version]  # tables, versions, stamps
    with engine.connect() as connection:
        assert differences(connection) == []


@pytest.mark.parametrize("statement", [1, 2, 4, 7, 9])
def test_killed_in_the_middle_it_is_the_old_version_and_comes_up_later(databases, statement):
    at = databases.place()
    engine = databases.opened(at)
    with engine.begin() as connection:
        run_to(connection, "0001", stamped=False)
        filled(connection, statement)
        before = shape(connection), contents(connection)
    engine.dispose()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", DIE, at, str(statement)], env=env, check=False)
    assert done.returncode == -9
    with engine.begin() as connection:
        assert (shape(connection), contents(connection)) == before
        assert upgrade(connection)
        assert differences(connection) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (f"UPDATE {STAMP} SET version_num = '9999'", "9999"),
        ("UPDATE meta SET value = '4' WHERE name = 'version'", "4"),
        (f"DROP TABLE {STAMP}; UPDATE meta SET value = '4' WHERE name = 'version'", "4"),
        (f"DROP TABLE {STAMP}; DELETE FROM meta", None),
    ],
)
def test_what_a_newer_program_wrote_is_refused_and_left_alone(databases, spoil, said):
    engine = databases.opened()
    with engine.begin() as connection:
        make(connection)
        for statement in spoil.split("; "):
            connection.execute(text(statement))
        before = shape(connection), contents(connection)
    with pytest.raises(FolderProblem, match="store_is_newer") as caught, engine.begin() as connection:
        upgrade(connection)
    assert caught.value.facts == {"revision": said}
    with engine.connect() as connection:
        assert (shape(connection), contents(connection)) == before


@pytest.mark.parametrize("lost", [["entries", "decisions"], [STAMP], [STAMP, "meta", "held"], ["meta"]])
def test_lost_tables_are_made_whole(databases, lost):
    engine = databases.opened()
    with engine.begin() as connection:
        make(connection)
        wanted = names(connection)
        for name in lost:
            connection.execute(text(f"DROP TABLE {name}"))
    with engine.begin() as connection:
        make_whole(connection)
        assert (names(connection), differences(connection)) == (wanted, [])
        assert revision_of(connection) == BEFORE_ALEMBIC[VERSION]


def test_tables_of_an_older_or_a_newer_release_are_made_whole_or_refused(databases):
    engine = databases.opened()
    with engine.begin() as connection:
        run_to(connection, "0001")
        make_whole(connection)
        assert differences(connection) == []
        connection.execute(text(f"UPDATE {STAMP} SET version_num = '9999'"))
    with pytest.raises(FolderProblem, match="store_is_newer"), engine.begin() as connection:
        make_whole(connection)
