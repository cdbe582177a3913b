"""Percentiles and rounding: the little statistics that every bench needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypedDict

Result = dict[str, object]  # what a bench found, as JSON takes it


class Spread(TypedDict):
    """How long something took: median, 99th percentile, largest, of how many."""

    p50: float
    p99: float
    max: float
    n: int


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def spread(values: list[float]) -> Spread:
    """Median, 99th percentile and largest, in the unit of the values."""
    ordered = sorted(values)

    def pick(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return {"p50": round(pick(0.5), 3), "p99": round(pick(0.99), 3), "max": round(ordered[-1], 3), "n": len(ordered)}
