"""Decisions at the centre: lost laptops, batches left out, retention, and an empty centre made whole from its archive."""

import itertools
import shutil

import pytest
from tests_support import CHEAP, enrolled

from station.clock import DAY
from station.errors import InputError, RefusedFile, StoreProblem
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, custody
from station.services.exchange import station_files
from station.services.gate import access_passes, scripted_records

PERSON = (
    '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"张三丰","id_number":"11010519491231002X",'
    '"phone":"13877776666","readings":[{"tenths":366}]}]}'
)


@pytest.fixture
def sent(make_station, card, centre, stick):
    """An enrolled station and its first batch, merged."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    scripted_records.record(station, PERSON)
    scripted_records.record(station, "B12345 365")
    return station, bring(station, centre, stick)


def bring(station, centre, stick):
    (done,) = station_files.export(station, stick).answer
    return clerk_desk.merge_files(centre, [stick / done.file])[0], stick / done.file


def test_a_batch_is_left_out_and_taken_back_in(sent, centre, stick):
    station, (first, path) = sent
    whole = clerk_desk.state(centre)
    scripted_records.record(station, "B99999 365")
    bring(station, centre, stick)
    both = clerk_desk.state(centre)
    custody.undo(centre, "CP17-E1-B00002", "打错的U盘")
    assert clerk_desk.state(centre).entries == whole.entries
    assert clerk_desk.merge_files(centre, [stick / "CP17-E1-B00002.ysb"])[0].reason == "batch_excluded"
    custody.redo(centre, "CP17-E1-B00002", "其实是对的")
    assert clerk_desk.state(centre) == both
    custody.undo(centre, "CP17-E1-B00001", "x")  # the second holds everything of the first too
    assert clerk_desk.state(centre) == both
    with pytest.raises(InputError, match="no_such_batch"):
        custody.undo(centre, "CP17-E1-B00009", "x")
    with pytest.raises(InputError, match="missing_field"):
        custody.undo(centre, "CP17-E1-B00001", " ")
    assert first.verdict == "new"
    assert path.exists()


def test_any_order_of_batches_and_decisions_gives_one_state(sent, centre, stick, tmp_path, clock):
    station, _first = sent
    scripted_records.record(station, "B99999 365")
    bring(station, centre, stick)
    custody.undo(centre, "CP17-E1-B00002", "x")
    files = sorted(centre.archive.iterdir())
    wanted = clerk_desk.state(centre)
    assert len(files) == 4  # a certificate, two batches, a decision
    for number, order in enumerate(itertools.permutations(files)):
        other = tmp_path / f"other{number}"
        shutil.copytree(tmp_path / "centre", other)
        (other / "centre.db").unlink()
        shutil.rmtree(other / "archive")
        (other / "archive").mkdir()
        for path in order:
            shutil.copy(path, other / "archive" / path.name)
            custody.rebuild(str(other), "words", clock, put_in_place=True)
        opened = clerk_desk.open_centre(str(other), "words", clock)
        assert clerk_desk.state(opened) == wanted
        opened.close()


def test_an_empty_centre_and_its_archive_are_the_centre(sent, centre, tmp_path, clock):
    wanted = clerk_desk.state(centre)
    centre.close()
    done = custody.rebuild(str(tmp_path / "centre"), "words", clock, put_in_place=False)
    assert (done.same, done.state, done.not_carried) == (True, wanted, ())
    database = tmp_path / "centre" / "centre.db"
    content = bytearray(database.read_bytes())
    content[100:9000] = bytes(8900)
    database.write_bytes(content)
    with pytest.raises(StoreProblem):
        clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    again = custody.rebuild(str(tmp_path / "centre"), "words", clock, put_in_place=True)
    assert (again.same, again.state) == (None, wanted)
    assert "lists" in again.not_carried
    opened = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    assert clerk_desk.state(opened) == wanted
    opened.close()


def test_a_change_at_the_centre_is_found_by_the_rebuild(sent, centre, tmp_path, clock):
    from sqlalchemy import text

    with centre.engine.begin() as connection:
        connection.execute(text("DELETE FROM entries WHERE seq = 5"))
    centre.close()
    assert not custody.rebuild(str(tmp_path / "centre"), "words", clock, put_in_place=False).same


def test_a_lost_laptop(sent, centre, stick, tmp_path, card, clock):
    station, _first = sent
    issued = access_passes.issue(station, days=3).answer
    bring(station, centre, stick)
    before = clerk_desk.state(centre)
    lost = custody.lose_laptop(centre, "CP17", "夜里被偷", stick)
    breach = lost.breach
    assert (breach.passages, breach.persons, breach.with_id, breach.with_phone) == (2, 1, 1, 1)
    assert breach.passes == (issued.serial,)
    assert "张三丰" not in repr(breach)
    scripted_records.record(station, "B66666 365")  # the thief, or the volunteer who has not heard yet
    held, path = bring(station, centre, stick)
    assert (held.verdict, held.reason) == ("held", "epoch_lost")
    assert clerk_desk.state(centre) == before
    new = SetUp(tmp_path / "new", "CP17", "x", "words", "1234", "班长乙", card, replaces=stick / lost.file, cost=CHEAP)
    set_up(new, clock)
    other = open_station(tmp_path / "new", Unlock(passphrase="words"), clock, writing=True)
    enrolled(centre, other, tmp_path / "s2" if (tmp_path / "s2").mkdir() is None else stick)
    scripted_records.record(other, "B77777 365")
    folder = tmp_path / "s3"
    folder.mkdir()
    merged, _path = bring(other, centre, folder)
    assert (merged.verdict, merged.epoch) == ("new", 2)
    assert clerk_desk.forks(centre) == []
    custody.find_laptop(centre, "CP17", 1, "找回来了")
    assert clerk_desk.gaps(centre)[0].missing == ()
    assert clerk_desk.merge_files(centre, [path])[0].verdict == "already"
    other.close()


def test_retention_at_the_centre(sent, centre, stick, tmp_path, clock, make_station):
    station, _first = sent
    state, months = clerk_desk.state(centre), set(centre.keys.boxes)
    clock.advance(31 * DAY)
    custody.rotate(centre, "words", stick / "new.card")
    centre.close()
    centre = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    (old,) = months
    first = custody.retire(centre, "words", "到期", None, None)
    assert (first.bodies, first.destroyed, first.still_needed) == (2, (), (old,))
    assert custody.retired_counts(centre) == [
        {"station": "CP17", "day": "2020-03-11", "passages": 2, "vehicles": 2, "persons": 2, "abnormal": 0}
    ]
    assert clerk_desk.state(centre) == state
    assert clerk_desk.passages(centre) == []
    station_files.receive(station, stick / "new.card")
    scripted_records.record(station, "B12346 366")
    bring(station, centre, stick)  # everything since the last receipt, the old entries too
    assert [one.row.passage.vehicle.plate for one in clerk_desk.passages(centre)] == ["粤B12346"]
    second = custody.retire(centre, "words", "到期", 30, None)
    assert (second.bodies, second.destroyed) == (0, (old,))
    centre.close()
    again = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    assert set(again.keys.boxes).isdisjoint(months)
    batch = next(stick.glob("*B00001.ysb"))
    assert clerk_desk.merge_files(again, [batch])[0].reason == "for_another_centre"
    with pytest.raises(RefusedFile, match="archive_retired"):
        custody.undo(again, "CP17-E1-B00001", "x")
    again.close()
