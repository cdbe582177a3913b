"""What every use case is given: the store, the clock, the rules, the station's name, who works."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from station.clock import Clock, local_day
from station.records.operator import Operator
from station.records.reference import References
from station.settings import RulePack
from station.store.store import Store


@dataclass(frozen=True)
class Station:
    """An opened station; `operator` is whoever signed in; `warnings` are codes to show once it is open.

    `lists` are those of the newest good pack, without the people whose isolation was ended here.
    """

    store: Store
    clock: Clock
    rules: RulePack
    code: str
    name: str
    operator: Operator
    warnings: tuple[str, ...] = ()
    lists: References = field(default_factory=References)

    def today(self) -> date:
        """The day in UTC+8."""
        return local_day(self.clock.now())

    def signed_in(self, operator: Operator) -> Station:
        """The same station under another operator's name."""
        return replace(self, operator=operator)

    def close(self) -> None:
        """Release the data folder."""
        self.store.close()
