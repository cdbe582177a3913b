"""Which places of the log match a filter, a page at a time, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, literal_column, select

from station.clock import DAY, HOUR, day_start
from station.store import full_text, regular_rows
from station.store.station_tables import SEATS, appearances, cases, passages, persons, vehicles
from station.store.still_inside import passages_inside

ONE: ColumnElement[int] = literal_column("1")
MOST_PLATES = 400
MOST_PERSONS = 400
OPEN_STATES = ("recheck", "axillary", "confirmed", "verify")


@dataclass(frozen=True)
class LogFilter:
    """What to show; everything unset shows the whole history.

    `since` is the first place shown; `plate`, `person`, `operator` are as typed; `hour` is 0 to 23 of `day`.
    """

    since: int = 1
    abnormal: bool = False
    key: bool = False
    is_open: bool = False
    inside: bool = False
    plate: str = ""
    person: str = ""
    operators: tuple[str, ...] | None = None
    day: date | None = None
    hour: int | None = None

    @property
    def shows_all(self) -> bool:
        """Whether every place from `since` on is shown, so that a window is simply a range."""
        return self == LogFilter(since=self.since)


def places(connection: Connection, wanted: LogFilter, before: int, limit: int) -> list[int]:
    """Places before `before` that match, newest first, at most `limit`."""
    query = select(passages.c.n).where(passages.c.n < before, passages.c.n >= wanted.since)
    query = query.where(*_conditions(connection, wanted))
    return list(connection.execute(query.order_by(passages.c.n.desc()).limit(limit)).scalars())


def _conditions(connection: Connection, wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.abnormal:
        conditions.append(literal_column("passages.abnormal") == ONE)  # as the partial index says it
    if wanted.key:
        conditions.append(literal_column("passages.key_hit") == ONE)
    if wanted.is_open:
        conditions.append(passages.c.uid.in_(select(cases.c.passage).where(cases.c.state.in_(OPEN_STATES))))
    if wanted.inside:
        conditions.append(passages.c.n.in_(passages_inside()))
    if wanted.plate:
        recent = full_text.vehicles_with(connection, wanted.plate, MOST_PLATES)
        conditions.append(passages.c.plate.in_(select(vehicles.c.plate).where(vehicles.c.recent.in_(recent))))
    if wanted.person:
        recent = regular_rows.person_places(connection, wanted.person, MOST_PERSONS)
        known = select(persons.c.person).where(persons.c.recent.in_(recent))
        conditions.append(passages.c.n.in_(select(appearances.c.place // SEATS).where(appearances.c.person.in_(known))))
    if wanted.operators is not None:
        conditions.append(passages.c.operator.in_(wanted.operators))
    if wanted.day is not None:
        start = day_start(wanted.day) + (wanted.hour or 0) * HOUR
        length = DAY if wanted.hour is None else HOUR
        then = passages.alias("then")
        within_time = select(then.c.n).where(then.c.at.between(start, start + length - 1))
        conditions.append(passages.c.n.in_(within_time))
    return conditions
