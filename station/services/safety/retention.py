"""Retention at a station: personal data goes once a receipt covers it and it is old enough; counts stay."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

from station import canonical
from station.batch.file_kinds import PURGE_CERTIFICATE
from station.batch.purge_certificate import PurgeCertificate, certificate_bytes
from station.changes import writes
from station.clock import HOUR
from station.errors import Refused
from station.files import write_durably
from station.handover import daily_report
from station.handover.daily_report import NAMES, DailyFigures
from station.handover.shift_figures import SliceRow
from station.records.access_pass import AccessPass
from station.records.event import Audit, Note
from station.records.kinds import PERSONAL_KINDS
from station.records.visit import Visit
from station.services.exchange import reference_pack
from station.services.opened_station import Station
from station.services.shift import shift_slices
from station.store import (
    case_rows,
    full_text,
    incident_rows,
    journal,
    key_rows,
    meta_rows,
    passage_rows,
    purge_rows,
    purged_bodies,
)
from station.store.meta_rows import Kept
from station.store.store import View

AT_ONCE = 400  # records in one transaction: a save waits no longer than these take
DAY_MS = 86_400_000
CHINA_MS = 28_800_000


@dataclass(frozen=True)
class Due:
    """What would go now: records and the moment before which they are; `kept` are old but still needed.

    `without_receipt` are bodies the centre did not confirm yet: they stay, whatever their age. `unclosed` are records
    old enough that wait for a shift to be closed after them: they are still counted for its sheet.
    """

    before: int
    records: int
    kept: int
    without_receipt: int
    unclosed: int


@dataclass(frozen=True)
class Purged:
    """What went: records and the bodies of all their revisions, and how many old ones stay."""

    before: int
    records: int
    bodies: int
    kept: int


def due(station: Station) -> Due:
    """Look at what would go, writing nothing."""
    with station.store.read() as connection:
        before = _before(station)
        go, kept = _candidates(station, connection, before)
        waiting = purged_bodies.without_receipt(connection, PERSONAL_KINDS)
        unclosed = purged_bodies.of_open_shift(connection, PERSONAL_KINDS, before, _closed(connection))
    return Due(before, len(go), kept, waiting, unclosed)


@writes
def purge(station: Station) -> Purged:
    """Let go what is due, some hundreds of records in one transaction; cut anywhere, the next call goes on."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    before = _before(station)
    with station.store.read() as connection:
        go, kept = _candidates(station, connection, before)
    records = bodies = 0
    going = {uid for uid, _ in go}
    for at in range(0, len(go), AT_ONCE):
        with station.write() as transaction:
            some = _still_going(station, transaction.connection, before, go[at : at + AT_ONCE], going)
            if not some:
                continue
            counts = _counts(station, transaction.connection, [uid for uid, kind in some if kind == "passage"])
            transaction.touch(rows=purged_bodies.said_by_lines(transaction.connection, some))
            gone = purged_bodies.let_go(transaction.connection, some)
            meta_rows.write(transaction.connection, Kept.TRACES_LEFT, "1")
            facts: dict[str, int | str] = {"before": before, "records": len(some), "bodies": gone, "kept": kept}
            transaction.append("audit", Audit("purge", {**facts, "counts": canonical.encode(counts).decode()}))
        records, bodies = records + len(some), bodies + gone
    _wipe_traces(station)
    station.store.checkpoint()  # what went must not stay in the log beside the store
    return Purged(before, records, bodies, kept + len(go) - records)


def _wipe_traces(station: Station) -> None:
    """Whatever purge left some, this one or one that was cut: words in the full text, pages in the log."""
    with station.store.read() as connection:
        if meta_rows.read(connection, Kept.TRACES_LEFT) is None:
            return
    with station.write() as transaction:
        purged_bodies.overwrite_freed(transaction.connection)
        full_text.begin_anew(transaction.connection)
        since = transaction.head.epoch, transaction.head.seq
    more = True
    while more:
        with station.write() as transaction:
            more = full_text.copy_some(transaction.connection, AT_ONCE)
    with station.write() as transaction:
        purged_bodies.overwrite_freed(transaction.connection)
        full_text.put_in_place(transaction.connection, since)
        meta_rows.forget(transaction.connection, Kept.TRACES_LEFT)


def certificate_name(station: Station) -> str:
    """What the certificate's file is called on a stick."""
    return f"{station.code}-purged{PURGE_CERTIFICATE.suffix}"


