"""Records from a script: `[@KEY ]gate line` or a `{…}` line in, a saved record or a problem out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from station.changes import writes
from station.entry import normal
from station.entry.draft import Draft, from_line
from station.entry.draft_record import read_record
from station.entry.gate_line import read_line
from station.entry.problem import Problem
from station.errors import Refused
from station.records.ids import new_uid
from station.services.gate.recall import resolve
from station.services.gate.registration import Saved, save
from station.services.opened_station import Station

KEYED = re.compile(r"@(\S{1,100})\s+(.*)", re.DOTALL)


@writes
def record(station: Station, text: str) -> Saved | Problem:
    """Save what one line says; a line not understood changes nothing."""
    draft = _read(station, text)
    if isinstance(draft, Problem):
        return draft
    resolved = resolve(station, draft)
    if isinstance(resolved, Problem):
        return resolved
    try:
        return save(station, resolved).answer
    except Refused as error:
        return Problem(error.code, str(error.facts.get("field", "line")))


def answer(result: Saved | Problem) -> dict[str, Any]:
    """One output line of `station record`."""
    if isinstance(result, Problem):
        return {"problem": {**result.public(), "field": result.field}}
    told: dict[str, Any] = {"seq": result.seq, "uid": result.uid, "already": result.already}
    if result.open_cases:  # nobody was released beside them
        told["open_cases"] = [
            {"uid": one.uid, "state": one.case.state, "opened_at": one.case.opened_at} for one in result.open_cases
        ]
    return told


def _read(station: Station, text: str) -> Draft | Problem:
    key = None
    if text.startswith("@"):
        match = KEYED.fullmatch(text.strip("\r\n"))
        if not match:
            return Problem("key_without_line", "key")
        key, text = normal.words(match[1]), match[2]
    uid = new_uid(station.code)
    if text.lstrip().startswith("{"):
        draft = read_record(text, uid, station.rules, station.today())
        if isinstance(draft, Problem):
            return draft
        return replace(draft, key=key or draft.key)
    value = read_line(text, station.rules, station.today())
    return value if isinstance(value, Problem) else from_line(uid, value, key)
