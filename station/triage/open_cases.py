"""Triage against what is still open at this gate: whoever a case is about is not released beside it."""

from __future__ import annotations

from dataclasses import dataclass

from station.clock import local
from station.entry.comparison import KEYS, document_key, phone_key, plate_key
from station.entry.draft import Draft, DraftPerson
from station.entry.temperature_text import degrees
from station.records.case import FEVER_STATES, Case
from station.records.flag import Flag
from station.records.passage import Passage, Person

OPEN_CASE = "case.open"


@dataclass(frozen=True)
class StandingCase:
    """An open case that a draft may be about, with the passage that opened it; `newest` is its newest reading."""

    uid: str
    case: Case
    passage: Passage
    newest: int | None = None


def met_by(draft: Draft, standing: tuple[StandingCase, ...], at: int | None = None) -> tuple[StandingCase, ...]:
    """The open cases that really are about somebody or something of this draft, not its own.

    `at` (ms UTC) is when something happened that is keyed or corrected later: what began after it did not stand then.
    """
    return tuple(
        one
        for one in standing
        if one.case.passage != draft.uid
        and (at is None or min(one.case.opened_at, one.passage.happened_at) <= at)
        and (_about_vehicle(draft, one) or _about_person(draft, one) is not None or _asked_for(draft, one))
    )


def open_case_flags(draft: Draft, standing: tuple[StandingCase, ...]) -> list[Flag]:
    """A flag for each: whom it is about, what it waits for, since when, how warm."""
    return [_flag(draft, one) for one in standing]


def holds_fever(standing: tuple[StandingCase, ...]) -> bool:
    """Whether one of them waits because of a temperature."""
    return any(one.case.state in FEVER_STATES for one in standing)


def _flag(draft: Draft, one: StandingCase) -> Flag:
    person = _about_person(draft, one)
    plate = one.passage.vehicle.plate if one.passage.vehicle else ""
    warm = "" if one.newest is None else degrees(one.newest)
    facts = (warm, one.case.state, f"{local(one.case.opened_at):%m-%d %H:%M}")
    if _about_vehicle(draft, one) or person is None:
        return Flag(OPEN_CASE, " ".join(part for part in (plate, *facts) if part))
    return Flag.of_person(OPEN_CASE, person, *facts)


def _about_vehicle(draft: Draft, one: StandingCase) -> bool:
    here, there = draft.vehicle, one.passage.vehicle
    return bool(here and there and here.plate and plate_key(here.plate) == plate_key(there.plate))


def _asked_for(draft: Draft, one: StandingCase) -> bool:
    """Whether a look-up that is still typed (`.327`, a whole phone, a pass) ends in what the case is about."""
    plate = plate_key(one.passage.vehicle.plate) if one.passage.vehicle else ""
    people = one.passage.persons
    phones = [phone_key(text) for person in people for text in (person.phone, one.case.phone) if text]
    known = [*phones, *(document_key(person.id_number) for person in people if person.id_number)]
    for recall in draft.recall:
        text = plate_key(recall.text)
        if recall.by == "plate_end" and plate.endswith(text):
            return True
        if recall.by in ("phone", "id", "ending") and any(number.endswith(text) for number in known):
            return True
        if recall.by == "pass" and any(_are_one("pass", person.pass_serial, recall.text) for person in people):
            return True
        if recall.by == "name" and any(_are_one("name", person.name, recall.text) for person in people):
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
    phones = [text for text in (other.phone, case.phone) if text]
    if _are_one("id", person.id_number, other.id_number) or _are_one("pass", person.pass_serial, other.pass_serial):
        return True
    if any(_are_one("phone", person.phone, text) for text in phones):
        return True
    documents = person.id_number and other.id_number and person.id_type == other.id_type
    contradicts = bool(documents or (person.phone and phones))
    return not contradicts and any(_are_one("name", person.name, text) for text in (other.name, case.name))


def _are_one(kind: str, one: str | None, other: str | None) -> bool:
    """Whether two texts mean the same; nothing is the same as nothing said."""
    key = KEYS[kind](one or "")
    return bool(key) and key == KEYS[kind](other or "")
