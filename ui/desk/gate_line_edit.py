"""The gate line's edit: arrows walk the suggestions, digits pick a choice, everything else is text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.widgets.line_edits import PlainEdit


class GateEdit(PlainEdit):
    """Keys of the gate line; `choosing` counts readings a digit picks from, `toggling` members it drops."""

    walked = Signal(int)
    picked = Signal(int)
    toggled = Signal(int)
    taken = Signal()
    escaped = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("gateLine", parent)
        self.setMaxLength(3000)
        self.choosing = 0
        self.toggling = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sort out the keys that are not text."""
        key = event.key()
        digit = int(event.text()) if event.text() in "123456789" and event.text() else 0
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self.undo_wanted.emit()
        elif digit and digit <= self.choosing:
            self.picked.emit(digit - 1)
        elif digit and digit <= self.toggling:
            self.toggled.emit(digit - 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.walked.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Tab:
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the suggestion instead of leaving the line."""
        return False
