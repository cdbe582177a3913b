"""Vehicles and persons seen before, as the look-ups have them, and the passage they were seen in last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, select

from station.passes import serial
from station.records.journal_entry import readable
from station.records.passage import Category, Passage
from station.store import full_text
from station.store.station_tables import persons, vehicles

BODY = (
    "SELECT journal.body FROM passages JOIN journal ON journal.epoch = passages.epoch AND journal.seq = passages.seq"
    " WHERE passages.n = ?"
)
Columns = tuple[Column[Any], ...]
VEHICLE: Columns = tuple(
    vehicles.c[name] for name in ("recent", "plate", "plate_type", "times", "last_at", "last_direction")
)
OF_PERSON = ("recent", "person", "name", "id_type", "id_number", "phone", "pass_serial", "category")
PERSON: Columns = tuple(persons.c[name] for name in (*OF_PERSON, "times", "last_at", "last_direction"))
SERIAL = re.compile(r"Y1-?([0-9A-HJKMNP-TV-Z-]{3,})", re.IGNORECASE)


@dataclass(frozen=True)
class VehicleRow:
    """A vehicle: in which passage (`recent`) and when it was seen last, how often, which way it went."""

    recent: int
    plate: str
    plate_type: str
    times: int
    last_at: int
    last_direction: str


@dataclass(frozen=True)
class PersonRow:
    """A person: `recent` is the passage and the seat; what was given last."""

    recent: int
    person: str
    name: str | None
    id_type: str | None
    id_number: str | None
    phone: str | None
    pass_serial: str | None
    category: Category
    times: int
    last_at: int
    last_direction: str


def vehicle(connection: Connection, plate: str) -> VehicleRow | None:
    """One vehicle by its whole plate."""
    row = connection.execute(select(*VEHICLE).where(vehicles.c.plate == plate)).first()
    return VehicleRow(**row._mapping) if row else None


def vehicles_at(connection: Connection, places: Sequence[int]) -> list[VehicleRow]:
    """Vehicles by where they were seen last."""
    return [VehicleRow(**row._mapping) for row in _at(connection, "vehicles", VEHICLE, places)]


def persons_at(connection: Connection, places: Sequence[int]) -> list[PersonRow]:
    """Persons by where they were seen last."""
    return [PersonRow(**row._mapping) for row in _at(connection, "persons", PERSON, places)]


def vehicles_ending(connection: Connection, ending: str, limit: int) -> list[VehicleRow]:
    """Vehicles whose plate ends so, the one seen last first."""
    found = full_text.vehicles_ending(connection, ending, limit)
    query = select(*VEHICLE).where(vehicles.c.recent.in_(found)).order_by(vehicles.c.recent.desc())
    return [VehicleRow(**row._mapping) for row in connection.execute(query)]


def persons_matching(connection: Connection, by: str, text: str, limit: int) -> list[PersonRow]:
    """Persons by name or pinyin, or by the ending of a number, the one seen last first."""
    by_words = by in ("pinyin", "name")
    places = (full_text.persons_like if by_words else full_text.persons_ending)(connection, text, limit)
    query = select(*PERSON).where(persons.c.recent.in_(places)).order_by(persons.c.recent.desc())
    return [PersonRow(**row._mapping) for row in connection.execute(query)]


def person_places(connection: Connection, typed: str, limit: int) -> list[int]:
    """`recent` of the persons that a token may mean, newest first."""
    if typed.startswith("/"):
        return full_text.persons_ending(connection, typed[1:], limit)
    if match := SERIAL.fullmatch(typed):
        start = serial.start_in_hex(match[1].replace("-", "").upper())
        return full_text.persons_with_serial(connection, start, limit)
    return full_text.persons_like(connection, typed, limit)


def passage_at(connection: Connection, n: int) -> Passage:
    """The current revision of the n-th passage; an empty one once it is purged."""
    body = connection.exec_driver_sql(BODY, (n,)).scalar()
    return readable(body, Passage) or Passage("quick", "in", None, (), "released", 0)


def _at(connection: Connection, table: str, columns: Columns, places: Sequence[int]) -> list[Row[Any]]:
    """Rows of a look-up by their places; asked at every key, so it speaks to the driver."""
    marks = ", ".join("?" * len(places))
    names = ", ".join(column.name for column in columns)
    query = f"SELECT {names} FROM {table} WHERE recent IN ({marks})"  # noqa: S608  names of our own columns
    return list(connection.exec_driver_sql(query, tuple(places)))
