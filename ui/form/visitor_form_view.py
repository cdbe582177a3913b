"""What the full form shows: category, direction, the fields its category asks for. It decides nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.records.passage import Category
from ui.form.visitor_fields import ANSWERS, FIELDS, PLAIN_FIELDS, REGISTERED, id_words
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, chip, clear, text_label
from ui.widgets.line_edits import NameEdit, PlainEdit


class FormView(QWidget):
    """The widgets of the form; `correcting` shows the reason's field too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.correcting = False
        self._placed: tuple[str, ...] = ()
        self._who_shown: tuple[list[str], int] = ([], 1)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.category = QComboBox()
        self.category.setObjectName("category")
        self.direction = QComboBox()
        self.direction.setObjectName("direction")
        self.category.currentIndexChanged.connect(lambda _index: self.show_fields())
        head.addWidget(self.category, 2)
        head.addWidget(self.direction, 1)
        self._who = QHBoxLayout()
        head.addLayout(self._who, 4)
        column.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        for side in (1, 3):
            self._grid.setColumnStretch(side, 1)
        self._labels: dict[str, QLabel] = {}
        self.edits: dict[str, PlainEdit | NameEdit] = {}
        for name in FIELDS:
            edit = PlainEdit(name) if name in PLAIN_FIELDS else NameEdit(name)
            edit.setMaxLength(200)
            self.edits[name] = edit
            self._labels[name] = text_label("", "dim")
        column.addLayout(self._grid)
        self._id_words = text_label("", "dim")
        column.addWidget(self._id_words)
        self.problem = Alert()
        column.addWidget(self.problem)
        bottom = QHBoxLayout()
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        self.button = QPushButton()
        bottom.addWidget(self._hint, 1)
        bottom.addWidget(self.button)
        column.addLayout(bottom)
        column.addStretch(1)

    # --- which fields ---------------------------------------------------------------------------
    def shown_fields(self) -> tuple[str, ...]:
        """What the rule pack asks of the category, then the reading, then what the moment needs."""
        asked = self._session.station.rules.asked.get(self._category(), FIELDS)
        returnee = ("contact",) if self._category() == "returnee" else ()
        extra = ("reading", "answer", *returnee, *(("correction_reason",) if self.correcting else ()))
        filled = tuple(name for name in FIELDS if name not in (*asked, *extra) and self.edits[name].text())
        return (*asked, *filled, *extra)

    def required_fields(self) -> tuple[str, ...]:
        """What must be filled in."""
        return (*self._session.station.rules.required.get(self._category(), ()), "reading")

    def _category(self) -> Category:
        return REGISTERED[max(self.category.currentIndex(), 0)]

    def show_fields(self) -> None:
        """Place the fields of the category, two to a row; the others are out of the way and of the tab order."""
        shown = self.shown_fields()
        if shown == self._placed:
            self._mark_required()
            return
        self._placed = shown
        for name in FIELDS:
            for widget in (self._labels[name], self.edits[name]):
                self._grid.removeWidget(widget)
                widget.setParent(self)
                widget.setVisible(False)
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
        self._mark_required()

    def _mark_required(self) -> None:
        required = self.required_fields()
        for name, label in self._labels.items():
            star = " *" if name in required or name == "correction_reason" else ""
            label.setText(self.label_of(name) + star)

    def label_of(self, name: str) -> str:
        """The word beside a field."""
        return self._session.label("field", name)

    # --- what is known --------------------------------------------------------------------------
    def show_id_words(self) -> None:
        """Say what the document number says by itself."""
        words = id_words(self.edits["id_number"].text(), self._session.station, self._session.label)
        self._id_words.setText(words)
        self._id_words.setVisible(bool(words))

    def show_who(self, masked: list[str], count: int) -> None:
        """The persons done, the one in the fields, how many there are."""
        self._who_shown = (masked, count)
        clear(self._who)
        for number, name in enumerate(masked[-3:], max(1, len(masked) - 2)):
            self._who.addWidget(chip(f"{number} {name}", "Ok"))
        self._who.addWidget(chip(self.tr("person {0} of {1}").format(len(masked) + 1, count), "Brand"))
        self._who.addStretch(1)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        label = self._session.label
        chosen, way = self.category.currentIndex(), self.direction.currentIndex()
        for box, kind, codes, at in (
            (self.category, "category", REGISTERED, chosen),
            (self.direction, "direction", ("in", "out"), way),
        ):
            box.blockSignals(True)
            box.clear()
            box.addItems([label(kind, one) for one in codes])
            box.setCurrentIndex(max(at, 0))
            box.blockSignals(False)
        self.category.setAccessibleName(self.tr("Category"))
        self.direction.setAccessibleName(self.tr("Direction"))
        self.show_fields()
        for name in FIELDS:
            self.edits[name].setAccessibleName(self.label_of(name))
        for name in ANSWERS:
            self.edits[name].setPlaceholderText(self.tr("1 no 2 yes"))
        self._hint.setText(
            self.tr("Enter: next missing field, then save · Tab: every field · F7: next person · F10: as before")
        )
        self.button.setText(self.tr("Save ⏎"))
        self.show_id_words()
        self.show_who(*self._who_shown)
