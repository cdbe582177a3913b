"""The leader's pages, one row each: to add one, write it and name it here with its key.

Words for the help page (F1) stand in `ui/desk/help_page.py`; every key is told apart by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.late_entry.paper_kit_page import PaperPage
from ui.late_entry.table_import_page import ImportPage
from ui.safety.safety_page import SafetyPage
from ui.session.shortcuts import Shortcut
from ui.shift.daily_report_page import ReportPage
from ui.shift.incidents_page import IncidentsPage
from ui.shift.rounds_page import RoundsPage
from ui.shift.shift_page import ShiftPage
from ui.widgets.leader_page import StationPage


@dataclass(frozen=True)
class PageRow:
    """A page: its class, made with the session, and the key that shows it."""

    page: type[StationPage]
    key: str


LEADER_PAGES: tuple[PageRow, ...] = (
    PageRow(ShiftPage, Shortcut.SHIFT),
    PageRow(IncidentsPage, Shortcut.INCIDENTS),
    PageRow(RoundsPage, Shortcut.ROUNDS),
    PageRow(ReportPage, Shortcut.REPORT),
    PageRow(PaperPage, Shortcut.PAPER),
    PageRow(ImportPage, Shortcut.IMPORT),
    PageRow(SafetyPage, Shortcut.SAFETY),
)
