"""Triage: a draft and the rule pack in, flags with reasons, questions and allowed dispositions out."""

from __future__ import annotations

from dataclasses import dataclass

from station.entry.draft import Draft, DraftPerson
from station.records.passage import Disposition, Flag
from station.settings import RulePack

KEY_AREA_QUESTION = "visited_key_area_14d"
ABNORMAL = "temperature.abnormal"
TOO_LOW = "temperature.invalid_low"
KEY_PLATE = "area.key_plate"
KEY_ID = "area.key_id"
KEY_PERSON = "person.key_person"
VISITED = "answer.visited_key_area"
UNANSWERED = "answer.missing"
TEMPERATURE_RULES = (ABNORMAL, TOO_LOW)
VERIFY_RULES = (KEY_PERSON, VISITED, UNANSWERED)
RULES = (ABNORMAL, TOO_LOW, KEY_PLATE, KEY_ID, KEY_PERSON, VISITED, UNANSWERED)


@dataclass(frozen=True)
class Missing:
    """A required field that is still empty; `person` counts from 0."""

    field: str
    person: int


@dataclass(frozen=True)
class Assessment:
    """What the rules say of a draft; `disposition` is what a save will use if nobody chooses."""

    flags: tuple[Flag, ...]
    questions: tuple[str, ...]
    missing: tuple[Missing, ...]
    allowed: tuple[Disposition, ...]
    disposition: Disposition


def assess(draft: Draft, rules: RulePack) -> Assessment:
    """Judge a draft; pure, so that the desk can ask at every key."""
    asked = _area_flags(draft, rules)
    answer = draft.answers.get(KEY_AREA_QUESTION)
    questions = (KEY_AREA_QUESTION,) if asked and answer is None else ()
    flags = [*_temperature_flags(draft, rules), *asked]
    if asked and answer is None:
        flags.append(Flag(UNANSWERED, KEY_AREA_QUESTION))
    if answer:
        flags.append(Flag(VISITED, KEY_AREA_QUESTION))
    allowed = _allowed(draft, tuple(flags))
    return Assessment(tuple(flags), questions, _missing(draft, rules), allowed, allowed[0])


def needs_temperature(flags: tuple[Flag, ...]) -> bool:
    """Whether a flag is about a reading that does not let the person through."""
    return any(flag.rule in TEMPERATURE_RULES for flag in flags)


def _temperature_flags(draft: Draft, rules: RulePack) -> list[Flag]:
    """Flags of each person's newest reading; who counts from 1 as on the screen."""
    flags = []
    for number, person in enumerate(draft.persons, 1):
        newest = person.readings[-1] if person.readings else None
        if newest and newest.state == "abnormal" and newest.tenths is not None:
            flags.append(Flag(ABNORMAL, f"#{number} {degrees(newest.tenths)} ≥ {degrees(rules.abnormal_from)}"))
        if newest and newest.state == "invalid_low":
            shown = "L" if newest.tenths is None else degrees(newest.tenths)
            flags.append(Flag(TOO_LOW, f"#{number} {shown} < {degrees(rules.invalid_below)}"))
    return flags


def _area_flags(draft: Draft, rules: RulePack) -> list[Flag]:
    """Who must be asked the 14-day question; never a refusal by itself (CAC notice, domain 0.7)."""
    flags = []
    if draft.vehicle and draft.vehicle.plate[0] in rules.key_provinces:
        flags.append(Flag(KEY_PLATE, draft.vehicle.plate[0]))
    for number, person in enumerate(draft.persons, 1):
        if _has_key_id(person, rules):
            flags.append(Flag(KEY_ID, f"#{number}"))
        if person.category in ("key_person", "returnee"):
            flags.append(Flag(KEY_PERSON, f"#{number} {person.category}"))
    return flags


def _has_key_id(person: DraftPerson, rules: RulePack) -> bool:
    return person.id_type == "resident_id" and (person.id_number or "").startswith(rules.key_id_prefixes)


def _allowed(draft: Draft, flags: tuple[Flag, ...]) -> tuple[Disposition, ...]:
    """Dispositions the rules allow, the usual one first; no identity is needed to save."""
    can_refer = any(person.name and person.phone for person in draft.persons)
    refer: tuple[Disposition, ...] = ("referred",) if can_refer else ()
    if needs_temperature(flags):
        return ("held", *refer, "left")
    if any(flag.rule in VERIFY_RULES for flag in flags):
        return ("held", "turned_back", *refer, "left")
    return ("released", "held", "turned_back", *refer, "left")


def _missing(draft: Draft, rules: RulePack) -> tuple[Missing, ...]:
    """Required fields that are empty, in the order the form asks for them."""
    missing = [] if draft.persons else [Missing("reading", 0)]
    for index, person in enumerate(draft.persons):
        # Whoever shows a visitor pass was registered when it was issued.
        required = () if person.pass_serial else rules.required.get(person.category, ())
        missing += [Missing(name, index) for name in required if not field_of(person, name)]
        if not person.readings:
            missing.append(Missing("reading", index))
    return tuple(missing)


def field_of(person: DraftPerson, name: str) -> str | None:
    """A field of the full form by its name, whether of the person or of the registration."""
    if hasattr(person, name):
        value: str | None = getattr(person, name)
        return value
    return getattr(person.registration, name, None) if person.registration else None


def degrees(tenths: int) -> str:
    """Tenths of a degree as people read them: 376 is 37.6."""
    return f"{tenths // 10}.{tenths % 10}"
