import itertools
import shutil

import pytest
from sqlalchemy import insert
from tests_support import CHEAP

from station.centre import missing_batches
from station.centre.centre_tables import entries
from station.errors import InputError
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.exchange.station_files import receive
from station.services.gate import scripted_records


def record(station, count, start=0):
    for number in range(start, start + count):
        scripted_records.record(station, f"{10000 + number} 365 366")


@pytest.fixture
def two_batches(make_station, card, centre, stick, tmp_path):
    """A station with two batches that do not overlap: a receipt lies between them."""
    station = make_station(card=card)
    record(station, 4)
    first = stick / station_files.export(station, stick).answer[0].file
    other = tmp_path / "receipts"
    other.mkdir()
    clerk_desk.merge_files(centre, [first])
    clerk_desk.enrol(centre, station.store.folder / "enrol-CP17.json", other / "c.ysc")
    clerk_desk.receipts(centre, other)
    assert [receive(station, path).answer.verdict for path in sorted(other.iterdir())] == ["taken", "taken"]
    record(station, 3, 10)
    second = stick / station_files.export(station, stick).answer[0].file
    return station, first, second


def fresh_centre(tmp_path, clock, name):
    """A second centre with the same keys and nothing merged: the same card opens its batches."""
    from sqlalchemy import delete

    from station.centre import centre_tables

    shutil.copytree(tmp_path / "centre", tmp_path / name)
    opened = clerk_desk.open_centre(str(tmp_path / name), "words", clock)
    with opened.engine.begin() as connection:
        for table in (centre_tables.entries, centre_tables.batches, centre_tables.held, centre_tables.certificates):
            connection.execute(delete(table))
    return opened


def test_any_order_and_enrolment_before_or_after_give_the_same_state(two_batches, centre, tmp_path, clock):
    station, first, second = two_batches
    request = station.store.folder / "enrol-CP17.json"
    states = set()
    steps = ["first", "second", "enrol"]
    for number, order in enumerate([*itertools.permutations(steps), ["second", "enrol", "first", "second", "first"]]):
        other = fresh_centre(tmp_path, clock, f"centre{number}")
        for step in order:
            if step == "enrol":
                clerk_desk.enrol(other, request, tmp_path / "c.ysc")
            else:
                clerk_desk.merge_files(other, [first if step == "first" else second])
        states.add((clerk_desk.state(other).entries, clerk_desk.state(other).digest))
        other.close()
    assert len(states) == 1


def test_gap_is_seen_and_heals(two_batches, centre, tmp_path, clock):
    station, first, second = two_batches
    other = fresh_centre(tmp_path, clock, "gappy")
    clerk_desk.enrol(other, station.store.folder / "enrol-CP17.json", tmp_path / "c.ysc")
    merged = clerk_desk.merge_files(other, [second])[0]
    assert merged.verdict == "gap"
    gap = clerk_desk.gaps(other)[0]
    assert gap.highest_contiguous == 0
    assert gap.missing == ((1, int(merged.entries_new and _first_of(second)) - 1),)
    ((receipt, _path),) = clerk_desk.receipts(other, tmp_path)  # it has nothing that counts, and says so
    assert (receipt.highest, receipt.digest) == (0, "0" * 64)
    assert clerk_desk.merge_files(other, [first])[0].verdict == "new"
    assert clerk_desk.gaps(other)[0].missing == ()
    assert clerk_desk.merge_files(other, [first, second])[0].verdict == "already"
    other.close()


def _first_of(path):
    from station.batch.envelope import verify

    return verify(path.read_bytes()).manifest.first_seq


def test_a_copied_data_folder_goes_on_under_an_epoch_of_its_own(make_station, card, centre, stick, tmp_path):
    station = make_station(card=card)
    record(station, 2)
    folder = station.store.folder
    station.close()
    clone = tmp_path / "clone"
    shutil.copytree(folder, clone)
    copied = make_station(folder=clone)
    assert copied.warnings == ("folder_was_copied",)
    record(copied, 2, 100)
    genuine = make_station(folder=folder)
    assert genuine.warnings == ()
    record(genuine, 2, 200)
    for number, one in enumerate((genuine, copied)):
        to = stick / str(number)
        to.mkdir()
        station_files.export(one, to)
        for request in sorted(one.store.folder.glob("enrol-*.json")):
            clerk_desk.enrol(centre, request, tmp_path / "c.ysc")
    merged = clerk_desk.merge_files(centre, sorted(stick.rglob("*.ysb")))
    assert [(one.epoch, one.verdict) for one in merged] == [(1, "new"), (1, "already"), (2, "new")]
    assert clerk_desk.forks(centre) == []
    copied.close()
    assert make_station(folder=clone).warnings == ()  # once is enough


