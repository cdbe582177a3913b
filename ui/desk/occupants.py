"""The occupants' rows: who, as far as known, and a field for each one's temperature."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from station.entry.draft import DraftPerson
from station.entry.gate_line import Token
from station.entry.temperature_text import SITE_LETTERS, Measured
from station.masking import mask_name
from ui.language.wording import Wording
from ui.widgets import theme
from ui.widgets.basic_parts import chip, text_label
from ui.widgets.line_edits import PlainEdit

MOST_ROWS = 5
WIDTHS = (26, 88, 0, 96, 92)
CATEGORY_CHIPS = {"resident": "Ok", "visitor": "", "courier": "", "returnee": "Warn", "key_person": "Warn"}


class TemperatureEdit(PlainEdit):
    """One occupant's temperature."""

    moved = Signal(int)
    added = Signal()
    dropped = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("temperature", parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the rows, space adds one, Delete in an empty one drops it."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space and self.text():
            self.added.emit()
        elif key == Qt.Key.Key_Delete and not self.text():
            self.dropped.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def show_state(self, state: str) -> None:
        """Colour the field by the reading's state."""
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)


@dataclass
class _Row:
    number: QLabel
    name: QLabel
    info: QLabel
    state: QLabel
    edit: TemperatureEdit

    def widgets(self) -> tuple[QWidget, ...]:
        """All parts of the row."""
        return (self.number, self.name, self.info, self.state, self.edit)


class Occupants(QWidget):
    """A fixed number of rows, shown as the draft needs them; signals carry the row."""

    edited = Signal(int, str)
    entered = Signal(int)
    added = Signal(int)
    dropped = Signal(int)
    escaped = Signal()

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.most = MOST_ROWS
        self._heads = [text_label("", "occupantHead") for _ in range(5)]
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column)
        self.rows = [self._make_row(index) for index in range(MOST_ROWS)]
        self.shown = 0
        self.rescale()
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        words = ("", self.tr("Person"), self.tr("Address / purpose"), self.tr("State"), self.tr("Temp. ℃"))
        for head, word in zip(self._heads, words, strict=True):
            head.setText(word)

    def rescale(self) -> None:
        """Fit columns and fields to the text size."""
        for column, width in enumerate(WIDTHS):
            self._grid.setColumnMinimumWidth(column, theme.px(width))
        for row in self.rows:
            row.edit.setFixedSize(theme.px(WIDTHS[4]), theme.px(36))

    def show_draft(self, count: int, readings: list[Token], crew: tuple[DraftPerson, ...]) -> None:
        """Show `count` rows, at most five; the field being edited is left alone."""
        self.shown = min(count, self.most)
        self.setVisible(self.shown > 0)
        for head in self._heads:
            head.setVisible(self.most == MOST_ROWS)  # a low screen has no room for them
        for index, row in enumerate(self.rows):
            for widget in row.widgets():
                widget.setVisible(index < self.shown)
            if index >= self.shown:
                if row.edit.text():
                    row.edit.setText("")
                continue
            person = crew[index] if index < len(crew) else DraftPerson()
            self._show_person(row, index, person)
            self._show_reading(row, readings[index] if index < len(readings) else None)

    def focus_row(self, index: int) -> None:
        """Put the cursor into a row's field."""
        if 0 <= index < self.shown:
            self.rows[index].edit.setFocus()
            self.rows[index].edit.selectAll()

    def _move(self, index: int, step: int) -> None:
        """Walk the rows; an empty one is not skipped, because readings belong to rows in order."""
        if step < 0 or self.rows[index].edit.text():
            self.focus_row(index + step)

    def _make_row(self, index: int) -> _Row:
        row = _Row(
            text_label(str(index + 1), "key"), text_label("", "strong"), text_label(), chip(""), TemperatureEdit()
        )
        row.edit.setAccessibleName(f"{index + 1}")
        row.edit.textEdited.connect(lambda text: self.edited.emit(index, text))
        row.edit.entered.connect(lambda: self.entered.emit(index))
        row.edit.added.connect(lambda: self.added.emit(index))
        row.edit.dropped.connect(lambda: self.dropped.emit(index))
        row.edit.moved.connect(lambda step: self._move(index, step))
        row.edit.escaped.connect(self.escaped.emit)
        for column, widget in enumerate(row.widgets()):
            self._grid.addWidget(widget, index + 1, column)
        return row

    def _show_person(self, row: _Row, index: int, person: DraftPerson) -> None:
        unnamed = self.tr("Driver") if index == 0 else self.tr("Occupant")
        row.name.setText(mask_name(person.name) or unnamed)
        registration = person.registration
        about = (registration.address or registration.reason) if registration else None
        row.info.setText(about or "")
        row.state.setText(self._words.label("category", person.category))
        name = "chip" + CATEGORY_CHIPS[person.category]
        if row.state.objectName() != name:
            row.state.setObjectName(name)
            row.state.style().unpolish(row.state)
            row.state.style().polish(row.state)

    def _show_reading(self, row: _Row, token: Token | None) -> None:
        state = token.meaning.state if token and isinstance(token.meaning, Measured) else ""
        row.edit.show_state(state)
        if not row.edit.hasFocus():
            row.edit.setText(shown_reading(token) if token else "")


def shown_reading(token: Token) -> str:
    """A reading as its field shows it: 36.4, with the site's letter where it is not the forehead."""
    meaning = token.meaning
    if not isinstance(meaning, Measured) or meaning.tenths is None:
        return token.text
    letter = next((key for key, site in SITE_LETTERS.items() if site == meaning.site), "")
    return f"{meaning.tenths // 10}.{meaning.tenths % 10}{letter}"
