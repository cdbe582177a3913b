"""Triage: a draft, the rule pack and the lists in, flags with reasons, questions and allowed dispositions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from station.entry.draft import Draft, DraftPerson
from station.entry.temperature_text import Measured, degrees
from station.records.passage import Disposition, Flag, Reading
from station.records.reference_lists import References
from station.rule_pack import RulePack
from station.triage.open_cases import OPEN_CASE, StandingCase, holds_fever, open_case_flags
from station.triage.watchlists import LIST_RULES, LIST_VEHICLE, SEEN_VEHICLE, day_of, list_flags, not_listed

KEY_AREA_QUESTION = "visited_key_area_14d"
CONTACT_QUESTION = "contact_14d"
ABNORMAL = "temperature.abnormal"
TOO_LOW = "temperature.invalid_low"
KEY_PLATE = "area.key_plate"
KEY_ID = "area.key_id"
KEY_PERSON = "person.key_person"
VISITED = "answer.visited_key_area"
CONTACT = "answer.contact"
UNANSWERED = "answer.missing"
TEMPERATURE_RULES = (ABNORMAL, TOO_LOW)
VERIFY_RULES = (KEY_PERSON, VISITED, CONTACT, UNANSWERED, *LIST_RULES, OPEN_CASE)
VEHICLE_RULES = (KEY_PLATE, LIST_VEHICLE, SEEN_VEHICLE)
RULES = (ABNORMAL, TOO_LOW, KEY_PLATE, KEY_ID, KEY_PERSON, VISITED, CONTACT, UNANSWERED, *LIST_RULES, OPEN_CASE)
YES = {KEY_AREA_QUESTION: VISITED, CONTACT_QUESTION: CONTACT}
NO_LISTS = References()
Measurement = TypeVar("Measurement", Measured, Reading)


@dataclass(frozen=True)
class Missing:
    """A required field that is still empty; `person` counts from 0."""

    field: str
    person: int


@dataclass(frozen=True)
class Assessment:
    """What the rules say of a draft; `disposition` is what a save will use if nobody chooses.

    `not_listed` are persons who say they live here and stand on no list: the grid officer is told. `open_cases` are
    those that somebody or something of the draft is about: until they are finished nobody is released beside them.
    """

    flags: tuple[Flag, ...]
    questions: tuple[str, ...]
    missing: tuple[Missing, ...]
    allowed: tuple[Disposition, ...]
    disposition: Disposition
    not_listed: tuple[int, ...] = ()
    open_cases: tuple[StandingCase, ...] = ()


def assess(
    draft: Draft,
    rules: RulePack,
    lists: References = NO_LISTS,
    today: date | None = None,
    standing: tuple[StandingCase, ...] = (),
) -> Assessment:
    """Judge a draft; pure, so that the desk can ask at every key. `today` is the day in UTC+8 for the lists.

    `standing` are the open cases that the draft meets.
    """
    area = _area_flags(draft, rules, today)
    asked = _questions(draft, rules, area)
    open_ones = tuple(question for question in asked if draft.answers.get(question) is None)
    flags = [*_temperature_flags(draft, rules), *area]
    if today is not None:
        flags += list_flags(draft, rules, lists, today)
    flags += open_case_flags(draft, standing)
    flags += [Flag(UNANSWERED, question) for question in open_ones]
    flags += [Flag(YES.get(one, VISITED), one) for one, answer in draft.answers.items() if answer]
    allowed = _allowed(draft, tuple(flags), fever=holds_fever(standing))
    missing = _missing(draft, rules)
    return Assessment(tuple(flags), open_ones, missing, allowed, allowed[0], not_listed(draft, lists), standing)


def _questions(draft: Draft, rules: RulePack, area: list[Flag]) -> tuple[str, ...]:
    """What has to be asked: the 14-day question for a key area, all of a returnee's for a returnee."""
    asked: tuple[str, ...] = (KEY_AREA_QUESTION,) if area else ()
    if any(person.category == "returnee" for person in draft.persons):
        asked += rules.returnee_questions
    return tuple(dict.fromkeys(asked))


def needs_temperature(flags: tuple[Flag, ...]) -> bool:
    """Whether a flag is about a reading that does not let the person through."""
    return any(flag.rule in TEMPERATURE_RULES for flag in flags)


def newest_of(readings: Sequence[Measurement]) -> Measurement:
    """The reading that tells: the newest that has a value; a fever under the arm until the arm is normal again."""
    measured = [one for one in readings if one.state != "unread"] or readings[-1:]
    newest = measured[-1]
    arm = next((one for one in reversed(measured) if one.site == "axillary"), newest)
    return arm if newest.state == "normal" and arm.state == "abnormal" else newest


def _temperature_flags(draft: Draft, rules: RulePack) -> list[Flag]:
    """Flags of each person's newest reading; who counts from 1 as on the screen."""
    flags = []
    for number, person in enumerate(draft.persons, 1):
        newest = newest_of(person.readings) if person.readings else None
        if newest and newest.state == "abnormal" and newest.tenths is not None:
            flags.append(Flag(ABNORMAL, f"#{number} {degrees(newest.tenths)} ≥ {degrees(rules.abnormal_from)}"))
        if newest and newest.state == "invalid_low":
            shown = "L" if newest.tenths is None else degrees(newest.tenths)
            flags.append(Flag(TOO_LOW, f"#{number} {shown} < {degrees(rules.invalid_below)}"))
    return flags


def _area_flags(draft: Draft, rules: RulePack, today: date | None) -> list[Flag]:
    """Who must be asked the 14-day question; never a refusal by itself (CAC notice, domain 0.7)."""
    flags = []
    if draft.vehicle and draft.vehicle.plate[:1] in rules.key_provinces:
        flags.append(Flag(KEY_PLATE, draft.vehicle.plate[:1]))
    for number, person in enumerate(draft.persons, 1):
        if _has_key_id(person, rules):
            flags.append(Flag(KEY_ID, f"#{number}"))
        if person.category in ("key_person", "returnee"):
            flags.append(Flag(KEY_PERSON, f"#{number} {person.category}{_returnee_clock(person, rules, today)}"))
    return flags


def _returnee_clock(person: DraftPerson, rules: RulePack, today: date | None) -> str:
    """The day of the fourteen for somebody who said when they left the key area, as ` 3/14`."""
    left_on = person.registration.left_on if person.registration else None
    day = day_of(left_on, today) if left_on and today else None
    return "" if day is None else f" {day}/{rules.isolation_days}"


def flagged_person(flag: Flag) -> int | None:
    """Which person a flag is about, counted from 0; None for the vehicle or the passage."""
    number = flag.reason.removeprefix("#").split(" ")[0] if flag.reason.startswith("#") else ""
    return int(number) - 1 if number.isdecimal() else None


def _has_key_id(person: DraftPerson, rules: RulePack) -> bool:
    return person.id_type == "resident_id" and (person.id_number or "").startswith(rules.key_id_prefixes)


def _allowed(draft: Draft, flags: tuple[Flag, ...], *, fever: bool) -> tuple[Disposition, ...]:
    """Dispositions the rules allow, the usual one first; no identity is needed to save. `fever`: an open case's."""
    can_refer = any(person.name and person.phone for person in draft.persons)
    refer: tuple[Disposition, ...] = ("referred",) if can_refer else ()
    if needs_temperature(flags) or fever:
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
