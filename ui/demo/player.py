"""Plays a script at the real desk: unlock, sign in, open the shift, type everything, hand over, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from station.clock import MINUTE, SetClock
from station.errors import BugError
from ui.demo.keyboard import Keyboard
from ui.demo.script import Script, Step
from ui.language.translations import ENGLISH, Language
from ui.shell.application import Shell

Key = Qt.Key
SHIFT_LENGTH = 225 * MINUTE


class Player:
    """One station's shift; `screens` is where pictures go, None for no pictures."""

    def __init__(self, shell: Shell, script: Script, clock: SetClock, language: Language, screens: Path | None) -> None:
        self._shell = shell
        self._script = script
        self._clock = clock
        self._language = language
        self._screens = screens
        self._keys = Keyboard(shell)
        self._pictured: set[str] = set()

    def play(self, passphrase: str, pin: str, stick: Path, at_half: Callable[[], None]) -> None:
        """The whole shift, by keys alone; halfway a batch goes to the centre and `at_half` answers it."""
        keys = self._keys
        self._shell.activateWindow()
        keys.until(self._shell.isActiveWindow)
        self._shell.door.field.setFocus()
        self._picture("door")
        keys.enter(passphrase)
        keys.until(lambda: self._shell.station is not None and not self._shell.background.is_busy())
        keys.enter(f"2{pin}")
        keys.until(lambda: self._shell.main is not None and not self._shell.background.is_busy())
        keys.press(Key.Key_F9)
        for text in ("值守甲 志愿者", "值守乙 志愿者", "民警丙 民警 园山所", "", "1:365/366 2:366/366"):
            keys.enter(text)
        pause = SHIFT_LENGTH // max(len(self._script.steps), 1)
        for number, step in enumerate(self._script.steps):
            if number == len(self._script.steps) // 2:
                keys.press(Key.Key_F8)
                self._export(stick)
                keys.press(Key.Key_Escape)
                at_half()
            self._clock.advance(pause)
            self._play_step(step)
        self._finish(pin, stick)

    def _play_step(self, step: Step) -> None:
        before = self._count()
        getattr(self, f"_{step.kind}")(step)
        if self._count() != before + 1:
            raise BugError("step_not_saved", kind=step.kind)

    def _count(self) -> int:
        assert self._shell.main is not None
        return self._shell.main.delivery.figures.passages

    def _line(self, step: Step) -> None:
        self._keys.enter(step.keys[0])

    def _steps(self, step: Step) -> None:
        for part in step.keys:
            self._keys.enter(part)

    def _choice(self, step: Step) -> None:
        self._keys.enter(step.keys[0])
        self._picture("choice")
        self._keys.type(step.keys[1])
        self._keys.settle()

    def _question(self, step: Step) -> None:
        self._keys.enter(step.keys[0])
        self._picture("question")
        self._keys.enter(step.keys[1])

    def _visitor(self, step: Step) -> None:
        name, phone, reason, reading = step.keys
        self._keys.press(Key.Key_F2)
        self._keys.enter(name)
        self._picture("form")
        self._keys.enter(phone)
        self._keys.enter(reason)
        self._keys.enter(reading)

    def _fever(self, step: Step) -> None:
        keys = self._keys
        keys.type(step.keys[0] + " ")
        keys.settle()
        self._picture("desk")
        keys.press(Key.Key_Return)
        keys.press(Key.Key_F4)
        for number, text in enumerate(step.then):
            self._clock.advance(5 * MINUTE if number < 2 else 0)
            keys.enter(text)
            if number == 1:
                self._picture("cases")
        keys.press(Key.Key_Escape)
        self._clock.advance(-5 * MINUTE * min(len(step.then), 2) + MINUTE)

    def _finish(self, pin: str, stick: Path) -> None:
        """Hand over, take the receipt that came back, export the rest with the handover in it."""
        keys = self._keys
        self._picture("records")
        keys.press(Key.Key_F9)
        steps = (
            ("",),  # figures and open items
            ("", ""),  # staff, thermometers
            ("46", "2", "1", "3", "5", "80"),  # supplies
            ("多云 12 ℃", "零报告：本班无确诊、无疑似。", "", pin, "1", "1234"),
        )
        for text in (text for step in steps for text in step):
            keys.enter(text)
        self._picture("shift")
        keys.press(Key.Key_F8)
        self._export(stick)
        self._picture("export")
        keys.press(Key.Key_F12)
        self._picture("lock")

    def _export(self, stick: Path) -> None:
        assert self._shell.main is not None
        if not self._shell.main.export.folder.text():
            self._keys.type(str(stick))
        self._keys.press(Key.Key_Return)

    def _picture(self, name: str) -> None:
        """The first time a screen is met: Chinese and English, day and, for the desk, night."""
        if self._screens is None or name in self._pictured:
            return
        self._pictured.add(name)
        before = self._language.code
        for code in (before, ENGLISH):
            self._language.use(code)
            self._keys.screenshot(self._screens / f"{name}-{code}.png")
        if name == "desk" and self._shell.main is not None:
            self._shell.main.look_wanted.emit("night")
            for code in (ENGLISH, before):
                self._language.use(code)
                self._keys.screenshot(self._screens / f"{name}-night-{code}.png")
            self._shell.main.look_wanted.emit("night")
        self._language.use(before)
        QApplication.processEvents()
