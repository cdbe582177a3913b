"""Visits of the isolation rounds, by person, and the isolations that were ended here."""

from __future__ import annotations

from sqlalchemy import Connection, select

from station.records.visit import Visit
from station.store import journal
from station.store.station_tables import visits


def newest_of(connection: Connection, person: str, limit: int) -> list[Visit]:
    """The last visits of somebody that can be read, oldest first."""
    query = select(visits).where(visits.c.person == person).order_by(visits.c.epoch, visits.c.seq)
    found = connection.execute(query).all()[-limit:]
    records = [journal.readable_of(journal.entry_at(connection, row.epoch, row.seq)) for row in found]
    return [record for record in records if record]


def releases(connection: Connection) -> dict[tuple[str, str], str]:
    """Isolations that were ended here, by number and beginning, with the day of their end."""
    query = select(visits.c.person, visits.c.started, visits.c.day).where(visits.c.found == "released")
    return {(row.person, row.started): row.day for row in connection.execute(query)}
