"""What the full form saves, off the GUI thread: a new record, or the correction of one."""

from __future__ import annotations

from dataclasses import replace

from station.entry.draft import Draft
from station.entry.problem import Problem
from station.services.gate import corrections, recall, registration
from station.services.gate.corrections import Change
from station.services.gate.registration import Saved
from station.services.opened_station import Station


def save(station: Station, draft: Draft, thermometer: str | None, reason: str | None) -> Saved | Change | Problem:
    """Save a draft, or correct its record where a reason is given; a Problem where a pass means nobody."""
    resolved = recall.resolve(station, draft)
    if isinstance(resolved, Problem):
        return resolved
    if reason is not None:
        return corrections.correct(station, resolved, reason).answer
    return registration.save(station, replace(resolved, thermometer=thermometer)).answer
