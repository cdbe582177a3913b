"""Trying rules: what would fire for a line, and why, under a pack or a rule file that nobody put in force yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from station.batch import sealed_file
from station.batch.file_kinds import PACK
from station.centre import list_sheets, rule_sheets
from station.entry.draft import from_line
from station.entry.gate_line import read_line
from station.entry.problem import Problem
from station.errors import InputError, RefusedFile
from station.files import read_limited
from station.records.reference_lists import LISTS, ROW_TYPES, References
from station.rule_pack import RulePack, default_rules
from station.services.exchange import reference_pack
from station.services.gate.recall import resolve
from station.services.opened_station import Station
from station.triage.assessment import Assessment, assess


@dataclass(frozen=True)
class Tried:
    """What the rules said of a line, and under which they were tried."""

    assessment: Assessment
    rules_version: int
    pack_version: int


def try_line(text: str, file: Path | None, today: date, station: Station | None = None) -> Tried | Problem:
    """Judge a gate line under a rule file (.json), a workbook of lists (.xlsx, .csv) or a station's sealed pack.

    With a station its known vehicles and people are recalled too, and its own pack is used where no file is named.
    """
    rules, lists = _under(file, station)
    value = read_line(text, rules, today)
    if isinstance(value, Problem):
        return value
    draft = from_line("try", value)
    if station is not None:
        resolved = resolve(station, draft)
        if isinstance(resolved, Problem):
            return resolved
        draft = resolved
    return Tried(assess(draft, rules, lists, today), rules.version, lists.version)


def _under(file: Path | None, station: Station | None) -> tuple[RulePack, References]:
    if file is None:
        return (station.rules, station.lists) if station else (default_rules(), References())
    if not file.is_file():
        raise InputError("no_such_file")
    content = read_limited(file, sealed_file.LARGEST)
    if PACK.begins(content):
        if station is None:
            raise RefusedFile("pack_needs_station")
        opened = reference_pack.look_into(station, content)
        return opened.rules or default_rules(), opened.lists
    if content.lstrip().startswith(b"{"):
        try:
            return msgspec.json.decode(content, type=RulePack), References()
        except msgspec.DecodeError as error:
            raise InputError("pack_rules") from error
    return _workbook(file)


def _workbook(file: Path) -> tuple[RulePack, References]:
    read = list_sheets.read_lists(file, {})
    if read.problems:
        raise InputError("list_has_problems", count=len(read.problems), row=read.problems[0].row)
    rules, faults = rule_sheets.to_rules({**rule_sheets.from_rules(default_rules()), **read.contents})
    if rules is None or faults:
        raise InputError("pack_rules")
    rows: dict[str, Any] = {
        name: tuple(msgspec.convert(list_sheets.to_plain(name, row), ROW_TYPES[name]) for row in read.contents[name])
        for name in LISTS
        if name in read.contents
    }
    return rules, References(version=1, **rows)
