"""The second copy, backups and what is readable of a damaged store: what comes back, and exactly what does not."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests_support import all_entries, enrolled

from station.clock import DAY
from station.errors import MachineError, Refused, StoreProblem
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import corrections, scripted_records, suggestions
from station.services.log import passage_log
from station.services.safety import backups, restoration, retention, second_copy, verification
from station.services.safety.restoration import Missing
from station.services.safety.second_copy import Mirror
from station.services.shift import shifts
from station.store import purge_rows

WORDS = Unlock(passphrase="words")


def record(station, count, start=0):
    for number in range(start, start + count):
        scripted_records.record(station, f"{10000 + number} 365 366")


@pytest.fixture
def second(tmp_path):
    folder = tmp_path / "second"
    folder.mkdir()
    return folder


@pytest.fixture
def restore(tmp_path, clock):
    opened = []

    def put_back(*froms, paper=None, name="new"):
        folder = tmp_path / name
        made = restoration.restore(list(froms), folder, WORDS, clock, paper)
        opened.append(open_station(folder, WORDS, clock, writing=True))
        return made, opened[-1]

    yield put_back
    for one in opened:
        one.close()


def same_up_to(station, again, count):
    return all_entries(again)[:count] == all_entries(station)[:count]


def test_nothing_before_the_last_mirrored_entry_is_lost(station, second, restore):
    mirror = Mirror(station, second)
    record(station, 5)
    assert mirror.sync().status == "current"
    record(station, 3, 50)
    assert mirror.sync().behind == 0
    mirrored = len(all_entries(station))
    record(station, 2, 90)  # and then the laptop is gone
    made, again = restore(second)
    assert (made.entries, made.last, made.epoch) == (mirrored, (1, mirrored), 2)
    assert made.possibly_lost == Missing(1, mirrored + 1, None)
    assert made.missing == ()
    assert same_up_to(station, again, mirrored)
    assert again.warnings == ()
    record(again, 1, 70)
    assert verification.verify(again).findings == ()
    assert suggestions.suggest_vehicles(again, "10000")[0].times == 1


def test_the_printed_sheet_says_what_is_possibly_lost(station, second, restore):
    mirror = Mirror(station, second)
    record(station, 3)
    mirror.sync()
    last = len(all_entries(station))
    made, again = restore(second, paper=(1, last + 4))
    assert made.possibly_lost == Missing(1, last + 1, last + 4)
    first = all_entries(again)[last]
    assert (first.header.epoch, first.header.seq, first.header.kind) == (2, 1, "epoch")


def test_unplugged_and_plugged_in_again_at_any_time(station, second, restore, tmp_path):
    mirror = Mirror(station, second)
    record(station, 2)
    mirror.sync()
    away = tmp_path / "pocket"
    second.rename(away)
    record(station, 4, 20)
    state = mirror.sync()
    assert (state.status, state.behind, state.reason) == ("away", 4, "mirror_away")
    away.rename(second)
    assert mirror.sync().status == "current"
    record(station, 1, 60)
    assert Mirror(station, second).sync().status == "current"  # a program that was started again
    made, again = restore(second)
    assert made.entries == len(all_entries(station))
    assert same_up_to(station, again, made.entries)


@settings(max_examples=25)
@given(cut=st.integers(1, 4000))
def test_a_torn_end_costs_only_what_is_torn(tmp_path_factory, cut):
    from station.clock import SetClock
    from station.services.access.data_folder import SetUp, set_up
    from tests.conftest import CHEAP, MORNING

    folder, clock = tmp_path_factory.mktemp("torn"), SetClock(MORNING)
    set_up(SetUp(folder / "CP17", "CP17", "x", "words", "1234", "甲", cost=CHEAP), clock)
    station = open_station(folder / "CP17", WORDS, clock, writing=True)
    mirror = Mirror(station, folder)
    for number in range(4):
        record(station, 1, number)
        mirror.sync()
    newest = sorted((folder / "mirror-CP17").rglob("0*.ysm"))[-1]
    content = newest.read_bytes()
    newest.write_bytes(content[: max(37, len(content) - cut)])
    everything = all_entries(station)
    made = restoration.restore([folder], folder / "new", WORDS, clock)
    again = open_station(folder / "new", WORDS, clock, writing=True)
    assert all_entries(again)[: made.entries] == everything[: made.entries]
    assert made.possibly_lost == Missing(1, made.entries + 1, None)
    again.close()
    newest.write_bytes(content[: max(37, len(content) - cut)])
    assert Mirror(station, folder).sync().status == "current"  # and the copy heals
    healed = restoration.restore([folder], folder / "healed", WORDS, clock)
    assert healed.entries == len(everything)
    station.close()


def test_what_is_purged_goes_from_the_copy_too(make_station, card, centre, stick, second, clock, restore):
    station = make_station(card=card)
    enrolled(centre, station, stick)
    shifts.open_shift(station, ())
    record(station, 5)
    shifts.close_shift(station, station.operator, {}, "")
    mirror = Mirror(station, second)
    mirror.sync()
    clerk_desk.merge_files(centre, [stick / one.file for one in station_files.export(station, stick).answer])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(station, stick)
    clock.advance(4 * DAY)
    assert retention.purge(station).answer.records == 5
    assert mirror.sync().status == "current"
    assert len(second_copy.generations(second / "mirror-CP17")) == 1
    made, again = restore(second)
    assert same_up_to(station, again, made.entries)
    assert sum(entry.body is None for entry in all_entries(again)) == 5
    assert verification.verify(again).findings == ()


def test_pulled_out_while_the_purged_copy_is_replaced_the_old_one_still_goes(station, second, monkeypatch):
    from station.batch.segment import Segment

    mirror = Mirror(station, second)
    record(station, 5)
    mirror.sync()
    monkeypatch.setattr(purge_rows, "how_many", lambda _connection: 1)  # as after a purge
    with monkeypatch.context() as pulled:
        pulled.setattr(
            Segment, "append", lambda *_: (_ for _ in ()).throw(MachineError("cannot_write", file="x", errno=5))
        )
        assert mirror.sync().status == "away"
    (generation,) = second_copy.generations(second / "mirror-CP17")
    assert generation.name == "g0001"  # what was there is there until the new one is whole
    assert mirror.sync().status == "current"
    assert [path.name for path in second_copy.generations(second / "mirror-CP17")] == ["g0003"]


def test_a_stick_of_another_history_is_set_apart_not_overwritten(make_station, second, tmp_path):
    station = make_station()
    mirror = Mirror(station, second)
    record(station, 3)
    mirror.sync()
    folder = station.store.folder
    station.close()
    clone = tmp_path / "clone"
    shutil.copytree(folder, clone)
    genuine, copied = make_station(folder=folder), make_station(folder=clone)
    record(genuine, 2, 70)
    Mirror(genuine, second).sync()
    record(copied, 1, 50)
    assert Mirror(copied, second).sync().status == "current"
    apart = [path for path in (second / "mirror-CP17").iterdir() if path.name.startswith("apart-")]
    assert len(apart) == 1
    key = genuine.store.data_key
    assert len(second_copy.entries_of(apart[0], key, "CP17")) == len(all_entries(genuine))


def test_the_place_of_the_copy(station, second):
    assert second_copy.mirror_folder(station) is None
    second_copy.choose(station, second)
    assert second_copy.mirror_folder(station) == second
    with pytest.raises(MachineError, match="folder_unreachable"):
        second_copy.choose(station, second / "none")
    with pytest.raises(Refused, match="mirror_beside_itself"):
        second_copy.choose(station, station.store.folder)
    second_copy.choose(station, None)
    assert second_copy.mirror_folder(station) is None


def test_a_backup_is_made_while_the_store_is_in_use_and_restored(station, second, restore):
    record(station, 4)
    made = backups.make(station, second).answer
    record(station, 2, 40)
    assert not list(second.glob("*.part"))
    back, again = restore(second / made.folder)
    assert (back.last, back.epoch) == ((1, made.seq), 2)
    assert same_up_to(station, again, made.seq)
    with pytest.raises(StoreProblem, match="store_missing"):  # a backup is no data folder
        open_station(second / made.folder, WORDS, station.clock, writing=True)


def test_two_sources_together_give_more_than_each(station, second, restore):
    record(station, 2)
    made = backups.make(station, second).answer
    mirror = Mirror(station, second)
    record(station, 3, 20)
    mirror.sync()
    newest = len(all_entries(station))
    back, _again = restore(second / made.folder, second / "mirror-CP17")
    assert back.entries == newest


def spoil_pages(path, wanted):
    """Damage the pages that hold the journal's rows of some records; a page is 4096 bytes."""
    content = bytearray(path.read_bytes())
    for page in wanted:
        content[page * 4096 + 700] ^= 0xFF
    path.write_bytes(content)