def test_a_disk_image_put_back_is_a_fork_and_both_are_kept(make_station, card, centre, stick, tmp_path):
    """Nothing in the folder can tell: machine and file are the same. The centre sees it."""
    station = make_station(card=card)
    record(station, 2)
    folder = station.store.folder
    station.close()
    clone = tmp_path / "clone"
    shutil.copytree(folder, clone)
    at_the_same_place(clone)
    clerk_desk.enrol(centre, folder / "enrol-CP17.json", tmp_path / "c.ysc")
    verdicts = []
    for number, where in enumerate((folder, clone)):
        opened = make_station(folder=where)
        record(opened, 2, 100 * number)
        to = stick / str(number)
        to.mkdir()
        path = to / station_files.export(opened, to).answer[0].file
        verdicts.append(clerk_desk.merge_files(centre, [path])[0].verdict)
        opened.close()
    assert verdicts == ["new", "fork"]
    forks = clerk_desk.forks(centre)
    assert {len(fork.digests) for fork in forks} == {2}
    assert clerk_desk.receipts(centre, tmp_path) == []


def at_the_same_place(folder):
    from station.clock import SystemClock
    from station.machine import place_of
    from station.services.access.data_folder import unlock
    from station.services.access.unlock_secret import Unlock
    from station.store import meta_rows
    from station.store.meta_rows import Kept
    from station.store.store import Store

    _slots, key = unlock(folder, Unlock(passphrase="words"))
    store = Store(folder, key, "CP17", SystemClock(), writing=True)
    with store.write("system") as transaction:
        meta_rows.write(transaction.connection, Kept.PLACE, place_of(store.path))
    store.close()


def test_the_request_rides_on_the_stick_until_its_certificate_came(make_station, card, centre, stick, tmp_path):
    station = make_station(card=card)
    (asked,) = station_files.ask_to_be_enrolled(station, stick)
    signed, fingerprint, _merged = clerk_desk.enrol(centre, stick / asked.file, stick / "CP17.ysc")
    assert (signed, fingerprint) == ("CP17", asked.fingerprint)
    assert [one.verdict for one in station_files.take_from(station, stick).answer] == ["taken"]
    assert station_files.ask_to_be_enrolled(station, stick) == []


def test_held_batches_give_no_receipt_and_count_in_gaps(make_station, card, centre, stick, tmp_path):
    station = make_station(card=card)
    record(station, 1)
    path = stick / station_files.export(station, stick).answer[0].file
    assert [one.verdict for one in clerk_desk.merge_files(centre, [path, path])] == ["held", "held"]
    assert clerk_desk.gaps(centre)[0].held == 1
    assert clerk_desk.state(centre).entries == 0
    assert clerk_desk.receipts(centre, tmp_path) == []


def test_a_second_key_for_one_epoch_is_refused(make_station, card, centre, tmp_path):
    first = make_station(card=card)
    other = make_station(card=card, folder=tmp_path / "imposter")
    clerk_desk.enrol(centre, first.store.folder / "enrol-CP17.json", tmp_path / "a.ysc")
    with pytest.raises(InputError, match="enrolled_with_another_key"):
        clerk_desk.enrol(centre, other.store.folder / "enrol-CP17.json", tmp_path / "b.ysc")


def test_receipts_are_believed_only_when_they_fit(two_batches, centre, make_station, tmp_path, card):
    station, _first, second = two_batches
    out = tmp_path / "out"
    out.mkdir()
    clerk_desk.merge_files(centre, [second])
    ((_receipt, path),) = clerk_desk.receipts(centre, out)
    other = make_station("CP18", card=card)
    assert receive(other, path).answer.reason == "for_another_station"
    genuine = path.read_bytes()
    forged = genuine[:-1] + bytes([genuine[-1] ^ 1])
    (tmp_path / "forged.ysr").write_bytes(forged)
    assert receive(station, tmp_path / "forged.ysr").answer.reason == "wrong_signature"
    (tmp_path / "cut.ysr").write_bytes(path.read_bytes()[:-10])
    assert receive(station, tmp_path / "cut.ysr").answer.reason == "truncated"
    assert receive(station, path).answer.verdict == "taken"
    assert receive(station, path).answer.verdict == "already"
    imposter = make_station(folder=tmp_path / "imposter", card=card)
    record(imposter, 9)
    assert receive(imposter, path).answer.reason == "history_differs"


def test_only_a_receipt_lets_a_body_go(two_batches):
    """The one update the journal permits: body to NULL, up to what the receipt confirmed."""
    from sqlalchemy import text
    from tests_support import all_entries

    from station.errors import StoreProblem
    from station.records.journal_entry import check_links

    station, _first, _second = two_batches
    with station.store.read() as connection:
        limit = connection.execute(text("SELECT seq FROM purge_limit")).scalar_one()
    with station.store.write("op1") as transaction:
        transaction.connection.execute(text("UPDATE journal SET body = NULL WHERE seq = :seq"), {"seq": limit})
    for statement in (
        "UPDATE journal SET body = NULL WHERE seq = :seq + 1",
        "UPDATE journal SET body = NULL, operator = 'x' WHERE seq = :seq - 1",
        "UPDATE purge_limit SET seq = 1 WHERE seq = :seq",
    ):
        with pytest.raises(StoreProblem), station.store.write("op1") as transaction:
            transaction.connection.execute(text(statement), {"seq": limit})
    entries = all_entries(station)
    assert [entry.header.seq for entry in entries if entry.body is None] == [limit]
    assert check_links(entries, "0" * 64) is None


