"""Cases as they stand, each with the passage it is about and what was noted there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from station.records.case import Case
from station.records.passage import Passage
from station.store import journal
from station.store.station_tables import cases, notes, passages

OPEN = cases.c.state != "closed"


@dataclass(frozen=True)
class CaseRow:
    """A case's newest revision with its passage as that stands now; `saved_by` is the operator of the passage."""

    uid: str
    revision: int
    case: Case
    passage: Passage
    saved_by: str
    notes: tuple[str, ...]


def open_now(connection: Connection) -> list[CaseRow]:
    """Every open case that can be read, the one due first in front."""
    query = select(cases).where(OPEN).order_by(cases.c.due_at.is_(None), cases.c.due_at)
    return _rows(connection, query)


def open_among(connection: Connection, uids: Collection[str]) -> list[CaseRow]:
    """Those of these cases that are open."""
    return _rows(connection, select(cases).where(cases.c.uid.in_(uids), OPEN))


def by_uid(connection: Connection, uid: str) -> CaseRow | None:
    """One case, open or closed; None where there is none or it cannot be read."""
    return next(iter(_rows(connection, select(cases).where(cases.c.uid == uid))), None)


def of_passage(connection: Connection, uid: str) -> tuple[str, int, Case | None] | None:
    """The case that a passage opened: uid, revision, and its record (None once purged)."""
    row = connection.execute(select(cases).where(cases.c.passage == uid)).first()
    if row is None:
        return None
    return row.uid, row.revision, journal.record_of(journal.entry_at(connection, row.epoch, row.seq))


def uid_of_passage(connection: Connection, uid: str) -> str | None:
    """The uid of the case that a passage opened."""
    found: str | None = connection.execute(select(cases.c.uid).where(cases.c.passage == uid)).scalar()
    return found


def held_uids(connection: Connection) -> set[str]:
    """The uids of open cases and of the passages they are about."""
    rows = connection.execute(select(cases.c.uid, cases.c.passage).where(OPEN)).all()
    return {uid for row in rows for uid in row}


def _rows(connection: Connection, query: Select[Any]) -> list[CaseRow]:
    found = (_row(connection, row) for row in connection.execute(query).all())
    return [one for one in found if one is not None]


def _row(connection: Connection, row: Row[Any]) -> CaseRow | None:
    """A case with its passage; None where one of them cannot be read: `verify` names it, the others are shown."""
    case: Case | None = journal.readable_of(journal.entry_at(connection, row.epoch, row.seq))
    place = connection.execute(select(passages).where(passages.c.uid == row.passage)).one()
    passage: Passage | None = journal.readable_of(journal.entry_at(connection, place.epoch, place.seq))
    if case is None or passage is None:
        return None
    said = connection.execute(select(notes.c.epoch, notes.c.seq).where(notes.c.about == row.passage)).all()
    records = [journal.readable_of(journal.entry_at(connection, one.epoch, one.seq)) for one in said]
    words = tuple(record.text for record in records if record)
    return CaseRow(row.uid, row.revision, case, passage, place.operator, words)
