"""What is in force at a station: the lists and rules of the newest good pack, and the open shift."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from station.changes import Area
from station.records.reference_lists import References
from station.rule_pack import RulePack, default_rules
from station.store import list_rows, shift_rows, visit_rows
from station.store.shift_rows import ShiftState

FOLLOWS = frozenset({Area.LISTS, Area.RULES, Area.SHIFT})  # what it has to be read anew after


@dataclass(frozen=True)
class InForce:
    """One reading of it, taken whole: `lists` are without the people whose isolation was ended here."""

    lists: References
    rules: RulePack
    shift: ShiftState | None


def load(connection: Connection) -> InForce:
    """What is in force as of the caller's view."""
    lists, rules = list_rows.load(connection)
    ended = visit_rows.releases(connection)
    if ended:
        still = tuple(one for one in lists.isolation if (one.number, one.started) not in ended)
        lists = replace(lists, isolation=still)
    return InForce(lists, rules or default_rules(), shift_rows.current(connection))
