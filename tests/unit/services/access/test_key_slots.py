"""Who can unlock: changed, added, removed, forgotten; some slot always opens, and what was taken out opens no more."""

import dataclasses

import pytest
from tests_support import CHEAP, all_entries

from station.clock import HOUR
from station.errors import FolderProblem, Refused, RefusedFile, WrongSecret
from station.services.access import key_slots, operators, passphrases, recovery_request
from station.services.access.data_folder import open_station, unlock
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, custody
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.store import slot_file


def opens(folder, **secret):
    try:
        return unlock(folder, Unlock(**secret))[1]
    except WrongSecret:
        return None


def test_a_changed_passphrase_opens_and_the_old_one_does_not(station):
    folder, key = station.store.folder, station.store.data_key
    key_slots.change_passphrase(station, "bangui lemo tuxi", CHEAP)
    assert opens(folder, passphrase="bangui lemo tuxi") == key
    assert opens(folder, passphrase="words") is None
    assert all_entries(station)[-1].header.kind == "audit"


def test_added_beside_and_removed(station, stick):
    folder, key = station.store.folder, station.store.data_key
    second = key_slots.add_passphrase(station, "another good one", CHEAP).answer
    with_stick = key_slots.add_stick(station, stick, "2468", CHEAP).answer
    assert opens(folder, passphrase="words") == opens(folder, passphrase="another good one") == key
    assert opens(folder, pin="2468", stick=stick) == key
    key_slots.remove_slot(station, with_stick.number)
    assert opens(folder, pin="2468", stick=stick) is None
    key_slots.remove_slot(station, 1)
    assert opens(folder, passphrase="words") is None
    with pytest.raises(Refused, match="last_slot"):
        key_slots.remove_slot(station, second.number)
    with pytest.raises(Refused, match="no_such_slot"):
        key_slots.remove_slot(station, 99)
    assert [one.kind for one in key_slots.list_slots(station)] == ["passphrase"]


def test_only_a_leader_and_no_short_passphrase(station):
    volunteer = operators.new_operator(station, "值守甲", "volunteer", "5678").answer
    with pytest.raises(Refused, match="leader_only"):
        key_slots.change_passphrase(station.acting_as(volunteer), "long enough words", CHEAP)
    with pytest.raises(Refused, match="passphrase_form"):
        key_slots.change_passphrase(station, "short", CHEAP)
    assert len({passphrases.generated() for _ in range(20)}) == 20


@pytest.mark.parametrize("name", [slot_file.FILE_NAME, slot_file.COPY_NAME])
def test_either_copy_may_be_damaged_or_gone(make_station, name):
    station = make_station()
    folder, key = station.store.folder, station.store.data_key
    station.close()
    good = (folder / name).read_bytes()
    for bad in (
        None,
        b"",
        good[:-9],
        good.replace(b'"wrapped":"', b'"wrapped":"A', 1),
        good.replace(b'"salt":"', b'"salt":"AAAA', 1),
    ):
        (folder / name).unlink(missing_ok=True)
        if bad is not None:
            (folder / name).write_bytes(bad)
        assert opens(folder, passphrase="words") == key
        make_station(folder=folder).close()  # and the opening heals it
        assert (folder / name).read_bytes() == good


def test_a_copy_that_a_kill_left_behind_opens_nothing(station):
    folder = station.store.folder
    before = (folder / slot_file.COPY_NAME).read_bytes()
    key_slots.change_passphrase(station, "bangui lemo tuxi", CHEAP)
    (folder / slot_file.COPY_NAME).write_bytes(before)  # killed between the two writes
    assert opens(folder, passphrase="words") is None
    assert opens(folder, passphrase="bangui lemo tuxi") is not None


def test_a_slot_that_costs_gigabytes_is_damage_not_a_trap(station):
    slots = slot_file.read_slots(station.store.folder)
    monstrous = tuple(dataclasses.replace(slot, memory=1 << 30) for slot in slots.slots)
    slot_file.write_slots(station.store.folder, dataclasses.replace(slots, slots=monstrous))
    with pytest.raises(FolderProblem, match="keyslots_damaged"):
        unlock(station.store.folder, Unlock(passphrase="words"))


