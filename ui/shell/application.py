"""The composition root of the window: door, session, main window, theme, language."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMessageBox, QStackedWidget

from station.clock import Clock, SystemClock
from station.error_log import note_bug, start_log
from station.errors import BugError, StationError, StoreProblem
from station.messages import user_language
from station.records.operator import Operator
from station.services.access.unlock_secret import Unlock, shown_station
from ui.language.problem_text import of_error
from ui.language.translations import Language
from ui.session.background import Background
from ui.shell import preferences
from ui.shell.appearance import Look
from ui.shell.lock_screen import DoorPage
from ui.widgets import theme

if TYPE_CHECKING:
    from station.services.gate.drafts import KeptDraft
    from station.services.opened_station import Station
    from ui.session.session import Session
    from ui.shell.main_window import MainWindow

# What the door does not need is imported once it is shown, while the passphrase is being typed: the first
# key is taken several times sooner.
SIZE = (1366, 768)
SWITCH = 0.001  # seconds a worker may keep the interpreter while the window wants it


class Shell(QStackedWidget):
    """The one top-level window: the door, and behind it the desk."""

    def __init__(
        self,
        folder: Path,
        language: Language,
        clock: Clock,
        note: str = "",
        *,
        sounding: bool = False,
        reserving: bool = False,
    ) -> None:
        super().__init__()
        self._reserving = reserving
        self._sounding = sounding
        self.look = Look(self, folder, language)
        self._folder = folder
        self._language = language
        self._clock = clock
        self.background = Background(self)
        code, name = shown_station(folder)
        self.setWindowTitle(f"{name} {code}")
        self.resize(*SIZE)
        self.station: Station | None = None  # the one owner, from unlocking to closing
        self.session: Session | None = None
        self.main: MainWindow | None = None
        self.door = DoorPage(language, f"{name} {code}", note)
        self.addWidget(self.door)
        self.door.unlock.connect(self._unlock)
        self.door.sign_in.connect(self._sign_in)
        self.door.forgotten.connect(self._forgotten)
        QShortcut(QKeySequence("Ctrl+L"), self.door).activated.connect(lambda: self.look.change("language"))
        self.door.field.setFocus()

    def prepare(self) -> None:
        """Import the rest while the first secret is being typed."""
        QTimer.singleShot(0, lambda: self.background.read(_import_the_rest, lambda _done: None))

    def _unlock(self, secret: Unlock) -> None:
        self.door.field.setEnabled(False)

        def work() -> tuple[Station, list[Operator]]:
            from station.services.access import operators
            from station.services.access.data_folder import open_station

            station = open_station(self._folder, secret, self._clock, writing=True)
            return station, operators.all_operators(station)

        self.background.write(work, self._unlocked, self.door.say)

    def _forgotten(self) -> None:
        """Ask the centre by stick; the door stays shut meanwhile."""
        from ui.shell.recovery_page import ForgottenPage  # only those who need it load it

        page = ForgottenPage(self._folder, self._language, self._clock, self.background)

        def end() -> None:
            self.setCurrentWidget(self.door)
            self.removeWidget(page)
            page.deleteLater()
            self.door.ask_secret()

        page.finished.connect(end)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.stick.setFocus()

    def _unlocked(self, opened: tuple[Station, list[Operator]]) -> None:
        self.station, found = opened
        self.door.field.setEnabled(True)
        self.door.ask_operator(found)

    def _sign_in(self, operator_id: str, pin: str) -> None:
        from station.services.access import operators

        station = self.station
        assert station is not None
        self.background.write(lambda: operators.sign_in(station, operator_id, pin), self._signed_in, self.door.say)

    def _signed_in(self, operator: Operator) -> None:
        from station.services.gate import drafts
        from ui.session.session import Session
        from ui.shell.main_window import MainWindow

        assert self.station is not None
        station = self.station
        station.sign_in(operator)
        if self.main is None:
            self.session = Session(station, self.background, self._language, sounding=self._sounding)
            self.main = MainWindow(self.session)
            self.main.lock_wanted.connect(self.lock)
            self.main.look_wanted.connect(self._look)
            self.main.drill_wanted.connect(self._drill)
            self.main.prompts.muted = self.look.preferences.muted
            self.addWidget(self.main)
            self.background.read(lambda: drafts.left_over(station), self._offer)
            self.main.copy.begin(reserving=self._reserving)
        else:
            assert self.session is not None
            self.main.delivery.reload()
            self.main.copy.look()
        self.setCurrentWidget(self.main)
        self.main.show_page(self.main.desk)
        # What is loaded by now stays for good: the collector need not walk it again while somebody types.
        gc.collect()
        gc.freeze()
        for code in station.warnings:
            self.session.fail(StoreProblem(code))

    def _offer(self, kept: KeptDraft | None) -> None:
        if kept is not None and self.main is not None:
            self.main.offer(kept)

    def _look(self, what: str) -> None:
        """Night, text size, language or sound, at any time and in the middle of a draft."""
        assert self.main is not None
        self.look.change(what)
        self.main.prompts.muted = self.look.preferences.muted
        self.main.repaint_all()
        if what == "mute":
            self.main.header.tick()

    def _drill(self) -> None:
        """Practice beside the real desk; the desk stays as it is underneath."""
        from ui.drill.drill_page import DrillPage  # only those who practise load it

        drill = DrillPage(self._language, self.session.station.operator.name if self.session else "", self)
        self.addWidget(drill)
        self.setCurrentWidget(drill)

        def end() -> None:
            assert self.main is not None
            self.removeWidget(drill)
            drill.shut()
            drill.deleteLater()
            self.setCurrentWidget(self.main)
            self.main.show_page(self.main.desk)

        drill.finished.connect(end)
        drill.begin()

    def lock(self) -> None:
        """Cover the desk; what is typed in it stays, the data key stays in memory."""
        from station.services.access import operators

        assert self.station is not None
        self.door.ask_operator(operators.all_operators(self.station))
        self.setCurrentWidget(self.door)
        self.door.field.setFocus()

    def shut(self) -> None:
        """Stop the camera and the workers and release the data folder."""
        if self.main is not None:
            self.main.camera.end()
            self.main.announcer.end()
            self.main.keep_drafts()
            last = self.main.copy.last_time()
            if last is not None:
                self.background.wait_for_device(last, lambda _state: None, lambda _error: None)
        self.background.stop()
        if self.station is not None:
            self.station.close()
            self.station = None


def _import_the_rest() -> None:
    import station.entry.pinyin
    import ui.shell.main_window

    station.entry.pinyin.spell("准备")  # loads the dictionary of readings
    assert ui.shell.main_window


def new_application(arguments: list[str]) -> QApplication:
    """The Qt application with the day theme; a running one is taken as it is."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(arguments)
    application.setApplicationName("checkpoint-station")
    logging.getLogger("station").addHandler(logging.NullHandler())
    qInstallMessageHandler(_qt_message)
    theme.apply(application, theme.DAY)
    return application


