"""The widgets of the full form: category, direction, the fields it is told to show. It knows no station or rules."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.records.passage import Category, Direction
from ui.form.visitor_fields import ANSWERS, FIELDS, PLAIN_FIELDS, REGISTERED
from ui.language.wording import Wording
from ui.widgets.basic_parts import Alert, chip, clear, text_label
from ui.widgets.line_edits import NameEdit, PlainEdit

DIRECTIONS: tuple[Direction, ...] = ("in", "out")
LONGEST = 200  # characters
SHOWN_DONE = 3  # persons named above the fields


class FormView(QWidget):
    """One person's fields, two to a row."""

    entered = Signal()
    edited = Signal(str)  # the field's name
    category_chosen = Signal()

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._placed: tuple[str, ...] = ()
        self._required: tuple[str, ...] = ()
        self._who_shown: tuple[list[str], int] = ([], 1)
        self._labels: dict[str, QLabel] = {}
        self.edits: dict[str, PlainEdit | NameEdit] = {}
        self._build()

    # --- building -------------------------------------------------------------------------------
    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addLayout(self._make_head())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        for side in (1, 3):
            self._grid.setColumnStretch(side, 1)
        for name in FIELDS:
            self._make_field(name)
        column.addLayout(self._grid)
        self._id_words = text_label("", "dim")
        column.addWidget(self._id_words)
        self.problem = Alert()
        column.addWidget(self.problem)
        column.addLayout(self._make_bottom())
        column.addStretch(1)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.category, self.direction = QComboBox(), QComboBox()
        self.category.setObjectName("category")
        self.direction.setObjectName("direction")
        self.category.currentIndexChanged.connect(lambda _index: self.category_chosen.emit())
        head.addWidget(self.category, 2)
        head.addWidget(self.direction, 1)
        self._who = QHBoxLayout()
        head.addLayout(self._who, 4)
        return head

    def _make_field(self, name: str) -> None:
        edit = PlainEdit(name) if name in PLAIN_FIELDS else NameEdit(name)
        edit.setMaxLength(LONGEST)
        edit.entered.connect(self.entered)
        edit.textEdited.connect(lambda _text: self._edited(name))
        self.edits[name] = edit
        self._labels[name] = text_label("", "dim")

    def _make_bottom(self) -> QHBoxLayout:
        bottom = QHBoxLayout()
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        self.button = QPushButton()
        self.button.clicked.connect(self.entered)
        bottom.addWidget(self._hint, 1)
        bottom.addWidget(self.button)
        return bottom

    def _edited(self, name: str) -> None:
        self.edits[name].set_fault(False)
        self.edited.emit(name)

    # --- what is typed and chosen ---------------------------------------------------------------
    def texts(self) -> dict[str, str]:
        """What stands in the fields, hidden ones too."""
        return {name: edit.text() for name, edit in self.edits.items()}

    def field_with_cursor(self) -> str:
        """The field that has the cursor, or nothing."""
        return next((name for name, edit in self.edits.items() if edit.hasFocus()), "")

    def chosen_category(self) -> Category:
        """The category chosen above the fields."""
        return REGISTERED[max(self.category.currentIndex(), 0)]

    def choose_category(self, number: int) -> None:
        """Choose a category by its place in the list."""
        self.category.setCurrentIndex(max(0, min(number, len(REGISTERED) - 1)))

    def chosen_direction(self) -> Direction:
        """The direction chosen above the fields."""
        return DIRECTIONS[max(self.direction.currentIndex(), 0)]

    def choose_direction(self, direction: Direction) -> None:
        """Choose a direction."""
        self.direction.setCurrentIndex(DIRECTIONS.index(direction))

    # --- which fields ---------------------------------------------------------------------------
    def show_fields(self, shown: tuple[str, ...], required: tuple[str, ...]) -> None:
        """Place these fields, two to a row; the others are out of the way and of the tab order."""
        self._required = required
        if shown != self._placed:
            self._placed = shown
            self._take_away()
            self._place(shown)
        self._name_fields()

    def _take_away(self) -> None:
        for name in FIELDS:
            for widget in (self._labels[name], self.edits[name]):
                self._grid.removeWidget(widget)
                widget.setParent(self)
                widget.setVisible(False)

    def _place(self, shown: tuple[str, ...]) -> None:
        half = (len(shown) + 1) // 2
        before: QWidget = self.direction
        for number, name in enumerate(shown):
            row, side = number % half, number // half * 2
            self._grid.addWidget(self._labels[name], row, side)
            self._grid.addWidget(self.edits[name], row, side + 1)
            self._labels[name].setVisible(True)
            self.edits[name].setVisible(True)
            QWidget.setTabOrder(before, self.edits[name])
            before = self.edits[name]

    def _name_fields(self) -> None:
        """The word beside each field, with a star where it must be filled in."""
        for name, label in self._labels.items():
            star = " *" if name in self._required or name == "correction_reason" else ""
            label.setText(self.label_of(name) + star)

    def label_of(self, name: str) -> str:
        """The word beside a field."""
        return self._words.label("field", name)

    # --- what is known --------------------------------------------------------------------------
    def empty(self) -> None:
        """Fields without text or fault, nothing said."""
        for edit in self.edits.values():
            edit.clear()
            edit.set_fault(False)
        self.problem.hide()

    def show_fault(self, name: str, title: str, step: str) -> None:
        """Say what is wrong with a field and go there."""
        self.problem.say("warn", title, step)
        edit = self.edits[name]
        edit.set_fault(True)
        edit.setFocus()
        edit.selectAll()

    def show_id_words(self, words: str) -> None:
        """Say what the document number says by itself."""
        self._id_words.setText(words)
        self._id_words.setVisible(bool(words))

    def show_who(self, masked: list[str], count: int) -> None:
        """The persons done, the one in the fields, how many there are."""
        self._who_shown = (masked, count)
        clear(self._who)
        first = max(1, len(masked) - SHOWN_DONE + 1)
        for number, name in enumerate(masked[-SHOWN_DONE:], first):
            self._who.addWidget(chip(f"{number} {name}", "Ok"))
        self._who.addWidget(chip(self.tr("person {0} of {1}").format(len(masked) + 1, count), "Brand"))
        self._who.addStretch(1)

    # --- language -------------------------------------------------------------------------------
    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._name_choices()
        self.category.setAccessibleName(self.tr("Category"))
        self.direction.setAccessibleName(self.tr("Direction"))
        self._name_fields()
        for name in FIELDS:
            self.edits[name].setAccessibleName(self.label_of(name))
        for name in ANSWERS:
            self.edits[name].setPlaceholderText(self.tr("1 no 2 yes"))
        self._hint.setText(
            self.tr("Enter: next missing field, then save · Tab: every field · F7: next person · F10: as before")
        )
        self.button.setText(self.tr("Save ⏎"))
        self.show_who(*self._who_shown)

    def _name_choices(self) -> None:
        """The same choice in other words is no new choice."""
        boxes = ((self.category, "category", REGISTERED), (self.direction, "direction", DIRECTIONS))
        for box, kind, codes in boxes:
            chosen = box.currentIndex()
            box.blockSignals(True)
            box.clear()
            box.addItems([self._words.label(kind, one) for one in codes])
            box.setCurrentIndex(max(chosen, 0))
            box.blockSignals(False)
