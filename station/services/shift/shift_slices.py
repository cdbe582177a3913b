"""A shift's slice of the journal: its own passages, and what it changed in those of earlier shifts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.handover import shift_figures
from station.handover.handover_sheet import serial_of
from station.handover.shift_figures import SliceRow
from station.records.case import Case
from station.records.passage import Passage
from station.records.shift import CorrectionRow, Figures
from station.store import case_rows, journal, passage_rows, shift_rows
from station.store.store import View
from station.triage.recheck import chain_of

Place = tuple[int, int]
END: Place = (1 << 40, 1 << 40)


@dataclass(frozen=True)
class Revised:
    """A passage of an earlier slice as it stood before this one and as it stands now; `seq` is its first entry's."""

    uid: str
    seq: int
    sheet: str
    before: SliceRow
    after: SliceRow


def slice_start(connection: View) -> Place:
    """The place after the newest close, the journal's first entry before any."""
    closed = shift_rows.last_closed(connection)
    return (closed[0], closed[1] + 1) if closed else (1, 1)


def rows_from(connection: View, first: Place, opened: Place, last: Place = END) -> list[SliceRow]:
    """The passages first saved from one place to another; `opened` is where their shift began."""
    return [
        SliceRow(
            at=row.at,
            operator=row.operator,
            passage=row.passage,
            case=row.case,
            chains=tuple(row.readings_of(index) for index in range(len(row.passage.persons))),
            before_opening=(row.epoch, row.seq) < opened,
            revision=row.revision,
        )
        for row in passage_rows.between(connection, first, last)
    ]


def revised_since(connection: View, first: Place, station: str) -> list[Revised]:
    """Passages of earlier slices that changed from `first` on: corrected, voided, or their case went on."""
    found = []
    for uid, place in passage_rows.changed_since(connection, first):
        case_uid = case_rows.uid_of_passage(connection, uid)
        before = _as_of(connection, uid, case_uid, first)
        after = _as_of(connection, uid, case_uid, END)
        if before is not None and after is not None:
            found.append(Revised(uid, place[1], _sheet_of(connection, place, station), before, after))
    return found


def adjustment(revised: list[Revised]) -> Figures | None:
    """What the changes make of the figures of earlier sheets; None where nothing changed."""
    if not revised:
        return None
    return shift_figures.count(one.after for one in revised) - shift_figures.count(one.before for one in revised)


def correction_rows(revised: list[Revised]) -> tuple[CorrectionRow, ...]:
    """The changes as the sheet prints them, masked."""
    return tuple(
        CorrectionRow(
            sheet=one.sheet,
            seq=one.seq,
            at=one.after.at,
            who=shift_figures.who_of(one.after) or shift_figures.who_of(one.before),
            change=_change(one),
            reason=one.after.passage.reason or (one.after.case.found if one.after.case else None) or "",
            operator=one.after.operator,
        )
        for one in revised
    )


def _change(one: Revised) -> str:
    if one.after.passage.voided and not one.before.passage.voided:
        return "voided"
    if one.after.revision > one.before.revision:
        return "corrected"
    return shift_figures.outcome_of(one.after)


def _as_of(connection: View, uid: str, case_uid: str | None, end: Place) -> SliceRow | None:
    """A passage with its case as both stood before a place of the journal; None once purged."""
    found = _newest_before(connection, uid, end)
    if found is None:
        return None
    passage, header_at, operator, revision = found
    case_found = _newest_before(connection, case_uid, end) if case_uid else None
    case: Case | None = case_found[0] if case_found else None
    record: Passage = passage
    chains = tuple(chain_of(case, record, index) for index in range(len(record.persons)))
    changed_at = max(header_at, case_found[1]) if case_found else header_at
    by = case_found[2] if case_found and case_found[1] > header_at else operator
    return SliceRow(changed_at, by, record, case, chains, False, revision)


def _newest_before(connection: View, uid: str, end: Place) -> tuple[Any, int, str, int] | None:
    entry = journal.newest_before(connection, uid, end)
    record = journal.readable_of(entry) if entry else None
    if entry is None or record is None:
        return None
    return record, entry.header.at, entry.header.operator, entry.header.revision


def _sheet_of(connection: View, place: Place, station: str) -> str:
    """The serial of the sheet that counted a passage."""
    state = shift_rows.first_closed_from(connection, place)
    return serial_of(station, state.shift) if state else ""
