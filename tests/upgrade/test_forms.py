"""What text in other Unicode forms broke in release 0.4.0 heals: a store, a locked folder, a batch, lists."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from tests_support import all_entries

from station.services.access import operators
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, clerk_lists
from station.services.exchange import station_files
from station.services.gate import scripted_records, suggestions
from station.services.log import passage_log
from station.services.safety import backups, second_copy, verification
from station.services.safety.restoration import restore

OLD = Path(__file__).parents[1] / "data" / "forms-0.4.0"
WORDS = Unlock(passphrase="words")
NAMES = {"José García", "林冲", "李四"}


@pytest.fixture
def poisoned(tmp_path, clock):
    """The folders as that release left them, and its station opened by this one."""
    shutil.copytree(OLD, tmp_path / "old")
    opened = open_station(tmp_path / "old" / "laptop", WORDS, clock, writing=True)
    yield opened
    opened.close()


@pytest.fixture
def poisoned_centre(poisoned, tmp_path, clock):
    opened = clerk_desk.open_centre(str(tmp_path / "old" / "centre"), "words", clock)
    yield opened
    opened.close()


def test_a_store_and_its_locked_folder_open_and_everything_in_them_is_read(poisoned, clock):
    assert poisoned.name == "Café 卡点"
    rows = list(passage_log.rows(poisoned))
    assert {one.name for row in rows for one in row.passage.persons if one.name} == NAMES
    assert len(rows) == 5
    assert verification.verify(poisoned).findings == ()
    assert [one.person.name for one in suggestions.suggest_persons(poisoned, "林冲")] == ["林冲"]
    assert [one.name for one in operators.all_operators(poisoned)] == ["班长甲", "René"]
    scripted_records.record(poisoned, "B88888 365")
    verification.rebuild(poisoned)
    assert verification.verify(poisoned).findings == ()


def test_its_journal_stays_what_it_was_to_the_byte(poisoned):
    bodies = [one.body.decode() for one in all_entries(poisoned) if one.header.kind == "passage"]
    assert sum(not unicodedata.is_normalized("NFC", one) for one in bodies) == 3


def test_its_batch_merges_and_a_receipt_comes(poisoned, poisoned_centre, tmp_path, stick):
    (refused,) = (tmp_path / "old" / "stick").glob("*.ysb")  # as it lay on the stick all the time
    done = clerk_desk.merge_files(poisoned_centre, [refused])[0]
    assert (done.verdict, done.unreadable) == ("new", 0)
    more = station_files.export(poisoned, stick).answer[
        0
    ]  # the second is of the epoch that a copied folder goes on under
    assert clerk_desk.merge_files(poisoned_centre, [stick / more.file])[0].verdict == "new"
    found = [one.row.passage.persons[0].name for one in clerk_desk.passages(poisoned_centre)]
    assert set(found) >= NAMES
    ((receipt, path),) = clerk_desk.receipts(poisoned_centre, stick)
    assert receipt.highest == more.last_seq
    assert station_files.receive(poisoned, path).answer.verdict == "taken"


def test_its_list_reaches_the_stations_and_hits(poisoned, poisoned_centre, stick):
    (packed,) = clerk_lists.pack(poisoned_centre, stick)
    assert station_files.receive(poisoned, stick / packed.file).answer.verdict == "taken"
    station = poisoned
    assert [one.name for one in station.lists.key_persons] == ["René", "张三"]
    saved = scripted_records.record(station, '{"persons":[{"name":"Rene\\u0301","readings":[{"tenths":365}]}]}').answer
    assert saved.passage.flags[0].rule == "list.key_person"


@pytest.mark.parametrize("source", [lambda second, _backup: second, lambda _second, backup: backup])
def test_it_is_backed_up_mirrored_and_restored(poisoned, tmp_path, clock, stick, source):
    before = all_entries(poisoned)
    made = backups.make(poisoned, stick).answer
    second = tmp_path / "second"
    second.mkdir()
    assert second_copy.Mirror(poisoned, second).sync().status == "current"
    restored = restore([source(second, stick / made.folder)], tmp_path / "again", WORDS, clock)
    assert (restored.missing, restored.filed_anew) == ((), 0)
    again = open_station(tmp_path / "again", WORDS, clock, writing=True)
    assert all_entries(again)[: len(before)] == before
    assert verification.verify(again).findings == ()
    again.close()
