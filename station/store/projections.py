"""The look-up tables: each entry's effect on them, so that they can be made again from the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from station import canonical
from station.entry.pinyin import spell
from station.records.access_pass import AccessPass
from station.records.case import Case
from station.records.event import Audit
from station.records.journal_entry import Header
from station.records.passage import Passage, Person
from station.records.shift import Handover, Shift
from station.store import journal
from station.store.schema import (
    LOOKUPS,
    access_passes,
    cases,
    exports,
    passages,
    persons,
    record_keys,
    shifts,
    vehicles,
)


def project(connection: Connection, header: Header, record: Any) -> None:
    """Bring the look-ups up to this entry; called once per entry, in order."""
    effect = EFFECTS.get(header.kind)
    if effect is not None and record is not None:
        effect(connection, header, record)


def rebuild(source: Connection, target: Connection) -> int:
    """Make the look-ups of `target` again from the journal of `source`; how many entries were read."""
    for table in LOOKUPS:
        target.execute(delete(table))
    count = 0
    for entry in journal.entries(source):
        project(target, entry.header, journal.record_of(entry))
        count += 1
    return count


def dump(connection: Connection) -> dict[str, str]:
    """A digest of each look-up table's rows, to compare two sets of them."""
    digests = {}
    for table in LOOKUPS:
        seen = hashlib.sha256()
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
            seen.update(canonical.encode(list(row)) + b"\n")
        digests[table.name] = seen.hexdigest()
    return digests


def _passage(connection: Connection, header: Header, record: Passage) -> None:
    row = {
        "epoch": header.epoch,
        "seq": header.seq,
        "revision": header.revision,
        "at": header.at,
        "happened_at": record.happened_at,
        "operator": header.operator,
        "lane": record.lane,
        "direction": record.direction,
        "plate": record.vehicle.plate if record.vehicle else None,
        "persons": len(record.persons),
        "disposition": record.disposition,
        "voided": int(record.voided),
        "late": int(record.late),
    }
    if header.revision > 1:
        row.pop("at")
        connection.execute(update(passages).where(passages.c.uid == header.uid).values(row))
        return
    connection.execute(
        insert(passages), {**row, "uid": header.uid, "first_epoch": header.epoch, "first_seq": header.seq}
    )
    if record.key:
        connection.execute(insert(record_keys), {"key": record.key, "uid": header.uid, "seq": header.seq})
    if record.vehicle:
        _vehicle(connection, header, record)
    for person in record.persons:
        if person.is_registered:
            _person(connection, header, person)


def _vehicle(connection: Connection, header: Header, record: Passage) -> None:
    assert record.vehicle is not None
    newest = {
        "plate_type": record.vehicle.plate_type,
        "last_at": header.at,
        "last_direction": record.direction,
        "last_uid": header.uid,
    }
    statement = upsert(vehicles).values(plate=record.vehicle.plate, times=1, **newest)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["plate"], set_={**newest, "times": vehicles.c.times + 1})
    )


def _person(connection: Connection, header: Header, person: Person) -> None:
    spelled, initials = spell(person.name) if person.name else ("", "")
    newest = {
        "name": person.name,
        "spelled": spelled,
        "initials": initials,
        "id_type": person.id_type,
        "id_number": person.id_number,
        "phone": person.phone,
        "pass_serial": person.pass_serial,
        "category": person.category,
        "last_at": header.at,
        "last_uid": header.uid,
    }
    statement = upsert(persons).values(person=person_key(person), times=1, **newest)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["person"], set_={**newest, "times": persons.c.times + 1})
    )


def person_key(person: Person) -> str:
    """What makes two registrations the same person: the document, else name and phone."""
    return person.id_number or f"{person.name or ''}/{person.phone or ''}"


def _case(connection: Connection, header: Header, record: Case) -> None:
    row = {
        "epoch": header.epoch,
        "seq": header.seq,
        "revision": header.revision,
        "state": record.state,
        "outcome": record.outcome,
        "due_at": record.due_at,
    }
    if header.revision > 1:
        connection.execute(update(cases).where(cases.c.uid == header.uid).values(row))
    else:
        fixed = {"uid": header.uid, "passage": record.passage, "opened_at": record.opened_at}
        connection.execute(insert(cases), {**row, **fixed})


def _shift(connection: Connection, header: Header, record: Shift) -> None:
    row = {
        "ordinal": record.ordinal,
        "uid": header.uid,
        "opened_epoch": header.epoch,
        "opened_seq": header.seq,
        "opened_at": header.at,
    }
    connection.execute(insert(shifts), row)


def _handover(connection: Connection, header: Header, record: Handover) -> None:
    row = {
        "handover": header.uid,
        "closed_epoch": header.epoch,
        "closed_seq": header.seq,
        "closed_at": header.at,
    }
    connection.execute(update(shifts).where(shifts.c.ordinal == record.ordinal).values(row))


def _access_pass(connection: Connection, header: Header, record: AccessPass) -> None:
    row = {"uid": header.uid, "epoch": header.epoch, "seq": header.seq, "revoked": int(record.revoked)}
    statement = upsert(access_passes).values(serial=record.serial, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["serial"], set_=row))


def _audit(connection: Connection, header: Header, record: Audit) -> None:
    if record.action != "export":
        return
    facts = record.facts
    row = {name: facts[name] for name in ("epoch", "number", "first_seq", "last_seq", "digest")}
    connection.execute(insert(exports), {**row, "at": header.at})


EFFECTS: dict[str, Callable[[Connection, Header, Any], None]] = {
    "passage": _passage,
    "case": _case,
    "shift": _shift,
    "handover": _handover,
    "access_pass": _access_pass,
    "audit": _audit,
}


def integrity_faults(connection: Connection) -> list[str]:
    """What SQLite and SQLCipher themselves find wrong with the file; empty if nothing."""
    faults = [row[0] for row in connection.execute(text("PRAGMA cipher_integrity_check"))]
    answer = connection.execute(text("PRAGMA integrity_check")).scalar()
    return faults if answer == "ok" else [*faults, str(answer)]
