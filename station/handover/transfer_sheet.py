"""The transfer sheet of one fever case for the hospital: the only paper on which nothing is masked."""

from __future__ import annotations

from dataclasses import dataclass

from station.records.case import Case
from station.records.passage import Passage, Person, Reading


@dataclass(frozen=True)
class TransferSheet:
    """One person handed over: who, every reading, with whom they came; times are ms UTC."""

    station: str
    station_name: str
    case: Case
    passage: Passage
    person: Person
    number: int
    chain: tuple[Reading, ...]
    companions: tuple[Person, ...]
    opened_by: str
    printed_by: str
    printed_at: int
    printing: int

    @property
    def serial(self) -> str:
        """The sheet's number: the station and the end of the passage's name, which says nothing of anyone."""
        return f"{self.station}-T{self.number:05d}"

    @property
    def name(self) -> str | None:
        """The name given at the case, else the one registered."""
        return self.case.name or self.person.name

    @property
    def phone(self) -> str | None:
        """The phone given at the case, else the one registered."""
        return self.case.phone or self.person.phone
