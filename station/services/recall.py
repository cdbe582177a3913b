"""Recall: known plates with their usual crew, known people, passes, from what the line asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, desc, or_, select

from station.entry.draft import Draft, DraftPerson, with_person
from station.entry.gate_line import Recall
from station.entry.id_document import guess_type
from station.entry.problem import Problem
from station.errors import Refused
from station.masking import mask_name
from station.records.passage import Category, Passage, Registration, Vehicle
from station.services import access_passes
from station.services.context import Station
from station.store import journal, projections
from station.store.schema import passages, persons, vehicles

MOST = 6


@dataclass(frozen=True)
class KnownVehicle:
    """A vehicle seen before and the people last registered in it."""

    plate: str
    plate_type: str
    times: int
    last_at: int
    last_direction: str
    crew: tuple[DraftPerson, ...]
    seats: int


def suggest_vehicles(station: Station, part: str) -> list[KnownVehicle]:
    """Vehicles whose plate holds `part`, most recent and frequent first, with their crews."""
    if len(part) < 2:
        return []
    with station.store.read() as connection:
        rows = connection.execute(
            select(vehicles)
            .where(vehicles.c.plate.contains(part, autoescape=True))
            .order_by(desc(vehicles.c.last_at), desc(vehicles.c.times))
            .limit(MOST)
        ).all()
        return [_known(connection, row) for row in rows]


def known_vehicle(station: Station, plate: str) -> KnownVehicle | None:
    """One vehicle by its whole plate."""
    with station.store.read() as connection:
        row = connection.execute(select(vehicles).where(vehicles.c.plate == plate)).first()
        return _known(connection, row) if row else None


def _known(connection: Connection, row: Row[tuple[object, ...]]) -> KnownVehicle:
    passage = _last_passage(connection, row.last_uid)
    crew = tuple(
        DraftPerson(
            category=person.category,
            name=person.name,
            id_type=person.id_type,
            id_number=person.id_number,
            phone=person.phone,
            pass_serial=person.pass_serial,
            registration=person.registration,
        )
        for person in passage.persons
        if person.is_registered
    )
    return KnownVehicle(
        row.plate, row.plate_type, row.times, row.last_at, row.last_direction, crew, len(passage.persons)
    )


def _last_passage(connection: Connection, uid: str) -> Passage:
    place = connection.execute(select(passages.c.epoch, passages.c.seq).where(passages.c.uid == uid)).one()
    record: Passage | None = journal.record_of(journal.entry_at(connection, place.epoch, place.seq))
    return record or Passage("quick", "in", None, (), "released", 0)


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
        rows = connection.execute(
            select(vehicles.c.plate, vehicles.c.plate_type)
            .where(vehicles.c.plate.endswith(ending, autoescape=True))
            .order_by(desc(vehicles.c.last_at))
            .limit(MOST)
        ).all()
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
    rows = _people(station, recall)
    if len(rows) > 1:
        names = tuple(mask_name(row.name) or "*" for row in rows)
        return Problem("several_matches", "person", candidates=names, text=recall.text)
    if rows:
        row = rows[0]
        return with_person(
            draft,
            index,
            name=row.name,
            id_type=row.id_type,
            id_number=row.id_number,
            phone=row.phone,
            category=row.category,
            registration=_last_registration(station, row.last_uid, row.person),
        )
    if recall.by == "phone":
        return with_person(draft, index, phone=recall.text)
    if recall.by == "id":
        return with_person(draft, index, id_type=guess_type(recall.text), id_number=recall.text)
    return Problem("no_match", "person")


def _last_registration(station: Station, uid: str, name: str) -> Registration | None:
    """What the person gave last time, so that it is shown instead of asked again."""
    with station.store.read() as connection:
        passage = _last_passage(connection, uid)
    return next((one.registration for one in passage.persons if projections.person_key(one) == name), None)


def _people(station: Station, recall: Recall) -> list[Row[tuple[object, ...]]]:
    conditions = {
        "ending": or_(persons.c.phone.endswith(recall.text), persons.c.id_number.endswith(recall.text)),
        "phone": persons.c.phone == recall.text,
        "id": persons.c.id_number == recall.text,
        "pinyin": or_(persons.c.initials == recall.text, persons.c.spelled.startswith(recall.text)),
    }
    query = select(persons).where(conditions[recall.by]).order_by(desc(persons.c.last_at)).limit(MOST)
    with station.store.read() as connection:
        return list(connection.execute(query).all())


def _first_unknown(draft: Draft) -> int | None:
    """The first person nothing is known of yet."""
    for index, person in enumerate(draft.persons):
        if not person.is_known:
            return index
    return None
