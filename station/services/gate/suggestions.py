"""Suggestions: what a half-typed token may mean, from what the station has seen; newest and most frequent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from station.clock import local_day
from station.entry.draft import DraftPerson, from_person
from station.entry.normal import line_text
from station.services.opened_station import Station
from station.store import full_text, regular_rows
from station.store.passage_lookup import person_key
from station.store.regular_rows import PersonRow, VehicleRow
from station.store.station_tables import SEATS
from station.store.store import View

MOST = 6
Seen = TypeVar("Seen", VehicleRow, PersonRow)
OFFERED = 3  # suggestions shown under the line
CONSIDERED = 16  # newest matches among which the frequent ones come first


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


@dataclass(frozen=True)
class KnownPerson:
    """A person registered before, as the draft takes them over."""

    person: DraftPerson
    times: int
    last_at: int
    last_direction: str


def suggest_vehicles(station: Station, part: str) -> list[KnownVehicle]:
    """Vehicles whose plate holds `part` (from two characters on), with their crews."""
    if len(part) < 2:
        return []
    with station.store.read() as connection:
        rows = regular_rows.vehicles_at(connection, full_text.vehicles_with(connection, part, CONSIDERED))
        return [known_vehicle_of(connection, row) for row in _ranked(rows)]


def suggest_persons(station: Station, typed: str) -> list[KnownPerson]:
    """Persons by characters, pinyin or initials, by `/` and a number's ending, or by a pass serial's start."""
    with station.store.read() as connection:
        places = regular_rows.person_places(connection, line_text(typed), CONSIDERED)
        rows = regular_rows.persons_at(connection, places)
        return [known_person_of(connection, row) for row in _ranked(rows)]


def known_vehicle_of(connection: View, row: VehicleRow) -> KnownVehicle:
    """A row of the look-up with the crew of its newest passage."""
    passage = regular_rows.passage_at(connection, row.recent)
    crew = tuple(from_person(person) for person in passage.persons if person.is_registered)
    return KnownVehicle(
        row.plate, row.plate_type, row.times, row.last_at, row.last_direction, crew, len(passage.persons)
    )


def known_person_of(connection: View, row: PersonRow) -> KnownPerson:
    """A row of the look-up with what the person gave last time, so that it is shown instead of asked again."""
    place = row.recent % SEATS
    persons_then = regular_rows.passage_at(connection, row.recent // SEATS).persons
    same = place < len(persons_then) and person_key(persons_then[place]) == row.person
    registration = persons_then[place].registration if same else None
    person = DraftPerson(
        category=row.category,
        name=row.name,
        id_type=row.id_type,
        id_number=row.id_number,
        phone=row.phone,
        pass_serial=row.pass_serial,
        registration=registration,
    )
    return KnownPerson(person, row.times, row.last_at, row.last_direction)


def _ranked(rows: list[Seen]) -> list[Seen]:
    """Of one day the more frequent first, else the newer."""
    order = sorted(rows, key=lambda row: (local_day(row.last_at), row.times, row.recent), reverse=True)
    return order[:OFFERED]
