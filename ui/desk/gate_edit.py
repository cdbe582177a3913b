"""The gate line's edit: arrows walk the suggestions, digits pick a choice, everything else is text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.inputs import PlainEdit


class GateEdit(PlainEdit):
    """Keys of the gate line; `choosing` is set while a digit picks one of several readings."""

    walked = Signal(int)
    picked = Signal(int)
    taken = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("gateLine", parent)
        self.setFixedHeight(44)
        self.setMaxLength(3000)
        self.choosing = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sort out the keys that are not text."""
        key = event.key()
        if self.choosing and event.text().isdigit() and 1 <= int(event.text()) <= self.choosing:
            self.picked.emit(int(event.text()) - 1)
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
