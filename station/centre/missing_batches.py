"""What the centre holds, as a pure function of the set of verified entries: gaps, forks, state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from station import canonical
from station.centre.centre_tables import entries, held
from station.centre.current_revisions import current
from station.records.event import Audit, Epoch
from station.records.journal_entry import readable

CURRENT = current("station", "uid", "epoch", "revision", "seq", "digest")
# One reading of the key's index each, whatever the number of stations; `{of}` narrows it down to one of their epochs.
_HOLES = (
    "SELECT station, epoch, before + 1 AS first_seq, seq - 1 AS last_seq FROM ("
    " SELECT station, epoch, seq, coalesce(lag(seq) OVER (PARTITION BY station, epoch ORDER BY seq), 0) AS before"
    " FROM entries{of}) AS steps WHERE seq > before + 1 ORDER BY station, epoch, first_seq"
)
_FORKS = (
    "WITH parted AS ("
    " SELECT station, epoch, seq FROM entries{of} GROUP BY station, epoch, seq HAVING count(*) > 1"
    " UNION SELECT station, epoch, seq FROM (SELECT station, epoch, seq, previous FROM entries{of}) AS later"
    " WHERE EXISTS (SELECT 1 FROM entries AS before WHERE before.station = later.station"
    "  AND before.epoch = later.epoch AND before.seq = later.seq - 1)"
    " AND NOT EXISTS (SELECT 1 FROM entries AS before WHERE before.station = later.station"
    "  AND before.epoch = later.epoch AND before.seq = later.seq - 1 AND before.digest = later.previous)"
    ") SELECT entries.station, entries.epoch, entries.seq, entries.digest FROM entries JOIN parted"
    " ON entries.station = parted.station AND entries.epoch = parted.epoch AND entries.seq = parted.seq"
    " ORDER BY entries.station, entries.epoch, entries.seq, entries.digest"
)
LARGEST_SEQ = 1 << 40
_OF_ONE = " WHERE station = :station AND epoch = :epoch"
HOLES, HOLES_OF_ONE = text(_HOLES.format(of="")), text(_HOLES.format(of=_OF_ONE))
FORKS, FORKS_OF_ONE = text(_FORKS.format(of="")), text(_FORKS.format(of=_OF_ONE))
HIGHEST = text("SELECT station, epoch, max(seq) FROM entries GROUP BY station, epoch")
HIGHEST_OF_ONE = text("SELECT max(seq) FROM entries WHERE station = :station AND epoch = :epoch")
OPENINGS = select(entries.c.station, entries.c.body).where(entries.c.kind == "epoch")
RECEIPT_TAKEN = b'"action":"receipt"'  # as canonical JSON has it: most audits need not be decoded
WAITING = select(held.c.station, held.c.epoch, func.count()).group_by(held.c.station, held.c.epoch)


@dataclass(frozen=True)
class Gap:
    """What is there of one station's epoch and what is missing, as inclusive ranges of seq.

    `signed_to` is how far a receipt of this centre once went, where that is more than is there now; else 0.
    """

    station: str
    epoch: int
    highest_contiguous: int
    missing: tuple[tuple[int, int], ...]
    held: int
    signed_to: int = 0


@dataclass(frozen=True)
class Fork:
    """A place of the journal where two histories part: several digests, or a broken link."""

    station: str
    epoch: int
    seq: int
    digests: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """How many entries the centre holds and the digest of everything they imply."""

    entries: int
    digest: str


def gaps(connection: Connection) -> list[Gap]:
    """One line for each station and epoch, those with held batches only included."""
    highest = {(station, epoch): seq for station, epoch, seq in connection.execute(HIGHEST)}
    waiting = {(station, epoch): count for station, epoch, count in connection.execute(WAITING)}
    ends = _announced_ends(connection)
    holes: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for station, epoch, first, last in connection.execute(HOLES):
        holes.setdefault((station, epoch), []).append((first, last))
    found = []
    signed: dict[str, dict[int, int]] = {}
    for place in sorted({*highest, *waiting, *ends}):
        missing, top, end = holes.get(place, []), highest.get(place, 0), ends.get(place, 0)
        contiguous = missing[0][0] - 1 if missing else top
        unseen = [(top + 1, end)] if end > top else []
        if missing or unseen:  # whoever names a receipt stands behind what it covers: a hole is there, or nothing is
            station = signed.setdefault(place[0], receipted(connection, place[0]))
            beyond = station.get(place[1], 0) if station.get(place[1], 0) > contiguous else 0
        else:
            beyond = 0
        found.append(Gap(*place, contiguous, (*missing, *unseen), waiting.get(place, 0), beyond))
    return found


def receipted(connection: Connection, station: str) -> dict[int, int]:
    """By epoch how far receipts went that a station says it took."""
    query = select(entries.c.body).where(entries.c.station == station, entries.c.kind == "audit")
    return receipts_named(connection.execute(query).scalars())


def receipts_named(audits: Iterable[bytes | None]) -> dict[int, int]:
    """By epoch how far receipts went that these bodies of audits name."""
    found: dict[int, int] = {}
    for body in audits:
        if body is None or RECEIPT_TAKEN not in bytes(body):
            continue
        record = readable(body, Audit)
        epoch, highest = (record.facts.get(name) for name in ("epoch", "highest")) if record else (None, None)
        if isinstance(epoch, int) and isinstance(highest, int):  # a station may write what it likes
            found[epoch] = max(found.get(epoch, 0), highest)
    return found


def highest_contiguous(connection: Connection, station: str, epoch: int) -> int:
    """The last seq up to which nothing is missing; 0 if the first entry is not there."""
    place = {"station": station, "epoch": epoch}
    hole = connection.execute(HOLES_OF_ONE, place).first()
    if hole is not None:
        return int(hole.first_seq) - 1
    return connection.execute(HIGHEST_OF_ONE, place).scalar() or 0


def forks(connection: Connection, station: str | None = None, epoch: int | None = None) -> list[Fork]:
    """Every place where two histories part, of all stations or of one epoch."""
    if station is None or epoch is None:
        rows = connection.execute(FORKS)
    else:
        rows = connection.execute(FORKS_OF_ONE, {"station": station, "epoch": epoch})
    digests: dict[tuple[str, int, int], list[str]] = {}
    for code, number, seq, digest in rows:
        digests.setdefault((code, number, seq), []).append(digest)
    return [Fork(*place, tuple(several)) for place, several in digests.items()]


def state(connection: Connection) -> State:
    """The digest of entries, current revisions, gaps and forks; no arrival times, no held batches."""
    seen = hashlib.sha256()
    count = 0
    for line in _state_lines(connection):
        count += line[0] == "entry"
        seen.update(canonical.encode(line) + b"\n")
    return State(count, seen.hexdigest())


def _state_lines(connection: Connection) -> Iterator[list[object]]:
    columns = (entries.c.station, entries.c.epoch, entries.c.seq, entries.c.digest)
    for row in connection.execute(select(*columns).order_by(*columns)):
        yield ["entry", *row]
    for row in connection.execute(CURRENT):
        yield ["current", *row]
    for gap in gaps(connection):
        if gap.highest_contiguous or gap.missing:
            missing = [list(one) for one in gap.missing]
            yield ["gap", gap.station, gap.epoch, gap.highest_contiguous, missing]
    for fork in forks(connection):
        yield ["fork", fork.station, fork.epoch, fork.seq, list(fork.digests)]


def _announced_ends(connection: Connection) -> dict[tuple[str, int], int]:
    """Where later epochs say that the epoch before them ended."""
    ends: dict[tuple[str, int], int] = {}
    for station, body in connection.execute(OPENINGS):
        record = readable(body, Epoch)
        before = record.predecessor if record and record.predecessor else {}
        epoch, seq = before.get("epoch"), before.get("seq")
        if isinstance(epoch, int) and isinstance(seq, int) and 0 <= seq < LARGEST_SEQ:  # a station may write anything
            ends[station, epoch] = max(ends.get((station, epoch), 0), seq)
    return ends
