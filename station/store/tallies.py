"""Counts over the passages as they stand: since a place of the journal, by hour, of the last minutes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Integer, cast, func, select, tuple_

from station.clock import HOUR
from station.store.station_tables import passages

Place = tuple[int, int]


@dataclass(frozen=True)
class Tally:
    """Passages that stand, their vehicles and persons, and when the first was saved (ms UTC, None without any)."""

    passages: int
    vehicles: int
    persons: int
    began: int | None


def since(connection: Connection, start: Place) -> Tally:
    """Everything first saved from a place of the journal on."""
    later = tuple_(passages.c.first_epoch, passages.c.first_seq) >= tuple_(*start)
    row = connection.execute(
        select(
            func.count().label("passages"),
            func.count(passages.c.plate).label("vehicles"),
            func.coalesce(func.sum(passages.c.persons), 0).label("persons"),
            func.min(passages.c.at).label("began"),
        ).where(later, passages.c.voided == 0)
    ).one()
    return Tally(row.passages, row.vehicles, row.persons, row.began)


def persons_by_hour(connection: Connection, starts: int, ends: int) -> tuple[int, ...]:
    """Persons of each hour of a day (ms UTC) that begins at `starts`."""
    hour = cast((passages.c.at - starts) / HOUR, Integer)
    rows = connection.execute(
        select(hour, func.sum(passages.c.persons))
        .where(passages.c.at >= starts, passages.c.at < ends, passages.c.voided == 0)
        .group_by(hour)
    )
    found = {row[0]: row[1] for row in rows}
    return tuple(found.get(number, 0) for number in range(24))


def saved_since(connection: Connection, at: int) -> tuple[int, ...]:
    """When the passages that stand were saved from a moment (ms UTC) on, oldest first."""
    query = select(passages.c.at).where(passages.c.at >= at, passages.c.voided == 0).order_by(passages.c.at)
    return tuple(connection.execute(query).scalars())


def first_happened(connection: Connection) -> int | None:
    """When the first passage of all happened (ms UTC)."""
    found: int | None = connection.execute(select(func.min(passages.c.happened_at))).scalar()
    return found


def bounds(connection: Connection, start: Place) -> Place:
    """The first place of the log from a place of the journal on, and the newest of all; (1, 0) in an empty log."""
    newest = connection.execute(select(func.coalesce(func.max(passages.c.n), 0))).scalar_one()
    first_saved = (passages.c.first_epoch, passages.c.first_seq)
    query = select(passages.c.n).where(tuple_(*first_saved) >= tuple_(*start)).order_by(*first_saved).limit(1)
    return connection.execute(query).scalar() or newest + 1, newest
