"""Scanner guns: keys that come faster than anyone types are one code, wherever the cursor is.

A gun is a keyboard (domain 7): 8 to 20 ms between keys, people above 80. The first keys go their usual way;
once they are too fast for a hand they are taken back out of the field, and the rest never reaches it. A
suffix (Enter or Tab) or a pause ends the code. What was too short for a code is typed again as it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from station.entry.normal import line_text
from station.entry.pass_text import cut_tokens, typed_serial
from ui.widgets.line_edits import KeyHold, copy_of

GAP = 35  # ms between two keys of a gun at most
SURE = 4  # keys in a row that fast are no hand's
SHORTEST = 8  # characters of a code; anything shorter was typed after all
PAUSE = 90  # ms without a key end a code that has no suffix
SUFFIXES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
SILENT = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
NOT_TEXT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True)
class Scan:
    """A code as it came: its text, ms per key, whether a suffix ended it, whether it is one of our passes."""

    text: str
    pace: float
    suffix: bool
    is_pass: bool


def is_pass(text: str) -> bool:
    """Whether a text is a pass's code or its typed serial, in either case of letters."""
    clean = line_text(text)
    return bool(cut_tokens(clean)[1]) or typed_serial(clean.strip()) is not None


class Scanner(QObject):
    """Watches every key of a window; `scanned` carries a code's text, `seen` how it came."""

    scanned = Signal(str)
    seen = Signal(object)  # Scan

    def __init__(self, window: QWidget, hold: KeyHold) -> None:
        super().__init__(window)
        self._window = window
        self._hold = hold
        self._keys: list[QKeyEvent] = []
        self._times: list[int] = []
        self._field: QLineEdit | None = None
        self._before = ("", 0)
        self._held = 0
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(PAUSE)
        self._end.timeout.connect(lambda: self._finish(None))
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)  # after the hold's: the newest filter sees a key first

    @property
    def is_sure(self) -> bool:
        """Whether the keys coming in are a gun's."""
        return len(self._keys) >= SURE

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sort keys into a gun's and a hand's."""
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self._committed(watched, event)
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        if self._hold.replaying or not self._is_ours(watched):
            return False
        if event.type() == QEvent.Type.KeyRelease or event.key() in SILENT:
            return self.is_sure
        return self._pressed(event)

    def _is_ours(self, watched: QObject) -> bool:
        """Only the widget with the cursor, so that a key passed on to its parents counts once; no secret."""
        if not isinstance(watched, QWidget) or watched is not QApplication.focusWidget():
            return False
        if isinstance(watched, QLineEdit) and watched.echoMode() != QLineEdit.EchoMode.Normal:
            return False
        return self._window.isAncestorOf(watched)

    def _pressed(self, event: QKeyEvent) -> bool:
        at = event.timestamp()
        quick = bool(self._times) and 0 <= at - self._times[-1] <= GAP and not event.isAutoRepeat()
        if event.key() in SUFFIXES:
            if self.is_sure and quick:
                self._finish(event)
                return True
            self._finish(None)
            return self._cut_from_field(event)
        text = event.text()
        if not text or text < " " or event.modifiers() & NOT_TEXT:
            self._finish(None)
            return False
        if not quick:
            self._finish(None)
            self._start()
        if at == 0 or event.isAutoRepeat():
            return False  # no device sent it, or a finger rests on the key
        self._keys.append(copy_of(event))
        self._times.append(at)
        if len(self._keys) == SURE:
            self._take_back()
        if self.is_sure:
            self._end.start()
        return self.is_sure

    def _start(self) -> None:
        """Remember the field as it is before the first key of what may become a code."""
        focus = QApplication.focusWidget()
        self._field = focus if isinstance(focus, QLineEdit) else None
        self._before = (self._field.text(), self._field.cursorPosition()) if self._field else ("", 0)
        self._held = SURE - 1 if self._hold.holding else 0

    def _take_back(self) -> None:
        """The first keys were a gun's: out of the field, or out of the keys that wait for a save."""
        if self._held:
            self._hold.take_back(self._held)
        elif self._field is not None:
            self._field.setText(self._before[0])
            self._field.setCursorPosition(self._before[1])

    def _finish(self, suffix: QKeyEvent | None) -> None:
        """The code is complete; what was no code is typed."""
        self._end.stop()
        keys, times, sure = self._keys, self._times, self.is_sure
        self._keys, self._times = [], []
        if not sure:
            return
        if len(keys) < SHORTEST:
            self._type([*keys, copy_of(suffix)] if suffix else keys)
            return
        text = "".join(key.text() for key in keys)
        self._deliver(Scan(text, (times[-1] - times[0]) / (len(times) - 1), suffix is not None, is_pass(text)))

    def _type(self, keys: list[QKeyEvent]) -> None:
        for key in keys:
            if self._hold.holding:
                self._hold.keep(partial(self._hold.type, key))
            else:
                self._hold.type(key)

    def _deliver(self, scan: Scan) -> None:
        """Hand a code on, in its turn among the keys that wait for a save."""
        if self._hold.holding:
            self._hold.keep(lambda: self._deliver(scan))
            return
        self.seen.emit(scan)
        self.scanned.emit(scan.text)

    # --- when an input method is on -------------------------------------------------------------
    def _committed(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """A code that an input method committed as text goes the same way."""
        if not self._is_ours(watched) or not is_pass(event.commitString()):
            return False
        self._deliver(Scan(event.commitString(), 0.0, suffix=False, is_pass=True))
        return True

    def _cut_from_field(self, event: QKeyEvent) -> bool:
        """Enter in a field that took a whole code in: a slow gun, or one that an input method let through."""
        field = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Tab or not isinstance(field, QLineEdit) or field.objectName() == "gateLine":
            return False
        rest, codes = cut_tokens(line_text(field.text()))
        if not codes:
            return False
        field.setText(" ".join(rest.split()))
        for code in codes:
            self._deliver(Scan(code, 0.0, suffix=True, is_pass=True))
        return True
