"""The head revision is the schema; a kill in the middle of the first one heals; a newer store is refused."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from tests_support import all_entries

from station.clock import DAY
from station.errors import FolderProblem
from station.services.access.data_folder import open_station, unlock
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.desk import dashboard
from station.services.exchange import station_files
from station.services.gate import cases, corrections, scripted_records, suggestions
from station.services.late_entry import paper_kit
from station.services.log import log_filter, passage_log
from station.services.log.log_filter import LogFilter
from station.services.safety import retention, second_copy, verification
from station.services.shift import daily_reports, handover_sheets, shifts
from station.store.engine import writer_engine
from station.store.station_tables import SEARCH_TABLES, metadata
from station.store.station_upgrade import upgrade
from station.store.triggers import TRIGGERS

ROOT = Path(__file__).parents[2]
KEY = b"\x07" * 32
DIE = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from station.store.engine import writer_engine
from station.store.station_upgrade import upgrade
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


def not_full_text(name, kind, _parents):
    """FTS5 keeps tables of its own; theirs are not ours to compare."""
    return kind != "table" or not name.startswith(tuple(SEARCH_TABLES))


def differences(connection):
    options = {"compare_type": True, "include_name": not_full_text}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def test_head_is_the_schema(tmp_path):
    engine = writer_engine(tmp_path / "s.db", KEY)
    upgrade(engine)
    with engine.connect() as connection:
        assert differences(connection) == []
        found = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")).scalar()
        assert found == len(SEARCH_TABLES)
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        assert {row.name: row.sql for row in rows} == TRIGGERS
    upgrade(engine)  # once more changes nothing
    engine.dispose()


@pytest.mark.parametrize("statement", [2, 5, 9, 14, 20, 26, 30, 34, 40, 48, 55])
def test_killed_at_a_statement_it_heals(tmp_path, statement):
    path = tmp_path / "s.db"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", DIE, str(path), str(statement)], env=env, check=False)
    assert done.returncode == -9
    engine = writer_engine(path, KEY)
    upgrade(engine)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_a_newer_store_is_refused_and_left_alone(tmp_path):
    engine = writer_engine(tmp_path / "s.db", KEY)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(FolderProblem, match="store_is_newer"):
        upgrade(engine)
    engine.dispose()


def carried(release, revision, tmp_path, clock):
    """A station written by a release, opened by this one; its journal is what it was, to the byte."""
    folder = tmp_path / "old"
    shutil.copytree(ROOT / "tests" / "data" / f"store-{release}", folder)
    engine = writer_engine(folder / "station.db", unlock(folder, Unlock(passphrase="words"))[1])
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == revision
        before = connection.execute(text("SELECT * FROM journal ORDER BY epoch, seq")).all()
    engine.dispose()
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    with station.store.read() as connection:
        assert connection.execute(text("SELECT * FROM journal ORDER BY epoch, seq")).all() == before
    assert verification.verify(station).findings == ()
    return station


def test_a_store_of_the_first_release_is_carried_across(tmp_path, clock):
    """Written by release 0.1.0 (revision 0001): everything is found anew."""
    station = carried("0.1.0", "0001", tmp_path, clock)
    try:
        assert [one.times for one in suggestions.suggest_vehicles(station, "2345")] == [2]
        assert [one.person.name for one in suggestions.suggest_persons(station, "zs")] == ["曾三"]
        counts = dashboard.counts(station)
        assert (counts.first, counts.newest) == (1, 7)
        assert log_filter.places(station, LogFilter(is_open=True), 99, 9) == [6, 4]
        scripted_records.record(station, "B12345 365")  # and it goes on
        assert verification.verify(station).findings == ()
    finally:
        station.close()


def test_a_store_of_the_second_release_is_carried_across(tmp_path, clock):
    """Written by release 0.2.0 (revision 0002): a shift handed over, one open, its corrections and its case."""
    station = carried("0.2.0", "0002", tmp_path, clock)
    try:
        clock.advance(DAY)
        sheet = handover_sheets.sheet(station, 1)
        assert (sheet.handover.figures.passages, sheet.handover.figures.voided) == (3, 1)
        assert sheet.handover.supplies == {"masks": "46"}
        assert [one.name for one in sheet.shift.roster] == ["值守甲", "值守乙"]
        assert handover_sheets.compare(station, sheet.qr_text).verdict == "matches"
        current = shifts.current_shift(station)
        assert [one.name for one in current.shift.roster] == ["值守丙"]
        (case,) = cases.open_cases(station)
        corrections.void(station, list(passage_log.rows(station))[1].uid, "误录")
        shifts.close_shift(station, station.operator, {"masks": 40}, "", "晴")
        second = handover_sheets.sheet(station, 2).handover
        assert [one.change for one in second.corrections] == ["voided"]
        assert [one.case for one in second.open_matters if one.kind == "case"] == [case.uid]
        assert daily_reports.work_out(station, date(2020, 3, 11)).figures.vehicles == 1  # B99999: the others are void
        verification.rebuild(station)
        assert verification.verify(station).findings == ()
    finally:
        station.close()


def test_a_store_of_the_third_release_is_carried_across(tmp_path, clock):
    """Written by release 0.3.0 (revision 0003): its key slots get their second copy, its data can be let go."""
    station = carried("0.3.0", "0003", tmp_path, clock)
    try:
        assert (station.store.folder / "keyslots.copy").read_bytes() == (station.store.folder / "keyslots").read_bytes()
        assert station.warnings == ()  # a store from before there was a place is no copy
        clock.advance(5 * DAY)
        assert retention.due(station).records == 0  # nothing is under a receipt
        assert daily_reports.signed(station, date(2020, 3, 11)).figures.vehicles == 4
        assert [one.number for one in paper_kit.states(station)] == [1]
        assert suggestions.suggest_persons(station, "zs")[0].person.name == "曾三"
        second = tmp_path / "second"
        second.mkdir()
        assert second_copy.Mirror(station, second).sync().status == "current"
        verification.rebuild(station)
        assert verification.verify(station).findings == ()
    finally:
        station.close()


@pytest.mark.parametrize(
    ("release", "revision", "schema"), [("0.1.0", "0001", 1), ("0.2.0", "0002", 2), ("0.3.0", "0003", 3)]
)
def test_what_every_release_wrote_still_merges(release, revision, schema, tmp_path, clock, card, centre, stick):
    """Merge property 15: entries of each released schema, byte for byte, beside today's."""
    station = carried(release, revision, tmp_path, clock)
    try:
        assert station_files.receive(station, card).answer.verdict == "taken"
        old = all_entries(station)
        assert {entry.header.schema for entry in old} >= {schema}
        (done,) = station_files.export(station, stick).answer
        assert clerk_desk.merge_files(centre, [stick / done.file])[0].reason == "not_enrolled"
        request = station_files.ask_to_be_enrolled(station, stick)[0]
        clerk_desk.enrol(centre, stick / request.file, stick / "c.ysc")
        assert clerk_desk.merge_files(centre, [stick / done.file])[0].verdict == "already"
        assert clerk_desk.gaps(centre)[0].missing == ()
        assert clerk_desk.figures(centre)[station.code].passages
    finally:
        station.close()


