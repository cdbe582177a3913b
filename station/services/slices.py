"""A shift's slice of the journal: its own passages, and what it changed in those of earlier shifts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, desc, select, text, tuple_

from station.handover import figures
from station.handover.figures import SliceRow
from station.handover.sheet import serial_of
from station.records.case import Case
from station.records.passage import Passage
from station.records.shift import CorrectionRow, Figures, Shift
from station.services import log
from station.store import journal
from station.store.schema import cases, passages, shifts
from station.store.schema import journal as journal_table
from station.triage.recheck import chain_of

Place = tuple[int, int]
END: Place = (1 << 40, 1 << 40)
NEWEST_BEFORE = text(
    "SELECT epoch, seq, revision, at, operator FROM journal WHERE uid = :uid AND (epoch, seq) < (:epoch, :seq)"
    " ORDER BY epoch DESC, seq DESC LIMIT 1"
)


@dataclass(frozen=True)
class Revised:
    """A passage of an earlier slice as it stood before this one and as it stands now; `seq` is its first entry's."""

    uid: str
    seq: int
    sheet: str
    before: SliceRow
    after: SliceRow


def slice_start(connection: Connection) -> Place:
    """The place after the newest close, the journal's first entry before any."""
    row = connection.execute(
        select(shifts.c.closed_epoch, shifts.c.closed_seq)
        .where(shifts.c.closed_at.is_not(None))
        .order_by(desc(shifts.c.ordinal))
        .limit(1)
    ).first()
    return (row.closed_epoch, row.closed_seq + 1) if row else (1, 1)


def rows_from(connection: Connection, first: Place, opened: Place, last: Place = END) -> list[SliceRow]:
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
        for row in log.rows_between(connection, first, last)
    ]


def revised_since(connection: Connection, first: Place, station: str) -> list[Revised]:
    """Passages of earlier slices that changed from `first` on: corrected, voided, or their case went on."""
    found = []
    for row in _changed_since(connection, first):
        case_uid = connection.execute(select(cases.c.uid).where(cases.c.passage == row.uid)).scalar()
        before = _as_of(connection, row.uid, case_uid, first)
        after = _as_of(connection, row.uid, case_uid, END)
        if before is not None and after is not None:
            sheet = _sheet_of(connection, (row.first_epoch, row.first_seq), station)
            found.append(Revised(row.uid, row.first_seq, sheet, before, after))
    return found


def _changed_since(connection: Connection, first: Place) -> list[Row[Any]]:
    """The rows of earlier passages that something was written about since, in the order they were saved.

    Two look-ups by key, not one with an `or`: that would walk every passage there ever was.
    """
    place = tuple_(journal_table.c.epoch, journal_table.c.seq) >= tuple_(*first)
    kinds = journal_table.c.kind.in_(("passage", "case"))
    changed = select(journal_table.c.uid).where(place, kinds)
    of_case = select(cases.c.passage).where(cases.c.uid.in_(changed))
    earlier = tuple_(passages.c.first_epoch, passages.c.first_seq) < tuple_(*first)
    rows = {
        row.uid: row
        for uids in (changed, of_case)
        for row in connection.execute(select(passages).where(passages.c.uid.in_(uids), earlier))
    }
    return sorted(rows.values(), key=lambda row: (row.first_epoch, row.first_seq))


def adjustment(revised: list[Revised]) -> Figures | None:
    """What the changes make of the figures of earlier sheets; None where nothing changed."""
    if not revised:
        return None
    return figures.count(one.after for one in revised) - figures.count(one.before for one in revised)


def correction_rows(revised: list[Revised]) -> tuple[CorrectionRow, ...]:
    """The changes as the sheet prints them, masked."""
    return tuple(
        CorrectionRow(
            sheet=one.sheet,
            seq=one.seq,
            at=one.after.at,
            who=figures.who_of(one.after) or figures.who_of(one.before),
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
    return figures.outcome_of(one.after)


def _as_of(connection: Connection, uid: str, case_uid: str | None, end: Place) -> SliceRow | None:
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


def _newest_before(connection: Connection, uid: str, end: Place) -> tuple[Any, int, str, int] | None:
    row = connection.execute(NEWEST_BEFORE, {"uid": uid, "epoch": end[0], "seq": end[1]}).first()
    if row is None:
        return None
    record = journal.readable_of(journal.entry_at(connection, row.epoch, row.seq))
    return None if record is None else (record, row.at, row.operator, row.revision)


def _sheet_of(connection: Connection, place: Place, station: str) -> str:
    """The serial of the sheet that counted a passage."""
    row = connection.execute(
        select(shifts.c.epoch, shifts.c.seq)
        .where(tuple_(shifts.c.closed_epoch, shifts.c.closed_seq) >= tuple_(*place))
        .order_by(shifts.c.ordinal)
        .limit(1)
    ).first()
    if row is None:
        return ""
    shift: Shift = journal.record_of(journal.entry_at(connection, row.epoch, row.seq))
    return serial_of(station, shift)
