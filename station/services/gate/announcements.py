"""Which announcement is due at the gate: each in its hours, each so often, never two at once."""

from __future__ import annotations

from station.clock import MINUTE, local
from station.rule_pack import Announcement, RulePack


def due(rules: RulePack, heard: dict[str, int], now: int) -> Announcement | None:
    """The announcement that has waited longest past its time; `heard` is when each was said last (ms UTC)."""
    waiting = [
        (now - heard.get(one.text, -one.every * MINUTE) - one.every * MINUTE, one)
        for one in rules.announcements
        if _in_hours(one, now) and now - heard.get(one.text, -one.every * MINUTE) >= one.every * MINUTE
    ]
    return max(waiting, key=lambda pair: pair[0])[1] if waiting else None


def in_hours(rules: RulePack, now: int) -> tuple[Announcement, ...]:
    """Everything that may be said at this time of day, for a screen that shows it."""
    return tuple(one for one in rules.announcements if _in_hours(one, now))


def _in_hours(one: Announcement, now: int) -> bool:
    """Whether it is between an announcement's hours, which may cross midnight."""
    time = local(now).strftime("%H:%M")
    if one.starts <= one.ends:
        return one.starts <= time < one.ends
    return time >= one.starts or time < one.ends