def certificate(station: Station, path: Path, *, wiped: bool = False) -> PurgeCertificate:
    """Write the signed word of what was let go so far."""
    with station.store.read() as connection:
        rows = purge_rows.every(connection)
        head = journal.head_of(connection)
        assert head is not None, "a set-up station has its epoch entry"
        private = key_rows.of_epoch(connection, "batch", head.epoch)
        kept = _candidates(station, connection, max((row.before for row in rows), default=0))[1]
    counts: dict[str, DailyFigures] = defaultdict(DailyFigures)
    for row in rows:
        for day, figures in canonical.decode(row.counts.encode()).items():
            counts[day] = counts[day] + DailyFigures(**figures)
    made = PurgeCertificate(
        station=station.code,
        name=station.name,
        before=max((row.before for row in rows), default=0),
        bodies=sum(row.bodies for row in rows),
        kept=kept,
        counts={day: asdict(figures) for day, figures in sorted(counts.items())},
        epoch=head.epoch,
        seq=head.seq,
        head=head.digest,
        issued_at=station.clock.now(),
        wiped=wiped,
    )
    write_durably(path, certificate_bytes(made, private))
    return made


def _before(station: Station) -> int:
    return station.clock.now() - station.rules.retention_hours * HOUR


def _candidates(station: Station, connection: View, before: int) -> tuple[list[tuple[str, str]], int]:
    """What may go, and how many old ones may not yet: nothing open, nothing of a shift that is not closed."""
    found = purged_bodies.due(connection, PERSONAL_KINDS, before, _closed(connection))
    going = {uid for uid, _ in found} - _held(connection)
    go = [(uid, kind) for uid, kind in found if uid in going and _may_go(station, connection, uid, kind, going)]
    return go, len(found) - len(go)


def _still_going(
    station: Station, connection: View, before: int, some: list[tuple[str, str]], going: set[str]
) -> list[tuple[str, str]]:
    """Which of `some` may go now: meanwhile one may be corrected, an incident opened about it, its person listed again.

    What may not is taken out of `going`: what was noted of it stays with it.
    """
    uids = [uid for uid, _ in some]
    going -= _held(connection)
    found = purged_bodies.still_due(connection, PERSONAL_KINDS, before, _closed(connection), uids)
    going -= set(uids) - {uid for uid, _ in found}
    return [(uid, kind) for uid, kind in found if uid in going and _may_go(station, connection, uid, kind, going)]


def _held(connection: View) -> set[str]:
    """Records that somebody still works on."""
    return case_rows.held_uids(connection) | incident_rows.held_uids(connection)


def _closed(connection: View) -> tuple[int, int]:
    """The place of the newest close of a shift."""
    epoch, seq = shift_slices.slice_start(connection)
    return epoch, seq - 1


def _may_go(station: Station, connection: View, uid: str, kind: str, going: set[str]) -> bool:
    """A note goes with what it is about, a pass once it is over, a visit once its person is off the list."""
    if kind not in ("note", "access_pass", "visit"):
        return True
    record = journal.readable_of(journal.newest(connection, uid))
    if record is None:
        return False  # nobody can say whether it is still needed
    if isinstance(record, Note):
        return record.about in going or journal.newest_or_none(connection, record.about) is None
    if isinstance(record, AccessPass):
        return record.issued + record.days < (station.clock.now() + CHINA_MS) // DAY_MS
    assert isinstance(record, Visit), kind
    return record.person not in {one.number for one in reference_pack.listed(connection).isolation}


def _counts(station: Station, connection: View, uids: list[str]) -> dict[str, dict[str, int]]:
    """Daily figures of passages about to go, by report day, only what is not zero."""
    by_day: dict[str, DailyFigures] = defaultdict(DailyFigures)
    for row in passage_rows.by_uids(connection, uids):
        chains = tuple(row.readings_of(index) for index in range(len(row.passage.persons)))
        one = SliceRow(row.at, row.operator, row.passage, row.case, chains, False, row.revision)
        day = daily_report.report_day(row.passage.happened_at, station.rules.cut_off).isoformat()
        by_day[day] = by_day[day] + daily_report.count([one])
    found = {day: {name: getattr(figures, name) for name in NAMES} for day, figures in by_day.items()}
    return {day: {name: value for name, value in figures.items() if value} for day, figures in found.items()}
