"""The history of one record: every revision, its case's steps, the notes about it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from station.errors import Refused
from station.records.case import Case
from station.records.event import Note
from station.records.passage import Passage
from station.services.context import Station
from station.store import journal
from station.store.schema import cases, notes, passages
from station.store.schema import journal as journal_table


@dataclass(frozen=True)
class Step:
    """One entry about a record: when and by whom, and what it says (a purged body is None)."""

    seq: int
    at: int
    operator: str
    record: Passage | Case | Note | None


def history(station: Station, uid: str) -> list[Step]:
    """Everything that was ever written about a passage, oldest first."""
    with station.store.read() as connection:
        if connection.execute(select(passages.c.n).where(passages.c.uid == uid)).first() is None:
            raise Refused("no_such_record", field="line")
        uids = [uid, *connection.execute(select(cases.c.uid).where(cases.c.passage == uid)).scalars()]
        uids += connection.execute(select(notes.c.uid).where(notes.c.about == uid)).scalars()
        table = journal_table.c
        places = connection.execute(
            select(table.epoch, table.seq).where(table.uid.in_(uids)).order_by(table.epoch, table.seq)
        ).all()
        entries = [journal.entry_at(connection, place.epoch, place.seq) for place in places]
    return [Step(one.header.seq, one.header.at, one.header.operator, journal.readable_of(one)) for one in entries]
