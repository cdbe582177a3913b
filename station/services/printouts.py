"""Prints of what is numbered, counted and audited before they are laid out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from station.handover.daily import DailyReport
from station.services import reports, sheets
from station.services.context import Station


def print_report(station: Station, day: date, issue: int | None = None) -> DailyReport:
    """A signed report with its print counted: the second print says it is one."""
    report = reports.signed(station, day, issue)
    printing = sheets.count_print(station, f"report/{report.day}/{report.issue}")
    return replace(report, printing=printing)