def test_salvage_takes_what_is_readable_and_names_what_is_not(station, tmp_path, clock, restore):
    record(station, 150)
    corrections.void(station, list(passage_log.rows(station))[140].uid, "误录")
    everything = all_entries(station)
    folder = station.store.folder
    station.store.checkpoint()
    station.close()
    whole = (folder / "station.db").read_bytes()
    lost_by_page = []
    for page in range(2, len(whole) // 4096, 7):
        (folder / "station.db").write_bytes(whole)
        spoil_pages(folder / "station.db", [page])
        made = restoration.restore([folder], tmp_path / f"s{page}", WORDS, clock, pin="4321")
        again = open_station(tmp_path / f"s{page}", WORDS, clock, writing=True)
        back = {entry.header.uid for entry in all_entries(again)}
        gone = [entry for entry in everything if entry.header.uid not in back and entry.header.kind == "passage"]
        named = {seq for one in made.missing for seq in range(one.first, (one.last or 0) + 1)}
        named |= set(range(made.possibly_lost.first, (made.possibly_lost.last or 0) + 1))
        assert {entry.header.seq for entry in gone} <= named
        assert verification.verify(again).findings == ()
        lost_by_page.append(len(gone))
        again.close()
    # A page costs the rows on it, whatever else led to them.
    assert sum(lost > 30 for lost in lost_by_page) <= 1
    assert sum(0 < lost <= 30 for lost in lost_by_page) > 3
