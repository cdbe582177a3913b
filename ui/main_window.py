"""The window after signing in: places pages and panels, routes keys; no rules of the domain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from station.clock import local
from station.services import cases, dashboard, log
from station.services.dashboard import Snapshot
from station.services.registration import Saved
from ui import theme
from ui.cases.case_page import CasePage
from ui.cases.cases_panel import CasesPanel
from ui.desk.desk_page import DeskPage
from ui.desk.help_page import HelpPage
from ui.exchange.export_page import ExportPage
from ui.header import Footer, Header
from ui.passes.camera_page import CameraPage
from ui.passes.pass_page import PassPage
from ui.register.form_page import FormPage
from ui.register.records_view import RecordsView
from ui.session import Session
from ui.shift.shift_page import ShiftPage
from ui.shortcuts import Shortcut
from ui.widgets.hour_chart import HourChart
from ui.widgets.small import Alert, Tab, card, text_label

LEFT_WIDTH = 548


class MainWindow(QWidget):
    """Header, pages on the left, panels on the right, keys at the foot."""

    lock_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._session = session
        self._snapshot: Snapshot | None = None
        self.counts = [0, 0, 0]  # vehicles, persons, passages since the last handover
        self._waiting = 0
        self._build()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(5000)
        self._timer.timeout.connect(self.header.tick)
        self._timer.start()
        self.reload()
        self.retranslate()
        self.desk.line.setFocus()

    def _build(self) -> None:
        session = self._session
        self.header, self.footer = Header(session), Footer(session)
        self.desk, self.form, self.camera = DeskPage(session), FormPage(session), CameraPage(session)
        self.cases, self.passes = CasePage(session), PassPage(session)
        self.export, self.shift, self.help = ExportPage(session), ShiftPage(session), HelpPage()
        self._pages: tuple[Any, ...] = (
            self.desk,
            self.form,
            self.camera,
            self.cases,
            self.passes,
            self.export,
            self.shift,
            self.help,
        )
        self.stack = QStackedWidget()
        # The tallest page must not push the window beyond a 768-line screen.
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        for page in self._pages:
            self.stack.addWidget(page)
        self.panel, self.records, self.chart = CasesPanel(session), RecordsView(session), HourChart()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QHBoxLayout()
        body.setContentsMargins(12, 12, 12, 12)
        body.setSpacing(12)
        body.addWidget(self._left())
        body.addLayout(self._right(), 1)
        column.addWidget(self.header)
        column.addLayout(body, 1)
        column.addWidget(self.footer)

    def _left(self) -> QWidget:
        frame = card()
        frame.setFixedWidth(LEFT_WIDTH)
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        self.tabs = [
            Tab("", ""),
            Tab(Shortcut.FORM.value, ""),
            Tab(Shortcut.CAMERA.value, ""),
            Tab(Shortcut.CASES.value, ""),
        ]
        for page, tab in zip(self._pages, self.tabs, strict=False):
            tab.pressed.connect(lambda one=page: self.show_page(one))
            tabs.addWidget(tab, 1)
        column.addLayout(tabs)
        column.addWidget(self.stack, 1)
        self.notice = Alert()
        column.addWidget(self.notice)
        return frame

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.panel)
        column.addWidget(self.records, 1)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 8, 14, 8)
        self._chart_title = text_label("", "strong")
        inside.addWidget(self._chart_title)
        inside.addWidget(self.chart)
        column.addWidget(frame)
        return column

    def _connect(self) -> None:
        pages = {
            Shortcut.HELP: self.help,
            Shortcut.CAMERA: self.camera,
            Shortcut.CASES: self.cases,
            Shortcut.PASSES: self.passes,
            Shortcut.EXPORT: self.export,
            Shortcut.SHIFT: self.shift,
        }
        for key, page in pages.items():
            self._key(key.value, lambda one=page: self.show_page(one))
        self._key(Shortcut.FORM.value, lambda: self._open_form(self.desk.present_draft()))
        self._key(Shortcut.BACK.value, lambda: self.show_page(self.desk))
        self._key(Shortcut.NIGHT.value, self.toggle_night)
        self._key(Shortcut.LANGUAGE.value, self._session.language.toggle)
        self._key(Shortcut.LOCK.value, self.lock_wanted.emit)
        self._key(Shortcut.FILTER.value, self.records.filter.setFocus)
        self._key(Shortcut.PRINT.value, self.shift.print_last)
        self._key(Shortcut.NEXT_PERSON.value, self.form.next_person)
        self._key(Shortcut.DISPOSITION.value, self.desk.cycle_disposition)
        self.desk.form_wanted.connect(self._open_form)
        self.form.finished.connect(self.desk.start_over)
        for page in (self.form, self.cases, self.passes, self.export, self.shift):
            page.finished.connect(lambda: self.show_page(self.desk))
        self.camera.found.connect(self._scanned)
        self._session.saved.connect(self._on_saved)
        self._session.cases_changed.connect(self._reload_cases)
        self._session.shift_changed.connect(self.reload)
        self._session.exchanged.connect(self.reload)
        self._session.notice.connect(self.notice.say)

    def _key(self, key: str, action: Any) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(action)

    def show_page(self, page: Any) -> None:
        """Show a page and put the cursor into it."""
        if self.stack.currentWidget() is self.camera and page is not self.camera:
            self.camera.end()
        self.notice.hide()
        self.stack.setCurrentWidget(page)
        for one, tab in zip(self._pages, self.tabs, strict=False):
            tab.set_on(one is page)
        if page is self.desk:
            self.desk.line.setFocus()
        elif page is not self.help and page is not self.form:
            page.begin()

    def _open_form(self, draft: Any) -> None:
        self.show_page(self.form)
        self.form.begin(draft)

    def _scanned(self, text: str) -> None:
        self.show_page(self.desk)
        self.desk.insert_code(text)

    def keep_drafts(self) -> None:
        """Write what is typed and not saved, before the program ends."""
        self.desk.keeper.write_now()

    def toggle_night(self) -> None:
        """Day to night and back; the records take their colours anew."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, theme.DAY if theme.current(application) is theme.NIGHT else theme.NIGHT)
        self.records.model.retranslate()
        self.chart.update()

    # --- what writes change ---------------------------------------------------------------------
    def reload(self) -> None:
        """Read everything once: at the start, after a shift changed, after an exchange."""
        station = self._session.station
        self._session.background.read(lambda: dashboard.snapshot(station), self._loaded, self._session.fail)

    def _loaded(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.counts = [snapshot.vehicles, snapshot.persons, snapshot.passages]
        self.records.model.show_rows(snapshot.rows)
        self.chart.show_hours(snapshot.hours, local(self._session.station.clock.now()).hour)
        self._show_cases(snapshot.open_cases)
        self.header.retranslate(snapshot.shift)
        self.footer.retranslate(snapshot.exchange)

    def _on_saved(self, saved: Saved) -> None:
        """A save says what it changed; nothing is counted again."""
        if saved.passage is None or self._snapshot is None:
            return
        self.notice.hide()
        self.counts[0] += saved.passage.vehicle is not None
        self.counts[1] += len(saved.passage.persons)
        self.counts[2] += 1
        operator = self._session.station.operator.id
        row = log.LogRow(saved.uid, saved.seq, 0, 1, saved.at, operator, saved.passage, None)
        self.records.model.put(row)
        self.chart.add(local(saved.at).hour, len(saved.passage.persons))
        waiting = self._snapshot.exchange.not_exported + 1 + bool(saved.case_uid)
        exchange = replace(self._snapshot.exchange, not_exported=waiting)
        self._snapshot = replace(self._snapshot, exchange=exchange)
        self.footer.show_exchange(exchange)
        self._show_counts()

    def _reload_cases(self) -> None:
        station = self._session.station

        def work() -> Any:
            open_now = cases.open_cases(station)
            shown = {row.uid for row in self.records.model.rows if row.passage.disposition == "held"}
            return open_now, [log.row_of(station, uid) for uid in shown]

        self._session.background.read(work, self._cases_read, self._session.fail)

    def _cases_read(self, found: Any) -> None:
        open_now, rows = found
        for row in rows:
            self.records.model.put(row)
        self._show_cases(open_now)

    def _show_cases(self, open_now: list[cases.OpenCase]) -> None:
        self.panel.show_cases(open_now)
        self.cases.show_cases(open_now)
        self._waiting = len(open_now)
        self._show_counts()
        self._name_tabs()

    def _show_counts(self) -> None:
        self.header.show_counts(self.counts[0], self.counts[1], self._waiting)
        self.records.show_counts(self.counts[2], self._waiting)

    # --- language -------------------------------------------------------------------------------
    def changeEvent(self, event: QEvent) -> None:
        """A new language reaches every page."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._name_tabs()
        self._chart_title.setText(self.tr("Persons by hour today"))
        for page in (*self._pages, self.panel, self.records):
            page.retranslate()
        self.header.retranslate(self._snapshot.shift if self._snapshot else None)
        self.header.tick()
        self.footer.retranslate(self._snapshot.exchange if self._snapshot else None)
        if self._snapshot:
            self._show_counts()

    def _name_tabs(self) -> None:
        waiting = self._waiting
        words = (
            self.tr("Register"),
            self.tr("Full form"),
            self.tr("Camera"),
            self.tr("Held") + (f" {waiting}" if waiting else ""),
        )
        for tab, word in zip(self.tabs, words, strict=True):
            tab.word.setText(word)
            tab.set_on(self.stack.currentIndex() == self.tabs.index(tab))
