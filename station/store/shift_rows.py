"""Shifts as the journal has them: the open one, all, by ordinal, and who was on duty meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, desc, select, tuple_

from station.records.shift import Shift
from station.store import journal
from station.store.station_tables import shifts

Place = tuple[int, int]


@dataclass(frozen=True)
class ShiftState:
    """A shift: when it opened and closed (ms UTC, None while it is open), and where both stand in the journal."""

    uid: str
    shift: Shift
    opened_at: int
    closed_at: int | None
    revision: int = 1
    opened: Place = (0, 0)
    closed: Place | None = None


def current(connection: Connection) -> ShiftState | None:
    """The open shift, if there is one."""
    return _first(connection, select(shifts).where(shifts.c.closed_at.is_(None)))


def newest(connection: Connection) -> ShiftState | None:
    """The shift opened last."""
    return _first(connection, select(shifts).order_by(desc(shifts.c.ordinal)).limit(1))


def by_ordinal(connection: Connection, ordinal: int) -> ShiftState | None:
    """One shift by its number in the station's series."""
    return _first(connection, select(shifts).where(shifts.c.ordinal == ordinal))


def every(connection: Connection) -> list[ShiftState]:
    """All shifts, oldest first."""
    return _states(connection, select(shifts).order_by(shifts.c.ordinal))


def under_way(connection: Connection, starts: int, ends: int) -> list[ShiftState]:
    """The shifts of a stretch of time (ms UTC)."""
    meets = (shifts.c.opened_at < ends) & (shifts.c.closed_at.is_(None) | (shifts.c.closed_at >= starts))
    return _states(connection, select(shifts).where(meets))


def last_closed(connection: Connection) -> Place | None:
    """Where the journal closes the newest closed shift."""
    return next(iter(newest_closings(connection, 1)), None)


def newest_closings(connection: Connection, limit: int) -> list[Place]:
    """Where the journal closes the last shifts, newest first."""
    query = select(shifts.c.closed_epoch, shifts.c.closed_seq).where(shifts.c.closed_at.is_not(None))
    rows = connection.execute(query.order_by(desc(shifts.c.ordinal)).limit(limit)).all()
    return [(row.closed_epoch, row.closed_seq) for row in rows]


def first_closed_from(connection: Connection, place: Place) -> ShiftState | None:
    """The shift whose slice holds a place of the journal."""
    closed = tuple_(shifts.c.closed_epoch, shifts.c.closed_seq) >= tuple_(*place)
    return _first(connection, select(shifts).where(closed).order_by(shifts.c.ordinal).limit(1))


def _first(connection: Connection, query: Select[Any]) -> ShiftState | None:
    row = connection.execute(query).first()
    return _state(connection, row) if row else None


def _states(connection: Connection, query: Select[Any]) -> list[ShiftState]:
    return [_state(connection, row) for row in connection.execute(query).all()]


def _state(connection: Connection, row: Row[Any]) -> ShiftState:
    record: Shift = journal.record_of(journal.entry_at(connection, row.epoch, row.seq))
    opened, closed = (row.opened_epoch, row.opened_seq), (row.closed_epoch, row.closed_seq)
    return ShiftState(
        row.uid, record, row.opened_at, row.closed_at, row.revision, opened, None if row.closed_at is None else closed
    )