def test_a_store_whose_centre_went_back_under_0_4_0_sends_again(tmp_path, clock, stick):
    """Written by release 0.4.0 (revision 0004): it took a lower receipt and went on as if nothing had been said."""
    shutil.copytree(ROOT / "tests" / "data" / "store-0.4.0-receipt", tmp_path / "old")
    folder = tmp_path / "old" / "laptop"
    clock.advance(DAY)
    engine = writer_engine(folder / "station.db", unlock(folder, Unlock(passphrase="words"))[1])
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0004"
        before = connection.execute(text("SELECT * FROM journal ORDER BY epoch, seq")).all()
        assert connection.execute(text("SELECT seq FROM purge_limit")).scalar() == 9
    engine.dispose()
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    centre = clerk_desk.open_centre(str(tmp_path / "old" / "centre"), "words", clock)
    try:
        with station.store.read() as connection:
            assert connection.execute(text("SELECT * FROM journal ORDER BY epoch, seq")).all() == before
            assert connection.execute(text("SELECT seq FROM purge_limit")).scalar() == 3
        assert verification.verify(station).findings == ()
        (gap,) = clerk_desk.gaps(centre)
        assert (gap.missing, gap.signed_to) == (((4, 9),), 9)
        assert station_files.state(station).not_exported
        (done,) = station_files.export(station, stick).answer
        assert (done.number, done.first_seq) == (4, 4)
        assert clerk_desk.merge_files(centre, [stick / done.file])[0].verdict == "new"
        assert [(one.missing, one.signed_to) for one in clerk_desk.gaps(centre)] == [((), 0)]
        clerk_desk.receipts(centre, stick)
        assert [one.verdict for one in station_files.take_from(station, stick).answer] == ["taken"]
        assert station_files.state(station).not_exported == 1  # the receipt's own entry
        verification.rebuild(station)
        assert verification.verify(station).findings == ()
    finally:
        station.close()
        centre.close()
