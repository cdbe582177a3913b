"""What retention let go so far: counts by report day, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from station.store.station_tables import purges


@dataclass(frozen=True)
class Purge:
    """One transaction of a purge: before when (ms UTC), bodies that went, their counts as canonical JSON."""

    before: int
    bodies: int
    counts: str


def every(connection: Connection) -> list[Purge]:
    """All of them in order."""
    rows = connection.execute(select(purges).order_by(purges.c.epoch, purges.c.seq))
    return [Purge(row.before, row.bodies, row.counts) for row in rows]


def how_many(connection: Connection) -> int:
    """How often something was let go: a second copy begins anew after each."""
    count: int = connection.execute(select(func.count()).select_from(purges)).scalar_one()
    return count
