"""The daily report (Ctrl+R): the figures of a day, the zero statement, the signature; paper, workbook, bulletin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QWidget

from station.changes import Area
from station.clock import local
from station.files import write_durably
from station.handover.daily_report import DailyReport, bulletin
from station.services.access import operators
from station.services.shift import daily_reports, report_prints
from station.services.shift.daily_reports import DayState
from ui.printing.daily_report_paper import DailySheet
from ui.printing.preview import Job, preview
from ui.session.session import Session
from ui.widgets import theme
from ui.widgets.figure_grid import FigureGrid
from ui.widgets.leader_page import DutyPage, Field
from ui.widgets.list_mark import mark

SHOWN = (
    "vehicles",
    "persons",
    "turned_back_vehicles",
    "turned_back_persons",
    "key_area_vehicles",
    "key_area_persons",
    "fever",
    "fever_confirmed",
    "referred",
    "breaches",
)


class ReportPage(DutyPage[Session, DayState]):
    """Choose a day; type 1 where all is zero; sign with the PIN of the leader on duty."""

    SHOWS = frozenset({Area.PRINTS, Area.LOG})
    FIELDS = (Field("zero"), Field("pin", "pin"))

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._report: DailyReport | None = None
        self.edits["zero"].setMaxLength(1)
        self.figures = FigureGrid(len(SHOWN))
        self.middle.addWidget(self.figures)
        buttons = QHBoxLayout()
        self.copy, self.book = QPushButton(), QPushButton()
        self.copy.clicked.connect(self._copy)
        self.book.clicked.connect(self._choose_book)
        for button in (self.copy, self.book):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.insertLayout(self.column.count() - 1, buttons)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {"zero": self.tr("Zero report: 1 yes"), "pin": self.tr("Leader's PIN signs")}

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Daily report"))
        self.copy.setText(self.tr("Copy the bulletin"))
        self.book.setText(self.tr("Save as XLSX …"))
        self.hint.setText(self.tr("↑↓ choose a day · red: no report, or changed since · Ctrl+P prints it · Esc back"))
        self._show_days(self.rows)

    def load(self) -> None:
        """Read which days are signed."""
        station = self._session.station
        self.read(lambda: daily_reports.days(station), self._show_days)

    def _show_days(self, found: list[DayState]) -> None:
        colours = theme.current(QApplication.instance())
        icons = [mark(colours.ok if one.issue and not one.is_stale else colours.bad) for one in found]
        self.show_list([self._line(one) for one in found], found, icons)

    def _line(self, one: DayState) -> str:
        word = "silent" if not one.issue else "changed" if one.is_stale else "signed"
        mark = {"silent": "○", "changed": "◐", "signed": "✓"}[word]
        issue = f"  #{one.issue}" if one.issue else ""
        return f"{mark} {one.day.isoformat()}  {self._session.label('report', word)}{issue}"

    def chose(self) -> None:
        """Show the chosen day: as it was signed, or worked out where it was not, or changed since."""
        chosen, station = self.chosen(), self._session.station
        if chosen is not None:
            stands = chosen.issue and not chosen.is_stale
            work = daily_reports.signed if stands else daily_reports.work_out
            self.read(lambda: work(station, chosen.day), self._show_report)

    def _day(self) -> date | None:
        chosen = self.chosen()
        return chosen.day if chosen else None

    def _show_report(self, report: DailyReport) -> None:
        self._report = report
        day, total = report.figures, report.cumulative
        label = self._session.label
        self.figures.show_figures([(label("daily", one), getattr(day, one), getattr(total, one)) for one in SHOWN])
        starts, ends = local(report.starts), local(report.ends)
        self.summary.setText(
            self.tr("{0} to {1}; in brackets: in all").format(f"{starts:%m-%d %H:%M}", f"{ends:%m-%d %H:%M}")
        )
        self.show_field("zero", report.figures.is_zero)
        if self.isVisible():
            self.focus_first()

    def act(self) -> None:
        """Sign the chosen day as its next issue."""
        day, station = self._day(), self._session.station
        if day is None or self.need("pin"):
            return
        pin, zero = self.text("pin"), self.edits["zero"].isVisible() and self.text("zero") == "1"

        def work() -> DailyReport:
            leader = operators.confirm_pin(station, operators.leader_here(station).id, pin).answer
            return daily_reports.sign(station, day, leader, zero=zero).answer

        self.write(work, self._signed)

    def _signed(self, report: DailyReport) -> None:
        self.begin()
        self.problem.say("ok", self.tr("Signed: {0}").format(report.serial), self.tr("Ctrl+P prints it."))

    def _copy(self) -> None:
        if self._report is not None:
            QApplication.clipboard().setText(bulletin(self._report, self._session.language.code))
            self.problem.say("ok", self.tr("The bulletin is on the clipboard."), "")

    def _choose_book(self) -> None:
        if self._report is None:
            return
        name = f"{self._report.station}-{self._report.day}.xlsx"
        path, _kind = QFileDialog.getSaveFileName(self, self.book.text(), name, "XLSX (*.xlsx)")
        if path:
            self.write_book(Path(path))

    def write_book(self, path: Path) -> None:
        """Write the newest signed report of the chosen day as a workbook."""
        day, station, language = self._day(), self._session.station, self._session.language.code
        if day is None:
            return

        def work() -> None:
            write_durably(path, daily_reports.workbook(daily_reports.signed(station, day), language))

        self.write(work, lambda _none: self.problem.say("ok", self.tr("Written."), path.name))

    def print_it(self) -> bool:
        """Preview the newest signed report of the chosen day."""
        day, station, language = self._day(), self._session.station, self._session.language.code
        if day is None:
            return True

        def make(report: DailyReport) -> DailySheet:
            return DailySheet(report, QApplication.font().family(), language)

        def show(report: DailyReport) -> None:
            job = Job(report, make, lambda: report_prints.print_report(station, day, report.issue))
            preview(self._session, job, self)

        self.read(lambda: report_prints.look_at_report(station, day), show)
        return True
