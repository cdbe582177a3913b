"""The street (F4): what is there of each station, what is missing, who signed the day; a scanned sheet compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QApplication, QWidget

from station.clock import local_day
from station.entry.day_text import read_day
from station.entry.problem import Problem
from station.handover.daily_report import DailyFigures
from station.handover.handover_sheet import Comparison
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Fork, Gap, StationDay
from ui.centre.centre_session import CentreSession
from ui.language.problem_text import of_comparison, of_problem
from ui.shift.daily_report_page import SHOWN
from ui.widgets import theme
from ui.widgets.figure_grid import FigureGrid
from ui.widgets.leader_page import DutyPage, Field
from ui.widgets.list_mark import mark


@dataclass(frozen=True)
class Line:
    """One station as it is listed; `is_bad` is what somebody has to see to."""

    text: str
    is_bad: bool


@dataclass(frozen=True)
class Street:
    """What the page reads."""

    gaps: list[Gap]
    forks: list[Fork]
    stations: list[StationDay]
    of_day: DailyFigures
    up_to: DailyFigures


class StreetPage(DutyPage[CentreSession, Line]):
    """A day, then Enter; a sheet's code, then Enter."""

    FIELDS = (Field("day"), Field("code"))

    def __init__(self, session: CentreSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._street: Street | None = None
        self.figures = FigureGrid(len(SHOWN))
        self.middle.addWidget(self.figures)
        session.merged.connect(self.load)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {"day": self._session.label("field", "day"), "code": self.tr("Code of a sheet (scan)")}

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("The street"))
        self.hint.setText(self.tr("Red: something is missing, two histories, or no report of that day · ↑↓ scroll"))
        self._show()

    def begin(self) -> None:
        """Start with yesterday: today is not over."""
        super().begin()
        yesterday = local_day(self._session.centre.clock.now()) - timedelta(days=1)
        self.edits["day"].setText(yesterday.isoformat())
        self.load()

    def next_after(self, name: str) -> None:
        """Enter reads the day, or compares the sheet."""
        if name == "day":
            self.load()
        else:
            self.act()

    def load(self) -> None:
        """Read what is there."""
        read = read_day(self.text("day")) if self.text("day") else None
        if read is None or isinstance(read, Problem):
            if isinstance(read, Problem):
                self.problem.say("warn", *of_problem(read, self._session.language.code))
            return
        centre, day = self._session.centre, date.fromisoformat(read)

        def work() -> Street:
            stations, of_day, up_to = clerk_desk.street_day(centre, day)
            return Street(clerk_desk.gaps(centre), clerk_desk.forks(centre), stations, of_day, up_to)

        self.read(work, self._loaded)

    def act(self) -> None:
        """Compare a scanned sheet with what its station sent."""
        if self.need("code"):
            return
        centre, code = self._session.centre, self.text("code")
        self.read(lambda: clerk_desk.compare_sheet(centre, code), self._compared)

    def _compared(self, found: Comparison) -> None:
        self.problem.say(*of_comparison(found, self._session.language.code))
        self.edits["code"].clear()

    def _loaded(self, street: Street) -> None:
        self._street = street
        self._show()

    def _show(self) -> None:
        street = self._street
        if street is None:
            return
        lines = self._lines(street)
        colours = theme.current(QApplication.instance())
        icons = [mark(colours.bad if one.is_bad else colours.ok) for one in lines]
        self.show_list([one.text for one in lines], lines, icons)
        label = self._session.label
        self.figures.show_figures(
            [(label("daily", one), getattr(street.of_day, one), getattr(street.up_to, one)) for one in SHOWN]
        )
        bad = sum(one.is_bad for one in lines)
        self.summary.setText(self.tr("{0} stations, {1} to look at; figures are those signed").format(len(lines), bad))

    def _lines(self, street: Street) -> list[Line]:
        names = {one.station: one for one in street.stations}
        forked = {(one.station, one.epoch) for one in street.forks}
        found = [self._line(gap, names.get(gap.station), (gap.station, gap.epoch) in forked) for gap in street.gaps]
        heard = {gap.station for gap in street.gaps}
        none = self.tr("no batch yet")
        silent = [one for one in street.stations if one.station not in heard]
        found += [Line(f"✗ {one.station} {one.name}  {none}", True) for one in silent]
        return sorted(found, key=lambda one: not one.is_bad)

    def _line(self, gap: Gap, station: StationDay | None, forked: bool) -> Line:
        label = self._session.label
        missing = ", ".join(f"#{first}–#{last}" for first, last in gap.missing)
        said = [
            self.tr("missing {0}").format(missing) if missing else "",
            self.tr("signed up to #{0}: an older copy? F2 gives new receipts, then it sends again").format(
                gap.signed_to
            )
            if gap.signed_to
            else "",
            self.tr("%n batch(es) wait for enrolment", "", gap.held) if gap.held else "",
            self.tr("two histories") if forked else "",
            label("report", "signed" if station and station.issue else "silent"),
        ]
        bad = bool(missing or gap.held or forked or not (station and station.issue))
        name = f"{gap.station} {station.name if station else ''} E{gap.epoch} …#{gap.highest_contiguous}"
        return Line("  ".join([f"{'✗' if bad else '✓'} {name}", *(one for one in said if one)]), bad)
