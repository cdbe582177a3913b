"""One case: what is still open about a held passage, from the first recheck to its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.records.disposition import Outcome
from station.records.passage import Reading

CaseState = Literal["recheck", "axillary", "confirmed", "verify", "closed"]


FEVER_STATES: tuple[CaseState, ...] = ("recheck", "axillary", "confirmed")  # it waits because of a temperature


@dataclass(frozen=True)
class CaseReading:
    """A recheck of one person of the passage, counted from 0."""

    person: int
    reading: Reading


@dataclass(frozen=True)
class Case:
    """A case as of one revision; each revision carries everything before it.

    `override` is a leader's reason for a release that the rules do not offer; `referred_at` is ms UTC.
    `checked` is what was verified with whom (核查信息), `found` what it showed (核实情况).
    """

    passage: str
    rules: tuple[str, ...]
    state: CaseState
    opened_at: int
    due_at: int | None = None
    readings: tuple[CaseReading, ...] = ()
    outcome: Outcome | None = None
    name: str | None = None
    phone: str | None = None
    place: str | None = None
    note: str | None = None
    override: str | None = None
    referred_at: int | None = None
    checked: str | None = None
    found: str | None = None
