"""The full form (F2): visitors, key persons, strangers in a car; only what the lane needs is required."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.entry.draft import Draft, DraftPerson
from station.entry.id_document import read_id
from station.entry.phone import read_phone
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.entry.temperature_text import read_temperature
from station.errors import StationError
from station.masking import mask_name
from station.records.passage import Category, Registration
from station.services import recall, registration
from station.services.registration import Saved
from station.triage.assess import KEY_AREA_QUESTION, assess
from ui.problem_text import of_error, of_problem
from ui.session import Session
from ui.widgets.inputs import NameEdit, PlainEdit
from ui.widgets.small import Alert, chip, clear, text_label

REGISTERED: tuple[Category, ...] = ("visitor", "courier", "returnee", "key_person", "resident")
PLAIN_FIELDS = ("plate", "id_number", "phone", "host_phone", "reading", "answer")
FIELDS = (
    "plate",
    "name",
    "phone",
    "id_number",
    "reason",
    "origin",
    "destination",
    "address",
    "host_name",
    "host_phone",
    "health_code",
    "reading",
    "answer",
)
REGISTRATION_FIELDS = ("address", "origin", "destination", "reason", "host_name", "host_phone", "health_code")


class FormPage(QWidget):
    """One person at a time; F7 adds the next occupant, Enter goes to what is missing, then saves."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.draft: Draft = registration.new_draft(session.station)
        self._persons: list[DraftPerson] = []
        self._busy = False
        self._build()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.category = QComboBox()
        self.category.setObjectName("category")
        self.direction = QComboBox()
        self.direction.setObjectName("direction")
        self.category.currentIndexChanged.connect(lambda _index: self._mark_required())
        self._who = QHBoxLayout()
        head.addWidget(self.category, 2)
        head.addWidget(self.direction, 1)
        head.addLayout(self._who, 3)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        self._labels: dict[str, QLabel] = {}
        self.edits: dict[str, PlainEdit | NameEdit] = {}
        for number, name in enumerate(FIELDS):
            edit = PlainEdit(name) if name in PLAIN_FIELDS else NameEdit(name)
            edit.entered.connect(self.proceed)
            edit.textEdited.connect(lambda _text, one=edit: one.set_fault(False))
            edit.setMaxLength(200)
            self.edits[name] = edit
            self._labels[name] = text_label("", "dim")
            half = (len(FIELDS) + 1) // 2
            row, side = number % half, number // half * 2
            grid.addWidget(self._labels[name], row, side)
            grid.addWidget(edit, row, side + 1)
        column.addLayout(grid)
        self.problem = Alert()
        column.addWidget(self.problem)
        bottom = QHBoxLayout()
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        self.button = QPushButton()
        self.button.clicked.connect(self.proceed)
        bottom.addWidget(self._hint, 1)
        bottom.addWidget(self.button)
        column.addLayout(bottom)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        label = self._session.label
        chosen, way = self.category.currentIndex(), self.direction.currentIndex()
        self.category.blockSignals(True)
        self.category.clear()
        self.category.addItems([label("category", one) for one in REGISTERED])
        self.category.setCurrentIndex(max(chosen, 0))
        self.category.blockSignals(False)
        self.direction.clear()
        self.direction.addItems([label("direction", one) for one in ("in", "out")])
        self.direction.setCurrentIndex(max(way, 0))
        for name in FIELDS:
            word = self.tr("14 days in key area") if name == "answer" else label("field", name)
            self._labels[name].setText(word)
            self.edits[name].setAccessibleName(word)
        self.edits["answer"].setPlaceholderText(self.tr("1 no 2 yes"))
        self._hint.setText(self.tr("Enter: next missing field, then save · Tab: every field · F7: next person"))
        self.button.setText(self.tr("Save ⏎"))
        self._mark_required()

    def begin(self, draft: Draft) -> None:
        """Take over the desk's draft: plate, direction and readings stand already."""
        self.draft = draft
        self._persons = []
        for edit in self.edits.values():
            edit.clear()
            edit.set_fault(False)
        self.problem.hide()
        self.category.setCurrentIndex(0)
        self.direction.setCurrentIndex(0 if draft.direction == "in" else 1)
        self.edits["plate"].setText(draft.vehicle.plate if draft.vehicle else "")
        for one in draft.recall:
            if one.by in ("phone", "id"):
                self.edits["phone" if one.by == "phone" else "id_number"].setText(one.text)
        first = draft.persons[0] if draft.persons else DraftPerson()
        if first.is_known:
            self.category.setCurrentIndex(REGISTERED.index(first.category))
        self._show_person(first)
        self._show_who()
        self.edits["name"].setFocus()

    def _show_person(self, person: DraftPerson) -> None:
        for name in ("name", "phone", "id_number"):
            value = getattr(person, name)
            if value:
                self.edits[name].setText(value)
        for name in REGISTRATION_FIELDS if person.registration else ():
            self.edits[name].setText(getattr(person.registration, name) or "")
        newest = person.readings[-1] if person.readings else None
        if newest and newest.tenths is not None:
            self.edits["reading"].setText(str(newest.tenths))

    def _show_who(self) -> None:
        clear(self._who)
        for number, person in enumerate(self._persons, 1):
            self._who.addWidget(chip(f"{number} {mask_name(person.name) or ''}", "Ok"))
        self._who.addWidget(chip(self.tr("person %n", "", len(self._persons) + 1), "Brand"))
        self._who.addStretch(1)

    def _mark_required(self) -> None:
        required = self._session.station.rules.required.get(self._category(), ())
        for name, label in self._labels.items():
            star = "" if name not in (*required, "reading") else " *"
            label.setText(label.text().removesuffix(" *") + star)

    def _category(self) -> Category:
        return REGISTERED[max(self.category.currentIndex(), 0)]

    def next_person(self) -> None:
        """Keep this person and clear the fields for the next occupant."""
        person = self._checked_person()
        if person is None:
            return
        self._persons.append(person)
        place = len(self._persons)
        for name, edit in self.edits.items():
            if name not in ("plate", "origin", "destination", "answer"):
                edit.clear()
        if place < len(self.draft.persons):
            self._show_person(self.draft.persons[place])
        self._show_who()
        self.edits["name"].setFocus()

    def proceed(self) -> None:
        """Enter: the first missing or wrong field, else save."""
        if self._busy:
            return
        person = self._checked_person()
        draft = self._with_vehicle() if person else None
        if person is None or draft is None:
            return
        draft = replace(draft, persons=(*self._persons, person), recall=self._passes())
        assessment = assess(draft, self._session.station.rules)
        if assessment.questions and not self.edits["answer"].text():
            self._fault("answer", Problem("missing_field", KEY_AREA_QUESTION), asked=True)
            return
        self._busy = True
        station = self._session.station

        def work() -> Saved | Problem:
            resolved = recall.resolve(station, draft)
            return resolved if isinstance(resolved, Problem) else registration.save(station, resolved)

        self._session.background.write(work, self._done, self._failed)

    def _passes(self) -> tuple[recall.Recall, ...]:
        """Scanned passes stay to be resolved; phone and ID stand in their fields."""
        return tuple(one for one in self.draft.recall if one.by == "pass")

    def _with_vehicle(self) -> Draft | None:
        direction = "in" if self.direction.currentIndex() == 0 else "out"
        answers = {}
        answer = self.edits["answer"].text().strip()
        if answer:
            if answer not in ("1", "2"):
                self._fault("answer", Problem("invalid_answers", "answers"))
                return None
            answers[KEY_AREA_QUESTION] = answer == "2"
        text = self.edits["plate"].text().strip()
        if not text:
            return replace(self.draft, direction=direction, vehicle=None, answers=answers)
        read = read_plate(text)
        if isinstance(read, Problem):
            self._fault("plate", read)
            return None
        return replace(self.draft, direction=direction, vehicle=read, answers=answers)

    def _checked_person(self) -> DraftPerson | None:
        """The person in the fields, or None after going to the first field to fill in or mend."""
        values = {name: " ".join(edit.text().split()) or None for name, edit in self.edits.items()}
        required = (*self._session.station.rules.required.get(self._category(), ()), "reading")
        read: dict[str, Any] = {}
        for name in FIELDS:
            text = values[name]
            if text is None:
                if name in required:
                    self._fault(name, Problem("missing_field", name))
                    return None
                continue
            read[name] = self._read(name, text)
            if isinstance(read[name], Problem):
                self._fault(name, read[name])
                return None
        details = Registration(**{name: values[name] for name in REGISTRATION_FIELDS})
        document = read.get("id_number")
        return DraftPerson(
            readings=(read["reading"],),
            category=self._category(),
            name=values["name"],
            phone=read.get("phone"),
            id_type=document.id_type if document else None,
            id_number=document.id_number if document else None,
            registration=details if details != Registration() else None,
        )

    def _read(self, name: str, text: str) -> Any:
        """What a field's text means: a value, or a Problem."""
        station = self._session.station
        readers: dict[str, Callable[[], Any]] = {
            "phone": lambda: read_phone(text),
            "host_phone": lambda: text,
            "id_number": lambda: read_id(text, station.today()),
            "reading": lambda: (
                read_temperature(text, station.rules) or Problem("not_a_temperature", "reading", text=text)
            ),
        }
        return readers[name]() if name in readers else text

    def _fault(self, name: str, problem: Problem, *, asked: bool = False) -> None:
        title, step = of_problem(problem, self._session.language.code)
        if problem.code == "missing_field":
            title = self._labels[name].text().removesuffix(" *")
            step = self.tr("Fill this in, then Enter.") if not asked else self.tr("Ask: 1 no, 2 yes, then Enter.")
        self.problem.say("warn", title, step)
        self.edits[name].set_fault(True)
        self.edits[name].setFocus()
        self.edits[name].selectAll()

    def _done(self, result: Saved | Problem) -> None:
        self._busy = False
        if isinstance(result, Problem):
            self.problem.say("warn", *of_problem(result, self._session.language.code))
            return
        self._session.announce(result)
        self.finished.emit()

    def _failed(self, error: StationError) -> None:
        self._busy = False
        self.problem.say("bad", *of_error(error, self._session.language.code))
