"""Recall: fills in what a line asks to look up (a plate's ending, a pass, a person), or says why it cannot."""

from __future__ import annotations

from dataclasses import replace

from station.entry.draft import Draft, with_person
from station.entry.gate_line import Recall, Token, read_tokens
from station.entry.id_document import guess_type
from station.entry.problem import Problem
from station.errors import Refused
from station.masking import mask_name
from station.records.passage import Category, Vehicle
from station.services.gate import access_passes
from station.services.gate.suggestions import MOST, KnownPerson, KnownVehicle, known_person_of, known_vehicle_of
from station.services.opened_station import Station
from station.store import regular_rows


def known_vehicle(station: Station, plate: str) -> KnownVehicle | None:
    """One vehicle by its whole plate."""
    with station.store.read() as connection:
        row = regular_rows.vehicle(connection, plate)
        return known_vehicle_of(connection, row) if row else None


def tokens_of(station: Station, text: str) -> tuple[Token, ...]:
    """What a scanned text means as a part of a line."""
    return read_tokens(text, station.rules, station.today())


def resolve(station: Station, draft: Draft) -> Draft | Problem:
    """The draft with everything the line asked to look up filled in, or why that is not possible."""
    for recall in draft.recall:
        if recall.by == "plate_end":
            found = _resolve_plate(station, draft, recall.text)
        elif recall.by == "pass":
            found = _resolve_pass(station, draft, recall.text)
        else:
            found = _resolve_person(station, draft, recall)
        if isinstance(found, Problem):
            return found
        draft = found
    return replace(draft, recall=())


def _resolve_plate(station: Station, draft: Draft, ending: str) -> Draft | Problem:
    if draft.vehicle:
        return Problem("two_plates", "plate")
    with station.store.read() as connection:
        rows = regular_rows.vehicles_ending(connection, ending, MOST)
    if not rows:
        return Problem("no_match", "plate", text=ending)
    if len(rows) > 1:
        return Problem("several_matches", "plate", candidates=tuple(row.plate for row in rows), text=ending)
    return replace(draft, vehicle=Vehicle(rows[0].plate, rows[0].plate_type))


def _resolve_pass(station: Station, draft: Draft, text: str) -> Draft | Problem:
    try:
        access_pass = access_passes.check(station, text)
    except Refused as error:
        return Problem(error.code, "pass")
    if access_pass.plate and draft.vehicle and draft.vehicle.plate != access_pass.plate:
        return Problem("pass_plate_mismatch", "pass")
    index = _first_unknown(draft)
    if index is None:
        return Problem("more_people_than_readings", "temperature")
    category: Category = "resident" if access_pass.pass_class == "resident" else "visitor"
    draft = with_person(draft, index, pass_serial=access_pass.serial, category=category)
    if access_pass.plate and not draft.vehicle:
        draft = replace(draft, vehicle=access_passes.vehicle_of(access_pass))
    return draft


def _resolve_person(station: Station, draft: Draft, recall: Recall) -> Draft | Problem:
    index = _first_unknown(draft)
    if index is None:
        return Problem("more_people_than_readings", "temperature")
    found = _people(station, recall)
    if len(found) > 1:
        names = tuple(mask_name(one.person.name) or "*" for one in found)
        return Problem("several_matches", "person", candidates=names, text=recall.text)
    if found:
        persons_so_far = list(draft.persons)
        persons_so_far[index] = replace(found[0].person, readings=draft.persons[index].readings)
        return replace(draft, persons=tuple(persons_so_far))
    if recall.by == "phone":
        return with_person(draft, index, phone=recall.text)
    if recall.by == "id":
        return with_person(draft, index, id_type=guess_type(recall.text), id_number=recall.text)
    return Problem("no_match", "person", text=recall.text)


def _people(station: Station, recall: Recall) -> list[KnownPerson]:
    """Whom the recall can mean; a whole number is compared whole, an ending only at the end."""
    with station.store.read() as connection:
        rows = regular_rows.persons_matching(connection, recall.by, recall.text, MOST)
        if recall.by == "phone":
            rows = [row for row in rows if row.phone == recall.text]
        elif recall.by == "id":
            rows = [row for row in rows if row.id_number == recall.text]
        return [known_person_of(connection, row) for row in rows]


def _first_unknown(draft: Draft) -> int | None:
    """The first person nothing is known of yet."""
    for index, person in enumerate(draft.persons):
        if not person.is_known:
            return index
    return None
