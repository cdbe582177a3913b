"""What the desk shows beside the line: all of it when it opens, afterwards what a write touched."""

from __future__ import annotations

from dataclasses import dataclass

from station.changes import Area, Changes
from station.clock import DAY, MINUTE, day_start, local_day
from station.services.access import operators
from station.services.exchange import station_files
from station.services.exchange.station_files import ExchangeState
from station.services.gate import cases
from station.services.gate.cases import OpenCase
from station.services.log import passage_log
from station.services.log.passage_log import LogRow
from station.services.opened_station import Station
from station.services.shift import shift_slices
from station.store import tallies

PACE_OVER = 15 * MINUTE
FEW = 50  # lines of the log that are put in place one by one; of more the log is read anew


@dataclass(frozen=True)
class Counts:
    """Vehicles, persons and passages since the last close, which began at `since`; persons by hour of `day`.

    `first` and `newest` are the places of the log; `recent` is when the passages of the last quarter were saved.
    """

    vehicles: int
    persons: int
    passages: int
    first: int
    newest: int
    since: int
    day: str
    hours: tuple[int, ...]
    recent: tuple[int, ...]


@dataclass(frozen=True)
class Snapshot:
    """Everything the desk needs to draw itself once; `names` are the operators' by id."""

    counts: Counts
    open_cases: list[OpenCase]
    exchange: ExchangeState
    names: dict[str, str]


@dataclass(frozen=True)
class News:
    """What a write touched, read anew: None where it touched nothing of the kind.

    `rows` are the lines of the log that differ; with `counts` the log has to be read anew where there are too many.
    """

    rows: list[LogRow]
    exchange: ExchangeState
    counts: Counts | None = None
    open_cases: list[OpenCase] | None = None
    names: dict[str, str] | None = None


def snapshot(station: Station) -> Snapshot:
    """Read everything once."""
    names = operators.names(station)
    return Snapshot(counts(station), cases.open_cases(station), station_files.state(station), names)


def news(station: Station, changes: Changes[object]) -> News:
    """Read what was touched; one new record needs no counting."""
    few = len(changes.rows) <= FEW
    rows = passage_log.rows_by_uid(station, list(changes.rows)) if few else []
    one_more = len(rows) == len(changes.rows) and all(row.revision == 1 for row in rows)
    counted = changes.areas & {Area.SHIFT} or (Area.FIGURES in changes.areas and not one_more)
    return News(
        rows,
        station_files.state(station),
        counts(station) if counted else None,
        cases.open_cases(station) if Area.CASES in changes.areas else None,
        operators.names(station) if Area.OPERATORS in changes.areas else None,
    )


def counts(station: Station) -> Counts:
    """Count from the store."""
    now = station.clock.now()
    today = local_day(now)
    starts = day_start(today)
    with station.store.read() as connection:
        found = tallies.since(connection, shift_slices.slice_start(connection))
        hours = tallies.persons_by_hour(connection, starts, starts + DAY)
        recent = tallies.saved_since(connection, now - PACE_OVER)
        first, newest = tallies.bounds(connection, shift_slices.slice_start(connection))
    return Counts(
        found.vehicles,
        found.persons,
        found.passages,
        first,
        newest,
        found.began or now,
        today.isoformat(),
        hours,
        recent,
    )
