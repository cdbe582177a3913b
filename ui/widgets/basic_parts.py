"""Small parts that every page is built of: chips, key hints, cards, segments, alerts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget


def text_label(text: str = "", name: str = "") -> QLabel:
    """A label, styled by its object name."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class ElidingLabel(QLabel):
    """A label that gives way: what does not fit ends in `…`, the whole is its tool tip."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show as much of a text as fits."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the whole text, if there is any."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Hardly anything."""
        return QSize(24, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 24)))


def chip(text: str, kind: str = "") -> QLabel:
    """A rounded word; `kind` is "", Brand, Ok, Warn, Bad or Pending."""
    label = text_label(text, "chip" + kind)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return label


def key_hint(key: str, text: str = "") -> QWidget:
    """A key cap and what it does."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    cap = text_label(key, "key")
    cap.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    row.addWidget(cap)
    if text:
        row.addWidget(text_label(text, "tabText"))
    return box


def card() -> QFrame:
    """A white rounded box."""
    frame = QFrame()
    frame.setObjectName("card")
    return frame


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class Segments(QFrame):
    """A row of words of which one is on; words that are not allowed are struck through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._shown: list[tuple[str, str]] = []
        self._labels: list[QLabel] = []
        self._row.setSpacing(0)

    def show_words(self, words: list[tuple[str, str]]) -> None:
        """Show (word, state) pairs; a state is "", On or Off. A word whose state changed is only dressed anew."""
        if words == self._shown:
            return
        same = [word for word, _state in words] == [word for word, _state in self._shown]
        if not same:
            clear(self._row)
            self._labels = [text_label(word) for word, _state in words]
            for label in self._labels:
                self._row.addWidget(label)
        before = [state for _word, state in self._shown] if same else [None] * len(words)
        for label, (_word, state), old in zip(self._labels, words, before, strict=True):
            if state != old:
                self._dress(label, state)
        self._shown = words
        self._widen()

    @staticmethod
    def _dress(label: QLabel, state: str) -> None:
        label.setObjectName("segment" + state)
        label.style().unpolish(label)
        label.style().polish(label)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or text size dresses the words anew and needs another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._widen()

    def _widen(self) -> None:
        """No word is ever cut."""
        for label in self._labels:
            label.ensurePolished()
            label.setMinimumWidth(label.sizeHint().width())


class Alert(QFrame):
    """A box that says what is the matter and what to do; hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 9)
        column.setSpacing(3)
        self.title = text_label("", "alertTitle")
        self.text = text_label("", "alertText")
        for label in (self.title, self.text):
            label.setWordWrap(True)
            column.addWidget(label)
        self.hide()

    def say(self, kind: str, title: str, text: str) -> None:
        """Show a message; `kind` is bad, warn or ok."""
        self.setObjectName("alert" + kind.capitalize())
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        for widget in (self, self.title, self.text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()


class Tab(QFrame):
    """One tab of the left card: a key cap and a word."""

    pressed = Signal()

    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 9, 4, 8)
        row.setSpacing(5)
        row.addStretch(1)
        self.cap = text_label(key, "key")
        self.word = text_label(text, "tabText")
        row.addWidget(self.cap)
        row.addWidget(self.word)
        self.cap.setVisible(bool(key))
        row.addStretch(1)
        self.set_on(False)

    def set_on(self, on: bool) -> None:
        """Mark the tab whose page is shown."""
        self.setObjectName("tabOn" if on else "tab")
        for widget in (self, self.word):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def mousePressEvent(self, event: object) -> None:
        """A click works too, for who has a mouse."""
        self.pressed.emit()
