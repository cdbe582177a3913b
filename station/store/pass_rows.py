"""Passes issued here, by serial."""

from __future__ import annotations

from sqlalchemy import Connection, select

from station.records.access_pass import AccessPass
from station.store import journal
from station.store.station_tables import access_passes


def by_serial(connection: Connection, serial: str) -> tuple[AccessPass, str, int] | None:
    """A pass with its uid and revision; None where it was not issued here."""
    row = connection.execute(select(access_passes).where(access_passes.c.serial == serial)).first()
    if row is None:
        return None
    entry = journal.entry_at(connection, row.epoch, row.seq)
    return journal.record_of(entry), row.uid, entry.header.revision


def is_revoked(connection: Connection, serial: str) -> bool:
    """Whether a pass was issued here and revoked."""
    return bool(connection.execute(select(access_passes.c.revoked).where(access_passes.c.serial == serial)).scalar())
