"""Retirement by place: what the centre held when it was decided goes, nothing else, and `undo` brings it back."""

import shutil
from datetime import date

import pytest
from sqlalchemy import text
from tests_support import enrolled

from station.clock import DAY, SetClock, local_day
from station.errors import InputError
from station.services.access import data_folder
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, custody
from station.services.exchange import station_files
from station.services.gate import scripted_records

WORDS = Unlock(passphrase="words")
HOT = '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"张三丰","phone":"13877776666","readings":[{"tenths":385}]}]}'


def bring(centre, station, stick):
    (done,) = station_files.export(station, stick).answer
    return clerk_desk.merge_files(centre, [stick / done.file])[0]


def plates(centre):
    return sorted(one.row.passage.vehicle.plate for one in clerk_desk.passages(centre))


def bodies(centre):
    query = "SELECT station, epoch, seq, digest, body FROM entries ORDER BY station, epoch, seq, digest"
    with centre.engine.connect() as connection:
        return [
            (*row[:4], bytes(row.body) if row.body is not None else None) for row in connection.execute(text(query))
        ]


def retire(centre, clock, days=30, **more):
    return custody.retire(centre, "words", "到期", days, None, local_day(clock.now()), **more)


@pytest.fixture
def old(make_station, card, centre, stick, clock):
    """A station whose first batch the centre has held for 31 days."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    scripted_records.record(station, "B11111 365")
    scripted_records.record(station, "B22222 366 378")
    assert bring(centre, station, stick).verdict == "new"
    clock.advance(31 * DAY)
    return station


@pytest.mark.parametrize("years", [-9, -1, 0, 16])
def test_a_laptop_with_any_clock_keeps_its_record_of_today(old, centre, stick, clock, years, tmp_path):
    done = retire(centre, clock)
    assert (done.bodies, plates(centre)) == (3, [])  # two passages and a case
    old.close()
    wrong = SetClock(clock.now() + years * 365 * DAY)
    station = open_station(old.store.folder, WORDS, wrong, writing=True)
    scripted_records.record(station, HOT)
    merged = bring(centre, station, stick)
    assert (merged.verdict, merged.retired) == ("new", 3)
    assert plates(centre) == ["粤B77777"]
    retire(centre, clock)
    assert plates(centre) == ["粤B77777"]  # held since today, whatever its clock said
    clock.advance(32 * DAY)
    retire(centre, clock)
    assert plates(centre) == []  # and a clock of 2036 keeps nothing for ever
    station.close()


def test_a_clock_that_is_far_off_decides_nothing(old, centre, stick, clock):
    before = bodies(centre)
    clock.advance(400 * DAY)
    with pytest.raises(InputError, match="retire_clock_far"):
        custody.retire(centre, "words", "到期", 30, None)
    with pytest.raises(InputError, match="retire_other_day"):
        custody.retire(centre, "words", "到期", 30, None, date(2020, 4, 11))
    assert bodies(centre) == before
    assert retire(centre, clock).bodies == 3  # the calendar says so too: it is the end of it
    clock.advance(-500 * DAY)
    with pytest.raises(InputError, match="retire_clock_behind"):
        custody.retire(centre, "words", "到期", 30, None)


def test_a_look_writes_nothing(old, centre, clock):
    files, before = sorted(centre.archive.iterdir()), bodies(centre)
    planned = custody.plan_retirement(centre, 30, local_day(clock.now()))
    assert [(one.station, one.epoch, one.first) for one in planned.places] == [("CP17", 1, 1)]
    assert planned.bodies == 3
    assert (sorted(centre.archive.iterdir()), bodies(centre)) == (files, before)
    assert custody.standing_retirements(centre) == {}


def test_undo_brings_everything_back_and_redo_takes_it_again(old, centre, clock, tmp_path):
    before, state = bodies(centre), clerk_desk.state(centre)
    done = retire(centre, clock)
    gone, counts = bodies(centre), custody.retired_counts(centre)
    assert counts[0]["passages"] == 2
    assert custody.undo(centre, done.name, "时钟错了") == done.name
    assert bodies(centre) == before
    assert custody.retired_counts(centre) == []
    custody.undo(centre, done.name, "再说一次")  # once is enough
    custody.redo(centre, done.name, "时钟没错")
    assert bodies(centre) == gone
    assert custody.retired_counts(centre) == counts
    assert clerk_desk.state(centre) == state
    with pytest.raises(InputError, match="no_such_retirement"):
        custody.undo(centre, "retired-99", "x")


def test_an_empty_centre_and_its_archive_retire_the_same(old, centre, stick, clock, tmp_path):
    retire(centre, clock)
    scripted_records.record(old, HOT)
    bring(centre, old, stick)
    gone = bodies(centre)
    centre.close()
    again = custody.rebuild(str(tmp_path / "centre"), "words", clock, put_in_place=True)
    assert again.same
    opened = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    assert bodies(opened) == gone
    clock.advance(32 * DAY)
    assert retire(opened, clock).bodies == 2  # how long it is held was carried over
    opened.close()


def test_another_history_at_a_retired_place_keeps_its_body(old, centre, stick, clock, tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "place_of", lambda _path: "here")  # a copy that does not know that it is one
    with old.store.write("op1") as transaction:
        transaction.connection.exec_driver_sql("UPDATE meta SET value = 'here' WHERE name = 'place'")
    old.store.checkpoint()
    shutil.copytree(old.store.folder, tmp_path / "clone", ignore=shutil.ignore_patterns("lock"))
    scripted_records.record(old, "B33333 365")
    assert bring(centre, old, stick).verdict == "new"
    clock.advance(31 * DAY)
    assert retire(centre, clock).bodies == 4
    clone = open_station(tmp_path / "clone", WORDS, clock, writing=True)
    scripted_records.record(clone, HOT)
    other = tmp_path / "other"
    other.mkdir()
    (exported,) = station_files.export(clone, other).answer
    assert clerk_desk.merge_files(centre, [other / exported.file])[0].verdict == "fork"
    assert plates(centre) == ["粤B77777"]
    clone.close()


def test_a_batch_left_out_afterwards_brings_no_body_back(old, centre, stick, clock):
    scripted_records.record(old, "B33333 365")
    bring(centre, old, stick)
    clock.advance(31 * DAY)
    retire(centre, clock)
    custody.undo(centre, "CP17-E1-B00002", "错盘")
    assert plates(centre) == []
    custody.redo(centre, "CP17-E1-B00002", "对的")
    assert plates(centre) == []


def test_a_gap_holds_nothing_up(make_station, card, centre, stick, clock):
    station = make_station(card=card)
    enrolled(centre, station, stick)
    scripted_records.record(station, "B11111 365")
    (first,) = station_files.export(station, stick).answer
    scripted_records.record(station, "B22222 365")
    content = (stick / first.file).read_bytes()
    (stick / first.file).unlink()
    bring(centre, station, stick)
    assert content
    clock.advance(31 * DAY)
    retire(centre, clock)
    assert plates(centre) == []


def test_a_cut_between_the_archive_and_the_tables_is_finished_at_the_next_start(old, centre, clock, tmp_path):
    at = str(tmp_path / "centre")
    with centre.engine.connect() as connection:
        tables = [row.name for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'"))]
    assert "decisions" in tables
    centre.close()
    shutil.copy(tmp_path / "centre" / "centre.db", tmp_path / "before.db")
    opened = clerk_desk.open_centre(at, "words", clock)
    done = retire(opened, clock)
    gone, counts = bodies(opened), custody.retired_counts(opened)
    opened.close()
    for end in ("-wal", "-shm"):
        (tmp_path / "centre" / f"centre.db{end}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "before.db", tmp_path / "centre" / "centre.db")
    healed = clerk_desk.open_centre(at, "words", clock)
    assert bodies(healed) == gone
    assert custody.retired_counts(healed) == counts
    assert list(custody.standing_retirements(healed)) == [done.name]
    healed.close()


def test_a_cut_undo_is_finished_and_an_older_database_follows_the_numbers(old, centre, clock, tmp_path):
    """The tables go back to before both decisions: at the next start the newer one holds, whichever is read first."""
    at, before = str(tmp_path / "centre"), bodies(centre)
    centre.close()
    shutil.copy(tmp_path / "centre" / "centre.db", tmp_path / "before.db")
    opened = clerk_desk.open_centre(at, "words", clock)
    name = retire(opened, clock).name
    custody.undo(opened, name, "时钟错了")
    opened.close()
    for end in ("-wal", "-shm"):
        (tmp_path / "centre" / f"centre.db{end}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "before.db", tmp_path / "centre" / "centre.db")
    healed = clerk_desk.open_centre(at, "words", clock)
    assert bodies(healed) == before
    assert custody.retired_counts(healed) == []
    assert custody.standing_retirements(healed) == {}
    healed.close()


def test_a_centre_whose_clock_was_behind_when_it_merged_keeps_what_is_young(make_station, card, centre, stick, clock):
    station = make_station(card=card)
    enrolled(centre, station, stick)
    scripted_records.record(station, "B11111 365")
    clock.advance(-365 * DAY)  # only the centre's: the record is written already
    bring(centre, station, stick)
    clock.advance(366 * DAY)
    retire(centre, clock)
    assert plates(centre) == ["粤B11111"]
    clock.advance(31 * DAY)
    retire(centre, clock)
    assert plates(centre) == []


def test_keys_go_with_the_next_retirement_or_at_once(old, centre, stick, clock, tmp_path):
    (month,) = centre.keys.boxes
    custody.rotate(centre, "words", stick / "new.card")
    station_files.receive(old, stick / "new.card")
    centre.close()
    opened = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    scripted_records.record(old, HOT)
    bring(opened, old, stick)
    first = retire(opened, clock)
    assert (first.destroyed, first.next_months) == ((), (month,))
    second = retire(opened, clock)
    assert (second.destroyed, second.name) == ((month,), "")
    opened.close()
    again = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    with pytest.raises(InputError, match="archive_retired"):
        custody.undo(again, first.name, "x")  # refused before anything is decided
    assert list(custody.standing_retirements(again)) == [first.name]
    assert plates(again) == ["粤B77777"]
    again.close()
