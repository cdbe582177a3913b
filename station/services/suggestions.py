"""Suggestions: what a half-typed token may mean, from what the station has seen; newest and most frequent first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from station.clock import local_day
from station.entry.draft import DraftPerson, from_person
from station.entry.normal import line_text
from station.passes import serial
from station.records.journal_entry import readable
from station.records.passage import Passage
from station.services.context import Station
from station.store import search
from station.store.passage_lookup import SEATS, person_key

MOST = 6
OFFERED = 3  # suggestions shown under the line
CONSIDERED = 16  # newest matches among which the frequent ones come first
BODY = (
    "SELECT journal.body FROM passages JOIN journal ON journal.epoch = passages.epoch AND journal.seq = passages.seq"
    " WHERE passages.n = ?"
)
SERIAL = re.compile(r"Y1-?([0-9A-HJKMNP-TV-Z-]{3,})", re.IGNORECASE)


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
        rows = _rows(connection, "vehicles", search.vehicles_with(connection, part, CONSIDERED))
        return [known_vehicle_of(connection, row) for row in _ranked(rows)]


def suggest_persons(station: Station, typed: str) -> list[KnownPerson]:
    """Persons by characters, pinyin or initials, by `/` and a number's ending, or by a pass serial's start."""
    with station.store.read() as connection:
        rows = _rows(connection, "persons", person_places(connection, line_text(typed), CONSIDERED))
        return [known_person_of(connection, row) for row in _ranked(rows)]


def person_places(connection: Connection, typed: str, limit: int) -> list[int]:
    """`recent` of the persons that a token may mean, newest first."""
    if typed.startswith("/"):
        return search.persons_ending(connection, typed[1:], limit)
    if match := SERIAL.fullmatch(typed):
        start = serial.start_in_hex(match[1].replace("-", "").upper())
        return search.persons_with_serial(connection, start, limit)
    return search.persons_like(connection, typed, limit)


def known_vehicle_of(connection: Connection, row: Row[Any]) -> KnownVehicle:
    """A row of the look-up with the crew of its newest passage."""
    passage = passage_at(connection, row.recent)
    crew = tuple(from_person(person) for person in passage.persons if person.is_registered)
    return KnownVehicle(
        row.plate, row.plate_type, row.times, row.last_at, row.last_direction, crew, len(passage.persons)
    )


def known_person_of(connection: Connection, row: Row[Any]) -> KnownPerson:
    """A row of the look-up with what the person gave last time, so that it is shown instead of asked again."""
    place = row.recent % SEATS
    persons_then = passage_at(connection, row.recent // SEATS).persons
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


def passage_at(connection: Connection, n: int) -> Passage:
    """The current revision of the n-th passage; an empty one once it is purged."""
    body = connection.exec_driver_sql(BODY, (n,)).scalar()
    return readable(body, Passage) or Passage("quick", "in", None, (), "released", 0)


def _rows(connection: Connection, table: str, places: list[int]) -> list[Row[Any]]:
    """Rows of a look-up by their places; asked at every key, so it speaks to the driver."""
    marks = ", ".join("?" * len(places))
    return list(connection.exec_driver_sql(f"SELECT * FROM {table} WHERE recent IN ({marks})", tuple(places)))  # noqa: S608


def _ranked(rows: list[Row[Any]]) -> list[Row[Any]]:
    """Of one day the more frequent first, else the newer."""
    order = sorted(rows, key=lambda row: (local_day(row.last_at), row.times, row.recent), reverse=True)
    return order[:OFFERED]
