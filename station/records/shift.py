"""One shift at a checkpoint, and the handover that closes it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shift:
    """An opened shift: its row of the table, the day it began (UTC+8, ISO), who is on duty."""

    ordinal: int
    number: int
    day: str
    starts: str
    ends: str
    leader: str
    members: tuple[str, ...] = ()
    thermometers: tuple[str, ...] = ()


@dataclass(frozen=True)
class HourFigures:
    """One hour of a shift; `highest` is tenths of a degree or None."""

    hour: str
    vehicles: int
    persons: int
    entries: int
    exits: int
    highest: int | None
    abnormal: int


@dataclass(frozen=True)
class Figures:
    """What a shift counted, frozen when it closed; persons unless said otherwise."""

    vehicles: int = 0
    persons: int = 0
    entries: int = 0
    exits: int = 0
    measured: int = 0
    abnormal: int = 0
    key_persons: int = 0
    key_vehicles: int = 0
    turned_back: int = 0
    referred: int = 0
    not_noted: int = 0
    without_reading: int = 0
    corrected: int = 0
    voided: int = 0
    late: int = 0
    before_opening: int = 0
    passages: int = 0
    hours: tuple[HourFigures, ...] = ()


@dataclass(frozen=True)
class OpenMatter:
    """What the next shift has to follow up: a case by uid, its masked person, rules and time limit."""

    case: str
    who: str
    rules: tuple[str, ...]
    state: str
    due_at: int | None


@dataclass(frozen=True)
class ExceptionRow:
    """One abnormal or held passage of the shift, masked as it is printed."""

    at: int
    rules: tuple[str, ...]
    who: str
    readings: tuple[tuple[int | None, str], ...]
    persons: int
    outcome: str
    operator: str


@dataclass(frozen=True)
class Handover:
    """A closed shift: the slice it covers, its frozen figures, what is carried over."""

    shift: str
    ordinal: int
    first_epoch: int
    first_seq: int
    incoming: str
    figures: Figures
    exceptions: tuple[ExceptionRow, ...] = ()
    open_matters: tuple[OpenMatter, ...] = ()
    supplies: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    closed_by: str = ""
