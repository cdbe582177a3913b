"""Saving a passage: draft in, durable entry out; a held passage opens its case in the same transaction."""

from __future__ import annotations

import contextlib
import struct
from dataclasses import dataclass, replace

from station.changes import Area, writes
from station.entry.comparison import KEYS
from station.entry.draft import Draft, DraftPerson, measured_by, reading_of, to_person
from station.entry.gate_line import Recall
from station.errors import Refused
from station.passes import token
from station.records.disposition import Disposition
from station.records.ids import belongs_to, new_uid
from station.records.passage import Passage, Person, lane_of
from station.services.gate import not_listed
from station.services.gate.cases import standing_in
from station.services.opened_station import Station
from station.store import case_subjects, draft_rows, paper_rows, passage_rows
from station.store.store import Transaction
from station.triage.assessment import Assessment, assess
from station.triage.open_cases import StandingCase, met_by
from station.triage.recheck import open_case

# What a look-up that is still typed may end: patterns over the subjects of open cases.
ENDINGS = {
    "plate_end": (("plate", "%"),),
    "ending": (("phone", "%"), ("id", "%")),
    "phone": (("phone", ""),),
    "id": (("id", ""),),
    "pass": (("pass", ""),),
    "name": (("name", ""),),
}


@dataclass(frozen=True)
class Saved:
    """What a save returns, so that every screen refreshes from it; `already`: it stood there before.

    `open_cases` are those that it met, because of which nobody was released.
    """

    seq: int
    uid: str
    already: bool
    at: int = 0
    passage: Passage | None = None
    case_uid: str | None = None
    open_cases: tuple[StandingCase, ...] = ()


def new_draft(station: Station) -> Draft:
    """An empty draft with the uid its record will have."""
    return Draft(uid=new_uid(station.code))


def judge(station: Station, draft: Draft, at: int | None = None) -> Assessment:
    """What triage says of the draft as it stands, the open cases that it meets included.

    `at` (ms UTC) is when a passage happened that is corrected; one that is keyed later says so itself.
    """
    moment = draft.happened_at if at is None and draft.late else at
    station = station.at_once()
    return assess(draft, station.rules, station.lists, station.today(), _open_cases(station, draft, moment))


def _open_cases(station: Station, draft: Draft, at: int | None) -> tuple[StandingCase, ...]:
    draft = replace(draft, recall=tuple(_with_serial(one) for one in draft.recall))
    subjects = case_subjects.subjects_of(draft)
    asked = [(kind, before, one.text) for one in draft.recall for kind, before in ENDINGS.get(one.by, ())]
    keyed = [(kind, before, KEYS["plate" if before else kind](text)) for kind, before, text in asked]
    patterns = [f"{kind}:{before}{key}" for kind, before, key in keyed if key]
    if not (subjects or patterns):
        return ()
    with station.store.read() as connection:
        uids = case_subjects.cases_about(connection, subjects, patterns)
        return met_by(draft, standing_in(connection, uids), at) if uids else ()


def _with_serial(recall: Recall) -> Recall:
    """A scanned pass by its serial, as records keep it; what is none is said when it is looked up."""
    with contextlib.suppress(ValueError, struct.error, Refused):
        return Recall("pass", token.serial_in(recall.text)) if recall.by == "pass" else recall
    return recall


@writes
def save(station: Station, draft: Draft) -> Saved:
    """Make the draft durable; a replay of its key or uid answers `already` and writes nothing."""
    if not belongs_to(draft.uid, station.code):
        raise Refused("foreign_uid", field="uid")
    with station.write() as transaction:  # judged in its turn: what was put in force while it waited counts
        station = station.at_once()
        draft = measured_by(draft, station.rules)
        assessment = judge(station, draft)
        if assessment.missing:
            first = assessment.missing[0]
            raise Refused("missing_field", field=first.field, person=first.person + 1)
        disposition = _disposition(draft, assessment)
        standing = _standing(transaction, draft)
        if standing:
            return standing
        now = station.clock.now()
        passage = _passage(station, draft, assessment, disposition, now)
        if draft_rows.forget(transaction.connection, draft.uid):
            transaction.touch(Area.DRAFTS)
        if draft.key:
            transaction.touch(Area.PAPER)  # a row of a sheet is no longer missing
        entry = transaction.append("passage", passage, draft.uid)
        for place in assessment.not_listed:
            not_listed.follow_up(transaction, now, draft.uid, passage.persons[place])
        case_uid = None
        if disposition == "held":
            case = open_case(draft.uid, passage, now, station.rules)
            case_uid = transaction.append("case", case).header.uid
    return Saved(entry.header.seq, draft.uid, False, entry.header.at, passage, case_uid, assessment.open_cases)


def _disposition(draft: Draft, assessment: Assessment) -> Disposition:
    if draft.disposition is None:
        return assessment.disposition
    for allowed in assessment.allowed:
        if allowed == draft.disposition:
            return allowed
    raise Refused("disposition_not_allowed", field="disposition", disposition=draft.disposition)


def _standing(transaction: Transaction, draft: Draft) -> Saved | None:
    """The record of the same key or uid, if there is one."""
    connection = transaction.connection
    if draft.key:
        known = paper_rows.record_with_key(connection, draft.key)
        if known:
            return Saved(*known, True)
    seq = passage_rows.first_seq_of(connection, draft.uid)
    return Saved(seq, draft.uid, True) if seq else None


def _passage(station: Station, draft: Draft, assessment: Assessment, disposition: Disposition, now: int) -> Passage:
    at = draft.happened_at if draft.late and draft.happened_at is not None else now
    held = disposition == "held"
    persons = tuple(_person(station, person, at, draft.thermometer, held=held) for person in draft.persons)
    return Passage(
        lane=lane_of(draft.vehicle, persons),
        direction=draft.direction,
        vehicle=draft.vehicle,
        persons=persons,
        disposition=disposition,
        happened_at=now if draft.happened_at is None else draft.happened_at,
        flags=assessment.flags,
        answers=dict(draft.answers),
        late=draft.late,
        key=draft.key,
    )


def _person(station: Station, person: DraftPerson, now: int, thermometer: str | None, *, held: bool) -> Person:
    # A resident's pass was seen; which one it was is not kept unless the rules say so, or a case has to know it again.
    keep_serial = held or person.category != "resident" or station.rules.keep_pass_serial
    readings = tuple(reading_of(one, now, thermometer) for one in person.readings)
    return to_person(person, readings, person.pass_serial if keep_serial else None)
