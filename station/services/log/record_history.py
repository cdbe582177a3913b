"""The history of one record: every revision, its case's steps, the notes about it."""

from __future__ import annotations

from dataclasses import dataclass

from station.errors import Refused
from station.records.case import Case
from station.records.event import Note
from station.records.passage import Passage
from station.services.opened_station import Station
from station.store import journal, passage_rows


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
        if passage_rows.first_seq_of(connection, uid) is None:
            raise Refused("no_such_record", field="line")
        entries = passage_rows.written_about(connection, uid)
    return [Step(one.header.seq, one.header.at, one.header.operator, journal.readable_of(one)) for one in entries]
