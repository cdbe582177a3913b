"""Pass, recheck, stop: a tone of its own for each, and spoken words where the system has a voice.

The eye is never needed to hear them apart: one high tone, two middle ones, three low ones. Without a sound
device, or without Qt's sound libraries, everything stays silent and nothing else changes.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from station.paths import resource_path
from station.records.passage import Passage
from station.triage.assessment import TEMPERATURE_RULES
from ui.session.session import Session

if TYPE_CHECKING:  # loaded late, and not on every machine
    from PySide6.QtMultimedia import QSoundEffect
    from PySide6.QtTextToSpeech import QTextToSpeech

KINDS = ("pass", "recheck", "stop")
LOCALES = {"zh": "zh_CN", "en": "en_US"}


def kind_of(passage: Passage) -> str:
    """Which of the three a saved passage is: stop for a key hit, recheck for a temperature, else pass."""
    if passage.disposition == "released":
        return "pass"
    hot = any(flag.rule in TEMPERATURE_RULES for flag in passage.flags)
    return "recheck" if hot else "stop"


class Prompts(QObject):
    """Plays one prompt at a time; `played` counts them by kind."""

    spoke = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.muted = False
        self.played: list[str] = []
        self._effects: dict[str, QSoundEffect] = {}
        self._voice: QTextToSpeech | None = None
        if session.sounding:
            QTimer.singleShot(1500, self._load)  # the first key comes first

    def _load(self) -> None:
        """Load the tones and look for a voice; a machine without either is a silent one."""
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

            if QMediaDevices.audioOutputs():
                for kind in KINDS:
                    effect = QSoundEffect(self)
                    effect.setSource(QUrl.fromLocalFile(str(resource_path(f"sounds/{kind}.wav"))))
                    self._effects[kind] = effect
                self._voice = self._find_voice()
        except (ImportError, RuntimeError) as error:
            logging.getLogger("station.sound").info("no sound: %s", type(error).__name__)

    def new_voice(self) -> QTextToSpeech | None:
        """Another voice, None where the machine has none: who speaks beside the prompts can be quieter than they."""
        return self._find_voice() if self._voice is not None else None

    def _find_voice(self) -> QTextToSpeech | None:
        from PySide6.QtCore import QLocale
        from PySide6.QtTextToSpeech import QTextToSpeech

        engines = [name for name in QTextToSpeech.availableEngines() if name != "mock"]
        if not engines:
            return None
        voice = QTextToSpeech(engines[0], self)
        wanted = QLocale(LOCALES[self._session.language.code])
        if wanted not in voice.availableLocales():
            return None
        voice.setLocale(wanted)
        return voice

    def saved(self, passage: Passage) -> None:
        """Say what became of a passage."""
        self.play(kind_of(passage))

    def play(self, kind: str) -> None:
        """Play a prompt, unless it is muted; the driver's screen shows it all the same."""
        self.spoke.emit(kind)
        if self.muted:
            return
        self.played = [*self.played[-99:], kind]
        effect = self._effects.get(kind)
        if effect is not None:
            effect.play()
        if self._voice is not None and kind != "pass":  # a pass every seven seconds needs no words
            self._voice.stop()
            self._voice.say(self._session.label("prompt", kind))
