"""Incidents as they stand: open ones, the newest, who has one open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from station.records.incident import Incident
from station.store import journal
from station.store.station_tables import incidents


@dataclass(frozen=True)
class IncidentState:
    """An incident as it stands."""

    uid: str
    revision: int
    incident: Incident


def by_uid(connection: Connection, uid: str) -> IncidentState | None:
    """One incident."""
    return next(iter(_states(connection, select(incidents).where(incidents.c.uid == uid))), None)


def open_now(connection: Connection) -> list[IncidentState]:
    """Every open incident, the one due first in front."""
    found = _states(connection, select(incidents).where(incidents.c.closed == 0))
    return sorted(found, key=lambda one: (one.incident.due_at is None, one.incident.due_at or one.incident.opened_at))


def newest(connection: Connection, limit: int) -> list[IncidentState]:
    """The newest incidents, open or closed, newest first."""
    return _states(connection, select(incidents))[-limit:][::-1]


def is_open_about(connection: Connection, person: str) -> bool:
    """Whether somebody (by digest) has a line open already."""
    where = (incidents.c.person == person) & (incidents.c.closed == 0)
    return connection.execute(select(incidents.c.uid).where(where)).first() is not None


def held_uids(connection: Connection) -> set[str]:
    """The uids of open incidents, readable or not, and of the records they are about."""
    open_ones = connection.execute(select(incidents.c.uid).where(incidents.c.closed == 0)).scalars()
    return {*open_ones, *(one.incident.about for one in open_now(connection) if one.incident.about)}


def _states(connection: Connection, query: Select[Any]) -> list[IncidentState]:
    states = []
    for row in connection.execute(query.order_by(incidents.c.opened_at)).all():
        record = journal.readable_of(journal.entry_at(connection, row.epoch, row.seq))
        if record is not None:
            states.append(IncidentState(row.uid, row.revision, record))
    return states
