"""Files of the centre that were taken, by digest."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from station.store.station_tables import received


def kind_of(connection: Connection, digest: str) -> str | None:
    """The kind of a file that was taken before."""
    kind: str | None = connection.execute(select(received.c.kind).where(received.c.digest == digest)).scalar()
    return kind


def keep(connection: Connection, digest: str, kind: str, epoch: int, at: int, content: bytes) -> None:
    """Keep what was taken."""
    row = {"digest": digest, "kind": kind, "epoch": epoch, "at": at, "content": content}
    connection.execute(insert(received), row)
