"""The log: passages as their current revision says, masked unless someone gives a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, desc, select, tuple_

from station.changes import writes
from station.entry import normal
from station.errors import Refused
from station.masking import mask_name, mask_number
from station.records.case import Case
from station.records.event import Audit
from station.records.journal_entry import readable
from station.records.passage import Flag, Passage, Person, Reading
from station.services.context import Station
from station.store.schema import cases, passages
from station.store.schema import journal as journal_table
from station.triage.recheck import as_it_stands, chain_of

PURGED, UNREADABLE = "purged", "unreadable"  # why a place of the log has nothing to show


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
    n: int = 0  # the n-th passage ever saved here

    def readings_of(self, person: int) -> tuple[Reading, ...]:
        """All readings of one person, those of the case included."""
        return chain_of(self.case, self.passage, person)


@writes
def reveal(station: Station, reason: str, what: str) -> None:
    """Account for showing personal data unmasked, before it is shown."""
    if not reason.strip():
        raise Refused("reveal_needs_reason", field="reason")
    with station.write() as transaction:
        transaction.append("audit", Audit("reveal", {"reason": normal.words(reason), "what": what}))


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
    """One passage by its uid; Refused where it was let go or cannot be read."""
    with station.store.read() as connection:
        found = next(_rows(connection, select(passages).where(passages.c.uid == uid)), None)
    if found is None:
        raise Refused("record_purged", field="line")
    return found


def rows_by_uid(station: Station, uids: list[str]) -> list[LogRow]:
    """Passages by their uids, oldest first; one that was let go is not among them."""
    query = select(passages).where(passages.c.uid.in_(uids)).order_by(passages.c.n)
    with station.store.read() as connection:
        return list(_rows(connection, query)) if uids else []


def rows_at(station: Station, places: list[int]) -> list[LogRow]:
    """The passages at these places of the log, newest first."""
    with station.store.read() as connection:
        return list(_rows(connection, select(passages).where(passages.c.n.in_(places)).order_by(desc(passages.c.n))))


def row_at(station: Station, place: int) -> LogRow:
    """The passage at a place of the log; Refused where it was let go or cannot be read."""
    found = rows_at(station, [place])
    if not found:
        if blanks_at(station, [place]).get(place) == UNREADABLE:
            raise Refused("record_unreadable", field="line")
        raise Refused("record_purged", field="line")
    return found[0]


def blanks_at(station: Station, places: list[int]) -> dict[int, str]:
    """Why there is nothing to show at these places of the log: `purged`, or `unreadable` and named by `verify`."""
    body = journal_table.c.body
    found = and_(journal_table.c.epoch == passages.c.epoch, journal_table.c.seq == passages.c.seq)
    query = select(passages.c.n, body).join(journal_table, found).where(passages.c.n.in_(places))
    with station.store.read() as connection:
        rows = connection.execute(query).all()
    return {row.n: PURGED if row.body is None else UNREADABLE for row in rows if readable(row.body, Passage) is None}


def rows_between(connection: Connection, first: tuple[int, int], last: tuple[int, int]) -> list[LogRow]:
    """Passages first saved from one place of the journal to another, both included."""
    place = tuple_(passages.c.first_epoch, passages.c.first_seq)
    query = select(passages).where(place >= tuple_(*first), place <= tuple_(*last))
    return list(_rows(connection, query.order_by(passages.c.first_epoch, passages.c.first_seq)))


def rows_of(connection: Connection, uids: list[str]) -> list[LogRow]:
    """Passages by their uids."""
    return list(_rows(connection, select(passages).where(passages.c.uid.in_(uids))))


def rows_happened(connection: Connection, starts: int, ends: int) -> Iterator[LogRow]:
    """Passages that happened from one moment up to another (ms UTC), whenever they were keyed."""
    where = and_(passages.c.happened_at >= starts, passages.c.happened_at < ends)
    return _rows(connection, select(passages).where(where).order_by(passages.c.happened_at))


def _rows(connection: Connection, query: Select[Any]) -> Iterator[LogRow]:
    """Each passage with the bodies of its current revision and of its case, in one query."""
    body, case_body = journal_table.alias("body"), journal_table.alias("case_body")
    joined = (
        query.add_columns(body.c.body.label("body"), case_body.c.body.label("case_body"))
        .join(body, and_(body.c.epoch == passages.c.epoch, body.c.seq == passages.c.seq))
        .outerjoin(cases, cases.c.passage == passages.c.uid)
        .outerjoin(case_body, and_(case_body.c.epoch == cases.c.epoch, case_body.c.seq == cases.c.seq))
    )
    for row in connection.execute(joined):
        passage = readable(row.body, Passage)
        if passage is None:
            continue  # purged, or it cannot be read: `verify` names it, and it costs itself only
        yield LogRow(
            row.uid,
            row.first_seq,
            row.first_epoch,
            row.revision,
            row.at,
            row.operator,
            passage,
            _standing(readable(row.case_body, Case), passage),
            row.n,
        )


def _standing(case: Case | None, passage: Passage) -> Case | None:
    return case if case is None or case.state == "closed" else as_it_stands(case, passage)


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
            _person(person, row.readings_of(index), revealed=revealed) for index, person in enumerate(passage.persons)
        ],
        "disposition": passage.disposition,
        "flags": [_flag(flag) for flag in passage.flags],
        "case": {"state": row.case.state, "outcome": row.case.outcome} if row.case else None,
        "voided": passage.voided,
        "late": passage.late,
    }


def _flag(flag: Flag) -> dict[str, str]:
    shown = {"rule": flag.rule, "reason": flag.reason}
    return {**shown, "order": flag.order} if flag.order else shown


def _reading(one: Reading) -> dict[str, Any]:
    shown = {"tenths": one.tenths, "site": one.site, "state": one.state, "at": one.at}
    return {**shown, "thermometer": one.thermometer} if one.thermometer else shown


def _person(person: Person, readings: tuple[Reading, ...], *, revealed: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": person.name if revealed else mask_name(person.name),
        "id_type": person.id_type,
        "id_number": person.id_number if revealed else mask_number(person.id_number),
        "phone": person.phone if revealed else mask_number(person.phone),
        "pass_serial": person.pass_serial if revealed else mask_number(person.pass_serial),
        "category": person.category,
        "readings": [_reading(one) for one in readings],
    }
    if revealed and person.registration:
        shown["registration"] = msgspec.to_builtins(person.registration)
    return shown
