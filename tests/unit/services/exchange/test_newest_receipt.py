"""Which receipt is believed: the newest that the journal can prove, the lowest where it can prove nothing."""

import itertools
import shutil

import pytest
from sqlalchemy import select, text
from tests_support import all_entries, enrolled

from station.batch.receipt import Receipt, receipt_bytes
from station.clock import DAY
from station.records.kinds import PERSONAL_KINDS
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.safety import restoration, retention, second_copy, verification
from station.services.shift import shifts
from station.store import receipts
from station.store.station_tables import purge_limit

WORDS = Unlock(passphrase="words")


@pytest.fixture
def gate(make_station, card, centre, stick):
    """An enrolled station with some records and nothing under a receipt."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    record(station, 3)
    return station


def record(station, count, start=0):
    for number in range(start, start + count):
        scripted_records.record(station, f"{10000 + number} 365")


def limit(station, epoch=1):
    with station.store.read() as connection:
        return receipts.limit_of(connection, epoch)


def word(centre, station, highest, batches=(), *, issued_at=0):
    """A receipt as this centre would sign it."""
    digest = all_entries(station)[highest - 1].header.digest() if highest else "0" * 64
    made = Receipt(station.code, 1, highest, digest, (), tuple(batches), "centre", issued_at or centre.clock.now())
    return receipt_bytes(made, centre.keys.private_key())


def take(station, stick, *contents):
    verdicts = []
    for number, content in enumerate(contents):
        (stick / f"r{number}.ysr").write_bytes(content)
        verdicts.append(station_files.receive(station, stick / f"r{number}.ysr").answer)
    return verdicts


def export(station, stick):
    (done,) = station_files.export(station, stick).answer
    return done


def test_a_lower_receipt_lowers_and_only_one_that_names_the_batch_sent_upon_it_raises(gate, centre, stick):
    first = export(gate, stick)
    take(gate, stick, word(centre, gate, 5, [first.digest]))
    record(gate, 3, 50)
    second = export(gate, stick)
    take(gate, stick, word(centre, gate, 8, [first.digest, second.digest]))
    assert limit(gate) == 8
    centre.clock.advance(1000)
    (back,) = take(gate, stick, word(centre, gate, 3, [first.digest]))
    assert (back.reason, back.again_from, limit(gate)) == ("centre_went_back", 4, 3)
    again = export(gate, stick)
    assert again.first_seq == 4
    late = word(centre, gate, 7, [first.digest, second.digest])  # signed before the centre went back, found only now
    centre.clock.advance(1000)
    take(gate, stick, late)
    assert limit(gate) == 3
    take(gate, stick, word(centre, gate, again.last_seq, [first.digest, again.digest]))
    assert limit(gate) == 7  # the late one came after that batch too: nothing proves which of the two is the newer
    last = export(gate, stick)
    take(gate, stick, word(centre, gate, last.last_seq, [last.digest]))
    assert limit(gate) == last.last_seq


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_receipts_that_come_together_count_alike_in_any_order(gate, centre, stick, order):
    first = export(gate, stick)
    record(gate, 5, 50)
    second = export(gate, stick)
    named = [first.digest, second.digest]
    words = [word(centre, gate, 3, named), word(centre, gate, 6, named), word(centre, gate, 9, named)]
    take(gate, stick, *(words[at] for at in order))
    assert limit(gate) == 3
    third = export(gate, stick)
    take(gate, stick, word(centre, gate, third.last_seq, [third.digest]))
    assert limit(gate) == third.last_seq


def test_a_wrong_clock_at_the_centre_neither_hides_a_lower_receipt_nor_locks_the_next_out(gate, centre, stick):
    first = export(gate, stick)
    take(gate, stick, word(centre, gate, 5, [first.digest]))
    (quiet,) = take(gate, stick, word(centre, gate, 3, [first.digest], issued_at=1))
    assert (quiet.verdict, quiet.reason, limit(gate)) == ("taken", "", 3)
    second = export(gate, stick)
    take(gate, stick, word(centre, gate, second.last_seq, [second.digest], issued_at=4_000_000_000_000))
    third = export(gate, stick)
    take(gate, stick, word(centre, gate, third.last_seq, [third.digest], issued_at=2))
    assert limit(gate) == third.last_seq


def test_a_receipt_that_is_known_changes_nothing(gate, centre, stick):
    first = export(gate, stick)
    old = word(centre, gate, 3, [first.digest])
    take(gate, stick, old)
    second = export(gate, stick)
    take(gate, stick, word(centre, gate, second.last_seq, [second.digest]))
    before = limit(gate)
    assert [one.verdict for one in take(gate, stick, old)] == ["already"]
    assert limit(gate) == before


def test_the_footer_counts_what_the_centre_lost_until_it_is_sent_again(gate, centre, stick):
    first = export(gate, stick)
    take(gate, stick, word(centre, gate, first.last_seq, [first.digest]))
    record(gate, 2, 70)
    export(gate, stick)
    assert station_files.state(gate).not_exported == 0
    centre.clock.advance(1000)
    take(gate, stick, word(centre, gate, 2, [first.digest]))
    total = len(all_entries(gate))
    assert station_files.state(gate).not_exported == total - 2 - 2  # less the two exports' own entries
    again = export(gate, stick)
    state = station_files.state(gate)
    assert (state.not_exported, state.last_number) == (0, again.number)


def test_purge_asks_the_newest_word(gate, centre, stick, clock):
    shifts.open_shift(gate)
    record(gate, 4, 30)
    shifts.close_shift(gate, gate.operator)
    sent = export(gate, stick)
    take(gate, stick, word(centre, gate, sent.last_seq, [sent.digest]))
    clock.advance(4 * DAY)
    assert retention.due(gate).records == 7
    take(gate, stick, word(centre, gate, 3, [sent.digest]))
    assert retention.due(gate).records < 7
    retention.purge(gate)
    kept = [one for one in all_entries(gate) if one.header.kind in PERSONAL_KINDS and one.body is None]
    assert all(one.header.seq <= 3 for one in kept)


def test_what_was_purged_is_sent_again_without_a_body_and_hides_none(gate, centre, stick, tmp_path, clock):
    """Sent again after a purge an entry has no body; where the centre has one it stays, where one comes it is filled in."""
    shifts.open_shift(gate)
    shifts.close_shift(gate, gate.operator)
    with_bodies = stick / export(gate, stick).file
    shutil.copytree(centre.folder, tmp_path / "yesterday")
    clerk_desk.merge_files(centre, [with_bodies])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(gate, stick)
    clock.advance(4 * DAY)
    assert retention.purge(gate).answer.bodies == 3
    station_files.receive(gate, _at(stick, word(centre, gate, 1)))
    purged = stick / export(gate, stick).file
    assert bodies(centre) == 3
    clerk_desk.merge_files(centre, [purged])
    assert bodies(centre) == 3
    other = clerk_desk.open_centre(str(tmp_path / "yesterday"), "words", clock)
    try:
        assert [one.verdict for one in clerk_desk.merge_files(other, [purged])] == ["gap"]
        assert bodies(other) == 0
        clerk_desk.merge_files(other, [with_bodies])
        assert (bodies(other), clerk_desk.gaps(other)[0].missing) == (3, ())
        assert len(clerk_desk.passages(other)) == 3
    finally:
        other.close()
    assert verification.verify(gate).findings == ()


def _at(stick, content):
    (stick / "w.ysr").write_bytes(content)
    return stick / "w.ysr"


def bodies(centre):
    from station.centre.centre_tables import entries

    with centre.engine.connect() as connection:
        rows = connection.execute(select(entries.c.kind).where(entries.c.body.is_not(None))).scalars()
        return sum(kind in PERSONAL_KINDS for kind in rows)


def test_a_second_copy_brings_the_lowered_limit_back(gate, centre, stick, tmp_path, clock):
    first = export(gate, stick)
    take(gate, stick, word(centre, gate, 5, [first.digest]), word(centre, gate, 3, [first.digest]))
    (tmp_path / "second").mkdir()
    second_copy.choose(gate, tmp_path / "second")
    assert second_copy.Mirror(gate, tmp_path / "second").sync().status == "current"
    assert limit(gate) == 3
    restoration.restore([tmp_path / "second"], tmp_path / "back", Unlock(passphrase="words"), clock)
    from station.services.access.data_folder import open_station

    back = open_station(tmp_path / "back", Unlock(passphrase="words"), clock, writing=True)
    try:
        assert limit(back) == 3
        assert [one.first_seq for one in station_files.export(back, stick).answer] == [4, 1]
        verification.rebuild(back)
        assert verification.verify(back).findings == ()
    finally:
        back.close()


def test_a_limit_that_only_rose_is_settled_when_the_station_is_opened(gate, centre, stick, make_station):
    """As releases up to 0.4.0 left it: the lower receipt lies there and was taken, the limit stands above it."""
    first = export(gate, stick)
    high, low = word(centre, gate, 5, [first.digest]), word(centre, gate, 3, [first.digest])
    take(gate, stick, high, low)
    with gate.store.write("op1") as transaction:
        transaction.connection.execute(
            purge_limit.update().values(seq=5, receipt=station_files.envelope.batch_digest(high))
        )
    assert limit(gate) == 5
    folder = gate.store.folder
    gate.close()
    assert limit(make_station(folder=folder)) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE purge_limit SET seq = 4",
        "UPDATE purge_limit SET seq = 2",
        "UPDATE purge_limit SET epoch = 2",
        "UPDATE purge_limit SET receipt = 'none'",
        "INSERT OR REPLACE INTO purge_limit SELECT epoch, seq + 1, receipt FROM purge_limit",
    ],
)
def test_the_limit_goes_only_where_a_receipt_says(gate, centre, stick, statement):
    from station.errors import StoreProblem

    first = export(gate, stick)
    take(gate, stick, word(centre, gate, 3, [first.digest]))
    with pytest.raises(StoreProblem), gate.store.write("op1") as transaction:
        transaction.connection.execute(text(statement))
    assert limit(gate) == 3


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_a_restore_from_two_sources_knows_that_the_centre_went_back(
    order, make_station, card, centre, stick, tmp_path, clock
):
    """An older copy does not know of the word that took a receipt back; together they do, whichever is named first."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    for number in range(4):
        scripted_records.record(station, f"1111{number} 365")
    centre.close()
    shutil.copytree(tmp_path / "centre", tmp_path / "yesterday", ignore=shutil.ignore_patterns("lock"))
    opened = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    (sent,) = station_files.export(station, stick).answer
    clerk_desk.merge_files(opened, [stick / sent.file])
    ((_receipt, path),) = clerk_desk.receipts(opened, stick)
    assert station_files.receive(station, path).answer.verdict == "taken"
    opened.close()
    copy_of(station, tmp_path / "first")
    shutil.rmtree(tmp_path / "centre")
    shutil.copytree(tmp_path / "yesterday", tmp_path / "centre")
    opened = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    (later,) = station_files.export(station, stick).answer
    clerk_desk.merge_files(opened, [stick / later.file])
    ((low, path),) = clerk_desk.receipts(opened, stick)
    assert (low.highest, station_files.receive(station, path).answer.verdict) == (0, "taken")
    opened.close()
    scripted_records.record(station, "22222 365")
    copy_of(station, tmp_path / "second")
    restoration.restore([tmp_path / one for one in order], tmp_path / "new", WORDS, clock)
    again = open_station(tmp_path / "new", WORDS, clock, writing=True)
    with again.store.read() as connection:
        assert receipts.limit_of(connection, 1) == 0
    again.close()


def copy_of(station, to):
    station.store.checkpoint()
    shutil.copytree(station.store.folder, to, ignore=shutil.ignore_patterns("lock"))


def test_the_word_is_settled_only_after_the_head_was_looked_at(gate, centre, stick, tmp_path, clock):
    """An older store put back under a newer head is noticed though its limit has to follow the centre's word."""
    gate.store.checkpoint()
    shutil.copy(gate.store.path, tmp_path / "older.db")
    record(gate, 3, start=50)
    folder = gate.store.folder
    gate.close()
    shutil.copy(tmp_path / "older.db", folder / "station.db")
    again = open_station(folder, WORDS, clock, writing=True)
    assert again.warnings
    again.close()
