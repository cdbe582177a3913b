"""Supplies that came and went, and the counts that handovers hold."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from station.records.shift import Handover, SupplyCount
from station.store import journal, shift_rows
from station.store.station_tables import supply_moves

Place = tuple[int, int]


@dataclass(frozen=True)
class Counted:
    """A count and the handover that holds it: what moved after that place is not in it."""

    count: SupplyCount
    place: Place


def last_counts(connection: Connection, shifts: int) -> dict[str, Counted]:
    """The newest count of each supply in so many shifts: one that left it out says nothing about it."""
    found: dict[str, Counted] = {}
    for place in shift_rows.newest_closings(connection, shifts):
        handover: Handover | None = journal.record_of(journal.entry_at(connection, *place))
        for one in handover.counts if handover else ():
            found.setdefault(one.name, Counted(one, place))
    return found


def came_and_went(connection: Connection, first: Place, last: Place) -> dict[str, tuple[int, int]]:
    """What came and what went of each supply between two places, both as positive numbers."""
    totals: dict[str, tuple[int, int]] = {}
    for row in connection.execute(select(supply_moves)):
        if first <= (row.epoch, row.seq) <= last:
            came, went = totals.get(row.name, (0, 0))
            totals[row.name] = (came + max(row.change, 0), went + max(-row.change, 0))
    return totals


def moved(connection: Connection, counted: dict[str, Counted]) -> dict[str, int]:
    """What came less what went of each supply since it was counted."""
    totals: dict[str, int] = {}
    for row in connection.execute(select(supply_moves)):
        if row.name not in counted or (row.epoch, row.seq) > counted[row.name].place:
            totals[row.name] = totals.get(row.name, 0) + row.change
    return totals
