"""The station's own private keys, by purpose (`batch`, `pass`) and epoch."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from station.store.station_tables import station_keys


def keep(connection: Connection, purpose: str, epoch: int, private: bytes) -> None:
    """Keep an epoch's key."""
    connection.execute(insert(station_keys), {"purpose": purpose, "epoch": epoch, "private_key": private})


def of_epoch(connection: Connection, purpose: str, epoch: int) -> bytes:
    """The key of an epoch that began here."""
    where = (station_keys.c.purpose == purpose) & (station_keys.c.epoch == epoch)
    key: bytes = connection.execute(select(station_keys.c.private_key).where(where)).scalar_one()
    return key


def of_purpose(connection: Connection, purpose: str) -> list[tuple[int, bytes]]:
    """Every epoch with its key, oldest first."""
    query = select(station_keys).where(station_keys.c.purpose == purpose).order_by(station_keys.c.epoch)
    return [(row.epoch, bytes(row.private_key)) for row in connection.execute(query)]
