"""Which part of the line to look up as it is typed, and the look-up itself, off the GUI thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from station.entry.gate_line import Recall
from station.entry.temperature_text import Measured
from station.services.gate import suggestions
from ui.desk.line_draft import DeskDraft
from ui.desk.suggestion_list import Known
from ui.session.session import Session

PERSON = re.compile(r"[a-zA-Z]{2,}|/[0-9Xx]{2,}|[Yy]1-?[0-9A-Za-z-]{3,}|[^\W0-9_a-zA-Z]{1,}")


def plate_part(draft: DeskDraft) -> str:
    """The plate, or the part of one, that suggestions are for; empty for none."""
    if draft.vehicle:
        return draft.vehicle.plate if not draft.crew and not draft.readings else ""
    if not draft.tokens or isinstance(draft.tokens[-1].meaning, Measured):
        return ""
    part = draft.tokens[-1].text.upper().rpartition(":")[2].removeprefix(".")
    usable = part.isalnum() and any(one.isdigit() for one in part) and 2 <= len(part) <= 8
    return part if usable else ""


def person_part(draft: DeskDraft) -> str:
    """The name, ending or serial that suggestions are for; empty for none."""
    if not draft.tokens or draft.text.endswith(" "):
        return ""
    last = draft.tokens[-1]
    if isinstance(last.meaning, Recall) and last.meaning.by in ("plate_end", "phone", "id"):
        return ""
    return last.text if PERSON.fullmatch(last.text) else ""


def ask(session: Session, draft: DeskDraft, show: Callable[[Sequence[Known]], None]) -> bool:
    """Look up what the last token may mean; False if there is nothing to look up."""
    station = session.station
    part, person = plate_part(draft), person_part(draft)
    if part:
        session.background.read(lambda: suggestions.suggest_vehicles(station, part), show)
    elif person:
        session.background.read(lambda: suggestions.suggest_persons(station, person), show)
    return bool(part or person)
