"""Numbered sheets of the paper kit, and the keys of records that make a row the same row."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from station.store.station_tables import paper_sheets, record_keys


def newest_sheet(connection: Connection) -> int:
    """The highest number that was given to a sheet, 0 before any."""
    return connection.execute(select(func.max(paper_sheets.c.number))).scalar() or 0


def sheets_since(connection: Connection, at: int) -> list[int]:
    """Numbers of the sheets that were printed from a moment (ms UTC) on."""
    query = select(paper_sheets.c.number).where(paper_sheets.c.at >= at).order_by(paper_sheets.c.number)
    return list(connection.execute(query).scalars())


def is_issued(connection: Connection, number: int) -> bool:
    """Whether a sheet of this number was printed."""
    where = paper_sheets.c.number == number
    return connection.execute(select(paper_sheets.c.number).where(where)).first() is not None


def keys_beginning(connection: Connection, start: str) -> list[str]:
    """The keys of saved records that begin so."""
    return list(connection.execute(select(record_keys.c.key).where(record_keys.c.key.startswith(start))).scalars())


def record_with_key(connection: Connection, key: str) -> tuple[int, str] | None:
    """Seq and uid of the record that was saved with a key."""
    row = connection.execute(select(record_keys).where(record_keys.c.key == key)).first()
    return (row.seq, row.uid) if row else None
