"""An open item that is not a passage's case: an incident, a tip, a notice from above, a line for the grid officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

IncidentKind = Literal["incident", "tip", "notice", "follow_up"]
NOT_LISTED, ISOLATED_FEVER = "not_listed", "isolated_fever"  # texts that are codes: words in each language
INCIDENT_KINDS: tuple[IncidentKind, ...] = ("incident", "tip", "notice", "follow_up")


@dataclass(frozen=True)
class Incident:
    """An item as of one revision: who reported it, to whom it was handed, what came of it; times are ms UTC.

    `about` is the uid of a passage it came from; `who` is masked when it is written; `person` is a digest by which
    the same person is known again, empty where it is about nobody in particular.
    """

    kind: IncidentKind
    text: str
    opened_at: int
    reported_by: str = ""
    handed_to: str = ""
    due_at: int | None = None
    outcome: str = ""
    closed: bool = False
    about: str = ""
    who: str = ""
    person: str = ""
