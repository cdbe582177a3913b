"""Line edits that do not let an input method, or a busy save, swallow a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


class EnteringEdit(QLineEdit):
    """A line edit whose Enter is a signal of its own, unless it belongs to a composition."""

    entered = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._composing = False

    @property
    def is_composing(self) -> bool:
        """Whether an input method has not committed yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether something is being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A composition ends with the focus, whatever the input method says of it."""
        self._composing = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the main block or the keypad asks for the next step."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._composing:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def set_fault(self, fault: bool) -> None:
        """Mark the field as the one to mend."""
        if self.property("fault") != fault:
            self.setProperty("fault", fault)
            self.style().unpolish(self)
            self.style().polish(self)


class PlainEdit(EnteringEdit):
    """For codes and numbers: the input method is off; what one commits all the same is taken."""

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None, /) -> object:
        """Tell Qt that no input method is wanted here; the attribute alone does not do it."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, argument)


class NameEdit(EnteringEdit):
    """For names and addresses: the input method is on."""


class KeyHold(QObject):
    """Keeps keys typed while a save is on its way, and types them once it is done: none is lost."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        self._kept: list[QKeyEvent | Callable[[], None]] = []
        self.holding = False
        self.replaying = False
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While holding, keep key presses meant for the target's window."""
        if not self.holding or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if watched.window() is not self._target.window():
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._kept.append(copy_of(event))
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)

    def hold(self) -> None:
        """Begin to keep keys."""
        self.holding = True

    def keep(self, action: Callable[[], None]) -> None:
        """Something that is not a key takes its turn among the keys."""
        self._kept.append(action)

    def take_back(self, count: int) -> None:
        """The newest keys turned out to be something else."""
        del self._kept[len(self._kept) - count :]

    def release(self) -> None:
        """Type what was kept, until a key begins the next save."""
        self.holding = False
        while self._kept and not self.holding:
            one = self._kept.pop(0)
            if isinstance(one, QKeyEvent):
                self.type(one)
            else:
                one()

    def type(self, event: QKeyEvent) -> None:
        """Type a kept key into whatever has the cursor."""
        self.replaying = True
        try:
            QApplication.sendEvent(QApplication.focusWidget() or self._target, event)
        finally:
            self.replaying = False


def copy_of(event: QKeyEvent) -> QKeyEvent:
    """A key press that outlives its event."""
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
