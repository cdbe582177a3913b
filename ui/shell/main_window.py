"""The window after signing in: places pages and panels, routes keys; no rules of the domain."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from station.changes import Area, Changes
from station.entry.draft import Draft
from station.services.gate.drafts import KeptDraft
from station.services.log.passage_log import LogRow
from station.services.shift import handover_sheets
from station.services.shift.handover_sheets import Comparison
from ui.cases.case_page import CasePage
from ui.cases.cases_panel import CasesPanel
from ui.desk.desk_page import DeskPage
from ui.desk.help_page import HelpPage
from ui.exchange.export_page import ExportPage
from ui.form.visitor_form_page import FormPage
from ui.language.problem_text import of_comparison
from ui.log.record_page import RecordPage
from ui.log.records_view import VIEWS, RecordsView
from ui.passes.pass_page import PassPage
from ui.safety.safety_page import SafetyPage
from ui.safety.second_copy_timer import SecondCopy
from ui.scanning.camera_page import CameraPage
from ui.scanning.gun_test_page import ScanPage
from ui.scanning.scanner_gun import Scanner
from ui.session.session import Session
from ui.session.shortcuts import CREW_KEYS, VIEW_KEYS, Shortcut
from ui.shell.change_delivery import Delivery, Screens
from ui.shell.header_footer import Footer, Header
from ui.shell.leader_pages import LEADER_PAGES
from ui.shift.shift_page import ShiftPage
from ui.sound.announcer import Announcer
from ui.sound.prompts import Prompts
from ui.widgets import theme
from ui.widgets.basic_parts import Alert, Tab, card
from ui.widgets.hour_chart import HourChart
from ui.widgets.leader_page import DutyPage, StationPage
from ui.widgets.pace_title import PaceTitle

Duty = TypeVar("Duty", bound=StationPage)
LEFT_WIDTH = 548
SHEET_CODE = "YH1/"
Page = (
    DeskPage | FormPage | CameraPage | CasePage | PassPage | ExportPage | StationPage | RecordPage | ScanPage | HelpPage
)


class MainWindow(QWidget):
    """Header, pages on the left, panels on the right, keys at the foot."""

    lock_wanted = Signal()
    look_wanted = Signal(str)  # night, size or language: the shell keeps the preferences
    drill_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._session = session
        self._build()
        self.prompts = Prompts(session, self)
        self.delivery = Delivery(session, self._screens(), self)
        self.announcer = Announcer(session, self)
        self.scanner = Scanner(self, self.desk.hold)
        self.copy = SecondCopy(session, self)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(5000)
        self._timer.timeout.connect(self.delivery.tick)
        self._timer.start()
        self.delivery.reload()
        self.retranslate()
        self.desk.line.setFocus()

    # --- building -------------------------------------------------------------------------------
    def _build(self) -> None:
        session = self._session
        self.header, self.footer = Header(session), Footer(session)
        self.desk, self.form, self.camera = DeskPage(session), FormPage(session), CameraPage(session)
        self.cases, self.passes, self.record = CasePage(session), PassPage(session), RecordPage(session)
        self.export, self.scan, self.help = ExportPage(session), ScanPage(session), HelpPage()
        self.duties: tuple[StationPage, ...] = tuple(row.page(session) for row in LEADER_PAGES)
        self.shift, self.safety = self.duty(ShiftPage), self.duty(SafetyPage)
        self._pages: tuple[Page, ...] = (
            self.desk,
            self.form,
            self.camera,
            self.cases,
            self.passes,
            self.export,
            *self.duties,
            self.record,
            self.scan,
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
        body.addWidget(self._left(), 1)
        body.addWidget(self._right(), 2)
        column.addWidget(self.header)
        column.addLayout(body, 1)
        column.addWidget(self.footer)

    def _screens(self) -> Screens:
        return Screens(
            self.header,
            self.footer,
            self.panel,
            self.cases,
            self.records,
            self.chart,
            self.chart_title,
            self.prompts,
            (self.desk, self.export, self.record, self, *self.duties),
            self.name_tabs,
        )

    def _left(self) -> QWidget:
        self._frame = frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        keys = ("", Shortcut.FORM.value, Shortcut.CAMERA.value, Shortcut.CASES.value)
        self.tabs = [Tab(key, "") for key in keys]
        for page, tab in zip(self._pages, self.tabs, strict=False):
            tab.pressed.connect(lambda one=page: self.show_page(one))
            tabs.addWidget(tab, 1)
        column.addLayout(tabs)
        column.addWidget(self.stack, 1)
        self.notice = Alert()
        column.addWidget(self.notice)
        return frame

    def _right(self) -> QWidget:
        self._side = side = QWidget()
        side.setMinimumWidth(1)  # it arranges itself to the width it gets; it must not ask for more
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.panel)
        column.addWidget(self.records, 1)
        self._chart_card = card()
        inside = QVBoxLayout(self._chart_card)
        inside.setContentsMargins(14, 8, 14, 8)
        self.chart_title = PaceTitle()
        inside.addWidget(self.chart_title)
        inside.addWidget(self.chart)
        column.addWidget(self._chart_card)
        return side

    # --- keys -----------------------------------------------------------------------------------
    def _connect(self) -> None:
        pages: dict[str, Page] = {
            Shortcut.HELP: self.help,
            Shortcut.CAMERA: self.camera,
            Shortcut.CASES: self.cases,
            Shortcut.PASSES: self.passes,
            Shortcut.EXPORT: self.export,
            Shortcut.SCAN_TEST: self.scan,
        }
        of_leader = {row.key: page for row, page in zip(LEADER_PAGES, self.duties, strict=True)}
        for key, page in {**pages, **of_leader}.items():
            self._key(key, partial(self.show_page, page))
        looks = {Shortcut.NIGHT: "night", Shortcut.SIZE: "size", Shortcut.LANGUAGE: "language", Shortcut.MUTE: "mute"}
        for shortcut, look in looks.items():
            self._key(shortcut.value, partial(self.look_wanted.emit, look))
        self._key(Shortcut.FORM.value, lambda: self._open_form(self.desk.present_draft()))
        self._key(Shortcut.BACK.value, self._back)
        self._key(Shortcut.LOCK.value, self.lock_wanted.emit)
        self._key(Shortcut.DRILL.value, self.drill_wanted.emit)
        self._key(Shortcut.FILTER.value, self.records.filter.setFocus)
        self._key(Shortcut.HISTORY.value, self.records.open_chosen)
        self._key(Shortcut.PRINT.value, self._print)
        self._key(Shortcut.THERMOMETER.value, self.delivery.next_thermometer)
        self._key(Shortcut.ANNOUNCE.value, self._announce)
        self.prompts.spoke.connect(self.announcer.prompted)
        self._key(Shortcut.NEXT_PERSON.value, self.form.next_person)
        self._key(Shortcut.DISPOSITION.value, self.desk.cycle_disposition)
        self._key(Shortcut.REPEAT.value, self._repeat)
        for number, key in enumerate(VIEW_KEYS):
            self._key(key, partial(self.records.choose, VIEWS[number]))
        for number, key in enumerate(CREW_KEYS):
            self._key(key, partial(self.desk.toggle_member, number))
        self.desk.form_wanted.connect(self._open_form)
        self.form.finished.connect(self.desk.start_over)
        ended = [one.finished for one in (self.form, self.cases, self.passes, self.export, self.record)]
        for finished in (*ended, *(one.finished for one in self.duties)):
            finished.connect(lambda: self.show_page(self.desk))
        self.record.form_wanted.connect(self._open_correction)
        self.record.leave_wanted.connect(self._leave)
        self.records.record_wanted.connect(self._open_record)
        self.camera.found.connect(self.scanned)
        self.scanner.scanned.connect(self.scanned)
        self.scanner.seen.connect(self.scan.show_scan)
        self._session.notice.connect(self.notice.say)
        self.copy.stands.connect(self.footer.show_mirror)
        self.copy.stands.connect(self.safety.show_mirror)

    def _key(self, key: str, action: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(action)

    # --- pages ----------------------------------------------------------------------------------
    def duty(self, page: type[Duty]) -> Duty:
        """One of the leader's pages by its class."""
        return next(one for one in self.duties if isinstance(one, page))

    def show_page(self, page: Page) -> None:
        """Show a page and put the cursor into it."""
        if self.stack.currentWidget() is self.camera and page is not self.camera:
            self.camera.end()
        self.notice.hide()
        self.stack.setCurrentWidget(page)
        self._place()
        for one, tab in zip(self._pages, self.tabs, strict=False):
            tab.set_on(one is page)
        if isinstance(page, DeskPage):
            page.line.setFocus()
        elif not isinstance(page, FormPage | RecordPage):  # those begin with what is shown in them
            page.begin()

    def _back(self) -> None:
        """Escape: clears the filter or the gate line where the cursor is in it, else goes back to the line."""
        if self.records.filter.hasFocus() and self.records.filter.text():
            self.records.filter.clear()
            return
        if self.stack.currentWidget() is self.desk and self.desk.line.hasFocus():
            self.desk.escape()
            return
        self.show_page(self.desk)

    def _open_form(self, draft: Draft) -> None:
        self.show_page(self.form)
        self.form.begin(draft)

    def _open_correction(self, draft: Draft) -> None:
        self.show_page(self.form)
        self.form.begin_correction(draft)

    def _open_record(self, row: LogRow) -> None:
        self.show_page(self.record)
        self.record.show_record(row)

    def _leave(self, row: LogRow) -> None:
        """Somebody who is inside goes out: car and crew stand ready, readings and Enter are all it takes."""
        self.show_page(self.desk)
        self.desk.leave(row.passage)

    def _repeat(self) -> None:
        if self.stack.currentWidget() is self.form:
            self.form.same_as_last()
        elif self.stack.currentWidget() is self.desk:
            self.desk.repeat()

    def _announce(self) -> None:
        """Ctrl+E switches the announcements of the rule pack on and off."""
        if self.announcer.voice is None:
            self.announcer.voice = self.prompts.new_voice()
        on = self.announcer.toggle()
        self._session.notice.emit("ok", self.tr("Announcements on") if on else self.tr("Announcements off"), "")

    def _print(self) -> None:
        """Ctrl+P prints what the page is about, else the newest handover sheet."""
        page = self.stack.currentWidget()
        if not (isinstance(page, DutyPage) and page.print_it()):
            self.shift.print_last()

    def scanned(self, text: str) -> None:
        """A code from a gun or the camera, wherever the cursor was; a handover sheet's is compared."""
        if self.stack.currentWidget() is self.scan:
            return
        if text.startswith(SHEET_CODE):
            self._compare_sheet(text)
            return
        if self.stack.currentWidget() is not self.form:
            self.show_page(self.desk)
            self.desk.insert_code(text)
        else:
            self.form.scanned(text)

    def _compare_sheet(self, text: str) -> None:
        """Say whether a scanned handover sheet is what the record says."""
        station, session = self._session.station, self._session

        def show(found: Comparison) -> None:
            session.notice.emit(*of_comparison(found, session.language.code))

        session.background.read(lambda: handover_sheets.compare(station, text), show, session.fail)

    def touched(self, changes: Changes[object]) -> None:
        """A write: what was said before is old, and the second copy may go elsewhere."""
        if changes.rows:
            self.notice.hide()
        if Area.SAFETY in changes.areas:
            self.copy.look()

    def offer(self, kept: KeptDraft) -> None:
        """Show what an earlier run did not save."""
        if "fields" in kept.content:
            self.desk.draft.uid = kept.uid  # line and form are one draft: Esc and F2 go between them
            self.show_page(self.form)
            self.form.restore(kept)
        else:
            self.desk.restore(kept)

    def keep_drafts(self) -> None:
        """Write what is typed and not saved, before the program ends."""
        self.desk.keeper.write_now()
        self.form.keeper.write_now()

    # --- look and language ----------------------------------------------------------------------
    def rescale(self) -> None:
        """Fit everything of a fixed size to the text size in force."""
        self._place()
        compact = self.height() < theme.px(690)
        self.chart.setFixedHeight(theme.px(40 if compact else 72))
        self.desk.set_compact(compact=compact)
        self.cases.rescale(compact=compact)
        for page in self.duties:
            page.rescale(compact=compact)
        for part in (self.header, self.footer, self.records, self.desk):
            part.rescale()

    def _place(self) -> None:
        """The keys page takes the whole width, every other page the left half."""
        whole = self.stack.currentWidget() is self.help
        width = self.width() - 24 if whole else min(theme.px(LEFT_WIDTH), round(self.width() * 0.54))
        if whole:  # first what gives room, then what takes it: else the window itself would grow
            self._side.hide()
        self._frame.setFixedWidth(width)
        if not whole:
            self._side.show()

    def repaint_all(self) -> None:
        """After a theme or size change: what draws itself takes its colours anew."""
        self.rescale()
        self.records.model.retranslate()
        self.record.retranslate()
        self.chart.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A smaller screen gets the compact layout."""
        super().resizeEvent(event)
        self.rescale()

    def changeEvent(self, event: QEvent) -> None:
        """A new language reaches every page."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.name_tabs()
        for page in (*self._pages, self.panel, self.records, self.chart_title):
            page.retranslate()
        self.delivery.retranslate()

    def name_tabs(self) -> None:
        """Name the tabs, with how many wait."""
        waiting = self.delivery.waiting
        words = (
            self.tr("Register"),
            self.tr("Full form"),
            self.tr("Camera"),
            self.tr("Held") + (f" {waiting}" if waiting else ""),
        )
        for tab, word in zip(self.tabs, words, strict=True):
            tab.word.setText(word)
            tab.set_on(self.stack.currentIndex() == self.tabs.index(tab))
