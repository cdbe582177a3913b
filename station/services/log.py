"""The log: passages as their current revision says, masked unless someone gives a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, desc, select

from station.errors import Refused
from station.masking import mask_name, mask_number
from station.records.case import Case
from station.records.event import Audit
from station.records.passage import Passage, Person, Reading
from station.services.context import Station
from station.store import journal
from station.store.schema import cases, passages
from station.triage.recheck import chain_of


@dataclass(frozen=True)
class LogRow:
    """A passage with its place in the journal and its case, if it opened one."""

    uid: str
    seq: int
    epoch: int
    revision: int
    at: int
    operator: str
    passage: Passage
    case: Case | None

    def readings_of(self, person: int) -> tuple[Reading, ...]:
        """All readings of one person, those of the case included."""
        return chain_of(self.case, self.passage, person)


def reveal(station: Station, reason: str, what: str) -> None:
    """Account for showing personal data unmasked, before it is shown."""
    if not reason.strip():
        raise Refused("reveal_needs_reason", field="reason")
    with station.store.write(station.operator.id) as transaction:
        transaction.append("audit", Audit("reveal", {"reason": reason.strip(), "what": what}))


def rows(station: Station) -> Iterator[LogRow]:
    """Every passage in the order it was first saved."""
    with station.store.read() as connection:
        yield from _rows(connection, select(passages).order_by(passages.c.first_epoch, passages.c.first_seq))


def newest_rows(station: Station, limit: int) -> list[LogRow]:
    """The newest passages, newest first."""
    order = (desc(passages.c.first_epoch), desc(passages.c.first_seq))
    with station.store.read() as connection:
        return list(_rows(connection, select(passages).order_by(*order).limit(limit)))


def row_of(station: Station, uid: str) -> LogRow:
    """One passage by its uid."""
    with station.store.read() as connection:
        return next(_rows(connection, select(passages).where(passages.c.uid == uid)))


def rows_between(connection: Connection, first: tuple[int, int], last: tuple[int, int]) -> list[LogRow]:
    """Passages first saved from one place of the journal to another, both included."""
    query = select(passages).order_by(passages.c.first_epoch, passages.c.first_seq)
    query = query.where(passages.c.first_epoch.between(first[0], last[0]))
    return [
        row
        for row in _rows(connection, query, first)
        if first <= (row.epoch, row.seq) <= last
    ]  # fmt: skip


def _rows(
    connection: Connection, query: Select[Any], after: tuple[int, int] | None = None
) -> Iterator[LogRow]:
    for row in connection.execute(query).all():
        if after and (row.first_epoch, row.first_seq) < after:
            continue
        entry = journal.entry_at(connection, row.epoch, row.seq)
        record: Passage | None = journal.record_of(entry)
        if record is not None:
            yield LogRow(
                row.uid, row.first_seq, row.first_epoch, row.revision, row.at, row.operator, record,
                _case(connection, row),
            )  # fmt: skip


def _case(connection: Connection, row: Row[tuple[object, ...]]) -> Case | None:
    found = connection.execute(
        select(cases.c.epoch, cases.c.seq).where(cases.c.passage == row.uid).limit(1)
    ).first()
    case: Case | None = journal.record_of(journal.entry_at(connection, *found)) if found else None
    return case


def line(row: LogRow, *, revealed: bool) -> dict[str, Any]:
    """One passage in the shape other programs rely on (contract of `station log --json`)."""
    passage = row.passage
    vehicle = passage.vehicle
    return {
        "uid": row.uid,
        "seq": row.seq,
        "epoch": row.epoch,
        "revision": row.revision,
        "at": row.at,
        "happened_at": passage.happened_at,
        "operator": row.operator,
        "lane": passage.lane,
        "direction": passage.direction,
        "vehicle": {"plate": vehicle.plate, "plate_type": vehicle.plate_type} if vehicle else None,
        "persons": [
            _person(person, row.readings_of(index), revealed=revealed)
            for index, person in enumerate(passage.persons)
        ],
        "disposition": passage.disposition,
        "flags": [{"rule": flag.rule, "reason": flag.reason} for flag in passage.flags],
        "case": {"state": row.case.state, "outcome": row.case.outcome} if row.case else None,
        "voided": passage.voided,
        "late": passage.late,
    }


def _person(person: Person, readings: tuple[Reading, ...], *, revealed: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": person.name if revealed else mask_name(person.name),
        "id_type": person.id_type,
        "id_number": person.id_number if revealed else mask_number(person.id_number),
        "phone": person.phone if revealed else mask_number(person.phone),
        "pass_serial": person.pass_serial if revealed else mask_number(person.pass_serial),
        "category": person.category,
        "readings": [
            {"tenths": one.tenths, "site": one.site, "state": one.state, "at": one.at} for one in readings
        ],
    }
    if revealed and person.registration:
        shown["registration"] = msgspec.to_builtins(person.registration)
    return shown
