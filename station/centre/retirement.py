"""What a retirement takes: the bodies of exactly the entries that the centre held when it was decided.

A retirement names runs of journals, never a time: what comes later is kept, whatever a laptop's clock says. Each run
is bound to the digest of its last entry; of two histories only the one that leads there is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, select

from station.batch.decision import Places
from station.batch.envelope import OpenedBatch
from station.centre import missing_batches
from station.centre.centre_database import placeholders
from station.centre.centre_tables import batches, entries
from station.records.kinds import PERSONAL_KINDS

LET_GO = "UPDATE entries SET body = NULL WHERE station = ? AND epoch = ? AND seq = ? AND digest = ?"
BRING_BACK = "UPDATE entries SET body = ? WHERE station = ? AND epoch = ? AND seq = ? AND digest = ? AND body IS NULL"
Run = tuple[int, int]
Place = tuple[str, int, int]


def held_since(connection: Connection, before: int, now: int, standing: Sequence[Places] = ()) -> list[Places]:
    """The runs of every journal that were merged before a moment of the centre's clock (ms UTC) and name people.

    A batch whose newest entry says that it is younger is believed too: the centre's own clock may have been behind
    when it was merged. A run ends before a place where two histories part: nobody can say which it would mean.
    """
    runs: dict[tuple[str, int], list[Run]] = defaultdict(list)
    for row in connection.execute(select(batches).where(batches.c.merged_at < before)).all():
        newest = connection.execute(
            select(func.max(entries.c.at)).where(_run(row.station, row.epoch, row.last_seq, row.last_seq))
        ).scalar()
        if newest is None or not before <= newest <= now:
            runs[row.station, row.epoch].append((row.first_seq, row.last_seq))
    found = []
    for (station, epoch), several in sorted(runs.items()):
        parted = [one.seq for one in missing_batches.forks(connection, station, epoch)]
        for first, last in joined(several):
            end = min([last, *(seq - 1 for seq in parted if first <= seq <= last)])
            digest = _digest_at(connection, station, epoch, end) if end >= first else None
            named = digest is not None and personal_in(connection, station, epoch, first, end)
            if digest is not None and named and not covers(standing, station, epoch, first, end):
                found.append(Places(station, epoch, first, end, digest))
    return found


def joined(runs: Iterable[Run]) -> list[Run]:
    """Runs of numbers put together where they touch or overlap, in order."""
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def personal_in(connection: Connection, station: str, epoch: int, first: int, last: int) -> int:
    """How many entries of a run are about people, whether their bodies are there or gone."""
    where = and_(_run(station, epoch, first, last), entries.c.kind.in_(PERSONAL_KINDS))
    count: int = connection.execute(select(func.count()).select_from(entries).where(where)).scalar_one()
    return count


def bodies_in(connection: Connection, station: str, epoch: int, first: int, last: int) -> int:
    """How many personal bodies a run still has."""
    count: int = connection.execute(
        select(func.count()).select_from(entries).where(_run(station, epoch, first, last), _has_body())
    ).scalar_one()
    return count


def bring_back(connection: Connection, opened: Iterable[OpenedBatch], places: Sequence[Places]) -> int:
    """Put the bodies of these places back from the batches they came with; how many entries were asked for."""
    rows = [
        (one.body, one.header.station, one.header.epoch, one.header.seq, one.header.digest())
        for batch in opened
        for one in batch.entries
        if one.body is not None and is_in(places, one.header.station, one.header.epoch, one.header.seq)
    ]
    if rows:
        connection.exec_driver_sql(placeholders(connection, BRING_BACK), rows)
    return len(rows)


def apply(connection: Connection, places: Iterable[Places], *, by_place: bool = False) -> int:
    """Let the bodies of these runs go; how many went.

    Where an entry of a run is not there (its batch is left out), nothing can be said of the history before it: then
    `by_place` lets the rest go by its numbers, all but the places that two histories claim.
    """
    return sum(_take(connection, one, by_place=by_place) for one in places)


def meeting(places: Sequence[Places], station: str, epoch: int, first: int, last: int) -> list[Places]:
    """Those of the places that a stretch of one journal touches."""
    mine = [one for one in places if (one.station, one.epoch) == (station, epoch)]
    return [one for one in mine if one.first <= last and first <= one.last]


def covers(places: Sequence[Places], station: str, epoch: int, first: int, last: int) -> bool:
    """Whether a stretch of one journal lies in the places altogether."""
    mine = joined((one.first, one.last) for one in places if (one.station, one.epoch) == (station, epoch))
    return any(start <= first and last <= end for start, end in mine)


def is_in(places: Sequence[Places], station: str, epoch: int, seq: int) -> bool:
    """Whether one entry's number lies in the places."""
    return covers(places, station, epoch, seq, seq)


def _take(connection: Connection, place: Places, *, by_place: bool) -> int:
    columns = (entries.c.seq, entries.c.digest, entries.c.previous, entries.c.kind, entries.c.body.is_not(None))
    where = _run(place.station, place.epoch, place.first, place.last)
    rows = connection.execute(select(*columns).where(where)).all()
    by_digest = {row.digest: row for row in rows}
    gone = []
    digest = place.digest
    while digest in by_digest:
        row = by_digest[digest]
        gone.append(row)
        digest = row.previous
    if by_place:
        reached = min((row.seq for row in gone), default=place.last + 1)
        claims = Counter(row.seq for row in rows)
        gone += [row for row in rows if row.seq < reached and claims[row.seq] == 1]
    going = [row for row in gone if row.kind in PERSONAL_KINDS and row[4]]
    if going:
        values = [(place.station, place.epoch, row.seq, row.digest) for row in going]
        connection.exec_driver_sql(placeholders(connection, LET_GO), values)
    return len(going)


def _digest_at(connection: Connection, station: str, epoch: int, seq: int) -> str | None:
    digests = connection.execute(select(entries.c.digest).where(_run(station, epoch, seq, seq))).scalars().all()
    return digests[0] if len(digests) == 1 else None


def _run(station: str, epoch: int, first: int, last: int) -> ColumnElement[bool]:
    return and_(entries.c.station == station, entries.c.epoch == epoch, entries.c.seq.between(first, last))


def _has_body() -> ColumnElement[bool]:
    return and_(entries.c.kind.in_(PERSONAL_KINDS), entries.c.body.is_not(None))
