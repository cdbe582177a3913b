"""The rule pack: thresholds, key areas, required fields and shift table, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from station.paths import resource_text


@dataclass(frozen=True)
class ShiftRow:
    """One row of the shift table: its number and its times "HH:MM" in UTC+8."""

    number: int
    starts: str
    ends: str


@dataclass(frozen=True)
class Announcement:
    """Something to be said at the gate: the text, from when to when ("HH:MM" in UTC+8), every how many minutes."""

    text: str
    starts: str = "07:00"
    ends: str = "22:00"
    every: int = 15


@dataclass(frozen=True)
class RulePack:
    """What orders change every week; temperatures are tenths of a degree Celsius.

    `asked` are the fields the full form shows for a category, `required` those it insists on.
    `shift_tables` are the tables of checkpoints that differ from `shifts`; `cut_off` is when a report's day
    ends ("24:00" or "16:00"); `retention_hours` is how long a station keeps what a receipt covers, `retention_days`
    how long the centre keeps it; `supplies` are the names counted at handover with how many there should be.
    """

    version: int
    default_prefix: str
    province: str
    new_energy_letters: str
    impossible_below: int
    invalid_below: int
    abnormal_from: int
    impossible_above: int
    tally_unread: bool
    keep_pass_serial: bool
    key_provinces: tuple[str, ...]
    key_id_prefixes: tuple[str, ...]
    recheck_minutes: int
    axillary_minutes: int
    required: dict[str, tuple[str, ...]]
    shifts: tuple[ShiftRow, ...]
    asked: dict[str, tuple[str, ...]]
    shift_tables: dict[str, tuple[ShiftRow, ...]] = field(default_factory=dict)
    returnee_questions: tuple[str, ...] = ("visited_key_area_14d", "contact_14d")
    isolation_days: int = 14
    filing_days: int = 5
    cut_off: str = "24:00"
    retention_hours: int = 72
    retention_days: int = 30
    drift_tenths: int = 4
    drift_readings: int = 20
    supplies: dict[str, int] = field(default_factory=dict)
    announcements: tuple[Announcement, ...] = ()

    def shifts_of(self, checkpoint: str) -> tuple[ShiftRow, ...]:
        """The shift table of a checkpoint: its own, else the common one."""
        return self.shift_tables.get(checkpoint) or self.shifts


def default_rules() -> RulePack:
    """The rule pack the program ships with, in force until the centre sends one."""
    return msgspec.json.decode(resource_text("defaults/rules.json"), type=RulePack)
