"""Full text over known vehicles and persons: what a few typed characters can mean, newest first.

A row's id is its `recent` (see `schema`), so FTS5 hands out the newest match first and stops at the limit:
the time does not grow with the history. A plate is indexed by all its endings, so that any part of it is
the beginning of one of them; names by pairs of characters, which finds any part; numbers backwards, which
finds their endings.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from station.canonical import one_form
from station.entry.pinyin import spell
from station.records.passage import Person
from station.store.station_tables import SEARCH_TABLES, persons, vehicles

END = "尾"  # stands after the last character, so that an ending is a word of its own
PUT_PERSON = (
    "INSERT INTO person_search (rowid, name, spelled, initials, id_end, phone_end, serial) VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def create(connection: Connection) -> None:
    """Make the full-text tables, for a store in memory; a file gets them by its revision."""
    for statement in SEARCH_TABLES.values():
        connection.exec_driver_sql(statement)


def empty(connection: Connection) -> None:
    """Forget every row. FTS5's own `delete-all` leaves marks behind that its integrity check then reports."""
    for table in SEARCH_TABLES:
        connection.exec_driver_sql(f"DROP TABLE {table}")
    create(connection)


def rows_of(connection: Connection, table: str) -> list[int]:
    """The ids a full-text table holds, in order: to compare with the look-up it belongs to."""
    found = connection.exec_driver_sql(f"SELECT id FROM {table}_docsize ORDER BY id")  # noqa: S608  our own name
    return list(found.scalars())


def put_vehicle(connection: Connection, before: int | None, recent: int, plate: str) -> None:
    """Index a plate at its new place and forget the old one."""
    _forget(connection, "vehicle_search", before)
    connection.exec_driver_sql("INSERT INTO vehicle_search (rowid, endings) VALUES (?, ?)", (recent, _endings(plate)))


def put_person(connection: Connection, before: int | None, recent: int, person: Person) -> None:
    """Index a person at its new place and forget the old one."""
    _forget(connection, "person_search", before)
    name = person.name or ""
    spelled, initials = spell(name) if name else ((), ())
    values = (
        _pairs(name),
        " ".join(spelled),
        " ".join(initials),
        (person.id_number or "")[::-1],
        (person.phone or "")[::-1],
        person.pass_serial or "",
    )
    connection.exec_driver_sql(PUT_PERSON, (recent, *values))


def forget_vehicle(connection: Connection, recent: int) -> None:
    """Take a plate out."""
    _forget(connection, "vehicle_search", recent)


def forget_person(connection: Connection, recent: int) -> None:
    """Take a person out."""
    _forget(connection, "person_search", recent)


def _forget(connection: Connection, table: str, recent: int | None) -> None:
    if recent is not None:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", (recent,))  # noqa: S608  our own name


def vehicles_with(connection: Connection, part: str, limit: int) -> list[int]:
    """`recent` of the vehicles whose plate holds `part` (two characters or more), newest first."""
    part = _clean(part)
    return _match(connection, "vehicle_search", f'"{part}" *', limit) if len(part) > 1 else []


def vehicles_ending(connection: Connection, ending: str, limit: int) -> list[int]:
    """`recent` of the vehicles whose plate ends so, newest first."""
    ending = _clean(ending)
    return _match(connection, "vehicle_search", f'"{ending}{END}"', limit) if ending else []


def persons_like(connection: Connection, typed: str, limit: int) -> list[int]:
    """`recent` of the persons whose name is typed so: characters, full pinyin or initials; newest first."""
    typed = _clean(typed)
    if not typed:
        return []
    if typed.isascii():
        return _match(connection, "person_search", f'{{spelled initials}} : "{typed}" *', limit)
    query = f'"{_pairs(typed)}"' if len(typed) > 1 else f'"{typed}" *'
    return _match(connection, "person_search", f"name : {query}", limit)


def persons_ending(connection: Connection, digits: str, limit: int) -> list[int]:
    """`recent` of the persons whose phone or document number ends so (a whole number too), newest first."""
    digits = _clean(digits)[::-1]
    return _match(connection, "person_search", f'{{id_end phone_end}} : "{digits}" *', limit) if digits else []


def persons_with_serial(connection: Connection, start: str, limit: int) -> list[int]:
    """`recent` of the persons whose pass serial starts so, newest first."""
    start = _clean(start)
    return _match(connection, "person_search", f'serial : "{start}" *', limit) if start else []


def make_anew(connection: Connection) -> None:
    """Write the full text again from the look-ups: what was taken out of it else stays on the disk until it is merged.

    FTS5's own `optimize` would do, but its integrity check then reports corruption of a contentless table.
    """
    empty(connection)
    for row in connection.execute(select(vehicles.c.recent, vehicles.c.plate)).all():
        put_vehicle(connection, None, row.recent, row.plate)
    for row in connection.execute(select(persons)).all():
        person = Person((), "visitor", row.name, row.id_type, row.id_number, row.phone, row.pass_serial)
        put_person(connection, None, row.recent, person)


def _match(connection: Connection, table: str, query: str, limit: int) -> list[int]:
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608
    return list(connection.exec_driver_sql(statement, (query, limit)).scalars())


def _endings(plate: str) -> str:
    """The plate, then without its first character, and so on; each a word with the end mark."""
    plate = _clean(plate) + END
    return " ".join(plate[at:] for at in range(max(len(plate) - 1, 1)))


def _pairs(value: str) -> str:
    """Each two neighbours as a word; a single character is a word of its own."""
    value = _clean(value)
    return " ".join(value[at : at + 2] for at in range(max(len(value) - 1, 1))) if value else ""


def _clean(value: str) -> str:
    """Letters, digits and characters only: nothing that the query language could read as its own."""
    return "".join(one for one in one_form(value) if one.isalnum())
