"""What the desk shows beside the line when it opens; afterwards every save says what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select, tuple_

from station.clock import DAY, HOUR, day_start, local_day
from station.services import cases, exchange, log_filter, shifts, slices
from station.services.cases import OpenCase
from station.services.context import Station
from station.services.exchange import ExchangeState
from station.services.shifts import ShiftState
from station.store.schema import passages


@dataclass(frozen=True)
class Snapshot:
    """Counts since the last close; places of the log: the slice's first, the newest; `since` is when it began."""

    vehicles: int
    persons: int
    passages: int
    first: int
    newest: int
    since: int
    open_cases: list[OpenCase]
    hours: list[int]
    shift: ShiftState | None
    exchange: ExchangeState


def snapshot(station: Station) -> Snapshot:
    """Everything the desk needs to draw itself once."""
    with station.store.read() as connection:
        start = slices.slice_start(connection)
        since = tuple_(passages.c.first_epoch, passages.c.first_seq) >= tuple_(*start)
        counts = connection.execute(
            select(
                func.count(),
                func.count(passages.c.plate),
                func.coalesce(func.sum(passages.c.persons), 0),
                func.min(passages.c.at),
            ).where(since, passages.c.voided == 0)
        ).one()
        today = day_start(local_day(station.clock.now()))
        hour = cast((passages.c.at - today) / HOUR, Integer)
        by_hour = connection.execute(
            select(hour, func.sum(passages.c.persons))
            .where(passages.c.at >= today, passages.c.at < today + DAY, passages.c.voided == 0)
            .group_by(hour)
        ).all()
    hours = [0] * 24
    for number, persons in by_hour:
        if 0 <= number < 24:
            hours[number] = persons
    first, newest = log_filter.bounds(station)
    return Snapshot(
        counts[1],
        counts[2],
        counts[0],
        first,
        newest,
        counts[3] or station.clock.now(),
        cases.open_cases(station),
        hours,
        shifts.current_shift(station),
        exchange.state(station),
    )