def run_desk(folder: Path, note: str = "") -> int:
    """Open the desk on a data folder and run until it is closed."""
    application = new_application(sys.argv[:1])
    try:
        shown_station(folder)  # a missing or foreign folder is said before a window opens
    except StationError as error:
        if sys.stderr is None:  # packaged for Windows there is no console to say it on
            QMessageBox.critical(None, "station", "\n".join(of_error(error, user_language())))
        raise
    start_log(folder / "log")
    sys.setswitchinterval(SWITCH)
    sys.excepthook = _last_resort
    language = Language(application, preferences.read(folder).language or user_language())
    shell = Shell(folder, language, SystemClock(), note, sounding=True, reserving=True)
    screen = application.primaryScreen().geometry()
    if screen.width() <= SIZE[0] or screen.height() <= SIZE[1]:
        shell.showFullScreen()  # a small laptop has no line to spare for a title bar
    else:
        shell.show()
    shell.look.apply()
    shell.prepare()
    try:
        return application.exec()
    finally:
        shell.shut()
        language.end()


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's own messages go to the log, not to the volunteer's screen."""
    level = logging.INFO if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    logging.getLogger("station.qt").log(level, "%s", message)


def _last_resort(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug in a slot: log where, tell the operator, keep the desk usable."""
    note_bug(error)
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Shell) and window.session is not None:
            window.session.fail(BugError("bug"))
