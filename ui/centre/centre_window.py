"""The centre's window: a door, then three pages for sticks, lists and the street."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.clock import Clock, SystemClock
from station.error_log import note_bug, start_log
from station.errors import BugError, StationError
from station.messages import user_language
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Centre
from ui.centre.centre_session import CentreSession
from ui.centre.lists_page import ListsPage
from ui.centre.passed_page import PassedPage
from ui.centre.stick_page import StickPage
from ui.centre.street_page import StreetPage
from ui.language.problem_text import of_error
from ui.language.translations import Language
from ui.session.background import Background
from ui.shell import preferences
from ui.shell.appearance import Look
from ui.shell.application import SWITCH, new_application
from ui.widgets.basic_parts import Alert, Tab, card, text_label
from ui.widgets.line_edits import PlainEdit

SIZE = (1024, 720)
KEYS = ("F2", "F3", "F4", "F5")
CentrePage = StickPage | ListsPage | StreetPage | PassedPage


class CentreDoor(QWidget):
    """A card with one field: the centre's passphrase."""

    def __init__(self, name: str, opened: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        frame = card()
        frame.setFixedWidth(460)
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        self._ask = text_label("")
        self.field = PlainEdit("doorField")
        self.field.setEchoMode(PlainEdit.EchoMode.Password)
        self.field.setFixedHeight(40)
        self.field.entered.connect(lambda: opened(self.field.text()))
        self.problem = Alert()
        for widget in (text_label(name, "heading"), self._ask, self.field, self.problem):
            column.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._ask.setText(self.tr("The centre's passphrase"))
        self.field.setAccessibleName(self._ask.text())


class CentreMain(QWidget):
    """Tabs above, the page below."""

    def __init__(self, session: CentreSession, look: Look) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.stick, self.lists, self.street = StickPage(session), ListsPage(session), StreetPage(session)
        self.passed = PassedPage(session)
        self.pages: list[CentrePage] = [self.stick, self.lists, self.street, self.passed]
        self.stack = QStackedWidget()
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        tabs = QHBoxLayout()
        self.tabs = [Tab(key, "") for key in KEYS]
        for key, tab, page in zip(KEYS, self.tabs, self.pages, strict=True):
            self.stack.addWidget(page)
            tabs.addWidget(tab, 1)
            tab.pressed.connect(partial(self.show_page, page))
            QShortcut(QKeySequence(key), self).activated.connect(partial(self.show_page, page))
        for key, what in (("F11", "night"), ("Ctrl+T", "size"), ("Ctrl+L", "language")):
            QShortcut(QKeySequence(key), self).activated.connect(lambda one=what: look.change(one))
        column.addLayout(tabs)
        column.addWidget(self.stack, 1)
        outer = QVBoxLayout(self)
        outer.addWidget(frame)
        self.retranslate()

    @property
    def page(self) -> CentrePage:
        """The page that shows."""
        return self.pages[self.stack.currentIndex()]

    def show_page(self, page: CentrePage) -> None:
        """Show a page and put the cursor into it."""
        self.stack.setCurrentWidget(page)
        for one, tab in zip(self.pages, self.tabs, strict=True):
            tab.set_on(one is page)
        page.begin()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        words = (self.tr("Stick"), self.tr("Lists"), self.tr("Street"), self.tr("Who passed"))
        for tab, word in zip(self.tabs, words, strict=True):
            tab.word.setText(word)
        for page in self.pages:
            page.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """A new language reaches every page."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class CentreShell(QStackedWidget):
    """The one top-level window of the centre."""

    def __init__(self, at: str, language: Language, clock: Clock) -> None:
        super().__init__()
        self._at, self._language, self._clock = at, language, clock
        self.background = Background(self)
        self.look = Look(self, Path(at), language)
        self.centre: Centre | None = None
        self.main: CentreMain | None = None
        self.setWindowTitle(Path(at).name)
        self.resize(*SIZE)
        self.door = CentreDoor(Path(at).name, self._open)
        self.addWidget(self.door)
        self.door.field.setFocus()

    def _open(self, passphrase: str) -> None:
        self.door.field.setEnabled(False)
        work = lambda: clerk_desk.open_centre(self._at, passphrase, self._clock)  # noqa: E731
        self.background.read(work, self._opened, self._refused)

    def _refused(self, error: StationError) -> None:
        self.door.problem.say("bad", *of_error(error, self._language.code))
        self.door.field.setEnabled(True)
        self.door.field.clear()
        self.door.field.setFocus()

    def _opened(self, centre: Centre) -> None:
        self.centre = centre
        self.main = CentreMain(CentreSession(centre, self.background, self._language), self.look)
        self.addWidget(self.main)
        self.setCurrentWidget(self.main)
        self.main.show_page(self.main.stick)

    def bug(self, error: BaseException) -> None:
        """A bug in a slot: log where, tell the clerk, keep the window usable."""
        note_bug(error)
        page = self.main.page if self.main else self.door
        page.problem.say("bad", *of_error(BugError("bug"), self._language.code))

    def shut(self) -> None:
        """Finish what was begun and release the centre's folder."""
        self.background.stop()
        if self.centre is not None:
            self.centre.close()
            self.centre = None


def run_centre(at: str) -> int:
    """Open the window on a centre's folder and run until it is closed."""
    application = new_application(sys.argv[:1])
    start_log(Path(at) / "log")
    sys.setswitchinterval(SWITCH)
    language = Language(application, preferences.read(Path(at)).language or user_language())
    shell = CentreShell(at, language, SystemClock())
    sys.excepthook = lambda _kind, error, _trace: shell.bug(error)
    shell.look.apply()
    shell.show()
    try:
        return application.exec()
    finally:
        shell.shut()
        language.end()
