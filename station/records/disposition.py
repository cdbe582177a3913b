"""What can become of a passage: every disposition in one table, where the rules offer it and what it means.

A disposition is frozen with its passage; of a held one the outcome of its case says what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, get_args

Disposition = Literal["released", "held", "turned_back", "referred", "left"]
Outcome = Literal["cleared", "released", "turned_back", "referred", "left", "voided"]
LET_IN: tuple[Outcome, ...] = ("cleared", "released")  # what lets a held person in at last


class Weight(IntEnum):
    """How heavy what triage objects to is: nothing, something to verify, a temperature."""

    CLEAR = 0
    VERIFY = 1
    FEVER = 2


@dataclass(frozen=True)
class DispositionKind:
    """A disposition: its word in tables, how heavy a flag may be where it is offered, which cases it may end.

    `needs_identity`: only of somebody whose name and phone are known. `on_desk`: a segment under the gate line.
    """

    code: Disposition
    zh: str
    offered: tuple[Weight, ...]
    ends: tuple[Weight, ...] = ()
    needs_identity: bool = False
    on_desk: bool = True


_ANY = (Weight.CLEAR, Weight.VERIFY, Weight.FEVER)
_ENDS = (Weight.VERIFY, Weight.FEVER)

# In the order in which they are offered: the first is what a save uses where nobody chooses.
KINDS: tuple[DispositionKind, ...] = (
    DispositionKind("released", "放行", (Weight.CLEAR,), (Weight.VERIFY,)),
    DispositionKind("held", "待处置", _ANY),
    DispositionKind("turned_back", "劝返", (Weight.CLEAR, Weight.VERIFY), (Weight.VERIFY,)),
    DispositionKind("referred", "移交", _ANY, _ENDS, needs_identity=True),
    DispositionKind("left", "离开", _ANY, _ENDS, on_desk=False),
)
SEGMENTS: tuple[Disposition, ...] = tuple(kind.code for kind in KINDS if kind.on_desk)
BY_WORD: dict[str, Disposition] = {kind.zh: kind.code for kind in KINDS}


def offered(weight: Weight, *, is_known: bool) -> tuple[Disposition, ...]:
    """What the rules allow under flags of this weight, the usual one first; `is_known`: somebody could be referred."""
    return tuple(kind.code for kind in KINDS if weight in kind.offered and (is_known or not kind.needs_identity))


def outcomes(weight: Weight) -> tuple[Outcome, ...]:
    """What may end an open case of this weight."""
    codes = [kind.code for kind in KINDS if weight in kind.ends]
    return tuple(code for code in get_args(Outcome) if code in codes)
