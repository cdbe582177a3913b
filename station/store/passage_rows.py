"""Passages as their current revision says, each with its case: the lines of the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, desc, or_, select, tuple_

from station.records.case import Case
from station.records.journal_entry import Entry, readable
from station.records.passage import Passage, Reading
from station.store import journal
from station.store.station_tables import cases, notes, passages
from station.store.station_tables import journal as entries
from station.triage.recheck import as_it_stands, chain_of

Place = tuple[int, int]
PURGED, UNREADABLE = "purged", "unreadable"  # why a place of the log has nothing to show
FIRST_SAVED = (passages.c.first_epoch, passages.c.first_seq)


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


@dataclass(frozen=True)
class PassageRow:
    """Where a passage stands: its n-th place in the log, its first entry's seq, its newest revision, when first saved.

    `record` is None once it is purged.
    """

    n: int
    first_seq: int
    revision: int
    at: int
    record: Passage | None


def all_rows(connection: Connection) -> Iterator[LogRow]:
    """Every passage in the order it was first saved."""
    return _rows(connection, select(passages).order_by(*FIRST_SAVED))


def every_uid(connection: Connection) -> list[str]:
    """The uids of all passages, oldest first."""
    return list(connection.execute(select(passages.c.uid).order_by(passages.c.n)).scalars())


def newest(connection: Connection, limit: int) -> list[LogRow]:
    """The newest passages, newest first."""
    order = (desc(passages.c.first_epoch), desc(passages.c.first_seq))
    return list(_rows(connection, select(passages).order_by(*order).limit(limit)))


def at_places(connection: Connection, places: Collection[int]) -> list[LogRow]:
    """The passages at these places of the log, newest first."""
    return list(_rows(connection, select(passages).where(passages.c.n.in_(places)).order_by(desc(passages.c.n))))


def by_uids(connection: Connection, uids: Collection[str]) -> list[LogRow]:
    """Passages by their uids, oldest first; one that was let go is not among them."""
    return list(_rows(connection, select(passages).where(passages.c.uid.in_(uids)).order_by(passages.c.n)))


def between(connection: Connection, first: Place, last: Place) -> list[LogRow]:
    """Passages first saved from one place of the journal to another, both included."""
    place = tuple_(*FIRST_SAVED)
    query = select(passages).where(place >= tuple_(*first), place <= tuple_(*last))
    return list(_rows(connection, query.order_by(*FIRST_SAVED)))


def happened(connection: Connection, starts: int, ends: int) -> Iterator[LogRow]:
    """Passages that happened from one moment up to another (ms UTC), whenever they were keyed."""
    where = and_(passages.c.happened_at >= starts, passages.c.happened_at < ends)
    return _rows(connection, select(passages).where(where).order_by(passages.c.happened_at))


def blanks(connection: Connection, places: Collection[int]) -> dict[int, str]:
    """Why there is nothing to show at these places of the log: `purged`, or `unreadable` and named by `verify`."""
    found = and_(entries.c.epoch == passages.c.epoch, entries.c.seq == passages.c.seq)
    query = select(passages.c.n, entries.c.body).join(entries, found).where(passages.c.n.in_(places))
    rows = connection.execute(query).all()
    return {row.n: PURGED if row.body is None else UNREADABLE for row in rows if readable(row.body, Passage) is None}


def standing(connection: Connection, uid: str) -> PassageRow | None:
    """Where one passage stands; None where there is none."""
    row = connection.execute(select(passages).where(passages.c.uid == uid)).first()
    if row is None:
        return None
    record = journal.record_of(journal.entry_at(connection, row.epoch, row.seq))
    return PassageRow(row.n, row.first_seq, row.revision, row.at, record)


def first_seq_of(connection: Connection, uid: str) -> int | None:
    """The place of a passage's first entry, None where it was never saved; asked at every save, so of the driver."""
    found = connection.exec_driver_sql("SELECT first_seq FROM passages WHERE uid = ?", (uid,))
    seq: int | None = found.scalar()
    return seq


def written_about(connection: Connection, uid: str) -> list[Entry]:
    """Every entry about a passage, oldest first: its revisions, its case's, the notes."""
    uids = [uid, *connection.execute(select(cases.c.uid).where(cases.c.passage == uid)).scalars()]
    uids += connection.execute(select(notes.c.uid).where(notes.c.about == uid)).scalars()
    places = select(entries.c.epoch, entries.c.seq).where(entries.c.uid.in_(uids))
    found = connection.execute(places.order_by(entries.c.epoch, entries.c.seq)).all()
    return [journal.entry_at(connection, place.epoch, place.seq) for place in found]


def changed_since(connection: Connection, first: Place) -> list[tuple[str, Place]]:
    """Uid and first place of earlier passages that something was written about since, in the order they were saved.

    Two look-ups by key, not one with an `or`: that would walk every passage there ever was.
    """
    place = tuple_(entries.c.epoch, entries.c.seq) >= tuple_(*first)
    changed = select(entries.c.uid).where(place, entries.c.kind.in_(("passage", "case")))
    of_case = select(cases.c.passage).where(cases.c.uid.in_(changed))
    earlier = tuple_(*FIRST_SAVED) < tuple_(*first)
    found = {
        (row.first_epoch, row.first_seq): row.uid
        for uids in (changed, of_case)
        for row in connection.execute(select(passages).where(passages.c.uid.in_(uids), earlier))
    }
    return [(uid, place) for place, uid in sorted(found.items())]


def is_changed_after(connection: Connection, starts: int, ends: int, place: Place) -> bool:
    """Whether a passage that happened in a stretch of time, or its case, was written after a place of the journal."""
    later = tuple_(*place)
    changed = or_(
        tuple_(passages.c.epoch, passages.c.seq) > later,
        passages.c.uid.in_(select(cases.c.passage).where(tuple_(cases.c.epoch, cases.c.seq) > later)),
    )
    where = and_(passages.c.happened_at >= starts, passages.c.happened_at < ends, changed)
    return connection.execute(select(passages.c.n).where(where).limit(1)).first() is not None


def _rows(connection: Connection, query: Select[Any]) -> Iterator[LogRow]:
    """Each passage with the bodies of its current revision and of its case, in one query."""
    body, case_body = entries.alias("body"), entries.alias("case_body")
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
            _case(readable(row.case_body, Case), passage),
            row.n,
        )


def _case(case: Case | None, passage: Passage) -> Case | None:
    return case if case is None or case.state == "closed" else as_it_stands(case, passage)
