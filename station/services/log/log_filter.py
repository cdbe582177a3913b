"""Filtering the whole history: what a typed filter means, and which places of the log match it."""

from __future__ import annotations

import re
from datetime import date

from station.services.opened_station import Station
from station.store import log_places
from station.store.log_places import LogFilter as LogFilter  # re-exported: callers see services only

HOUR_WORD = re.compile(r"([01]?[0-9]|2[0-3])[:点时]")
DAY_WORD = re.compile(r"(?:(20[0-9]{2})-)?([01]?[0-9])-([0-3]?[0-9])")


def read_words(words: str, today: date, names: dict[str, str]) -> LogFilter:
    """A filter as typed: `8K3`, `张三`, `zs`, `/8000`, `8:`, `3-10`, `@甲`; `names` are operators by id."""
    wanted = LogFilter()
    for word in words.split():
        if match := DAY_WORD.fullmatch(word):
            wanted = _with(wanted, day=_day(match, today))
        elif match := HOUR_WORD.fullmatch(word):
            wanted = _with(wanted, hour=int(match[1]), day=wanted.day or today)
        elif word.startswith("@"):
            wanted = _with(wanted, operators=tuple(key for key, name in names.items() if word[1:] in name))
        elif word.startswith("/") or not any(one.isdigit() for one in word):
            wanted = _with(wanted, person=word)
        else:
            wanted = _with(wanted, plate=word.upper())
    return wanted


def places(station: Station, wanted: LogFilter, before: int, limit: int) -> list[int]:
    """Places before `before` that match, newest first, at most `limit`."""
    with station.store.read() as connection:
        return log_places.places(connection, wanted, before, limit)


def _day(match: re.Match[str], today: date) -> date:
    year = int(match[1] or today.year)
    try:
        return date(year, int(match[2]), int(match[3]))
    except ValueError:
        return today


def _with(wanted: LogFilter, **changes: object) -> LogFilter:
    return LogFilter(**{**wanted.__dict__, **changes})
