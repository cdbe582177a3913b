"""The full form (F2): visitors, key persons, strangers in a car; only what the lane needs is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.entry import normal
from station.entry.draft import Draft, DraftPerson
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.errors import StationError
from station.masking import mask_name
from station.records.passage import Category
from station.services.gate import corrections, recall, registration
from station.services.gate.corrections import Change
from station.services.gate.drafts import KeptDraft
from station.services.gate.registration import Saved, judge
from ui.form.visitor_fields import (
    ANSWERS,
    FIELDS,
    NOT_REPEATED,
    REGISTERED,
    WHO,
    open_case_flags,
    person_of,
    read_field,
    texts_of,
)
from ui.form.visitor_form_view import FormView
from ui.language.problem_text import of_error, of_problem
from ui.session.draft_keeper import DraftKeeper
from ui.session.session import Session
from ui.widgets.line_edits import NameEdit, PlainEdit


class FormPage(FormView):
    """One person at a time; F7 adds the next occupant, Enter goes to what is missing, then saves."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.draft: Draft = registration.new_draft(session.station)
        self.keeper = DraftKeeper(session, self)
        self._persons: list[DraftPerson] = []
        self._before: dict[str, str] = {}
        self._busy = False
        self._shows_case = False
        for edit in self.edits.values():
            edit.entered.connect(self.proceed)
            edit.textEdited.connect(lambda _text, one=edit: self._edited(one))
        self.category.currentIndexChanged.connect(lambda _index: self._touch())
        self.button.clicked.connect(self.proceed)
        self.retranslate()

    # --- beginning ------------------------------------------------------------------------------
    def begin(self, draft: Draft) -> None:
        """Take over the desk's draft: plate, direction and readings stand already."""
        if not self.correcting and draft.uid == self.draft.uid and self._has_text():
            self._go_on(draft)
        else:
            self.correcting = False
            self._begin(draft)
        self.edits["name"].setFocus()

    def _has_text(self) -> bool:
        return bool(self._persons) or any(edit.text() for edit in self.edits.values())

    def _go_on(self, draft: Draft) -> None:
        """Back from the line to a form that was left half filled in: what is in the fields stays."""
        if not (draft.vehicle or draft.persons or draft.recall):
            return  # an empty line says nothing new: a restored form keeps its car and its readings
        self.draft = draft
        self.direction.setCurrentIndex(0 if draft.direction == "in" else 1)
        if draft.vehicle:
            self.edits["plate"].setText(draft.vehicle.plate)
        for name, text in texts_of(self._standing(len(self._persons))).items():
            if text and (name == "reading" or not self.edits[name].text()):
                self.edits[name].setText(text)
        self.show_fields()

    def begin_correction(self, draft: Draft) -> None:
        """Show a saved record to be corrected; the reason is asked for at the end."""
        self.correcting = True
        self._begin(draft)
        self.edits["name"].setFocus()

    def _begin(self, draft: Draft) -> None:
        self.draft = draft
        self._persons = []
        for edit in self.edits.values():
            edit.clear()
            edit.set_fault(False)
        self.problem.hide()
        self.direction.setCurrentIndex(0 if draft.direction == "in" else 1)
        self.edits["plate"].setText(draft.vehicle.plate if draft.vehicle else "")
        for one in draft.recall:
            if one.by in ("phone", "id"):
                self.edits["phone" if one.by == "phone" else "id_number"].setText(one.text)
        for name, question in ANSWERS.items():
            answer = draft.answers.get(question)
            self.edits[name].setText("" if answer is None else "2" if answer else "1")
        self._show_person(0)

    def _show_person(self, place: int) -> None:
        """Fill the fields with what is known of a person, and choose the category."""
        person = self._standing(place)
        known = person.is_known or self.correcting
        self.category.setCurrentIndex(REGISTERED.index(person.category) if known else 0)
        for name, text in texts_of(person).items():
            if text:
                self.edits[name].setText(text)
        self.show_fields()
        self.show_id_words()
        who = [mask_name(one.name) or "" for one in self._persons]
        self.show_who(who, max(len(self.draft.persons), len(self._persons) + 1))

    def _standing(self, place: int) -> DraftPerson:
        return self.draft.persons[place] if place < len(self.draft.persons) else DraftPerson()

    def restore(self, kept: KeptDraft) -> None:
        """Take up what an earlier run did not save, under its own uid."""
        try:
            draft = msgspec.convert(kept.content["draft"], Draft)
            persons = msgspec.convert(kept.content["persons"], list[DraftPerson])
            fields = msgspec.convert(kept.content["fields"], dict[str, str])
            category = int(kept.content["category"])
        except (msgspec.ValidationError, KeyError, ValueError):
            return
        self.begin(replace(draft, uid=kept.uid))
        self._persons = persons
        self._show_person(len(persons))
        self.category.setCurrentIndex(max(0, min(category, len(REGISTERED) - 1)))
        for name, text in fields.items():
            if name in self.edits:
                self.edits[name].setText(text)
        self.problem.say(
            "warn",
            self.tr("This form was not saved when the program stopped."),
            self.tr("Go on with it, or Esc to go back to the line."),
        )

    # --- typing ---------------------------------------------------------------------------------
    def _edited(self, edit: PlainEdit | NameEdit) -> None:
        edit.set_fault(False)
        if edit is self.edits["id_number"]:
            self.show_id_words()
        if edit in [self.edits[name] for name in WHO]:
            self._show_open_cases()
        self._touch()

    def _show_open_cases(self) -> None:
        """Say at once that the plate or person in the fields has an open case; it goes with what made it appear."""
        flags = open_case_flags(self._session.station, {name: self.edits[name].text() for name in WHO}, self.draft.uid)
        if flags:
            words = " · ".join(self._session.flag_words(flag) for flag in flags)
            advice = self.tr("Enter holds it. Finish the open case in F4: what waits because of it is freed with it.")
            self.problem.say("warn", words, advice)
        elif self._shows_case:
            self.problem.hide()
        self._shows_case = bool(flags)

    def _touch(self) -> None:
        if self.correcting:
            return  # a correction changes nothing until it is saved; the record stands
        fields = {name: edit.text() for name, edit in self.edits.items() if edit.text()}
        content: dict[str, Any] = {}
        if fields or self._persons:
            content = {
                "fields": fields,
                "category": self.category.currentIndex(),
                "draft": msgspec.to_builtins(self.draft),
                "persons": msgspec.to_builtins(self._persons),
            }
        self.keeper.touch(self.draft.uid, content)

    def same_as_last(self) -> None:
        """F10: this field as the person before had it; in an empty name, everything but who and how warm."""
        field = next((name for name, edit in self.edits.items() if edit.hasFocus()), "")
        if field == "name" and not self.edits["name"].text():
            for name, text in self._before.items():
                if name not in ("name", "phone", "id_number", *NOT_REPEATED) and not self.edits[name].text():
                    self.edits[name].setText(text)
        elif field and field not in NOT_REPEATED and self._before.get(field):
            self.edits[field].setText(self._before[field])
        self._touch()

    def scanned(self, text: str) -> None:
        """A pass scanned while the form is open belongs to this record."""
        tokens = recall.tokens_of(self._session.station, text)
        if any(isinstance(token.meaning, Problem) for token in tokens) or not tokens:
            shown = "".join(one for one in text if one.isprintable())[:24]
            self.problem.say("warn", *of_problem(Problem("unknown_scan", text=shown), self._session.language.code))
            return
        found = tuple(token.meaning for token in tokens if isinstance(token.meaning, recall.Recall))
        for one in found:
            if one.by in ("phone", "id"):
                self.edits["phone" if one.by == "phone" else "id_number"].setText(one.text)
        passes = tuple(one for one in found if one.by == "pass" and one not in self.draft.recall)
        self.draft = replace(self.draft, recall=(*self.draft.recall, *passes))
        self.show_id_words()
        if passes:
            self.problem.say("ok", self.tr("The pass is taken."), "")

    def next_person(self) -> None:
        """Keep this person and clear the fields for the next occupant."""
        person = self._checked_person()
        if person is None:
            return
        self._remember()
        self._persons.append(person)
        for name, edit in self.edits.items():
            if name not in ("plate", "origin", "destination", "answer", "correction_reason"):
                edit.clear()
        self._show_person(len(self._persons))
        self.edits["name"].setFocus()
        self._touch()

    def _remember(self) -> None:
        self._before = {name: edit.text() for name, edit in self.edits.items()}

    # --- Enter ----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """Enter: the first missing or wrong field, else save."""
        if self._busy:
            return
        person = self._checked_person()
        draft = self._with_vehicle() if person else None
        if person is None or draft is None:
            return
        rest = self.draft.persons[len(self._persons) + 1 :]
        draft = replace(draft, persons=(*self._persons, person, *rest), recall=self._passes())
        assessment = judge(self._session.station, draft)
        for name, question in ANSWERS.items():
            if question in assessment.questions and not self.edits[name].text():
                self._fault(name, Problem("missing_field", question), asked=True)
                return
        reason = self.edits["correction_reason"].text()
        if self.correcting and not reason.strip():
            self._fault("correction_reason", Problem("missing_reason"))
            return
        self._busy = True
        self.keeper.pause()
        station, gun = self._session.station, self._session.thermometer

        def work() -> Saved | Change | Problem:
            resolved = recall.resolve(station, draft)
            if isinstance(resolved, Problem):
                return resolved
            if self.correcting:
                return corrections.correct(station, resolved, reason).answer
            return registration.save(station, replace(resolved, thermometer=gun)).answer

        self._session.background.write(work, self._done, self._failed)

    def _passes(self) -> tuple[recall.Recall, ...]:
        """Scanned passes stay to be resolved; phone and ID stand in their fields."""
        return tuple(one for one in self.draft.recall if one.by == "pass")

    def _with_vehicle(self) -> Draft | None:
        direction = "in" if self.direction.currentIndex() == 0 else "out"
        answers = {}
        for name, question in ANSWERS.items():
            answer = self.edits[name].text().strip()
            if answer and answer not in ("1", "2"):
                self._fault(name, Problem("invalid_answers", "answers"))
                return None
            if answer:
                answers[question] = answer == "2"
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
        shown = self.shown_fields()
        values = {name: normal.words(self.edits[name].text()) for name in FIELDS if name in shown}
        read: dict[str, Any] = {}
        for name in shown:
            text = values.get(name, "")
            if not text:
                if name in self.required_fields():
                    self._fault(name, Problem("missing_field", name))
                    return None
                continue
            read[name] = read_field(name, text, self._session.station)
            if isinstance(read[name], Problem):
                self._fault(name, read[name])
                return None
        return person_of(values, self.chosen_category(), read, self._standing(len(self._persons)))

    def _fault(self, name: str, problem: Problem, *, asked: bool = False) -> None:
        title, step = of_problem(problem, self._session.language.code)
        if problem.code == "missing_field":
            title = self.label_of(name)
            step = self.tr("Fill this in, then Enter.") if not asked else self.tr("Ask: 1 no, 2 yes, then Enter.")
        self.problem.say("warn", title, step)
        self.edits[name].set_fault(True)
        self.edits[name].setFocus()
        self.edits[name].selectAll()

    def _done(self, result: Saved | Change | Problem) -> None:
        self._busy = False
        if isinstance(result, Problem):
            self.problem.say("warn", *of_problem(result, self._session.language.code))
            return
        self._remember()
        self.keeper.forget()
        self.finished.emit()

    def _failed(self, error: StationError) -> None:
        self._busy = False
        self.problem.say("bad", *of_error(error, self._session.language.code))

    def chosen_category(self) -> Category:
        """The category chosen above the fields."""
        return REGISTERED[max(self.category.currentIndex(), 0)]
