"""A real desk on a seeded store, driven by keys, with a heart beat that shows when the GUI thread was held up."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, Qt, QTimer

from station.clock import SystemClock
from station.services.opened_station import Station
from ui.demo.keyboard import Keyboard
from ui.language.translations import CHINESE, Language
from ui.shell.application import SWITCH, Shell, new_application

if TYPE_CHECKING:
    from ui.shell.main_window import MainWindow  # the program itself brings it in only when somebody signed in

BEAT = 2  # ms


class Heart:
    """Beats on the GUI thread; the longest pause between two beats is what a user would feel."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append((now - self._last) * 1000)
        self._last = now

    def start(self) -> None:
        """Begin anew."""
        self.pauses.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        """All pauses in ms."""
        self._timer.stop()
        return list(self.pauses)


class Desk:
    """The window after signing in; a context manager that shuts it."""

    def __init__(self, folder: Path) -> None:
        sys.setswitchinterval(SWITCH)
        self.application = new_application(["bench"])
        self.language = Language(self.application, CHINESE)
        self.shell = Shell(folder, self.language, SystemClock())
        self.shell.show()
        self.keys = Keyboard(self.shell)
        self.heart = Heart()

    def __enter__(self) -> Desk:
        self.keys.open_desk("words", "1234")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shell.shut()
        self.language.end()
        self.shell.close()

    @property
    def main(self) -> MainWindow:
        """What is shown after signing in."""
        assert self.shell.main is not None
        return self.shell.main

    @property
    def station(self) -> Station:
        """The station as whoever signed in has it."""
        assert self.shell.session is not None
        return self.shell.session.station

    def type_slowly(self, text: str, pause: float = 0.09) -> None:
        """Type as a fast hand does, with the event loop running in between."""
        for character in text:
            self.keys.type(character)
            self.run(pause)

    def run(self, seconds: float) -> None:
        """Let the event loop run."""
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            QCoreApplication.processEvents()
            time.sleep(0.0005)


def rss_mb() -> float:
    """Resident memory now, MiB; not a number where the system does not say it in `/proc`."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return float("nan")
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
