"""The checks of the start, and a clock that is wrong: nothing is refused but passes, and everything is marked."""

import pytest
from tests_support import all_entries

from station.clock import DAY, HOUR
from station.errors import Refused, StoreProblem
from station.services.gate import access_passes, scripted_records
from station.services.safety import opening_checklist


def codes(found):
    return [one.code for one in found]


def test_a_sound_station_has_no_findings_and_is_not_read_twice(station, monkeypatch):
    scripted_records.record(station, "B12345 365")
    assert opening_checklist.quick(station) == []
    assert opening_checklist.thorough(station).answer == []
    read = []
    genuine = opening_checklist.check_links
    monkeypatch.setattr(
        opening_checklist, "check_links", lambda run, previous: read.append(len(run)) or genuine(run, previous)
    )
    scripted_records.record(station, "B12346 365")
    assert opening_checklist.thorough(station).answer == []
    assert read == [2]  # the last one that was sound, and the new one


def test_a_full_disk_is_said_before_it_is_full(station, monkeypatch):
    monkeypatch.setattr(opening_checklist, "LOW", 1 << 60)
    assert codes(opening_checklist.quick(station)) == ["disk_low"]
    monkeypatch.setattr(opening_checklist, "NEARLY_FULL", 1 << 60)
    assert codes(opening_checklist.quick(station)) == ["disk_nearly_full"]


@pytest.mark.parametrize("back", [HOUR, DAY, 50 * 365 * DAY])
def test_a_clock_that_went_back_marks_every_entry_until_it_is_right(station, clock, back):
    scripted_records.record(station, "B12345 365")
    clock.advance(-back)
    assert codes(opening_checklist.quick(station)) == ["clock_implausible"]
    for _ in range(3):
        scripted_records.record(station, "365")
    with pytest.raises(Refused, match="clock_implausible"):
        access_passes.issue(station, days=1)
    assert codes(opening_checklist.quick(station)) == ["clock_implausible"]
    assert [entry.header.clock for entry in all_entries(station)[-4:]] == ["ok", "unsure", "unsure", "unsure"]
    clock.advance(back)
    scripted_records.record(station, "365")
    assert all_entries(station)[-1].header.clock == "ok"
    assert access_passes.issue(station, days=1).answer


def test_a_broken_chain_and_a_damaged_page_are_found(make_station):
    from sqlalchemy import text

    station = make_station()
    for number in range(120):
        scripted_records.record(station, f"{10000 + number} 365")
    with station.store.write("op1") as transaction:
        transaction.connection.execute(text("DROP TRIGGER journal_no_update"))
        transaction.connection.execute(text("UPDATE journal SET operator = 'x' WHERE seq = 5"))
    assert codes(opening_checklist.thorough(station).answer) == ["triggers_differ", "chain_broken"]
    station.store.checkpoint()
    path = station.store.path
    station.close()
    content = bytearray(path.read_bytes())
    content[9 * 4096 + 50] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreProblem):
        again = make_station(folder=station.store.folder)
        assert "store_damaged" in codes(opening_checklist.thorough(again).answer)


def test_a_data_file_that_was_moved_away_is_noticed_at_the_next_save(station):
    station.store.path.rename(station.store.path.with_name("cleaned.db"))
    with pytest.raises(StoreProblem, match="store_moved"):
        scripted_records.record(station, "365")
    station.store.path.with_name("cleaned.db").rename(station.store.path)
    scripted_records.record(station, "365")
