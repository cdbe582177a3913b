"""Prints that are counted: the second print of something says that it is one."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from station.store.station_tables import prints


def printed(connection: Connection, what: str) -> int:
    """How often something was printed."""
    return connection.execute(select(func.max(prints.c.printing)).where(prints.c.what == what)).scalar() or 0
