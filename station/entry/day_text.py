"""A day as people write it: 2020-03-11, 2020/3/11, 2020年3月11日, 20200311."""

from __future__ import annotations

import re
from datetime import date

from station.entry import normal
from station.entry.problem import Problem

DAY = re.compile(r"(20[0-9]{2})\s*[-/.年]?\s*([0-9]{1,2})\s*[-/.月]?\s*([0-9]{1,2})日?")


def read_day(text: str) -> str | Problem:
    """The day as ISO text."""
    match = DAY.match(normal.line_text(text).strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else Problem("invalid_day")
    except ValueError:
        return Problem("invalid_day")
