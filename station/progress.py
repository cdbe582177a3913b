"""How far a long work has come: what use cases tell, and nobody has to hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Progress = Callable[[int, int], None]  # so much is done, of so much; the unit may change, the share only grows
EVERY = 1_000
FINE = 1_000  # into how many steps a part is told


def quiet(done: int, total: int) -> None:
    """Nobody is watching."""


def share(progress: Progress, number: int, of: int) -> Progress:
    """The progress of one of several parts that take about as long as each other; the first is number 0."""

    def tell(done: int, total: int) -> None:
        progress(number * FINE + (done * FINE // total if total else FINE), of * FINE)

    return tell


def told(items: Iterable[Item], total: int, progress: Progress, every: int = EVERY) -> Iterator[Item]:
    """The items as they are; after every so many it is told how many are done, and at the end that all are."""
    for done, item in enumerate(items):
        if done and done % every == 0:
            progress(min(done, total), total)  # a journal may have grown since it was counted
        yield item
    progress(total, total)
