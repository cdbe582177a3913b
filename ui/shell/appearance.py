"""Night, text size, language, sound: what the desk is set to, applied and remembered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from station.clock import SystemClock, local
from ui.language.translations import Language
from ui.shell import preferences
from ui.widgets import theme

EVENING, MORNING = 19, 7  # hours in UTC+8 between which the desk dims by itself
LOWEST = 604  # px of height that the standard text size needs: a larger one must leave as much


class Look(QObject):
    """One for the program's window; each change is applied at once and kept beside the store."""

    def __init__(self, window: QWidget, folder: Path, language: Language) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._language = language
        self.preferences = preferences.read(folder)
        self._dim = QTimer(self)
        self._dim.setInterval(60_000)
        self._dim.timeout.connect(self._by_the_clock)

    def apply(self) -> None:
        """Put everything in force that was remembered; from now on the clock dims the desk."""
        self._dim.start()
        self._apply()

    def change(self, what: str) -> None:
        """Turn one thing over: night, size, language or mute."""
        mine = self.preferences
        if what == "night":
            mine.night = theme.current(_application()) is not theme.NIGHT
        elif what == "size":
            sizes = self.sizes()
            mine.percent = sizes[(sizes.index(self._percent()) + 1) % len(sizes)]
        elif what == "language":
            self._language.toggle()
            mine.language = self._language.code
        else:
            mine.muted = not mine.muted
        if what in ("night", "size"):
            self._apply()
        preferences.write(self._folder, mine)

    def sizes(self) -> list[int]:
        """The text sizes this window is large enough for."""
        height = self._window.height()
        return [size for size in theme.SIZES if size == 100 or height * 100 / size >= LOWEST]

    def _percent(self) -> int:
        return max(size for size in self.sizes() if size <= max(self.preferences.percent, 100))

    def _is_night(self) -> bool:
        if self.preferences.night is not None:
            return self.preferences.night
        hour = local(SystemClock().now()).hour
        return hour >= EVENING or hour < MORNING

    def _by_the_clock(self) -> None:
        if self.preferences.night is None and self._is_night() != (theme.current(_application()) is theme.NIGHT):
            self._apply()

    def _apply(self) -> None:
        theme.apply(_application(), theme.NIGHT if self._is_night() else theme.DAY, self._percent())


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
