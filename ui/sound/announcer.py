"""The announcement player: says what is due in a loop, keeps quiet while a prompt speaks, shows it to the driver.

Without a voice the words still stand on the driver's screen; without a second screen they are only heard.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from station.services.gate import announcements
from ui.session.session import Session
from ui.sound.driver_screen import DriverScreen

QUIET = 0.2  # volume while a prompt speaks
SPOKEN = ("recheck", "stop")  # prompts with words; the others are tones
PROMPT = 3000  # ms a prompt is given
LOOK = 5000  # ms between two looks at the schedule


class Voice(Protocol):
    """What speaks: Qt's text to speech, where the machine has one; not the voice of the prompts."""

    def say(self, text: str, /) -> object:
        """Speak."""

    def stop(self) -> object:
        """Be silent."""

    def pause(self) -> object:
        """Stop in the middle of a word."""

    def resume(self) -> object:
        """Go on from there."""

    def setVolume(self, volume: float, /) -> object:
        """From 0 to 1."""


class Announcer(QObject):
    """Runs while it is switched on; `said` are the texts said, newest last."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: dict[str, int] = {}
        self.said: list[str] = []
        self.voice: Voice | None = None
        self.screen: DriverScreen | None = None
        self.is_on = False
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self.look)
        self._loud = QTimer(self)
        self._loud.setSingleShot(True)
        self._loud.setInterval(PROMPT)
        self._loud.timeout.connect(self._be_loud)

    def toggle(self) -> bool:
        """Switch on or off; whether it is on now."""
        self.is_on = not self.is_on
        if self.is_on:
            self.screen = DriverScreen.on_second_screen()
            self._look.start()
            self.look()
        else:
            self.end()
        return self.is_on

    def end(self) -> None:
        """Be silent and take the driver's screen away."""
        self.is_on = False
        self._look.stop()
        self._loud.stop()
        if self.voice is not None:
            self.voice.stop()
        if self.screen is not None:
            self.screen.close()
            self.screen.deleteLater()
            self.screen = None

    def look(self) -> None:
        """Say what is due, unless a prompt is speaking."""
        if self._loud.isActive():
            return
        station = self._session.station
        now = station.clock.now()
        one = announcements.due(station.rules, self._heard, now)
        if one is None:
            return
        self._heard[one.text] = now
        self.said = [*self.said[-99:], one.text]
        if self.voice is not None:
            self.voice.say(one.text)
        if self.screen is not None:
            self.screen.show_announcement(one.text)

    def prompted(self, kind: str) -> None:
        """A prompt speaks to the gate: step back behind it, and show the driver what it means."""
        if not self.is_on:
            return
        if self.voice is not None:
            self.voice.setVolume(QUIET)
            if kind in SPOKEN:  # two voices at once are none
                self.voice.pause()
        self._loud.start()
        if self.screen is not None:
            self.screen.show_prompt(kind, self._session.label("driver", kind))

    def _be_loud(self) -> None:
        if self.voice is not None:
            self.voice.setVolume(1.0)
            self.voice.resume()
        if self.screen is not None:
            self.screen.show_prompt("", "")
