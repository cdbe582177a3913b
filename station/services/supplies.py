"""Supplies: what should be there, what came and went since the last count, what is short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, tuple_

from station.errors import Refused
from station.records.shift import Handover, SupplyCount
from station.records.supply import SUPPLY_REASONS, Supply, SupplyReason
from station.services.context import Station
from station.services.slices import slice_start
from station.store import journal
from station.store.schema import shifts, supply_moves

LONGEST_NAME = 40
USUAL = ("masks", "forehead_guns", "ear_guns", "disinfectant", "suits", "gloves")  # the sheet's order


@dataclass(frozen=True)
class Stock:
    """A supply as it should be found: the last count, what moved since, what there should be."""

    name: str
    counted: int
    moved: int
    should: int

    @property
    def expected(self) -> int:
        """What a count should find now."""
        return max(0, self.counted + self.moved)


def move(station: Station, name: str, change: int, reason: SupplyReason, note: str = "") -> None:
    """Write down that some came in or went out; `change` is negative for what went."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Refused("missing_field", field="supply", person=1)
    if change == 0 or abs(change) > 100_000 or reason not in SUPPLY_REASONS:
        raise Refused("supply_number", field="supply")
    with station.store.write(station.operator.id) as transaction:
        transaction.append("supply", Supply(name, change, reason, " ".join(note.split())))


def stock(station: Station) -> list[Stock]:
    """Every supply that the rules name, that was counted last, or that moved since."""
    with station.store.read() as connection:
        counted = {one.name: one for one in _last_counts(connection)}
        moved = _moves(connection)
    names = in_order([*station.rules.supplies, *counted, *moved])
    return [
        Stock(
            name,
            counted[name].has if name in counted else 0,
            moved.get(name, 0),
            station.rules.supplies.get(name, counted[name].should if name in counted else 0),
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


def _last_counts(connection: Connection) -> tuple[SupplyCount, ...]:
    row = connection.execute(
        select(shifts).where(shifts.c.closed_at.is_not(None)).order_by(shifts.c.ordinal.desc()).limit(1)
    ).first()
    if row is None:
        return ()
    handover: Handover | None = journal.record_of(journal.entry_at(connection, row.closed_epoch, row.closed_seq))
    return handover.counts if handover else ()


def _moves(connection: Connection) -> dict[str, int]:
    since = tuple_(supply_moves.c.epoch, supply_moves.c.seq) >= tuple_(*slice_start(connection))
    query = select(supply_moves.c.name, func.sum(supply_moves.c.change).label("total")).where(since)
    return {row.name: int(row.total) for row in connection.execute(query.group_by(supply_moves.c.name))}
