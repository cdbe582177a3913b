"""The handover sheets as they are looked at and printed: the newest first, the arrows go to older ones."""

from __future__ import annotations

from station.errors import Refused
from station.handover.handover_sheet import Sheet
from station.services.opened_station import Station
from station.services.shift import handover_sheets, shifts
from ui.printing.handover_paper import HandoverSheet
from ui.printing.preview import Job


def newest_sheet(station: Station, family: str, language: str) -> Job[Sheet]:
    """The sheet of the shift closed last; Refused before any was closed."""
    closed = [one.shift.ordinal for one in shifts.list_shifts(station) if one.closed_at]
    if not closed:
        raise Refused("no_closed_shift", field="shift")
    return _job(station, closed, len(closed) - 1, family, language)


def _job(station: Station, closed: list[int], at: int, family: str, language: str) -> Job[Sheet]:
    def make(sheet: Sheet) -> HandoverSheet:
        return HandoverSheet(sheet, family, language)

    def turn(by: int) -> Job[Sheet] | None:
        return _job(station, closed, at + by, family, language) if 0 <= at + by < len(closed) else None

    return Job(
        handover_sheets.sheet(station, closed[at]), make, lambda: handover_sheets.print_sheet(station, closed[at]), turn
    )
