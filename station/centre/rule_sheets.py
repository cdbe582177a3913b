"""The rule pack as three sheets that people edit (settings, shift tables, announcements), and back."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from station.clock import DAY, MINUTE
from station.rule_pack import RulePack, ShiftRow, default_rules

RULES, SHIFTS, ANNOUNCEMENTS = "rules", "shifts", "announcements"
BY_CATEGORY = ("required", "asked")
TENTHS = ("impossible_below", "invalid_below", "abnormal_from", "impossible_above", "drift_tenths")
DEGREES = re.compile(r"([0-9]{1,2})\.([0-9])(?:℃)?")
FEWEST, MOST = 2, 6
CUT_OFFS = [f"{hour:02d}:00" for hour in range(1, 25)]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class RuleFault:
    """Something wrong in the rules: the sheet, the row in it (0: all of it), the setting, the code."""

    sheet: str
    row: int
    column: str
    code: str
    facts: tuple[tuple[str, str | int], ...] = ()


def from_rules(rules: RulePack) -> dict[str, Rows]:
    """The three sheets of a rule pack."""
    value: dict[str, Any] = asdict(rules)
    tables = {"": value.pop("shifts"), **value.pop("shift_tables")}
    announcements = value.pop("announcements")
    settings: Rows = []
    for name, one in value.items():
        if name in BY_CATEGORY or name == "supplies":
            settings += [{"name": f"{name}.{key}", "value": _shown(item)} for key, item in one.items()]
        else:
            shown = f"{one // 10}.{one % 10}" if name in TENTHS else _shown(one)
            settings.append({"name": name, "value": shown})
    shifts = [{"checkpoint": code, **row} for code, table in tables.items() for row in table]
    shifts = [{key: item for key, item in row.items() if item != ""} for row in shifts]
    return {RULES: settings, SHIFTS: shifts, ANNOUNCEMENTS: list(announcements)}


def to_rules(sheets: dict[str, Rows]) -> tuple[RulePack | None, list[RuleFault]]:
    """The rule pack of three sheets; settings that are not there stay as the program ships them."""
    value: dict[str, Any] = asdict(default_rules())
    faults = []
    named = {name for name in value if name not in ("shifts", "shift_tables", "announcements")}
    for place, row in enumerate(sheets.get(RULES, []), 2):
        name, text = str(row["name"]), str(row.get("value", ""))
        if name in TENTHS and (degrees := DEGREES.fullmatch(text)):
            text = degrees[1] + degrees[2]
        head, _dot, key = name.partition(".")
        if head not in named or bool(key) != (head in BY_CATEGORY or head == "supplies"):
            faults.append(RuleFault(RULES, place, name[:40], "unknown_setting"))
            continue
        standing = value[head]
        read = _read(text, [] if head in BY_CATEGORY else 0 if head == "supplies" else standing)
        if read is None:
            faults.append(RuleFault(RULES, place, name, "setting_value"))
        elif key:
            standing[key] = read
        else:
            value[head] = read
    value["announcements"] = sheets.get(ANNOUNCEMENTS) or []
    if sheets.get(SHIFTS):
        tables: dict[str, Rows] = {}
        for row in sheets[SHIFTS]:
            tables.setdefault(row.get("checkpoint", ""), []).append({k: row[k] for k in ("number", "starts", "ends")})
        value["shifts"] = tables.pop("", value["shifts"])
        value["shift_tables"] = tables
    if faults:
        return None, faults
    try:
        rules = msgspec.convert(value, RulePack)
    except msgspec.ValidationError:
        return None, [RuleFault(RULES, 0, "", "setting_value")]
    return rules, [*_table_faults(rules), *_limit_faults(rules)]


def _table_faults(rules: RulePack) -> list[RuleFault]:
    """Each shift table has 2 to 6 shifts that follow each other around the clock."""
    faults = []
    for code, table in {"": rules.shifts, **rules.shift_tables}.items():
        where = (("checkpoint", code or "*"),)
        if not FEWEST <= len(table) <= MOST:
            faults.append(RuleFault(SHIFTS, 0, code, "shift_table_size", where))
        elif not _goes_round(table):
            faults.append(RuleFault(SHIFTS, 0, code, "shift_table_gap", where))
        elif len({row.number for row in table}) != len(table):
            faults.append(RuleFault(SHIFTS, 0, code, "shift_table_numbers", where))
    return faults


def _goes_round(table: tuple[ShiftRow, ...]) -> bool:
    """Whether each shift begins where the one before ends, and all of them make one day."""
    follow = all(row.ends == after.starts for row, after in zip(table, (*table[1:], table[0]), strict=True))
    return follow and sum(_length(row.starts, row.ends) for row in table) == DAY


def _limit_faults(rules: RulePack) -> list[RuleFault]:
    limits = (rules.impossible_below, rules.invalid_below, rules.abnormal_from, rules.impossible_above)
    faults = []
    if list(limits) != sorted(set(limits)):
        faults.append(RuleFault(RULES, 0, "abnormal_from", "limits_not_rising"))
    if rules.cut_off not in CUT_OFFS:
        faults.append(RuleFault(RULES, 0, "cut_off", "setting_value"))
    days = (rules.isolation_days, rules.filing_days, rules.retention_hours, rules.retention_days)
    if min(*days, rules.recheck_minutes, rules.axillary_minutes) < 1:
        faults.append(RuleFault(RULES, 0, "isolation_days", "setting_value"))
    return faults


def _length(starts: str, ends: str) -> int:
    begin, end = (int(one[:2]) * 60 + int(one[3:]) for one in (starts, ends))
    return ((end - begin) % 1440 or 1440) * MINUTE


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return " ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _read(text: str, standing: Any) -> Any:
    """A setting's text as the type it has; None if it cannot be."""
    if isinstance(standing, bool):
        return {"是": True, "否": False, "yes": True, "no": False}.get(text.casefold())
    if isinstance(standing, int):
        return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None
    if isinstance(standing, list | tuple):
        return text.replace(",", " ").replace("、", " ").split()
    return text or None
