"""What is in force at a station: the lists and rules of the newest good pack, and the open shift."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from station.changes import Area
from station.records.reference import References
from station.settings import RulePack, default_rules
from station.store import reference, shifts
from station.store.schema import visits
from station.store.shifts import ShiftState

FOLLOWS = frozenset({Area.LISTS, Area.RULES, Area.SHIFT})  # what it has to be read anew after


@dataclass(frozen=True)
class InForce:
    """One reading of it, taken whole: `lists` are without the people whose isolation was ended here."""

    lists: References
    rules: RulePack
    shift: ShiftState | None


def load(connection: Connection) -> InForce:
    """What is in force as of the caller's view."""
    lists, rules = reference.load(connection)
    ended = releases(connection)
    if ended:
        still = tuple(one for one in lists.isolation if (one.number, one.started) not in ended)
        lists = replace(lists, isolation=still)
    return InForce(lists, rules or default_rules(), shifts.current(connection))


def releases(connection: Connection) -> dict[tuple[str, str], str]:
    """Isolations that were ended here, by number and beginning, with the day of their end."""
    query = select(visits.c.person, visits.c.started, visits.c.day).where(visits.c.found == "released")
    return {(row.person, row.started): row.day for row in connection.execute(query)}
