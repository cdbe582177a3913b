"""The other way round: a passage as the gate line that says it."""

from __future__ import annotations

from station.entry.temperature_text import SITE_LETTERS
from station.records.passage import Passage, Reading

LETTERS = {site: letter for letter, site in SITE_LETTERS.items()}


def line_of(passage: Passage) -> str:
    """Plate, newest reading of each person, direction: what to type to say the same."""
    newest = [person.readings[-1] for person in passage.persons if person.readings]
    words = [passage.vehicle.plate] if passage.vehicle else []
    words += [_reading(one) for one in newest if one.state != "unread"]
    unread = sum(one.state == "unread" for one in newest)
    sign = "+" if passage.direction == "in" else "-"
    if unread:
        words.append(f"{sign}{unread}")
    elif passage.direction == "out":
        words.append(sign)
    return " ".join(words)


def _reading(reading: Reading) -> str:
    if reading.tenths is None:
        return "l"
    letter = LETTERS.get(reading.site, "")
    return f"{reading.tenths}{letter}"
