"""What the desk draws of a gate line: chips for its tokens, rows for its occupants. Values only, no widgets."""

from __future__ import annotations

from station.entry.gate_line import Heading, Recall, Token
from station.entry.problem import Problem
from station.entry.temperature_text import Measured
from station.masking import mask_name
from station.records.passage import Vehicle
from ui.desk.line_draft import DeskDraft
from ui.language.wording import Wording
from ui.widgets.chip_painting import ChipText

MOST_CHIPS = 8
READING_CHIPS = {"normal": "Ok", "abnormal": "Bad", "invalid_low": "Warn", "unread": ""}


def degrees(measured: Measured) -> str:
    """A reading as the screen shows it."""
    return "—" if measured.tenths is None else f"{measured.tenths // 10}.{measured.tenths % 10}"


def chips_of(draft: DeskDraft, words: Wording) -> tuple[ChipText, ...]:
    """The newest tokens of a line, then who of the usual crew is not in the car."""
    typing_last = bool(draft.text) and not draft.text.endswith(" ")
    last = len(draft.tokens) - 1
    chips = []
    for index, token in enumerate(draft.tokens[-MOST_CHIPS:], max(0, last + 1 - MOST_CHIPS)):
        typing = (typing_last and index == last) or draft.is_editing_rows
        chips.append(chip_of(token, words, typing=typing))
    usual = draft.usual
    gone = [index for index in sorted(draft.absent) if index < len(usual)]  # each with the key that takes them in again
    chips += [ChipText(f"Alt+{index + 1} {mask_name(usual[index].name) or '·'}", "Off") for index in gone]
    return tuple(chips)


def chip_of(token: Token, words: Wording, *, typing: bool) -> ChipText:
    """A token as a chip; the one still being typed is never called wrong."""
    meaning = token.meaning
    if isinstance(meaning, Problem):
        if typing:
            return ChipText(token.text + "…", "Pending")
        return ChipText(f"{token.text} ?", "Warn" if meaning.candidates else "Bad")
    if isinstance(meaning, Measured):
        word = "" if meaning.state == "normal" else " " + words.label("state", meaning.state)
        site = "" if meaning.site == "forehead" else words.label("site", meaning.site) + " "
        return ChipText(f"{site}{degrees(meaning)}{word}", READING_CHIPS[meaning.state])
    if isinstance(meaning, Vehicle):
        return ChipText(meaning.plate, "Brand")
    if isinstance(meaning, Heading):
        count = f" × {meaning.unread}" if meaning.unread else ""
        return ChipText(words.label("direction", meaning.direction) + count, "Brand")
    return ChipText(recall_text(meaning), "Brand")


def recall_text(recall: Recall) -> str:
    """A look-up as a chip: what it is by, never the whole number."""
    shown = {"plate_end": f"…{recall.text}", "ending": f"…{recall.text}", "pinyin": recall.text}
    return shown.get(recall.by, f"{'⬚' if recall.by == 'pass' else '#'} …{recall.text[-4:]}")
