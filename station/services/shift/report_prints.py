"""Prints of what is numbered, counted and audited before they are laid out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from station.changes import writes
from station.handover.daily_report import DailyReport
from station.services.opened_station import Station
from station.services.shift import daily_reports, handover_sheets
from station.store import print_rows


def look_at_report(station: Station, day: date, issue: int | None = None) -> DailyReport:
    """A signed report with the number that its next print will have; nothing is counted."""
    report = daily_reports.signed(station, day, issue)
    with station.store.read() as connection:
        return replace(report, printing=1 + print_rows.printed(connection, _what(report)))


@writes
def print_report(station: Station, day: date, issue: int | None = None) -> DailyReport:
    """A signed report with its print counted: the second print says it is one."""
    report = daily_reports.signed(station, day, issue)
    printing = handover_sheets.count_print(station, _what(report)).answer
    return replace(report, printing=printing)


def _what(report: DailyReport) -> str:
    return f"report/{report.day}/{report.issue}"
