"""The ways a thermometer's value is typed: 365, 36.5, 376e, 365#2 (by thermometer 2), l (too low to read)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from station.entry import normal
from station.entry.problem import Problem
from station.records.passage import ReadingState, Site
from station.rule_pack import RulePack

TYPED = re.compile(r"(?:([0-9]{3})|([0-9]{2})\.([0-9]))([EAW])?(?:#([0-9A-Z]{1,6}))?", re.IGNORECASE)
SITE_LETTERS: dict[str, Site] = {"e": "ear", "a": "axillary", "w": "wrist", "": "forehead"}
TOO_LOW = "l"


@dataclass(frozen=True)
class Measured:
    """A value in tenths of a degree Celsius (None: too low to read, or not noted), site, state, thermometer."""

    tenths: int | None
    site: Site
    state: ReadingState
    thermometer: str | None = None


UNREAD = Measured(None, "forehead", "unread")


def read_temperature(text: str, rules: RulePack) -> Measured | Problem | None:
    """The reading that a token is, a Problem if it is impossible, None if it is no temperature."""
    token = normal.line_text(text).strip()
    if token.lower() == TOO_LOW:
        return Measured(None, "forehead", "invalid_low")
    match = TYPED.fullmatch(token)
    if not match:
        return None
    tenths = int(match[1] or match[2] + match[3])
    site = SITE_LETTERS[(match[4] or "").lower()]
    state = state_of(tenths, rules)
    if state is None:
        return Problem("impossible_temperature", "temperature", text=token)
    return Measured(tenths, site, state, match[5].upper() if match[5] else None)


def state_of(tenths: int, rules: RulePack) -> ReadingState | None:
    """The state of a value under the rule pack, None if no body has it."""
    if tenths < rules.impossible_below or tenths > rules.impossible_above:
        return None
    if tenths < rules.invalid_below:
        return "invalid_low"
    return "abnormal" if tenths >= rules.abnormal_from else "normal"


def degrees(tenths: int) -> str:
    """Tenths of a degree as people read them: 376 is 37.6."""
    return f"{tenths // 10}.{tenths % 10}"
