"""The one owner of an opened station: its store, its clock, what is in force, who works.

There is one from unlocking to closing. Screens and commands hold a reference to it, never a copy: whatever a use case
puts in force is in force for everybody with the commit that wrote it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from station.clock import Clock, local_day
from station.records.operator import Operator
from station.records.reference_lists import References
from station.rule_pack import RulePack
from station.store import in_force, journal
from station.store.in_force import InForce
from station.store.shift_rows import ShiftState
from station.store.store import Store, Transaction


class _Standing:
    """What is in force now: replaced whole, so that a reader beside a write sees the old or the new."""

    def __init__(self, now: InForce) -> None:
        self.now = now
        self._place = (0, 0)
        self._guard = threading.Lock()

    def put(self, now: InForce, place: tuple[int, int]) -> None:
        """As of this place of the journal; of two writers at once the later entry decides, not the later thread."""
        with self._guard:
            if place >= self._place:
                self.now, self._place = now, place


class Station:
    """An opened station in the name of `operator`; `warnings` are codes to show once it is open."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        code: str,
        name: str,
        operator: Operator,
        standing: InForce,
        warnings: tuple[str, ...] = (),
    ) -> None:
        self.store = store
        self.clock = clock
        self.code = code
        self.name = name
        self.operator = operator
        self.warnings = warnings
        self._standing = _Standing(standing)
        self.held: InForce | None = None  # for an act that asks more than once

    @property
    def lists(self) -> References:
        """The lists of the newest good pack, without the people whose isolation was ended here."""
        return self._now.lists

    @property
    def rules(self) -> RulePack:
        """The rules of the newest good pack, else the program's own."""
        return self._now.rules

    @property
    def shift(self) -> ShiftState | None:
        """The open shift."""
        return self._now.shift

    @property
    def _now(self) -> InForce:
        return self.held or self._standing.now

    def today(self) -> date:
        """The day in UTC+8."""
        return local_day(self.clock.now())

    def is_clock_behind(self) -> bool:
        """Whether the laptop's clock stands before what was saved: records are marked, passes are not issued."""
        with self.store.read() as connection:
            head = journal.head_of(connection)
        return head is not None and self.clock.now() < head.at - journal.UNSURE_BEHIND

    def sign_in(self, operator: Operator) -> None:
        """Somebody else works from now on; nothing else changes."""
        self.operator = operator

    def acting_as(self, operator: Operator) -> Station:
        """The same station for one act in another's name, e.g. a leader's whose PIN was confirmed."""
        acting = self._same()
        acting.operator = operator
        return acting

    def at_once(self) -> Station:
        """The same station for one act that asks more than once; a pack that comes meanwhile counts from the next."""
        if self.held is not None:
            return self
        held = self._same()
        held.held = self._standing.now
        return held

    def _same(self) -> Station:
        same = Station.__new__(Station)  # `copy.copy` takes five times as long, and a save needs it
        same.__dict__.update(self.__dict__)
        return same

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One durable transaction in the operator's name; what it puts in force is in force before anybody is told."""
        with self.store.write(self.operator.id) as transaction:
            yield transaction
            if transaction.areas & in_force.FOLLOWS:  # read within it: afterwards another writer may have come between
                now, head = in_force.load(transaction.connection), transaction.head
                transaction.once_durable.append(lambda: self._standing.put(now, (head.epoch, head.seq)))

    def close(self) -> None:
        """Release the data folder."""
        self.store.close()