def test_figures_at_the_centre_are_the_stations(two_batches, centre):
    _station, _first, second = two_batches
    clerk_desk.merge_files(centre, [second])
    figures = clerk_desk.figures(centre)["CP17"]
    assert (figures.passages, figures.vehicles, figures.persons) == (7, 7, 14)


def test_the_current_revision_is_the_highest_one(make_station, card, centre, stick, tmp_path):
    from station.centre import missing_batches
    from station.services.gate import cases

    station = make_station(card=card)
    scripted_records.record(station, "376")
    case = cases.open_cases(station)[0]
    cases.take_reading(station, case.uid, "375")
    cases.take_reading(station, case.uid, "366a")
    clerk_desk.enrol(centre, station.store.folder / "enrol-CP17.json", tmp_path / "c.ysc")
    clerk_desk.merge_files(centre, [stick / station_files.export(station, stick).answer[0].file])
    with centre.engine.connect() as connection:
        current = [
            line for line in missing_batches._state_lines(connection) if line[:3] == ["current", "CP17", case.uid]
        ]
    assert [line[4] for line in current] == [3]
    assert [one.row.case.outcome for one in clerk_desk.passages(centre)] == ["cleared"]


def test_a_centre_whose_store_is_gone_is_not_begun_anew(centre, tmp_path, clock):
    from station.errors import StoreProblem

    centre.close()
    (tmp_path / "centre" / "centre.db").unlink()
    with pytest.raises(StoreProblem, match="store_missing"):
        clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    assert not (tmp_path / "centre" / "centre.db").exists()


def test_what_a_lost_journal_takes_with_it_is_seen_at_the_centre(make_station, card, centre, stick, tmp_path):
    station = make_station(card=card)
    record(station, 2)
    folder = station.store.folder
    station.close()
    with_loss = tmp_path / "restored"
    shutil.copytree(folder, with_loss)
    again = make_station(folder=folder)
    record(again, 3, 50)
    head = (folder / "head").read_bytes()
    again.close()
    (with_loss / "head").write_bytes(head)  # an older store under a newer witness
    restored = make_station(folder=with_loss)
    record(restored, 1, 90)
    files = [stick / done.file for done in station_files.export(restored, stick).answer]
    for request in sorted(with_loss.glob("enrol-*.json")):
        clerk_desk.enrol(centre, request, tmp_path / "c.ysc")
    assert {one.verdict for one in clerk_desk.merge_files(centre, files)} == {"new"}
    gaps = {gap.epoch: gap for gap in clerk_desk.gaps(centre)}
    assert gaps[1].missing == ((gaps[1].highest_contiguous + 1, gaps[1].highest_contiguous + 3),)
    assert gaps[2].missing == ()


def test_init_over_a_centre_without_its_key_slots_deletes_nothing(centre, tmp_path, clock):
    folder = tmp_path / "centre"
    centre.close()
    before = {name: (folder / name).read_bytes() for name in ("centre.db", "centre-keys", "recovery-key")}
    for copy in ("keyslots", "keyslots.copy"):
        (folder / copy).unlink()
    clerk_desk.init(str(folder), "again", tmp_path / "again.card", "words", clock, CHEAP)
    assert {name: (folder / f"{name}.orphan1").read_bytes() for name in before} == before


def test_a_link_that_does_not_fit_is_a_fork_even_where_nothing_is_doubled(centre):
    """Of two histories the centre got the beginning of one and the end of the other."""
    place = {"station": "CP17", "epoch": 1, "schema": 3, "kind": "setting", "revision": 1, "at": 1, "clock": "ok"}
    rest = {"operator": "op1", "body_digest": "", "body": None}
    with centre.engine.begin() as connection:
        for seq, digest, previous in ((1, "a", "0"), (2, "b", "not a"), (4, "d", "not there yet"), (5, "e", "d")):
            row = {"seq": seq, "digest": digest, "previous": previous, "uid": f"CP17-{seq}"}
            connection.execute(insert(entries), {**place, **rest, **row})
        assert [(fork.seq, fork.digests) for fork in missing_batches.forks(connection)] == [(2, ("b",))]
        assert [fork.seq for fork in missing_batches.forks(connection, "CP17", 1)] == [2]
        assert missing_batches.forks(connection, "CP17", 2) == []
