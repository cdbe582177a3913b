"""The one place that delivers a write: it hears what changed, reads it once, hands it to the screens that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject

from station.changes import Area, Changes, Gathering
from station.clock import local
from station.errors import StationError
from station.messages import parts
from station.services.desk import dashboard
from station.services.desk.dashboard import Counts, News, Snapshot
from station.services.exchange import reference_pack
from station.services.exchange.station_files import ExchangeState
from station.services.gate import thermometer_drift
from station.services.gate.cases import OpenCase
from station.services.gate.thermometer_drift import Drift
from station.services.log.passage_log import LogRow
from ui.cases.case_page import CasePage
from ui.cases.cases_panel import CasesPanel
from ui.log.records_view import RecordsView
from ui.session.session import Session
from ui.shell.header_footer import Footer, Header
from ui.shell.live_figures import LiveFigures
from ui.sound.prompts import Prompts
from ui.widgets.hour_chart import HourChart
from ui.widgets.pace_title import PaceTitle

DRIFT_EVERY = 10  # passages between two looks at the thermometers
QUIET = frozenset({Area.DRAFTS})  # what no screen shows


class Page(Protocol):
    """A page that shows more than it reads when it opens."""

    def touched(self, changes: Changes[object]) -> None:
        """Something was written: read anew what is shown of it."""


@dataclass(frozen=True)
class Screens:
    """The parts of the window that always show; `pages` are told of every write and decide for themselves."""

    header: Header
    footer: Footer
    panel: CasesPanel
    cases: CasePage
    records: RecordsView
    chart: HourChart
    pace: PaceTitle
    prompts: Prompts
    pages: Iterable[Page]
    name_tabs: Callable[[], None]  # one of them says how many wait


class Delivery(QObject):
    """Reads everything once; afterwards each write says what it touched."""

    def __init__(self, session: Session, screens: Screens, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._screens = screens
        self.figures = LiveFigures()
        self.waiting = 0
        self._exchange: ExchangeState | None = None
        self._waiting = Gathering()
        self._is_reading = False
        self._is_behind = False  # something could not be read or shown
        session.background.changed.connect(self.deliver)
        session.timed.connect(self._timed)

    def reload(self, failed: Callable[[StationError], None] | None = None) -> None:
        """Read everything once: at the start, and when somebody else signs in."""
        station = self._session.station
        self._session.background.read(lambda: dashboard.snapshot(station), self._loaded, failed or self._session.fail)

    def deliver(self, changes: Changes[object]) -> None:
        """Something became durable, by whatever page and however it ended."""
        if not changes.areas - QUIET:
            return
        self._waiting.note(changes)
        if not self._is_reading:
            self._read_waiting()

    def _read_waiting(self) -> None:
        """Read what was touched so far; a thousand rows that are imported meanwhile are one more reading, not each."""
        changes, self._waiting, self._is_reading = self._waiting.changes(None), Gathering(), True
        station = self._session.station
        self._session.background.read(lambda: dashboard.news(station, changes), self._news, self._unread)
        self._show_in_force(changes.areas)
        for page in self._screens.pages:
            page.touched(changes)

    def _go_on(self) -> None:
        self._is_reading = False
        if self._waiting.areas:
            self._read_waiting()

    def _unread(self, error: StationError) -> None:
        """It could not be read: said, and what comes next is read all the same."""
        self._is_behind = True
        try:
            self._session.fail(error)
        finally:
            self._go_on()

    def retranslate(self) -> None:
        """Say in the language in force what stands in the frame."""
        self._screens.header.retranslate(self._session.station.shift)
        self._screens.header.tick()
        self._screens.footer.retranslate(self._exchange)
        self._show_counts()

    def tick(self) -> None:
        """The clock went on: after midnight the hours are another day's; what is behind is read again."""
        self._screens.header.tick()
        self._show_pace()
        if not self.figures.is_of(self._session.station.clock.now()):
            self.figures.day, self._is_behind = "", True
        if self._is_behind:
            self._is_behind = False  # asked for once
            self.reload(self._still_behind)

    def _still_behind(self, _error: StationError) -> None:
        self._is_behind = True  # said when it began

    # --- what was read --------------------------------------------------------------------------
    def _loaded(self, snapshot: Snapshot) -> None:
        self._session.operator_names = snapshot.names
        self._count(snapshot.counts)
        self._show_cases(snapshot.open_cases)
        self._show_exchange(snapshot.exchange)
        self._show_in_force(frozenset(Area))

    def _news(self, news: News) -> None:
        self._is_behind, before = True, self._is_behind  # until all of it is shown
        try:
            self._show_news(news)
            self._is_behind = before
        finally:
            self._go_on()

    def _show_news(self, news: News) -> None:
        if news.names is not None:
            self._session.operator_names = news.names
            self._screens.header.retranslate(self._session.station.shift)
        if news.counts is not None:
            self._count(news.counts)
        self._show_rows(news.rows, are_counted=news.counts is not None)
        if news.open_cases is not None:
            self._show_cases(news.open_cases)
        self._show_exchange(news.exchange)

    def _count(self, counts: Counts) -> None:
        self.figures.start(counts)
        self._screens.records.show_bounds(counts.first, counts.newest)
        self._show_figures()

    def _show_rows(self, rows: list[LogRow], *, are_counted: bool) -> None:
        """Lines of the log that differ: put in their place, or on top where they are new."""
        new = [row for row in rows if self._screens.records.put(row) and not are_counted]
        for row in new:
            self.figures.saved(row)
        if new:
            self._show_figures()
            self._look_for_drift()
        if new and not new[-1].passage.late:  # whoever is keyed later stands at no gate to hear it
            self._screens.prompts.saved(new[-1].passage)

    def _timed(self, seconds: float) -> None:
        self.figures.timed(seconds)
        self._show_figures()

    def _show_figures(self) -> None:
        self._screens.chart.show_hours(self.figures.hours, local(self._session.station.clock.now()).hour)
        self._show_pace()
        self._show_counts()

    def _show_pace(self) -> None:
        """How fast it went in the last quarter: less with every minute in which nobody comes."""
        self._screens.pace.show_pace(self.figures.seconds(), self.figures.pace(self._session.station.clock.now()))

    def _show_counts(self) -> None:
        self._screens.header.show_counts(self.figures.vehicles, self.figures.persons, self.waiting)
        self._screens.records.show_counts(self.figures.passages, self.waiting)

    def _show_cases(self, open_now: list[OpenCase]) -> None:
        self.waiting = len(open_now)
        self._screens.panel.show_cases(open_now)
        self._screens.cases.show_cases(open_now)
        self._screens.name_tabs()
        self._show_counts()

    def _show_exchange(self, state: ExchangeState) -> None:
        self._exchange = state
        self._screens.footer.show_exchange(state)

    def _show_in_force(self, areas: frozenset[Area]) -> None:
        """Lists, rules and shift are the station's own: it has them since the commit."""
        station = self._session.station
        if Area.SHIFT in areas:
            self._screens.header.retranslate(station.shift)
            self._choose_thermometer()
        if areas & {Area.LISTS, Area.RULES}:
            self._screens.footer.show_pack(reference_pack.pack_state(station))

    # --- thermometers ---------------------------------------------------------------------------
    def next_thermometer(self) -> None:
        """The next thermometer of the shift is the one whose readings are typed from now on."""
        numbers = [None, *self._guns()]
        at = numbers.index(self._session.thermometer) if self._session.thermometer in numbers else 0
        self._session.thermometer = numbers[(at + 1) % len(numbers)]
        self._show_thermometer()

    def _choose_thermometer(self) -> None:
        """One that the shift does not have is nobody's; the only one is the one in use."""
        numbers = self._guns()
        if self._session.thermometer not in numbers:
            self._session.thermometer = numbers[0] if len(numbers) == 1 else None
        self._show_thermometer()

    def _show_thermometer(self) -> None:
        self._screens.header.show_thermometer(self._session.thermometer, bool(self._guns()))

    def _guns(self) -> list[str]:
        """The numbers of the open shift's thermometers."""
        state = self._session.station.shift
        return [one.number for one in state.shift.guns] if state else []

    def _look_for_drift(self) -> None:
        """Now and then look whether one thermometer left the others; one alone has none to leave."""
        if len(self._guns()) < 2 or self.figures.passages % DRIFT_EVERY:
            return
        station = self._session.station
        self._session.background.read(lambda: thermometer_drift.drifts(station), self._show_drifts)

    def _show_drifts(self, found: list[Drift]) -> None:
        if not found:
            return
        said = "、".join(f"{one.thermometer} {one.tenths / 10:+.1f}" for one in found)
        title, step = parts("thermometer_drift", {"text": said}, self._session.language.code)
        self._session.notice.emit("warn", title, step)
