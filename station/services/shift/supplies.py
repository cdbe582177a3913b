"""Supplies: what should be there, what came and went since the last count, what is short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from station.changes import writes
from station.entry import normal
from station.errors import Refused
from station.records.shift import SupplyCount
from station.records.supply import SUPPLY_REASONS, Supply, SupplyReason
from station.services.opened_station import Station
from station.store import supply_rows

LONGEST_NAME = 40
LOOKED_BACK = 60  # shifts: what nobody counted for ten days is not known
USUAL = ("masks", "forehead_guns", "ear_guns", "disinfectant", "suits", "gloves")  # the sheet's order


@dataclass(frozen=True)
class Stock:
    """A supply as it should be found: the last count, what moved since, what there should be.

    `is_known` is False where nobody ever counted or moved any: then nobody knows whether it is short.
    """

    name: str
    counted: int
    moved: int
    should: int
    is_known: bool = True

    @property
    def expected(self) -> int:
        """What a count should find now."""
        return max(0, self.counted + self.moved)


@writes
def move(station: Station, name: str, change: int, reason: SupplyReason, note: str = "") -> None:
    """Write down that some came in or went out; `change` is negative for what went."""
    name = normal.words(name)[:LONGEST_NAME]
    if not name:
        raise Refused("missing_field", field="supply", person=1)
    if change == 0 or abs(change) > 100_000 or reason not in SUPPLY_REASONS:
        raise Refused("supply_number", field="supply")
    with station.write() as transaction:
        transaction.append("supply", Supply(name, change, reason, normal.words(note)))


def stock(station: Station) -> list[Stock]:
    """Every supply that the rules name, that was ever counted, or that moved."""
    with station.store.read() as connection:
        counted = supply_rows.last_counts(connection, LOOKED_BACK)
        moved = supply_rows.moved(connection, counted)
    names = in_order([*station.rules.supplies, *counted, *moved])
    return [
        Stock(
            name,
            counted[name].count.has if name in counted else 0,
            moved.get(name, 0),
            station.rules.supplies.get(name, counted[name].count.should if name in counted else 0),
            name in counted or name in moved,
        )
        for name in names
    ]


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as the sheet has them: the usual ones first, each once."""
    known = dict.fromkeys(names)
    return (*(name for name in USUAL if name in known), *(name for name in known if name not in USUAL))


def count(station: Station, has: dict[str, int]) -> tuple[SupplyCount, ...]:
    """The counts of a handover: what was used is what the last count and the deliveries do not explain."""
    known = {one.name: one for one in stock(station)}
    found = []
    for name, number in has.items():
        if number < 0:
            raise Refused("supply_number", field="supply")
        one = known.get(name)
        used = max(0, one.expected - number) if one else 0
        found.append(SupplyCount(name, number, one.should if one else 0, used))
    return tuple(found)
