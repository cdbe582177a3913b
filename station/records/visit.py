"""One visit at the door of a home-isolated person: readings, needs, or the explicit act of release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.records.passage import Reading

Round = Literal["morning", "evening"]
ROUNDS: tuple[Round, ...] = ("morning", "evening")
Found = Literal["home", "not_home", "released"]


@dataclass(frozen=True)
class Visit:
    """A visit of a round; `person` is the number on the isolation roster, `day` the ISO day in UTC+8.

    `found` = `released` is the end of the isolation that began on `started`, with the reason in `note`; whoever
    is listed again with another beginning is isolated again.
    """

    person: str
    name: str
    day: str
    round: Round
    found: Found
    readings: tuple[Reading, ...] = ()
    symptoms: str = ""
    needs: str = ""
    note: str = ""
    started: str = ""
