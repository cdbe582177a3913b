"""What can be done with an open case, and what each of it needs to be typed. No widgets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from station.clock import DAY, HOUR, MINUTE, day_start, local_day
from station.entry import normal
from station.entry.phone import read_phone
from station.entry.problem import Problem
from station.records.case import FEVER_STATES
from station.records.disposition import Outcome
from station.services.gate import cases
from station.services.gate.cases import OpenCase

TIME = re.compile(r"([01]?[0-9]|2[0-3])[:：.]?([0-5][0-9])")
INVALID_TIME = "invalid_time"
OVERRIDE, NOTE, TRANSFER = "override", "note", "transfer"
VERIFY_NEEDS = ("checked", "found", "name", "phone")  # 核查信息, 核实情况, 逐一登记
NEEDS: dict[str, tuple[str, ...]] = {
    "referred": ("name", "phone", "place", "time"),
    OVERRIDE: ("note", "pin"),
    NOTE: ("note",),
    TRANSFER: ("note", "name", "phone"),
}


@dataclass(frozen=True)
class Ending:
    """How a case ends: the outcome, and the facts that were typed for it."""

    outcome: Outcome
    place: str | None
    name: str | None
    phone: str | None
    at: int | None
    verified: cases.Verification | None


def actions_of(one: OpenCase) -> tuple[str, ...]:
    """The outcomes the rules allow, a leader's override where they allow no release, a note, the transfer sheet."""
    hot = one.case.state in FEVER_STATES
    return (*one.outcomes, *((OVERRIDE,) if hot else ()), NOTE, *((TRANSFER,) if hot else ()))


def needs_of(action: str, one: OpenCase, role: str) -> tuple[str, ...]:
    """The fields an action shows, for an operator of a role."""
    if action == "released" and one.case.state == "verify":
        return VERIFY_NEEDS
    if action == OVERRIDE and role == "leader":
        return ("note",)
    return NEEDS.get(action, ())


def first_missing(needs: tuple[str, ...], texts: dict[str, str], one: OpenCase) -> str | None:
    """The first of the fields that must be filled in and is not; who is known already need not be typed again."""
    known = any(person.name and person.phone for person in one.passage.persons)
    optional = ("name", "phone", "time") if known else ("time",)
    return next((name for name in needs if name not in optional and not texts[name].strip()), None)


def read_ending(action: str, texts: dict[str, str], now: int) -> Ending | Problem:
    """What the fields say of the end of a case; a phone or a time may be wrong."""
    name, phone, place = (normal.words(texts[key]) or None for key in ("name", "phone", "place"))
    if phone and isinstance(checked := read_phone(phone), Problem):
        return checked
    at = read_time(texts["time"], now)
    if isinstance(at, Problem):
        return at
    verified = cases.Verification(texts["checked"], texts["found"])
    outcome: Outcome = action  # type: ignore[assignment]
    return Ending(outcome, place, name, phone, at, verified if verified.checked and verified.found else None)


def read_time(text: str, now: int) -> int | Problem | None:
    """The time typed, today or, if that is yet to come, yesterday; None for now."""
    text = text.strip()
    if not text:
        return None
    match = TIME.fullmatch(text)
    if not match:
        return Problem(INVALID_TIME, "referred_at")
    at = day_start(local_day(now)) + int(match[1]) * HOUR + int(match[2]) * MINUTE
    return at if at <= now else at - DAY
