"""What the desk draws of a gate line: chips for its tokens, rows for its occupants. Values only, no widgets."""

from __future__ import annotations

from station.entry.gate_line import Heading, Recall, Token
from station.entry.problem import Problem
from station.entry.temperature_text import Measured
from station.records.passage import Vehicle
from ui.session.session import Session
from ui.widgets.chip_painting import ChipText

READING_CHIPS = {"normal": "Ok", "abnormal": "Bad", "invalid_low": "Warn", "unread": ""}


def degrees(measured: Measured) -> str:
    """A reading as the screen shows it."""
    return "—" if measured.tenths is None else f"{measured.tenths // 10}.{measured.tenths % 10}"


def chip_of(token: Token, session: Session, *, typing: bool) -> ChipText:
    """A token as a chip; the one still being typed is never called wrong."""
    meaning = token.meaning
    if isinstance(meaning, Problem):
        if typing:
            return ChipText(token.text + "…", "Pending")
        return ChipText(f"{token.text} ?", "Warn" if meaning.candidates else "Bad")
    if isinstance(meaning, Measured):
        word = "" if meaning.state == "normal" else " " + session.label("state", meaning.state)
        site = "" if meaning.site == "forehead" else session.label("site", meaning.site) + " "
        return ChipText(f"{site}{degrees(meaning)}{word}", READING_CHIPS[meaning.state])
    if isinstance(meaning, Vehicle):
        return ChipText(meaning.plate, "Brand")
    if isinstance(meaning, Heading):
        count = f" × {meaning.unread}" if meaning.unread else ""
        return ChipText(session.label("direction", meaning.direction) + count, "Brand")
    return ChipText(recall_text(meaning), "Brand")


def recall_text(recall: Recall) -> str:
    """A look-up as a chip: what it is by, never the whole number."""
    shown = {"plate_end": f"…{recall.text}", "ending": f"…{recall.text}", "pinyin": recall.text}
    return shown.get(recall.by, f"{'⬚' if recall.by == 'pass' else '#'} …{recall.text[-4:]}")