def test_everybody_forgot(make_station, card, centre, stick, clock):
    station = make_station(card=card)
    key_slots.add_stick(station, stick, "2468", CHEAP)
    scripted_records.record(station, "B12345 365")
    folder, key = station.store.folder, station.store.data_key
    station.close()
    asked = recovery_request.ask(folder, stick, "bangui lemo tuxi", CHEAP)
    answered = recovery_request.answer(centre, stick / asked.file, "words", stick / "answer.ysk")
    assert answered.fingerprint == asked.fingerprint
    with pytest.raises(WrongSecret):
        recovery_request.take(folder, stick / "answer.ysk", "not the chosen one", clock)
    recovery_request.take(folder, stick / "answer.ysk", "bangui lemo tuxi", clock, CHEAP)
    assert opens(folder, passphrase="bangui lemo tuxi") == key
    assert opens(folder, passphrase="words") is None
    assert opens(folder, pin="2468", stick=stick) is None
    again = open_station(folder, Unlock(passphrase="bangui lemo tuxi"), clock, writing=True)
    kinds = [one.kind for one in key_slots.list_slots(again)]
    assert sorted(kinds) == ["passphrase", "recovery"]
    again.close()
    with pytest.raises(FolderProblem, match="not_recovering"):
        recovery_request.take(folder, stick / "answer.ysk", "bangui lemo tuxi", clock)


def test_recovery_refuses_what_is_not_for_it(make_station, card, centre, stick, clock, tmp_path):
    station, other = make_station(card=card), make_station("CP18", card=card)
    alone = make_station("CP19")
    with pytest.raises(FolderProblem, match="no_recovery_slot"):
        recovery_request.ask(alone.store.folder, stick, "bangui lemo tuxi", CHEAP)
    first = recovery_request.ask(station.store.folder, stick, "bangui lemo tuxi", CHEAP)
    recovery_request.answer(centre, stick / first.file, "words", stick / "old.ysk")
    recovery_request.ask(station.store.folder, stick, "bangui lemo tuxi", CHEAP)
    recovery_request.ask(other.store.folder, stick, "bangui lemo tuxi", CHEAP)
    station.close()
    other.close()
    with pytest.raises(RefusedFile, match="another_request"):
        recovery_request.take(station.store.folder, stick / "old.ysk", "bangui lemo tuxi", clock)
    with pytest.raises(RefusedFile, match="for_another_station"):
        recovery_request.take(other.store.folder, stick / "old.ysk", "bangui lemo tuxi", clock)
    stranger = tmp_path / "stranger"
    clerk_desk.init(str(stranger), "other", tmp_path / "o.card", "words", clock, CHEAP)
    opened = clerk_desk.open_centre(str(stranger), "words", clock)
    with pytest.raises(RefusedFile, match="for_another_centre"):
        recovery_request.answer(opened, stick / first.file, "words", stick / "x.ysk")
    opened.close()


def test_a_new_card_renews_the_recovery_slot(make_station, card, centre, stick, clock):
    station = make_station(card=card)
    clock.advance(31 * 24 * HOUR)
    custody.rotate(centre, "words", stick / "new.card")
    assert station_files.receive(station, stick / "new.card").answer.verdict == "taken"
    assert sorted(one.kind for one in key_slots.list_slots(station)) == ["passphrase", "recovery"]
    station.close()
    asked = recovery_request.ask(station.store.folder, stick, "bangui lemo tuxi", CHEAP)
    recovery_request.answer(centre, stick / asked.file, "words", stick / "answer.ysk")
    recovery_request.take(station.store.folder, stick / "answer.ysk", "bangui lemo tuxi", clock, CHEAP)


def test_a_card_counts_only_with_its_recovery_slot(make_station, card, centre, stick, clock):
    """The slots could not be written when the new card came: the next time it is taken as if it were the first."""
    station = make_station(card=card)
    before = slot_file.read_slots(station.store.folder)
    clock.advance(31 * 24 * HOUR)
    custody.rotate(centre, "words", stick / "new.card")
    for path in slot_file._paths(station.store.folder):
        path.with_name(path.name + ".part").mkdir()
    refused = station_files.receive(station, stick / "new.card").answer
    assert (refused.verdict, refused.reason) == ("refused", "cannot_write")
    for path in slot_file._paths(station.store.folder):
        path.with_name(path.name + ".part").rmdir()
    assert station_files.receive(station, stick / "new.card").answer.verdict == "taken"
    after = slot_file.read_slots(station.store.folder)
    assert [one for one in after.slots if one.kind == "recovery"] != [
        one for one in before.slots if one.kind == "recovery"
    ]


def test_a_pin_delay_outlives_a_restart(make_station, clock):
    station = make_station()
    for _ in range(5):
        with pytest.raises(WrongSecret):
            operators.sign_in(station, "op1", "9999")
        clock.advance(400_000)
    with pytest.raises(WrongSecret):
        operators.sign_in(station, "op1", "9999")
    station.close()
    again = make_station(folder=station.store.folder)
    with pytest.raises(WrongSecret, match="pin_wait"):
        operators.sign_in(again, "op1", "1234")
    clock.advance(300_000)
    assert operators.sign_in(again, "op1", "1234").answer.id == "op1"
