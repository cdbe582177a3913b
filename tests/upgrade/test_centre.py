"""Real centres of release 0.4.0, on both engines, opened by this one: everything is there, and they go on."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests_support import enrolled

from station.batch.card import card_bytes
from station.centre import centre_database, centre_folder, centre_upgrade
from station.centre.centre_tables import metadata
from station.clock import DAY
from station.errors import FolderProblem
from station.services.centre import clerk_desk, clerk_lists, custody
from station.services.exchange import station_files
from station.services.gate import scripted_records
from tests.upgrade.centre_tables import STAMP, contents, differences, revision_of, shape

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
HEAD = "0003"
LOADED = """
import sys
from station.clock import SetClock
from station.services.centre import clerk_desk
clerk_desk.open_centre(sys.argv[1], "words", SetClock(1_583_884_800_000 + 31 * 86_400_000)).close()
print("alembic" in sys.modules)
"""


@pytest.fixture(params=["sqlite", "postgres"])
def old(request, tmp_path, clock, monkeypatch):
    """A copy of what 0.4.0 left: where it is, its folder, what that release said of it."""
    source = DATA / f"centre-0.4.0-{request.param}"
    shutil.copytree(source, tmp_path / "old")
    folder = tmp_path / "old" / "centre"
    at = str(folder)
    if request.param == "postgres":
        monkeypatch.setenv("CENTRE_FOLDER", at)
        server = request.getfixturevalue("server")
        at = server.emptied("old")
        server.play(at, (source / "dump.sql").read_bytes())
    clock.advance(31 * DAY)
    return at, tmp_path / "old", json.loads((source / "expected.json").read_text(encoding="utf-8"))


def said(connection):
    """Of each table how many rows and the digest over them, as `make_centre_0_4_0.py` had it of that release."""
    found = {}
    for table in metadata.sorted_tables:
        rows = sorted(
            json.dumps([one.hex() if isinstance(one, bytes) else one for one in row], ensure_ascii=False)
            for row in connection.execute(select(table))
        )
        found[table.name] = [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()]
    return found


def test_every_row_is_there_and_only_the_stamp_is_new(old, clock):
    at, _folder, expected = old
    unchecked = centre_folder.open_centre(at, "words", clock, damaged=True)
    with unchecked.engine.connect() as connection:
        assert revision_of(connection) is None
        before = shape(connection)
    unchecked.close()
    centre = centre_folder.open_centre(at, "words", clock)
    with centre.engine.connect() as connection:
        assert said(connection) == expected["tables"]
        assert shape(connection, without=[STAMP]) == before  # so 0.4.0, which looks at `meta` alone, still opens it
        assert connection.execute(text("SELECT value FROM meta WHERE name = 'version'")).scalar() == "3"
        assert (revision_of(connection), differences(connection)) == (HEAD, [])
    centre.close()


def test_it_says_the_same_and_goes_on(old, clock, stick):
    at, folder, expected = old
    centre = clerk_desk.open_centre(at, "words", clock)
    state = clerk_desk.state(centre)
    assert (state.entries, state.digest) == (expected["entries"], expected["digest"])
    assert sum(one["passages"] for one in custody.retired_counts(centre)) == 4
    assert [row.station for row in clerk_desk.gaps(centre)] == ["CP17", "CP18", "CP19"]
    assert len(clerk_lists.pack(centre, stick)) == 2
    (merged,) = clerk_desk.merge_files(centre, [folder / "next.ysb"])
    assert (merged.verdict, merged.entries_new) == ("new", 4)
    state = clerk_desk.state(centre)
    assert state.entries == expected["entries"] + 4
    centre.close()
    again = clerk_desk.open_centre(at, "words", clock)  # once more changes nothing
    assert clerk_desk.state(again) == state
    again.close()


def test_it_merges_what_the_street_writes_next(old, clock, stick, make_station):
    at, _folder, expected = old
    centre = clerk_desk.open_centre(at, "words", clock)
    card = tmp_card(centre, stick)
    fresh = make_station("CP20", card)
    enrolled(centre, fresh, stick)
    scripted_records.record(fresh, "B77777 365")
    (done,) = station_files.export(fresh, stick).answer
    assert clerk_desk.merge_files(centre, [stick / done.file])[0].verdict == "new"
    assert clerk_desk.state(centre).entries == expected["entries"] + done.last_seq
    assert "粤B77777" in {one.row.passage.vehicle.plate for one in clerk_desk.passages(centre)}
    centre.close()


def tmp_card(centre, folder):
    """The card that its stations are set up with."""
    path = folder / "centre.card"
    path.write_bytes(card_bytes(centre_folder.card_of(centre.keys), centre.keys.private_key()))
    return path


@pytest.mark.parametrize("name", ["retired-0.4.0", "forms-0.4.0", "store-0.4.0-receipt"])
def test_every_other_real_centre_comes_up_with_what_it_had(name, tmp_path, clock):
    shutil.copytree(DATA / name / "centre", tmp_path / "centre")
    unchecked = centre_folder.open_centre(str(tmp_path / "centre"), "words", clock, damaged=True)
    before, state = contents_of(unchecked), clerk_desk.state(unchecked)
    unchecked.close()
    centre = centre_folder.open_centre(str(tmp_path / "centre"), "words", clock)
    assert (contents_of(centre), clerk_desk.state(centre)) == (before, state)
    with centre.engine.connect() as connection:
        assert (revision_of(connection), differences(connection)) == (HEAD, [])
    centre.close()


def contents_of(centre):
    with centre.engine.connect() as connection:
        return contents(connection, without=[STAMP])


def test_a_rebuilt_centre_is_of_the_head_on_both_engines(old, clock):
    at, _folder, expected = old
    rebuilt = custody.rebuild(at, "words", clock, put_in_place=True)  # opened unchecked: nothing is stamped yet
    assert rebuilt.state.digest == expected["digest"]
    centre = clerk_desk.open_centre(at, "words", clock)
    with centre.engine.connect() as connection:
        assert (revision_of(connection), differences(connection)) == (HEAD, [])
    assert clerk_desk.state(centre) == rebuilt.state
    centre.close()


def test_a_centre_from_before_decisions_gives_its_archive_the_certificates(old, clock):
    at, folder, _expected = old
    unchecked = centre_folder.open_centre(at, "words", clock, damaged=True)
    with unchecked.engine.begin() as connection:
        for statement in ("DROP TABLE decisions", "DROP TABLE retired", "UPDATE meta SET value = '2'"):
            connection.execute(text(statement))
    unchecked.close()
    certificates = {path: path.read_bytes() for path in (folder / "centre" / "archive").glob("*.ysc")}
    for path in certificates:
        path.unlink()
    centre_folder.open_centre(at, "words", clock).close()
    assert len(certificates) == 2
    assert {path: path.read_bytes() for path in certificates} == certificates


def test_a_newer_centre_is_refused_and_its_folder_let_go(old, clock):
    at, _folder, _expected = old
    centre = centre_folder.open_centre(at, "words", clock)
    with centre.engine.begin() as connection:
        connection.execute(text(f"UPDATE {STAMP} SET version_num = '0099'"))
    centre.close()
    for _ in range(2):  # the lock is free again
        with pytest.raises(FolderProblem, match="store_is_newer") as caught:
            clerk_desk.open_centre(at, "words", clock)
        assert caught.value.facts == {"revision": "0099"}


@pytest.mark.parametrize("old", ["postgres"], indirect=True)
def test_of_two_clerks_who_open_it_at_once_the_second_waits(old, clock):
    """One brings the tables up and has not committed yet; another, with a copy of the keys elsewhere, opens it."""
    at, _folder, _expected = old
    opened, engine = [], centre_database.open_database(at, b"")

    def second():
        try:
            clerk_desk.open_centre(at, "words", clock).close()
            opened.append("opened")
        except Exception as error:
            opened.append(repr(error))

    with engine.connect() as watching, engine.begin() as connection:
        assert centre_upgrade.upgrade(connection)
        thread = threading.Thread(target=second)
        thread.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not watching.execute(waiting).scalar() and thread.is_alive():
            watching.rollback()
    thread.join()
    engine.dispose()
    assert opened == ["opened"]


def test_alembic_is_loaded_for_the_first_opening_only(old):
    at, _folder, _expected = old
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for loaded in ("True", "False"):
        done = subprocess.run([sys.executable, "-c", LOADED, at], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == loaded
