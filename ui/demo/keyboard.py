"""A pair of hands: real key events to whatever has the focus, and waiting until the desk has answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.errors import BugError
from ui.shell.application import Shell

if TYPE_CHECKING:
    from ui.centre.centre_window import CentreShell

PATIENCE = 30.0  # seconds; only a hang is ever this slow


class Keyboard:
    """Types into one window."""

    def __init__(self, shell: Shell | CentreShell) -> None:
        self._shell = shell

    def type(self, text: str) -> None:
        """Type characters; what a key cannot make goes in as an input method would commit it."""
        for character in text:
            target = QApplication.focusWidget() or self._shell
            if character.isascii():
                QTest.keyClicks(target, character)
            else:
                QTest.sendKeyEvent(
                    QTest.KeyAction.Click, target, Qt.Key.Key_unknown, character, Qt.KeyboardModifier.NoModifier
                )

    def press(self, key: Qt.Key) -> None:
        """Press one key and wait for what it sets off."""
        self.press_without_waiting(key)
        self.settle()

    def press_without_waiting(self, key: Qt.Key) -> None:
        """Press one key."""
        QTest.keyClick(QApplication.focusWidget() or self._shell, key)

    def enter(self, text: str = "") -> None:
        """Type a text and Enter."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def open_desk(self, secret: str, who: str) -> None:
        """Unlock and sign in: `who` is the operator's number, if there are several, and the PIN."""
        shell = self._shell
        assert isinstance(shell, Shell)
        shell.activateWindow()
        self.until(shell.isActiveWindow)
        shell.door.field.setFocus()
        self.enter(secret)
        self.until(lambda: shell.station is not None and not shell.background.is_busy())
        self.enter(who)
        self.until(lambda: shell.main is not None and not shell.background.is_busy())
        self.settle()

    def settle(self) -> None:
        """Let events and background work run until nothing is left to do."""
        self.until(lambda: not self._shell.background.is_busy())
        QApplication.processEvents()

    def until(self, condition: Callable[[], bool]) -> None:
        """Process events until a condition holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            QTest.qWait(1)  # processEvents(flags, ms) of PySide6 6.12 loses a reference to None each call
            if time.monotonic() > deadline:
                raise BugError("desk_does_not_answer")
        QApplication.processEvents()

    def screenshot(self, path: Path) -> None:
        """Save the window as it looks now."""
        self.settle()
        self._shell.grab().save(str(path))
