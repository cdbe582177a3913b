"""Brings what a save, a correction or a case's step changed to every part of the window that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from station.clock import local
from station.messages import parts
from station.services import cases, dashboard, log, reference, sheets, thermometers
from station.services.corrections import Change
from station.services.dashboard import Snapshot
from station.services.log import LogRow
from station.services.registration import Saved
from station.services.sheets import Comparison
from station.services.thermometers import Drift
from ui.figures import LiveFigures
from ui.problem_text import of_comparison
from ui.session import Session

if TYPE_CHECKING:
    from ui.main_window import MainWindow


DRIFT_EVERY = 10  # passages between two looks at the thermometers


class Refreshing(QObject):
    """Reads everything once; afterwards each write says what it changed."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.figures = LiveFigures()
        self.snapshot: Snapshot | None = None
        self.waiting = 0
        self._first_at = 0
        session.saved.connect(self._saved)
        session.timed.connect(self._timed)
        session.revised.connect(self._revised)
        session.cases_changed.connect(self.reload_cases)
        session.shift_changed.connect(self.reload)
        session.exchanged.connect(self.reload)
        session.exchanged.connect(session.reload_lists)
        session.lists_changed.connect(self._lists_changed)

    def reload(self) -> None:
        """Read everything once: at the start, after a shift changed, after an exchange."""
        station = self._session.station
        self._session.background.read(lambda: dashboard.snapshot(station), self._loaded, self._session.fail)

    def _loaded(self, snapshot: Snapshot) -> None:
        window = self._window
        self.snapshot = snapshot
        self._first_at = snapshot.since
        self.figures.start(snapshot)
        window.records.show_bounds(snapshot.first, snapshot.newest)
        window.chart.show_hours(self.figures.hours, local(self._session.station.clock.now()).hour)
        self._show_cases(snapshot.open_cases)
        window.header.retranslate(snapshot.shift)
        window.footer.retranslate(snapshot.exchange)
        self._choose_thermometer()
        self._lists_changed()

    def _lists_changed(self) -> None:
        self._window.footer.show_pack(reference.pack_state(self._session.station))
        self._window.export.show_pack()

    def next_thermometer(self) -> None:
        """The next thermometer of the shift is the one whose readings are typed from now on."""
        shift = self.snapshot.shift if self.snapshot else None
        numbers = [None, *(one.number for one in shift.shift.guns)] if shift else [None]
        at = numbers.index(self._session.thermometer) if self._session.thermometer in numbers else 0
        self._session.thermometer = numbers[(at + 1) % len(numbers)]
        self._show_thermometer()

    def _choose_thermometer(self) -> None:
        """One that the shift does not have is nobody's; the only one is the one in use."""
        shift = self.snapshot.shift if self.snapshot else None
        numbers = [one.number for one in shift.shift.guns] if shift else []
        if self._session.thermometer not in numbers:
            self._session.thermometer = numbers[0] if len(numbers) == 1 else None
        self._show_thermometer()

    def _show_thermometer(self) -> None:
        window, shift = self._window, self.snapshot.shift if self.snapshot else None
        window.header.show_thermometer(self._session.thermometer, bool(shift and shift.shift.guns))

    def compare_sheet(self, text: str) -> None:
        """Say whether a scanned handover sheet is what the record says."""
        station, session = self._session.station, self._session

        def show(found: Comparison) -> None:
            session.notice.emit(*of_comparison(found, session.language.code))

        session.background.read(lambda: sheets.compare(station, text), show, session.fail)

    def _look_for_drift(self) -> None:
        """Now and then look whether one thermometer left the others; one alone has none to leave."""
        shift = self.snapshot.shift if self.snapshot else None
        if shift is None or len(shift.shift.guns) < 2 or self.figures.passages % DRIFT_EVERY:
            return
        station = self._session.station
        self._session.background.read(lambda: thermometers.drifts(station), self._show_drifts)

    def _show_drifts(self, found: list[Drift]) -> None:
        if not found:
            return
        said = "、".join(f"{one.thermometer} {one.tenths / 10:+.1f}" for one in found)
        title, step = parts("thermometer_drift", {"text": said}, self._session.language.code)
        self._session.notice.emit("warn", title, step)

    def _saved(self, saved: Saved) -> None:
        if saved.passage is None or self.snapshot is None:
            return
        window = self._window
        window.notice.hide()
        self.figures.saved(saved)
        operator = self._session.station.operator.id
        window.records.saved(LogRow(saved.uid, saved.seq, 0, 1, saved.at, operator, saved.passage, None))
        window.prompts.saved(saved.passage)
        self._count_written(1 + bool(saved.case_uid))
        self._show_figures()
        self._look_for_drift()

    def _timed(self, seconds: float) -> None:
        self.figures.timed(seconds)
        self._show_figures()

    def _revised(self, change: Change) -> None:
        self.figures.revised(change, self._first_at)
        self._count_written(1)
        station = self._session.station
        self._session.background.read(lambda: log.row_of(station, change.uid), self._window.records.model.put)
        if change.case_changed:
            self.reload_cases()
        self._show_figures()

    def _count_written(self, entries: int) -> None:
        if self.snapshot is not None:
            exchange = self.snapshot.exchange
            exchange = replace(exchange, not_exported=exchange.not_exported + entries)
            self.snapshot = replace(self.snapshot, exchange=exchange)
            self._window.footer.show_exchange(exchange)

    def _show_figures(self) -> None:
        now = self._session.station.clock.now()
        figures, window = self.figures, self._window
        window.chart.show_hours(figures.hours, local(now).hour)
        window.chart_title.show_pace(figures.seconds(), figures.pace(now))
        self.show_counts()

    def show_counts(self) -> None:
        """Show the counters where they stand."""
        self._window.header.show_counts(self.figures.vehicles, self.figures.persons, self.waiting)
        self._window.records.show_counts(self.figures.passages, self.waiting)

    # --- cases ----------------------------------------------------------------------------------
    def reload_cases(self) -> None:
        """Read the open cases, and the shown rows whose case may have moved."""
        station = self._session.station
        model = self._window.records.model
        held = [row.uid for row in model.rows if row.passage.disposition == "held"]

        def work() -> Any:
            return cases.open_cases(station), [log.row_of(station, uid) for uid in held]

        self._session.background.read(work, self._cases_read, self._session.fail)

    def _cases_read(self, found: Any) -> None:
        open_now, rows = found
        for row in rows:
            self._window.records.model.put(row)
        self._show_cases(open_now)

    def _show_cases(self, open_now: list[cases.OpenCase]) -> None:
        window = self._window
        window.panel.show_cases(open_now)
        window.cases.show_cases(open_now)
        self.waiting = len(open_now)
        self.show_counts()
        window.name_tabs()
