"""Phone numbers: mainland mobiles are the value, everything else says what it is (domain 3.8)."""

from __future__ import annotations

import re

from station.entry import normal
from station.entry.problem import Problem

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[0-9]{9,11}")
COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[0-9]{10}$))")
UNASSIGNED = ("154",)


def read_phone(text: str) -> str | Problem:
    """Eleven digits of a mobile number, or why it is none."""
    compact = re.sub(r"[\s\-]", "", normal.plain(text))
    number = COUNTRY.sub("", compact)
    if MOBILE.fullmatch(number):
        return number
    if LANDLINE.fullmatch(number):
        return Problem("landline", "phone", text=text)
    if number.startswith("+"):
        return Problem("foreign_phone", "phone", text=text)
    return Problem("invalid_phone", "phone", text=text)


def warnings_of(number: str) -> tuple[str, ...]:
    """Codes of what is odd about a valid number."""
    return ("unassigned_prefix",) if number.startswith(UNASSIGNED) else ()
