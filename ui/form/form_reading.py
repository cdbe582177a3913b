"""Reading the full form: the draft its fields say, or the first field to go to and why. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from station.entry import normal
from station.entry.draft import Draft, DraftPerson
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.records.passage import Category, Direction
from station.services.gate.registration import judge
from station.services.opened_station import Station
from ui.form.form_draft import FormDraft
from ui.form.visitor_fields import ANSWERS, FIELDS, person_of, read_field


@dataclass(frozen=True)
class Typed:
    """What stands in the form, which of its fields are shown, which must be filled in."""

    texts: dict[str, str]
    category: Category
    direction: Direction
    shown: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """A field to fill in or mend; `asked` where the operator has to ask somebody first."""

    field: str
    problem: Problem
    asked: bool = False


def read_draft(typed: Typed, form: FormDraft, station: Station) -> Draft | Fault:
    """The whole passage, with every question the rules want asked answered."""
    person = read_person(typed, form.standing, station)
    if isinstance(person, Fault):
        return person
    head = read_head(typed, form.draft)
    if isinstance(head, Fault):
        return head
    draft = form.whole(head, person)
    questions = judge(station, draft).questions
    for name, question in ANSWERS.items():
        if question in questions and not typed.texts[name]:
            return Fault(name, Problem("missing_field", question), asked=True)
    return draft


def read_person(typed: Typed, standing: DraftPerson, station: Station) -> DraftPerson | Fault:
    """The person in the fields; `standing` is what the line said of them."""
    values = {name: normal.words(typed.texts[name]) for name in FIELDS if name in typed.shown}
    read: dict[str, Any] = {}
    for name in typed.shown:
        text = values.get(name, "")
        if not text:
            if name in typed.required:
                return Fault(name, Problem("missing_field", name))
            continue
        read[name] = read_field(name, text, station)
        if isinstance(read[name], Problem):
            return Fault(name, read[name])
    return person_of(values, typed.category, read, standing)


def read_head(typed: Typed, draft: Draft) -> Draft | Fault:
    """The draft with the direction, the answers and the vehicle of the fields."""
    answers = {}
    for name, question in ANSWERS.items():
        answer = typed.texts[name].strip()
        if answer and answer not in ("1", "2"):
            return Fault(name, Problem("invalid_answers", "answers"))
        if answer:
            answers[question] = answer == "2"
    text = typed.texts["plate"].strip()
    if not text:
        return replace(draft, direction=typed.direction, vehicle=None, answers=answers)
    read = read_plate(text)
    if isinstance(read, Problem):
        return Fault("plate", read)
    return replace(draft, direction=typed.direction, vehicle=read, answers=answers)
