"""What a harness counts: how often something was tried, and what went wrong in the four ways that matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypedDict


class PlainTally(TypedDict):
    """A tally as JSON takes it."""

    tried: int
    lost: int
    corrupt: int
    half_done: int
    bad: dict[str, int]
    seen: dict[str, int]


@dataclass
class Tally:
    """Counts of one harness; `bad` names each fault it saw, so that a figure can be looked into.

    lost       acknowledged and gone, doubled, or differing from what was acknowledged
    corrupt    a store, file or state that the program's own checks find wrong, or a traceback
    half_done  something partly done that says it is whole, or a false word ("safe to remove", "accepted")
    """

    tried: int = 0
    lost: int = 0
    corrupt: int = 0
    half_done: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def note(self, way: str, what: str) -> None:
        """Count one fault: `way` is lost, corrupt or half_done."""
        setattr(self, way, getattr(self, way) + 1)
        self.bad[f"{way}: {what}"] += 1

    def caught(self, bug: str) -> bool:
        """Whether a seeded bug has been caught: then there is no need to go on."""
        return bool(bug) and self.faults > 0

    def add(self, other: Tally) -> None:
        """Take another tally's counts in."""
        self.tried += other.tried
        self.lost += other.lost
        self.corrupt += other.corrupt
        self.half_done += other.half_done
        self.bad.update(other.bad)
        self.seen.update(other.seen)

    def plain(self) -> PlainTally:
        """As JSON takes it."""
        return {
            "tried": self.tried,
            "lost": self.lost,
            "corrupt": self.corrupt,
            "half_done": self.half_done,
            "bad": dict(self.bad),
            "seen": dict(self.seen),
        }

    @classmethod
    def of(cls, plain: PlainTally) -> Tally:
        """The tally behind `plain`."""
        counts = (plain["tried"], plain["lost"], plain["corrupt"], plain["half_done"])
        return cls(*counts, Counter(plain["bad"]), Counter(plain["seen"]))

    @property
    def faults(self) -> int:
        """Everything that should not have been."""
        return self.lost + self.corrupt + self.half_done


Harness = Callable[[Path, Random, int, str], Tally]


@dataclass(frozen=True)
class Row:
    """A row of the matrix: `run(folder, chance, count, sabotage)` tries `count` times in an empty folder.

    `canaries` are seeded bugs (see `sabotage`) which this harness must catch within `canary_dose` tries, else it
    counts for nothing. `needs` says what the machine must have.
    """

    name: str
    title: str
    run: Harness
    ci: int
    full: int
    chunk: int
    canaries: tuple[str, ...] = ()
    canary_dose: int = 0
    needs: str = ""
