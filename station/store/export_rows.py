"""Batches written for the centre, in the order in which the journal names them, never by the clock."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, desc, select, tuple_

from station.store.station_tables import exports

Place = tuple[int, int]
NEWEST_FIRST = (desc(exports.c.written_epoch), desc(exports.c.written_seq))


@dataclass(frozen=True)
class Export:
    """A batch that was written: its number in the epoch, when (ms UTC), its digest."""

    number: int
    at: int
    digest: str


def newest(connection: Connection) -> Export | None:
    """The export that the journal names last, whatever its epoch."""
    row = connection.execute(select(exports).order_by(*NEWEST_FIRST).limit(1)).first()
    return Export(row.number, row.at, row.digest) if row else None


def newest_of(connection: Connection, epoch: int) -> Export | None:
    """The batch of an epoch with the highest number."""
    query = select(exports).where(exports.c.epoch == epoch).order_by(desc(exports.c.number)).limit(1)
    row = connection.execute(query).first()
    return Export(row.number, row.at, row.digest) if row else None


def numbers_between(connection: Connection, first: Place, last: Place) -> tuple[int, ...]:
    """Numbers of the batches that were written between two places of the journal."""
    written = tuple_(exports.c.written_epoch, exports.c.written_seq)
    query = select(exports.c.number).where(written > tuple_(*first), written < tuple_(*last))
    return tuple(connection.execute(query.order_by(exports.c.written_epoch, exports.c.written_seq)).scalars())
