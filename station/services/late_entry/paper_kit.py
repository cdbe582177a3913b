"""The paper kit: numbered sheets for a power cut, and their rows keyed later, each exactly once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from station.changes import writes
from station.clock import HOUR, MINUTE, day_start
from station.entry.draft import from_line
from station.entry.gate_line import read_line
from station.entry.normal import line_text
from station.entry.problem import Problem
from station.errors import Refused
from station.records.event import Audit
from station.records.ids import new_uid
from station.services.gate.recall import resolve
from station.services.gate.registration import Saved, save
from station.services.opened_station import Station
from station.store import paper_rows, purged_bodies
from station.store.store import View

ROWS = 20  # rows of one sheet
MOST_SHEETS = 200
KEY = re.compile(r"paper/([0-9]{4})/([0-9]{2})")
TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])(?::[0-5][0-9])?")


@dataclass(frozen=True)
class PaperKit:
    """Numbered sheets to print: the first and the last number."""

    station: str
    station_name: str
    first: int
    last: int
    fever_from: int  # tenths of a degree, by the rules in force
    invalid_below: int

    def serial(self, number: int) -> str:
        """A sheet's serial, e.g. `CP17-P0003`."""
        return f"{self.station}-P{number:04d}"


@dataclass(frozen=True)
class PaperState:
    """A sheet that was printed: the rows keyed, and the rows missing below the last of them."""

    number: int
    keyed: tuple[int, ...]
    missing: tuple[int, ...]


def look_at_kit(station: Station, sheets: int) -> PaperKit:
    """The sheets that would be numbered next; no number is used up."""
    with station.store.read() as connection:
        return _next_kit(station, connection, sheets)


@writes
def issue_kit(station: Station, sheets: int) -> PaperKit:
    """Number new sheets and account for them, before they are printed."""
    with station.write() as transaction:
        kit = _next_kit(station, transaction.connection, sheets)
        transaction.append("audit", Audit("paper_kit", {"first": kit.first, "last": kit.last}))
    return kit


def _next_kit(station: Station, connection: View, sheets: int) -> PaperKit:
    if not 1 <= sheets <= MOST_SHEETS:
        raise Refused("kit_size", field="sheets", most=MOST_SHEETS)
    newest = paper_rows.newest_sheet(connection)
    return PaperKit(
        station.code,
        station.name,
        newest + 1,
        newest + sheets,
        station.rules.abnormal_from,
        station.rules.invalid_below,
    )


def paper_key(number: int, row: int) -> str:
    """What makes a paper row the same row however often it is keyed."""
    return f"paper/{number:04d}/{row:02d}"


def moment(day: date, text: str) -> int | Problem:
    """A time of day as written on paper (`0835`, `8:35`), in ms UTC."""
    match = TIME.fullmatch(line_text(text).strip())
    if not match:
        return Problem("invalid_clock_time", "time", text=text[:10])
    return day_start(day) + int(match[1]) * HOUR + int(match[2]) * MINUTE


@writes
def key_row(station: Station, number: int, row: int, day: date, time: str, line: str) -> Saved | Problem:
    """Key one row of a sheet as a gate line with its time; a row keyed before is `already`, never doubled."""
    if not 1 <= row <= ROWS:
        return Problem("paper_row_number", "row")
    if not _is_issued(station, number):
        return Problem("paper_sheet_unknown", "sheet")
    happened = moment(day, time)
    if isinstance(happened, Problem):
        return happened
    if happened > station.clock.now():
        return Problem("time_in_future", "time")
    value = read_line(line, station.rules, station.today())
    if isinstance(value, Problem):
        return value
    draft = resolve(station, from_line(new_uid(station.code), value, paper_key(number, row)))
    if isinstance(draft, Problem):
        return draft
    try:
        return save(station, replace(draft, happened_at=happened, late=True)).answer
    except Refused as error:
        return Problem(error.code, str(error.facts.get("field", "line")))


def next_row(station: Station, number: int) -> int:
    """The first row of a sheet that nobody keyed yet; one more than the last when all are."""
    keyed = set(_keyed(station).get(number, ()))
    return next((row for row in range(1, ROWS + 1) if row not in keyed), ROWS + 1)


def states(station: Station) -> list[PaperState]:
    """Every printed sheet with what is keyed and what is missing, so that no row is forgotten.

    Sheets from before the last purge are done with: which of their rows were keyed went with the records.
    """
    keyed = _keyed(station)
    with station.store.read() as connection:
        numbers = paper_rows.sheets_since(connection, purged_bodies.newest_before(connection))
    return [_state(number, sorted(keyed.get(number, ()))) for number in numbers]


def _state(number: int, rows: list[int]) -> PaperState:
    missing = tuple(row for row in range(1, rows[-1]) if row not in rows) if rows else ()
    return PaperState(number, tuple(rows), missing)


def _is_issued(station: Station, number: int) -> bool:
    with station.store.read() as connection:
        return paper_rows.is_issued(connection, number)


def _keyed(station: Station) -> dict[int, list[int]]:
    with station.store.read() as connection:
        keys = paper_rows.keys_beginning(connection, "paper/")
    found: dict[int, list[int]] = {}
    for key in keys:
        if match := KEY.fullmatch(key):
            found.setdefault(int(match[1]), []).append(int(match[2]))
    return found
