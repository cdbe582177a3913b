"""The look-ups of passages: the log's rows, known vehicles and persons, who appeared where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from station.entry.comparison import document_key, name_key, phone_key, serial_key
from station.records.journal_entry import Header
from station.records.passage import Passage, Person
from station.store import full_text, journal
from station.store.station_tables import SEATS, appearances, passages, persons, record_keys, vehicles
from station.triage.assessment import TEMPERATURE_RULES
from station.triage.open_cases import OPEN_CASE

# The hot path speaks to the driver: building these statements anew costs several times what running them does.
PASSAGE_COLUMNS = tuple(column.name for column in passages.columns if column.name != "n")
PUT_PASSAGE = (
    f"INSERT INTO passages ({', '.join(PASSAGE_COLUMNS)}) "  # noqa: S608  names of our own columns
    f"VALUES ({', '.join('?' * len(PASSAGE_COLUMNS))})"
)
PUT_VEHICLE = (
    "INSERT INTO vehicles (plate, plate_type, times, last_at, last_direction, recent) VALUES (?, ?, 1, ?, ?, ?)"
    " ON CONFLICT (plate) DO UPDATE SET plate_type = excluded.plate_type, times = times + 1,"
    " last_at = excluded.last_at, last_direction = excluded.last_direction, recent = excluded.recent"
)
PUT_PERSON = (
    "INSERT INTO persons (person, name, id_type, id_number, phone, pass_serial, category, times, last_at,"
    " last_direction, recent) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)"
    " ON CONFLICT (person) DO UPDATE SET name = excluded.name, id_type = excluded.id_type,"
    " id_number = excluded.id_number, phone = excluded.phone, pass_serial = excluded.pass_serial,"
    " category = excluded.category, times = times + 1, last_at = excluded.last_at,"
    " last_direction = excluded.last_direction, recent = excluded.recent"
)


PURGED = {  # what a passage's row says once its body is gone: that it was, when, and by whom it was saved
    "lane": "purged",
    "direction": "",
    "plate": None,
    "persons": 0,
    "disposition": "",
    "voided": 0,
    "late": 0,
    "abnormal": 0,
    "key_hit": 0,
}


def put_passage(connection: Connection, header: Header, record: Passage | None, source: Connection) -> None:
    """Bring the look-ups up to this revision; `source` holds the journal's bodies, a purged one is None."""
    if record is None:
        _put_purged(connection, header)
    elif header.revision == 1:
        _first(connection, header, record)
    else:
        _revised(connection, header, record, source)


def forget(connection: Connection, uids: Sequence[str]) -> None:
    """Bring the look-ups to where these passages' bodies are gone: as a rebuild would find it."""
    if not uids:
        return
    rows = connection.execute(select(passages).where(passages.c.uid.in_(uids))).all()
    touched: set[str] = set()
    for row in rows:
        mine = appearances.c.place.between(row.n * SEATS, row.n * SEATS + SEATS - 1)
        touched |= set(connection.execute(select(appearances.c.person).where(mine)).scalars())
        connection.execute(delete(appearances).where(mine))
        blank = {**PURGED, "happened_at": row.at}
        connection.execute(update(passages).where(passages.c.n == row.n).values(blank))
    connection.execute(delete(record_keys).where(record_keys.c.uid.in_(uids)))
    _look_anew(connection, {row.plate for row in rows if row.plate}, touched, connection)


def _put_purged(connection: Connection, header: Header) -> None:
    place = {"epoch": header.epoch, "seq": header.seq, "revision": header.revision}
    if header.revision > 1:
        connection.execute(update(passages).where(passages.c.uid == header.uid).values(place))
        return
    first = {"first_epoch": header.epoch, "first_seq": header.seq, "at": header.at, "operator": header.operator}
    row = {**PURGED, **place, **first, "uid": header.uid, "happened_at": header.at}
    connection.execute(insert(passages), row)


def person_key(person: Person) -> str:
    """What makes two registrations the same person: the document, else name and phone, else the pass."""
    if not person.is_registered:
        return f"pass {serial_key(person.pass_serial or '')}"
    return document_key(person.id_number or "") or f"{name_key(person.name or '')}/{phone_key(person.phone or '')}"


def is_known(person: Person) -> bool:
    """Whether there is anybody to recall: somebody registered, or a visitor by the pass alone."""
    return person.is_registered or (person.pass_serial is not None and person.category != "resident")


def _row(header: Header, record: Passage) -> dict[str, Any]:
    rules = [flag.rule for flag in record.flags]
    return {
        "epoch": header.epoch,
        "seq": header.seq,
        "revision": header.revision,
        "happened_at": record.happened_at,
        "lane": record.lane,
        "direction": record.direction,
        "plate": record.vehicle.plate if record.vehicle else None,
        "persons": len(record.persons),
        "disposition": record.disposition,
        "voided": int(record.voided),
        "late": int(record.late),
        "abnormal": int(any(rule in TEMPERATURE_RULES for rule in rules)),
        "key_hit": int(any(rule not in (*TEMPERATURE_RULES, OPEN_CASE) for rule in rules)),
    }


