"""The rule pack: thresholds, key areas, required fields and shift table, as data."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station.paths import resource_text


@dataclass(frozen=True)
class ShiftRow:
    """One row of the shift table: its number and its times "HH:MM" in UTC+8."""

    number: int
    starts: str
    ends: str


@dataclass(frozen=True)
class RulePack:
    """What orders change every week; temperatures are tenths of a degree Celsius.

    `asked` are the fields the full form shows for a category, `required` those it insists on.
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


def default_rules() -> RulePack:
    """The rule pack the program ships with, in force until the centre sends one."""
    return msgspec.json.decode(resource_text("defaults/rules.json"), type=RulePack)
