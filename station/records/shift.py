"""One shift at a checkpoint, and the handover that closes it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

DutyRole = Literal[
    "duty_leader",
    "official",
    "community",
    "police",
    "traffic_police",
    "medic",
    "grid_officer",
    "volunteer",
    "security",
]
DUTY_ROLES: tuple[DutyRole, ...] = (
    "duty_leader",
    "official",
    "community",
    "police",
    "traffic_police",
    "medic",
    "grid_officer",
    "volunteer",
    "security",
)


@dataclass(frozen=True)
class Duty:
    """One line of the roster: who, from which agency, in which role; `pioneer` marks a party pioneer post (先锋岗)."""

    name: str
    role: DutyRole = "volunteer"
    agency: str = ""
    planned: bool = True
    present: bool = True
    pioneer: bool = False


@dataclass(frozen=True)
class Thermometer:
    """A thermometer by its number; the morning calibration is its reading beside an axillary one's, in tenths."""

    number: str
    reading: int | None = None
    reference: int | None = None

    @property
    def offset(self) -> int | None:
        """How far it reads above the reference, tenths; None before it was calibrated."""
        if self.reading is None or self.reference is None:
            return None
        return self.reading - self.reference


@dataclass(frozen=True)
class Shift:
    """An opened shift: its row of the table, the day it began (UTC+8, ISO), who is on duty.

    Schema 1 and 2 hold members and thermometers as plain text; `roster` and `guns` read both. `again` counts
    the earlier shifts of the same day and number, so that no two sheets share a serial.
    """

    ordinal: int
    number: int
    day: str
    starts: str
    ends: str
    leader: str
    members: tuple[Duty | str, ...] = ()
    thermometers: tuple[Thermometer | str, ...] = ()
    again: int = 0

    @property
    def roster(self) -> tuple[Duty, ...]:
        """Who was planned or present, the leader not among them."""
        return tuple(Duty(one) if isinstance(one, str) else one for one in self.members)

    @property
    def guns(self) -> tuple[Thermometer, ...]:
        """The thermometers in use."""
        return tuple(Thermometer(one) if isinstance(one, str) else one for one in self.thermometers)


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
    registered: int = 0
    confirmed: int = 0
    breaches: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Two slices together; the hours stay with each slice."""
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in COUNTS})

    def __sub__(self, other: Figures) -> Figures:
        """What one recount says more than another."""
        return Figures(**{name: getattr(self, name) - getattr(other, name) for name in COUNTS})


COUNTS = tuple(one.name for one in fields(Figures) if one.name != "hours")


@dataclass(frozen=True)
class OpenMatter:
    """What the next shift has to follow up: by uid, its masked person, rules and time limit (ms UTC).

    `kind` is `case`, `inside` (a visitor who has not left) or a kind of incident, whose words are in `text`.
    """

    case: str
    who: str
    rules: tuple[str, ...]
    state: str
    due_at: int | None
    kind: str = "case"
    text: str = ""


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
    found: str = ""


@dataclass(frozen=True)
class CorrectionRow:
    """A record of an earlier shift that changed in this one: which sheet, which entry, what became of it."""

    sheet: str
    seq: int
    at: int
    who: str
    change: str
    reason: str
    operator: str


@dataclass(frozen=True)
class SupplyCount:
    """A supply as counted at a handover: what there should be, what there is, what was used, what is short."""

    name: str
    has: int
    should: int = 0
    used: int = 0

    @property
    def short(self) -> int:
        """How many are missing to what there should be."""
        return max(0, self.should - self.has)


@dataclass(frozen=True)
class Handover:
    """A closed shift: the slice it covers, its frozen figures, what is carried over.

    `adjusted` is what this slice changed in the figures of earlier ones, so that all sheets together are the
    journal. `supplies` of schema 1 and 2 is a table of words; `counts` reads both.
    """

    shift: str
    ordinal: int
    first_epoch: int
    first_seq: int
    incoming: str
    figures: Figures
    exceptions: tuple[ExceptionRow, ...] = ()
    open_matters: tuple[OpenMatter, ...] = ()
    supplies: tuple[SupplyCount, ...] | dict[str, str] = ()
    remark: str = ""
    closed_by: str = ""
    weather: str = ""
    corrections: tuple[CorrectionRow, ...] = ()
    adjusted: Figures | None = None

    @property
    def counts(self) -> tuple[SupplyCount, ...]:
        """The supplies that were counted, as numbers."""
        if not isinstance(self.supplies, dict):
            return self.supplies
        return tuple(SupplyCount(name, int(text)) for name, text in self.supplies.items() if text.isdecimal())
