"""Who is inside: came in as anything but a resident, was let in, and has not left by this gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, text

from station.records.disposition import LET_IN
from station.store.station_tables import SEATS, cases, passages, persons

# As the partial index says it. A passage that was turned back, or waits at the gate, leads nowhere.
CAME_IN = text("last_direction = 'in' AND category <> 'resident'")


@dataclass(frozen=True)
class Inside:
    """Somebody inside, and when they came (ms UTC)."""

    name: str | None
    category: str
    last_at: int


def was_let_in() -> ColumnElement[bool]:
    """Of a passage: released at once, or held and cleared or released later."""
    cleared = exists().where(cases.c.passage == passages.c.uid, cases.c.outcome.in_(LET_IN))
    return or_(passages.c.disposition == "released", and_(passages.c.disposition == "held", cleared))


def passages_inside() -> Select[Any]:
    """The numbers of the passages by which those who are inside came."""
    return select(passages.c.n).where(passages.c.n.in_(select(persons.c.recent // SEATS).where(CAME_IN)), was_let_in())


def people_inside(connection: Connection) -> list[Inside]:
    """Those who are inside, the newest first."""
    query = select(persons.c.name, persons.c.category, persons.c.last_at).where(CAME_IN)
    query = query.where(persons.c.recent // SEATS == passages.c.n, was_let_in()).order_by(persons.c.recent.desc())
    return [Inside(row.name, row.category, row.last_at) for row in connection.execute(query)]
