"""What the centre holds, as a pure function of the set of verified entries: gaps, forks, state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select, text

from station import canonical
from station.centre.schema import entries, held
from station.errors import InputError
from station.records.event import Epoch
from station.records.journal_entry import decode_body

CURRENT = text(
    "SELECT station, uid, epoch, revision, seq, digest FROM ("
    " SELECT station, uid, epoch, revision, seq, digest, row_number() OVER ("
    "  PARTITION BY station, uid ORDER BY epoch DESC, revision DESC, seq DESC, digest DESC) AS place"
    " FROM entries) AS ranked WHERE place = 1 ORDER BY station, uid"
)
BROKEN_LINKS = (
    "SELECT later.seq FROM entries AS later WHERE later.station = :station AND later.epoch = :epoch"
    " AND EXISTS (SELECT 1 FROM entries AS before WHERE before.station = later.station"
    "  AND before.epoch = later.epoch AND before.seq = later.seq - 1)"
    " AND NOT EXISTS (SELECT 1 FROM entries AS before WHERE before.station = later.station"
    "  AND before.epoch = later.epoch AND before.seq = later.seq - 1 AND before.digest = later.previous)"
)


@dataclass(frozen=True)
class Gap:
    """What is there of one station's epoch and what is missing, as inclusive ranges of seq."""

    station: str
    epoch: int
    highest_contiguous: int
    missing: tuple[tuple[int, int], ...]
    held: int


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
    series = set(_series(connection))
    waiting = {
        (station, epoch): count
        for station, epoch, count in connection.execute(
            select(held.c.station, held.c.epoch, func.count()).group_by(held.c.station, held.c.epoch)
        )
    }
    ends = _announced_ends(connection)
    return [
        _gap(connection, station, epoch, waiting.get((station, epoch), 0), ends.get((station, epoch), 0))
        for station, epoch in sorted(series | set(waiting) | set(ends))
    ]


def highest_contiguous(connection: Connection, station: str, epoch: int) -> int:
    """The last seq up to which nothing is missing; 0 if the first entry is not there."""
    missing = _missing(connection, station, epoch, 0)
    if missing:
        return missing[0][0] - 1
    where = and_(entries.c.station == station, entries.c.epoch == epoch)
    return connection.execute(select(func.max(entries.c.seq)).where(where)).scalar() or 0


def forks(connection: Connection, station: str | None = None, epoch: int | None = None) -> list[Fork]:
    """Every place where two histories part, of all stations or of one epoch."""
    if station is None or epoch is None:
        return [fork for one in sorted(_series(connection)) for fork in forks(connection, *one)]
    where = and_(entries.c.station == station, entries.c.epoch == epoch)
    doubled = connection.execute(
        select(entries.c.seq).where(where).group_by(entries.c.seq).having(func.count() > 1)
    ).scalars()
    broken = connection.execute(text(BROKEN_LINKS), {"station": station, "epoch": epoch}).scalars()
    return [_fork(connection, station, epoch, seq) for seq in sorted({*doubled, *broken})]


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


def _series(connection: Connection) -> list[tuple[str, int]]:
    """Every station and epoch there is an entry of."""
    rows = connection.execute(select(entries.c.station, entries.c.epoch).distinct())
    return [(row.station, row.epoch) for row in rows]


def _gap(connection: Connection, station: str, epoch: int, waiting: int, end: int) -> Gap:
    missing = _missing(connection, station, epoch, end)
    return Gap(station, epoch, highest_contiguous(connection, station, epoch), tuple(missing), waiting)


def _missing(connection: Connection, station: str, epoch: int, end: int) -> list[tuple[int, int]]:
    """Ranges of seq between the entries that are there, up to the highest or to the announced end."""
    where = and_(entries.c.station == station, entries.c.epoch == epoch)
    query = select(entries.c.seq).where(where).distinct().order_by(entries.c.seq)
    missing, expected = [], 1
    for seq in connection.execute(query).scalars():
        if seq > expected:
            missing.append((expected, seq - 1))
        expected = seq + 1
    if end >= expected:
        missing.append((expected, end))
    return missing


def _announced_ends(connection: Connection) -> dict[tuple[str, int], int]:
    """Where later epochs say that the epoch before them ended."""
    ends: dict[tuple[str, int], int] = {}
    query = select(entries.c.station, entries.c.body).where(entries.c.kind == "epoch")
    for station, body in connection.execute(query):
        try:
            record = decode_body(bytes(body), Epoch) if body is not None else None
        except InputError:
            continue
        if record and record.predecessor:
            place = (station, int(record.predecessor["epoch"]))
            ends[place] = max(ends.get(place, 0), int(record.predecessor["seq"]))
    return ends


def _fork(connection: Connection, station: str, epoch: int, seq: int) -> Fork:
    where = and_(entries.c.station == station, entries.c.epoch == epoch, entries.c.seq == seq)
    digests = connection.execute(select(entries.c.digest).where(where).order_by(entries.c.digest)).scalars()
    return Fork(station, epoch, seq, tuple(digests))
