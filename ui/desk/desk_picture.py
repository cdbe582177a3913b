"""What the desk shows of a draft, made ready from the draft and the rules: values only, no widgets."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from station.entry.draft import DraftPerson
from station.entry.gate_line import Token
from station.entry.problem import Problem
from station.errors import StationError
from station.records.disposition import SEGMENTS
from station.records.flag import Flag
from station.rule_pack import RulePack
from station.services.gate.registration import judge
from station.services.opened_station import Station
from station.triage.assessment import Assessment, needs_temperature
from station.triage.open_cases import OPEN_CASE
from ui.desk.line_chips import chips_of
from ui.desk.line_draft import DeskDraft
from ui.language.wording import Wording
from ui.widgets.chip_painting import ChipText

BEGUN_NAME = "l"  # too low to read, or the first letter of 李: no alarm before the next key or Enter


@dataclass(frozen=True)
class Objections:
    """What triage objects to: what a thermometer settles, and everything else."""

    hot: tuple[Flag, ...] = ()
    others: tuple[Flag, ...] = ()
    fever_from: int = 0  # tenths of a degree, by the rules in force

    @property
    def orders(self) -> str:
        """What the lists order for those who stand on them."""
        return " · ".join(dict.fromkeys(flag.order for flag in self.others if flag.order))

    @property
    def is_open_case(self) -> bool:
        """Whether a case that is still open is among them."""
        return any(flag.rule == OPEN_CASE for flag in self.others)


@dataclass(frozen=True)
class DeskPicture:
    """Everything of a draft that is drawn; `rows` counts the occupants' rows, none for a line just begun."""

    chips: tuple[ChipText, ...]
    direction: str
    rows: int
    readings: tuple[Token, ...]
    crew: tuple[DraftPerson, ...]
    objections: Objections
    allowed: tuple[str, ...]
    chosen: str


def picture_of(draft: DeskDraft, disposition: str | None, station: Station, words: Wording) -> DeskPicture:
    """A draft as it is to be drawn, `disposition` being what somebody chose for it."""
    assessment = assessment_of(draft, station)
    shows_rows = bool(draft.vehicle or draft.recalls or draft.usual or draft.is_editing_rows)
    allowed: tuple[str, ...] = assessment.allowed if assessment else SEGMENTS
    is_begun = draft.text.lower().endswith(BEGUN_NAME)
    return DeskPicture(
        chips=chips_of(draft, words),
        direction=draft.direction,
        rows=draft.rows if shows_rows else 0,
        readings=tuple(draft.readings),
        crew=draft.crew,
        objections=Objections() if assessment is None or is_begun else objections_of(assessment.flags, station.rules),
        allowed=allowed,
        chosen=disposition if disposition in allowed else allowed[0],
    )


def assessment_of(draft: DeskDraft, station: Station) -> Assessment | None:
    """What the rules say of the line as it stands; None while it cannot be read, or the store not asked."""
    value = draft.value()
    if isinstance(value, Problem):
        return None
    with contextlib.suppress(StationError):  # whoever saves will hear it
        return judge(station, draft.to_draft(value))
    return None


def objections_of(flags: tuple[Flag, ...], rules: RulePack) -> Objections:
    """The flags in two heaps; an answer that is missing is a question, not an objection."""
    hot = tuple(flag for flag in flags if needs_temperature((flag,)))
    others = tuple(flag for flag in flags if flag not in hot and not flag.rule.startswith("answer.m"))
    return Objections(hot, others, rules.abnormal_from)
