"""The shift page (F9): open a shift, or hand it over and print its sheet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.errors import Refused, StationError
from station.records.operator import Operator
from station.records.shift import Figures
from station.services import operators, shifts
from station.services.shifts import ShiftState
from ui.problem_text import of_error
from ui.session import Session
from ui.shift import printing
from ui.shift.sheet_painter import SUPPLIES
from ui.widgets.inputs import NameEdit, PlainEdit
from ui.widgets.small import Alert, text_label

COUNTED = SUPPLIES[:5]


class ShiftPage(QWidget):
    """Fields top to bottom, Enter to the next, Enter on the last does it."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state: ShiftState | None = None
        self._operators: list[Operator] = []
        self._build()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self._title = text_label("", "heading")
        self._figures = text_label("")
        self._figures.setWordWrap(True)
        column.addWidget(self._title)
        column.addWidget(self._figures)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(5)
        self._labels: dict[str, QLabel] = {}
        self.edits: dict[str, NameEdit | PlainEdit] = {}
        for name in ("members", "thermometers", *COUNTED, "remark", "outgoing_pin", "incoming", "incoming_pin"):
            self._add(name)
        column.addLayout(self._form)
        self.problem = Alert()
        column.addWidget(self.problem)
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        self.print_button = QPushButton()
        self.print_button.clicked.connect(self.print_last)
        column.addWidget(self.button)
        column.addWidget(self.print_button)
        column.addStretch(1)

    def _add(self, name: str) -> None:
        edit: NameEdit | PlainEdit = (
            NameEdit(name) if name in ("members", "thermometers", "remark") else PlainEdit(name)
        )
        if name.endswith("_pin"):
            edit.setEchoMode(PlainEdit.EchoMode.Password)
        edit.entered.connect(lambda: self._next(name))
        self.edits[name] = edit
        self._labels[name] = text_label("", "dim")
        self._form.addRow(self._labels[name], edit)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        label = self._session.label
        words = {
            "members": self.tr("On duty (spaces between)"),
            "thermometers": self.tr("Thermometers, calibration"),
            "remark": self.tr("Remark"),
            "outgoing_pin": self.tr("Outgoing leader's PIN"),
            "incoming": self.tr("Incoming leader (number)"),
            "incoming_pin": self.tr("Incoming leader's PIN"),
        }
        words |= {name: label("supply", name) for name in COUNTED}
        for name, word in words.items():
            self._labels[name].setText(word)
            self.edits[name].setAccessibleName(word)
        self.print_button.setText(self.tr("Print the last sheet Ctrl+P"))
        self._show()

    def begin(self) -> None:
        """Look up what the shift stands at and show the fields for the next step."""
        self.problem.hide()
        station = self._session.station

        def work() -> tuple[ShiftState | None, Figures, list[Operator], bool]:
            closed = any(one.closed_at for one in shifts.list_shifts(station))
            current = shifts.current_shift(station)
            return current, shifts.preview_figures(station), operators.all_operators(station), closed

        self._session.background.read(work, self._begun, self._failed)

    def _begun(self, found: Any) -> None:
        self._state, self._counted, self._operators, closed = found
        self.print_button.setVisible(closed)
        for edit in self.edits.values():
            edit.clear()
        self._show()
        first = "members" if self._state is None else "masks"
        self.edits[first].setFocus()

    def _show(self) -> None:
        opening = self._state is None
        for name, edit in self.edits.items():
            wanted = (name in ("members", "thermometers")) == opening
            edit.setVisible(wanted)
            self._labels[name].setVisible(wanted)
        self.button.setText(self.tr("Open the shift") if opening else self.tr("Hand over"))
        if opening:
            self._title.setText(self.tr("No shift is open"))
            self._figures.setText(self.tr("The leader who is signed in opens it."))
            return
        shift = self._state.shift if self._state else None
        assert shift is not None
        self._title.setText(self.tr("Shift {0}, {1}–{2}").format(shift.number, shift.starts, shift.ends))
        figures = self._counted
        numbers = " · ".join(f"{number} {one.name}" for number, one in enumerate(self._leaders(), 1))
        self._figures.setText(
            self.tr("{0} vehicles, {1} persons, {2} in, {3} out, {4} abnormal").format(
                figures.vehicles, figures.persons, figures.entries, figures.exits, figures.abnormal
            )
            + "\n"
            + self.tr("Leaders: {0}").format(numbers)
        )

    def _leaders(self) -> list[Operator]:
        return [one for one in self._operators if one.role == "leader"]

    def _next(self, name: str) -> None:
        """Enter: the next visible field, on the last one act."""
        visible = [one for one in self.edits if self.edits[one].isVisible()]
        place = visible.index(name) + 1
        if place < len(visible):
            self.edits[visible[place]].setFocus()
        else:
            self._act()

    def _act(self) -> None:
        station = self._session.station
        text = {name: " ".join(edit.text().split()) for name, edit in self.edits.items()}
        if self._state is None:
            members = tuple(text["members"].split())
            guns = tuple(one for one in text["thermometers"].replace("，", ",").split(",") if one)
            self._session.background.write(
                lambda: shifts.open_shift(station, members, guns), self._opened, self._failed
            )
            return
        leaders = self._leaders()
        number = int(text["incoming"]) if text["incoming"].isdigit() else 0
        if not 1 <= number <= len(leaders):
            self.problem.say("warn", self._labels["incoming"].text(), self.tr("Type the number of a leader above."))
            self.edits["incoming"].setFocus()
            return
        supplies = {name: text[name] for name in COUNTED if text[name]}

        def work() -> ShiftState:
            operators.confirm_pin(station, station.operator.id, text["outgoing_pin"])
            incoming = operators.confirm_pin(station, leaders[number - 1].id, text["incoming_pin"])
            return shifts.close_shift(station, incoming, supplies, text["remark"])

        self._session.background.write(work, self._closed, self._failed)

    def _opened(self, state: ShiftState) -> None:
        self._session.shift_changed.emit()
        self._session.notice.emit("ok", self.tr("The shift is open."), "")
        self.finished.emit()

    def _closed(self, state: ShiftState) -> None:
        self._session.shift_changed.emit()
        self._session.notice.emit("ok", self.tr("Handed over. Ctrl+P prints the sheet."), "")
        self.begin()

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))

    def print_last(self) -> None:
        """Preview and print the newest closed shift's sheet; a printer that fails changes nothing."""
        station = self._session.station

        def work() -> Any:
            closed = [one for one in shifts.list_shifts(station) if one.closed_at]
            if not closed:
                raise Refused("no_closed_shift", field="shift")
            return shifts.print_sheet(station, closed[-1].shift.ordinal)

        self._session.background.write(
            work, lambda sheet: printing.preview(self, sheet, self._session.language.code), self._failed
        )
