"""What a use case changed: the one value that every writing use case answers with.

The store notes each transaction here as it becomes durable; whoever gathers, a use case or a worker of the window,
hears of it also where a later step fails: what was written is written, and the screens must show it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
Answer = TypeVar("Answer", covariant=True)
P = ParamSpec("P")


class Area(StrEnum):
    """A part of what the station knows, as screens show it."""

    LOG = "log"  # passages and what is said about them
    CASES = "cases"
    FIGURES = "figures"  # what is counted since the last handover and today
    SHIFT = "shift"
    LISTS = "lists"  # those in force: a pack came, or an isolation was ended
    RULES = "rules"
    OPERATORS = "operators"
    EXCHANGE = "exchange"  # what the centre has and what waits; every entry waits
    PRINTS = "prints"
    DUTIES = "duties"  # incidents, rounds, supplies
    PASSES = "passes"
    PAPER = "paper"
    SAFETY = "safety"  # key slots, backups, the place of the second copy, what was let go
    DRAFTS = "drafts"


@dataclass(frozen=True)
class Changes(Generic[Answer]):
    """Which areas a use case touched, the records whose lines of the log differ, and its answer."""

    areas: frozenset[Area]
    rows: tuple[str, ...]
    answer: Answer


@dataclass
class Gathering:
    """What was written since it began; only durable things are noted."""

    told: Callable[[Changes[object]], None] | None = None  # hears of each transaction at once
    areas: set[Area] = field(default_factory=set)
    rows: dict[str, None] = field(default_factory=dict)

    def note(self, changes: Changes[object]) -> None:
        """A transaction became durable."""
        self.areas.update(changes.areas)
        self.rows.update(dict.fromkeys(changes.rows))
        if self.told is not None:
            self.told(changes)

    def changes(self, answer: T) -> Changes[T]:
        """All of it, with the answer of whoever wrote."""
        return Changes(frozenset(self.areas), tuple(self.rows), answer)


_open: ContextVar[tuple[Gathering, ...]] = ContextVar("gatherings", default=())


@contextmanager
def gathering(told: Callable[[Changes[object]], None] | None = None) -> Iterator[Gathering]:
    """Hear of everything this thread makes durable meanwhile; `told` hears of each transaction at once."""
    one = Gathering(told)
    token = _open.set((*_open.get(), one))
    try:
        yield one
    finally:
        _open.reset(token)


def note(areas: Iterable[Area], rows: Iterable[str]) -> None:
    """Tell whoever gathers, if anything is to be told; the store alone calls this, after its commit."""
    changes = Changes(frozenset(areas), tuple(rows), None)
    for one in _open.get():
        one.note(changes)


def writes(use_case: Callable[P, T]) -> Callable[P, Changes[T]]:
    """Make a use case that writes answer with `Changes`, whatever it writes and by whatever other use cases."""

    @functools.wraps(use_case)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Changes[T]:
        with gathering() as noted:
            answer = use_case(*args, **kwargs)
        return noted.changes(answer)

    answered.__dict__["writes"] = True  # so that whoever looks for the use cases that write finds them all
    return answered