def _first(connection: Connection, header: Header, record: Passage) -> None:
    row = {
        **_row(header, record),
        "uid": header.uid,
        "first_epoch": header.epoch,
        "first_seq": header.seq,
        "at": header.at,
        "operator": header.operator,
    }
    done = connection.exec_driver_sql(PUT_PASSAGE, tuple(row[name] for name in PASSAGE_COLUMNS))
    n: int = done.lastrowid
    if record.key:
        connection.execute(insert(record_keys), {"key": record.key, "uid": header.uid, "seq": header.seq})
    if record.vehicle:
        plate = record.vehicle.plate
        before = connection.exec_driver_sql("SELECT recent FROM vehicles WHERE plate = ?", (plate,)).scalar()
        values = (plate, record.vehicle.plate_type, header.at, record.direction, n)
        connection.exec_driver_sql(PUT_VEHICLE, values)
        full_text.put_vehicle(connection, before, n, plate)
    for key, place, person in _appearing(n, record):
        _appear(connection, key, place)
        _seen(connection, key, place, person, header.at, record.direction)


def _appear(connection: Connection, key: str, place: int) -> None:
    connection.exec_driver_sql("INSERT INTO appearances (person, place) VALUES (?, ?)", (key, place))


def _appearing(n: int, record: Passage) -> list[tuple[str, int, Person]]:
    return [
        (person_key(person), n * SEATS + place, person)
        for place, person in enumerate(record.persons)
        if is_known(person)
    ]


def _seen(connection: Connection, key: str, place: int, person: Person, at: int, direction: str) -> None:
    before = connection.exec_driver_sql("SELECT recent FROM persons WHERE person = ?", (key,)).scalar()
    who = (person.name, person.id_type, person.id_number, person.phone, person.pass_serial, person.category)
    connection.exec_driver_sql(PUT_PERSON, (key, *who, at, direction, place))
    full_text.put_person(connection, before, place, person)


def _revised(connection: Connection, header: Header, record: Passage, source: Connection) -> None:
    """A correction or a void: whoever and whatever it named before or names now is looked at anew."""
    row = connection.execute(select(passages).where(passages.c.uid == header.uid)).one()
    connection.execute(update(passages).where(passages.c.n == row.n).values(_row(header, record)))
    mine = appearances.c.place.between(row.n * SEATS, row.n * SEATS + SEATS - 1)
    touched = set(connection.execute(select(appearances.c.person).where(mine)).scalars())
    connection.execute(delete(appearances).where(mine))
    if not record.voided:
        for key, place, _person in _appearing(row.n, record):
            _appear(connection, key, place)
            touched.add(key)
    plates = {plate for plate in (row.plate, record.vehicle.plate if record.vehicle else None) if plate}
    _look_anew(connection, plates, touched, source)


def _look_anew(connection: Connection, plates: set[str], touched: set[str], source: Connection) -> None:
    """Vehicles and persons are known by what is left of them."""
    # All are taken out before any is put back: two of them may have stood at the same place.
    for plate in sorted(plates):
        _forget_vehicle(connection, plate)
    for key in sorted(touched):
        _forget_person(connection, key)
    for plate in sorted(plates):
        _vehicle_anew(connection, plate, source)
    for key in sorted(touched):
        _person_anew(connection, key, source)


def _forget_vehicle(connection: Connection, plate: str) -> None:
    before = connection.execute(select(vehicles.c.recent).where(vehicles.c.plate == plate)).scalar()
    if before is not None:
        connection.execute(delete(vehicles).where(vehicles.c.plate == plate))
        full_text.forget_vehicle(connection, before)


def _forget_person(connection: Connection, key: str) -> None:
    before = connection.execute(select(persons.c.recent).where(persons.c.person == key)).scalar()
    if before is not None:
        connection.execute(delete(persons).where(persons.c.person == key))
        full_text.forget_person(connection, before)


def _vehicle_anew(connection: Connection, plate: str, source: Connection) -> None:
    standing = (passages.c.plate == plate) & (passages.c.voided == 0)
    newest = connection.execute(select(passages).where(standing).order_by(passages.c.n.desc()).limit(1)).first()
    if newest is None:
        return
    times = connection.execute(select(func.count()).select_from(passages).where(standing)).scalar()
    record = journal.readable_of(journal.entry_at(source, newest.epoch, newest.seq))
    row = {"plate_type": record.vehicle.plate_type if record else "ordinary", "times": times}
    seen = {"last_at": newest.at, "last_direction": newest.direction, "recent": newest.n}
    connection.execute(insert(vehicles), {"plate": plate, **row, **seen})
    full_text.put_vehicle(connection, None, newest.n, plate)


def _person_anew(connection: Connection, key: str, source: Connection) -> None:
    places = list(connection.execute(select(appearances.c.place).where(appearances.c.person == key)).scalars())
    if not places:
        return
    newest = max(places)
    row = connection.execute(select(passages).where(passages.c.n == newest // SEATS)).one()
    record = journal.readable_of(journal.entry_at(source, row.epoch, row.seq))
    if record is None:
        return  # purged: there is nobody left to recall
    _seen(connection, key, newest, record.persons[newest % SEATS], row.at, row.direction)
    connection.execute(update(persons).where(persons.c.person == key).values(times=len(places)))
