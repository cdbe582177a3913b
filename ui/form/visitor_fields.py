"""The fields of the full form: which there are, how each one's text is read, what is shown of a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from station.entry import normal
from station.entry.day_text import read_day
from station.entry.draft import Draft, DraftPerson
from station.entry.id_document import facts_of, read_id
from station.entry.phone import read_phone
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.entry.temperature_text import SITE_LETTERS, read_temperature
from station.records.flag import Flag
from station.records.passage import Category, Registration
from station.rule_pack import RulePack
from station.services.gate.registration import judge
from station.services.opened_station import Station
from station.triage.assessment import CONTACT_QUESTION, KEY_AREA_QUESTION
from station.triage.open_cases import OPEN_CASE

REGISTERED: tuple[Category, ...] = ("visitor", "courier", "returnee", "key_person", "resident")
PLAIN_FIELDS = ("plate", "id_number", "phone", "host_phone", "left_on", "reading", "answer", "contact")
REGISTRATION_FIELDS = tuple(one.name for one in fields(Registration))  # in the order they are asked in
WHO = ("plate", "name", "phone", "id_number")  # what an open case may be about
ANSWERS = {"answer": KEY_AREA_QUESTION, "contact": CONTACT_QUESTION}
FIELDS = ("plate", "name", "phone", "id_number", *REGISTRATION_FIELDS, "reading", *ANSWERS, "correction_reason")
LETTERS = {site: letter for letter, site in SITE_LETTERS.items()}
NOT_REPEATED = ("reading", *ANSWERS, "correction_reason")
OF_THE_CAR = ("plate", "origin", "destination", "answer", "correction_reason")  # the same for the next occupant


def fields_of(category: Category, rules: RulePack, texts: dict[str, str], *, correcting: bool) -> tuple[str, ...]:
    """What the rules ask of a category, what is filled in all the same, the reading, what the moment needs."""
    asked = rules.asked.get(category, FIELDS)
    returnee = ("contact",) if category == "returnee" else ()
    extra = ("reading", "answer", *returnee, *(("correction_reason",) if correcting else ()))
    filled = tuple(name for name in FIELDS if name not in (*asked, *extra) and texts[name])
    return (*asked, *filled, *extra)


def required_of(category: Category, rules: RulePack) -> tuple[str, ...]:
    """What must be filled in."""
    return (*rules.required.get(category, ()), "reading")


def read_field(name: str, text: str, station: Station) -> Any:
    """What a field's text means: a value, or a Problem."""
    readers: dict[str, Callable[[], Any]] = {
        "phone": lambda: read_phone(text),
        "id_number": lambda: read_id(text, station.today()),
        "left_on": lambda: read_day(text),
        "reading": lambda: read_temperature(text, station.rules) or Problem("not_a_temperature", "reading", text=text),
    }
    return readers[name]() if name in readers else text


def texts_of(person: DraftPerson) -> dict[str, str]:
    """A person as the fields show them."""
    texts = {name: getattr(person, name) or "" for name in ("name", "phone", "id_number")}
    registration = person.registration or Registration()
    texts |= {name: getattr(registration, name) or "" for name in REGISTRATION_FIELDS}
    newest = person.readings[-1] if person.readings else None
    if newest is not None and newest.tenths is not None:
        texts["reading"] = f"{newest.tenths}{LETTERS.get(newest.site, '')}"
    return texts


def person_of(values: dict[str, str], category: Category, read: dict[str, Any], before: DraftPerson) -> DraftPerson:
    """The person that the fields say; earlier readings of the same person stay."""
    said = {**values, **({"left_on": read["left_on"]} if "left_on" in read else {})}
    details = Registration(**{name: said.get(name) or None for name in REGISTRATION_FIELDS})
    document = read.get("id_number")
    return DraftPerson(
        readings=(*before.readings[:-1], read["reading"]),
        category=category,
        name=values.get("name") or None,
        phone=read.get("phone"),
        id_type=document.id_type if document else None,
        id_number=document.id_number if document else None,
        pass_serial=before.pass_serial,
        registration=details if details != Registration() else None,
    )


def open_case_flags(station: Station, texts: dict[str, str], uid: str) -> list[Flag]:
    """The open cases that the plate or person in the fields is about; what is not whole yet means nobody."""
    plate, number = read_plate(texts["plate"]), read_id(texts["id_number"], station.today())
    phone = read_phone(texts["phone"])
    person = DraftPerson(
        name=normal.words(texts["name"]) or None,
        phone=None if isinstance(phone, Problem) else phone,
        id_number=None if isinstance(number, Problem) else number.id_number,
    )
    draft = Draft(uid, vehicle=None if isinstance(plate, Problem) else plate, persons=(person,))
    return [one for one in judge(station, draft).flags if one.rule == OPEN_CASE]


def id_words(text: str, station: Station, label: Callable[[str, str], str]) -> str:
    """Sex, birth year and household province, read from the number instead of asked."""
    document = read_id(text, station.today())
    facts = None if isinstance(document, Problem) else facts_of(document)
    if facts is None:
        return ""
    return f"{label('sex', facts.sex)} · {facts.birth_year} · {label('province', facts.province)}"
