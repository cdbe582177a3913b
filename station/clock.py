"""The one source of time, so that tests can set it, and the one calendar: UTC+8."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "UTC+8")
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """Something that tells the time in milliseconds UTC."""

    def now(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        ...


class SystemClock:
    """The laptop's clock."""

    def now(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000


LAST = 253_370_764_800_000  # 9999-01-01: what lies beyond was never a day; a signed nonsense must stop nobody


class SetClock:
    """A clock that stands where it is put: for tests and for the demo's practice day."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """The time it was put to, in milliseconds UTC."""
        return self.at

    def advance(self, milliseconds: int) -> None:
        """Move forward, or back with a negative number."""
        self.at += milliseconds


def local(at: int) -> datetime:
    """Milliseconds UTC as a date and time in fixed UTC+8, never the laptop's zone."""
    return datetime.fromtimestamp(min(max(at, 0), LAST) / 1000, UTC).astimezone(CHINA)


def local_day(at: int) -> date:
    """The day in UTC+8 that holds this moment."""
    return local(at).date()


def day_start(day: date) -> int:
    """Milliseconds UTC of 00:00 UTC+8 of a day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=CHINA).timestamp() * 1000)
