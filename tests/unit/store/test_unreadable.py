"""One entry that nobody can read costs itself only: at the station, at the centre, in a restore."""

import pytest
from tests_support import all_entries, enrolled, write_odd

from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, clerk_trace
from station.services.centre.clerk_trace import Span
from station.services.desk import dashboard
from station.services.exchange import station_files
from station.services.gate import cases, scripted_records
from station.services.log import passage_log
from station.services.safety import restoration, retention, second_copy, verification
from station.services.shift import daily_reports, handover_sheets, shifts


@pytest.fixture
def odd(make_station, card, centre, stick):
    station = make_station(card=card)
    enrolled(centre, station, stick)
    shifts.open_shift(station)
    scripted_records.record(station, "B12345 365")
    scripted_records.record(station, "B77777 378")
    places = [write_odd(station, kind) for kind in ("passage", "case", "note", "access_pass", "incident", "audit")]
    scripted_records.record(station, "B99999 366")
    return station, places


def test_at_the_station_it_is_named_and_everything_else_is_as_it_was(odd, clock):
    station, places = odd
    found = verification.verify(station).findings
    assert [(one.code, one.facts["seq"]) for one in found] == [("not_this_record", seq) for seq in places]
    assert [row.passage.vehicle.plate for row in passage_log.rows(station)] == ["粤B12345", "粤B77777", "粤B99999"]
    assert [one.passage.vehicle.plate for one in cases.open_cases(station)] == ["粤B77777"]
    assert len(dashboard.snapshot(station).open_cases) == 1
    verification.rebuild(station)
    assert len(verification.verify(station).findings) == len(places)
    shifts.close_shift(station, station.operator, {}, "", "晴")
    assert handover_sheets.sheet(station, 1).handover.figures.passages == 3
    assert daily_reports.work_out(station, station.today()).figures.vehicles == 3
    retention.due(station)


def test_at_the_centre_its_batch_is_taken_and_says_so(odd, centre, stick):
    station, places = odd
    (done,) = station_files.export(station, stick).answer
    merged = clerk_desk.merge_files(centre, [stick / done.file])[0]
    assert (merged.verdict, merged.unreadable) == ("new", len(places))
    assert [one.row.passage.vehicle.plate for one in clerk_desk.passages(centre)] == [
        "粤B12345",
        "粤B77777",
        "粤B99999",
    ]
    assert len(clerk_trace.trace(centre, "粤B99999", Span()).found) == 1
    clerk_desk.street_day(centre, station.today())
    ((receipt, _path),) = clerk_desk.receipts(centre, stick)
    assert receipt.highest == done.last_seq


def test_a_restore_brings_it_back_with_the_rest(odd, tmp_path, clock):
    station, places = odd
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    second_copy.Mirror(station, mirror).sync()
    whole = all_entries(station)
    done = restoration.restore([mirror], tmp_path / "again", Unlock(passphrase="words"), clock)
    assert (done.missing, done.left_out) == ((), 0)
    again = open_station(tmp_path / "again", Unlock(passphrase="words"), clock, writing=True)
    assert all_entries(again)[: len(whole)] == whole
    assert len(verification.verify(again).findings) == len(places)
    again.close()


def test_behind_a_hole_it_is_filed_anew_like_any_other(odd, tmp_path, clock):
    """The second copy lost its first file: what lies behind is saved again, the unreadable too."""
    station, _places = odd
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    second_copy.Mirror(station, mirror).sync()
    write_odd(station, "note")
    scripted_records.record(station, "B66666 366")
    second_copy.Mirror(station, mirror).sync()
    first, _second = sorted(mirror.rglob("0*.ysm"))
    first.unlink()
    done = restoration.restore([mirror], tmp_path / "again", Unlock(passphrase="words"), clock)
    assert done.filed_anew == 2
    again = open_station(tmp_path / "again", Unlock(passphrase="words"), clock, writing=True)
    assert [row.passage.vehicle.plate for row in passage_log.rows(again)] == ["粤B66666"]
    again.close()
