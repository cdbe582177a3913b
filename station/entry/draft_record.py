"""A draft from a `{…}` line in the shape of `station log`: checked field by field like typed text."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import msgspec

from station.clock import DAY, day_start
from station.entry import normal
from station.entry.draft import Draft, DraftPerson
from station.entry.gate_line import MOST_PERSONS
from station.entry.id_document import read_id
from station.entry.phone import read_phone
from station.entry.plate import PLATE_TYPES, read_plate
from station.entry.problem import Problem
from station.entry.temperature_text import Measured, state_of
from station.masking import is_masked
from station.records.passage import CATEGORIES, SITES, Registration, Vehicle
from station.rule_pack import RulePack

# Fields that the log shows and the station decides itself: read over, so that a log line can be replayed.
DECIDED_HERE = frozenset(("seq", "epoch", "revision", "at", "operator", "lane", "flags", "case", "voided"))
TAKEN = frozenset(("uid", "happened_at", "direction", "vehicle", "persons", "disposition", "late", "answers", "key"))
PERSON_FIELDS = frozenset(
    ("name", "id_type", "id_number", "phone", "pass_serial", "category", "readings", "registration")
)
REGISTRATION_FIELDS = tuple(field.name for field in fields(Registration))
LONGEST_TEXT = 200


class _Fault(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_record(text: str, uid: str, rules: RulePack, today: date) -> Draft | Problem:
    """The draft that a JSON line says, or the first problem with the field it is in."""
    try:
        value = msgspec.json.decode(text)
        if not isinstance(value, dict):
            raise _Fault(Problem("not_json"))
        return _draft(value, uid, rules, today)
    except (msgspec.DecodeError, RecursionError):
        return Problem("not_json")
    except _Fault as fault:
        return fault.problem


def _draft(value: dict[str, Any], uid: str, rules: RulePack, today: date) -> Draft:
    for name in value:
        if name not in DECIDED_HERE and name not in TAKEN:
            raise _Fault(Problem("unknown_field", str(name)[:40]))
    direction = value.get("direction", "in")
    if direction not in ("in", "out"):
        raise _Fault(Problem("invalid_direction", "direction"))
    persons = value.get("persons", [])
    if not isinstance(persons, list) or len(persons) > MOST_PERSONS:
        raise _Fault(Problem("invalid_persons", "persons"))
    happened_at = value.get("happened_at")
    latest = day_start(today) + 2 * DAY  # a clock may be off by the hour, nobody passes the day after tomorrow
    if happened_at is not None and (type(happened_at) is not int or not 0 < happened_at < latest):
        raise _Fault(Problem("invalid_time", "happened_at"))
    answers = value.get("answers", {})
    if not isinstance(answers, dict) or not all(isinstance(one, bool) for one in answers.values()):
        raise _Fault(Problem("invalid_answers", "answers"))
    return Draft(
        uid=_text(value, "uid") or uid,
        direction=direction,
        vehicle=_vehicle(value.get("vehicle")),
        persons=tuple(_person(person, rules, today) for person in persons),
        answers=answers,
        disposition=_text(value, "disposition"),
        happened_at=happened_at,
        late=bool(value.get("late", False)),
        key=_text(value, "key"),
    )


def _vehicle(value: Any) -> Vehicle | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("plate"), str):
        raise _Fault(Problem("invalid_plate", "plate"))
    if value.get("plate_type") == "none":  # no plate, an e-bike, a temporary or foreign plate: free text
        return Vehicle(_text(value, "plate") or "", "none")
    if value.get("plate_type") not in (None, *PLATE_TYPES):
        raise _Fault(Problem("unknown_plate_type", "plate_type"))
    read = read_plate(value["plate"])
    if isinstance(read, Problem):
        raise _Fault(read)
    return read


def _person(value: Any, rules: RulePack, today: date) -> DraftPerson:
    if not isinstance(value, dict):
        raise _Fault(Problem("invalid_persons", "persons"))
    for name in value:
        if name not in PERSON_FIELDS:
            raise _Fault(Problem("unknown_field", str(name)[:40]))
    category = value.get("category") or "resident"
    if category not in CATEGORIES:
        raise _Fault(Problem("unknown_category", "category"))
    readings = value.get("readings", [])
    if not isinstance(readings, list):
        raise _Fault(Problem("invalid_reading", "readings"))
    id_type, id_number = _document(value, today)
    return DraftPerson(
        readings=tuple(_reading(one, rules) for one in readings),
        category=category,
        name=_text(value, "name"),
        id_type=id_type,
        id_number=id_number,
        phone=_phone(value),
        pass_serial=_text(value, "pass_serial"),
        registration=_registration(value.get("registration")),
    )


def _document(value: dict[str, Any], today: date) -> tuple[str | None, str | None]:
    number = _text(value, "id_number")
    if number is None:
        return None, None
    read = read_id(number, today, _text(value, "id_type"))
    if isinstance(read, Problem):
        raise _Fault(read)
    return read.id_type, read.id_number


def _phone(value: dict[str, Any]) -> str | None:
    number = _text(value, "phone")
    if number is None:
        return None
    read = read_phone(number)
    if isinstance(read, Problem):
        raise _Fault(read)
    return read


def _reading(value: Any, rules: RulePack) -> Measured:
    """A reading; its state is decided here, whatever the line claims."""
    if not isinstance(value, dict) or set(value) - {"tenths", "site", "state", "at", "thermometer"}:
        raise _Fault(Problem("invalid_reading", "readings"))
    site = value.get("site") or "forehead"
    tenths = value.get("tenths")
    if site not in SITES:
        raise _Fault(Problem("unknown_site", "site"))
    if tenths is None:
        return Measured(None, site, "invalid_low" if value.get("state") == "invalid_low" else "unread")
    state = state_of(tenths, rules) if type(tenths) is int else None
    if state is None:
        raise _Fault(Problem("impossible_temperature", "temperature"))
    return Measured(tenths, site, state, _text(value, "thermometer"))


def _registration(value: Any) -> Registration | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) - set(REGISTRATION_FIELDS):
        raise _Fault(Problem("unknown_field", "registration"))
    return Registration(**{name: _text(value, name) for name in REGISTRATION_FIELDS})


def _text(value: dict[str, Any], name: str) -> str | None:
    """A text field, trimmed; a masked value is refused so that stars never become data."""
    text = value.get(name)
    if text is None or text == "":
        return None
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise _Fault(Problem("invalid_text", name))
    if name != "disposition" and is_masked(text):
        raise _Fault(Problem("masked_value", name))
    return normal.words(text) or None
