"""Triage against what is still open at this gate: whoever a case is about is not released beside it."""

from __future__ import annotations

from dataclasses import dataclass

from station.clock import local
from station.entry.draft import Draft, DraftPerson
from station.records.case import Case
from station.records.passage import Flag, Passage, Person

OPEN_CASE = "case.open"
FEVER_STATES = ("recheck", "axillary", "confirmed")


@dataclass(frozen=True)
class StandingCase:
    """An open case that a draft may be about, with the passage that opened it; `newest` is its newest reading."""

    uid: str
    case: Case
    passage: Passage
    newest: int | None = None


def met_by(draft: Draft, standing: tuple[StandingCase, ...]) -> tuple[StandingCase, ...]:
    """The open cases that really are about somebody or something of this draft, not its own."""
    at = draft.happened_at
    return tuple(
        one
        for one in standing
        if one.case.passage != draft.uid
        and (at is None or one.case.opened_at <= at)  # a row keyed later may be from before
        and (_about_vehicle(draft, one) or _about_person(draft, one) is not None or _asked_for(draft, one))
    )


def open_case_flags(draft: Draft, standing: tuple[StandingCase, ...]) -> list[Flag]:
    """A flag for each: whom it is about, what it waits for, since when, how warm."""
    return [Flag(OPEN_CASE, _reason(draft, one)) for one in standing]


def holds_fever(standing: tuple[StandingCase, ...]) -> bool:
    """Whether one of them waits because of a temperature."""
    return any(one.case.state in FEVER_STATES for one in standing)


def _reason(draft: Draft, one: StandingCase) -> str:
    person = _about_person(draft, one)
    plate = one.passage.vehicle.plate if one.passage.vehicle else ""
    who = plate if _about_vehicle(draft, one) or person is None else f"#{person + 1}"
    warm = "" if one.newest is None else f"{one.newest // 10}.{one.newest % 10}"
    since = f"{local(one.case.opened_at):%m-%d %H:%M}"
    return " ".join(part for part in (who, warm, one.case.state, since) if part)


def _about_vehicle(draft: Draft, one: StandingCase) -> bool:
    return bool(draft.vehicle and one.passage.vehicle and draft.vehicle.plate == one.passage.vehicle.plate)


def _asked_for(draft: Draft, one: StandingCase) -> bool:
    """Whether a look-up that is still typed (`.327`, a whole phone, a pass) ends in what the case is about."""
    plate = one.passage.vehicle.plate if one.passage.vehicle else ""
    people = one.passage.persons
    known = [text for person in people for text in (person.phone, person.id_number, one.case.phone) if text]
    for recall in draft.recall:
        text = recall.text
        if recall.by == "plate_end" and plate.endswith(text):
            return True
        if recall.by in ("phone", "id", "ending") and any(number.endswith(text) for number in known):
            return True
        if recall.by == "pass" and any(person.pass_serial == text for person in one.passage.persons):
            return True
        if recall.by == "name" and any(person.name == text for person in one.passage.persons):
            return True
    return False


def _about_person(draft: Draft, one: StandingCase) -> int | None:
    """Which person of the draft the case is about, counted from 0."""
    for place, person in enumerate(draft.persons):
        if any(_same(person, other, one.case) for other in one.passage.persons):
            return place
    return None


def _same(person: DraftPerson, other: Person, case: Case) -> bool:
    """By document, phone or pass for sure; by name where nothing contradicts, as on the lists."""
    if person.id_number and other.id_number:
        return person.id_number == other.id_number
    phone, name = other.phone or case.phone, other.name or case.name
    if (person.phone and person.phone == phone) or (person.pass_serial and person.pass_serial == other.pass_serial):
        return True
    contradicts = bool(person.phone and phone)
    return bool(person.name and person.name == name and not contradicts)
