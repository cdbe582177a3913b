"""Correct, void, undo: a new revision with a reason; what stood before stays beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.changes import writes
from station.clock import MINUTE
from station.entry import normal
from station.entry.draft import Draft, DraftPerson, from_person, reading_of, to_person, with_readings
from station.entry.gate_line import read_line
from station.entry.problem import Problem
from station.errors import Refused
from station.records.case import Case
from station.records.disposition import Disposition
from station.records.passage import Passage, Person, lane_of
from station.services.gate.cases import OpenCase, put
from station.services.gate.recall import resolve
from station.services.gate.registration import judge
from station.services.opened_station import Station
from station.store import case_rows, passage_rows
from station.store.store import Transaction, View
from station.triage import recheck
from station.triage.assessment import VERIFY_RULES, Assessment

UNDO = 1 * MINUTE  # after that a correction says why


@dataclass(frozen=True)
class Standing:
    """A passage as it stands before a change, with its case if it opened one."""

    uid: str
    revision: int
    at: int
    passage: Passage
    case_uid: str | None
    case_revision: int
    case: Case | None


@dataclass(frozen=True)
class Change:
    """What a correction, void or undo changed, so that every screen refreshes from it; `at` is the first save."""

    uid: str
    at: int
    before: Passage
    after: Passage
    case_changed: bool


def standing_draft(station: Station, uid: str) -> Draft:
    """A saved passage as a draft of the same uid, to be corrected."""
    with station.store.read() as connection:
        passage = _standing(connection, uid).passage
    persons = tuple(with_readings(from_person(person), person.readings) for person in passage.persons)
    return Draft(
        uid=uid,
        direction=passage.direction,
        vehicle=passage.vehicle,
        persons=persons,
        answers=dict(passage.answers),
        happened_at=passage.happened_at,
        late=passage.late,
        key=passage.key,
    )


@writes
def undo(station: Station, uid: str) -> Change:
    """Take back what was saved less than a minute ago."""
    with station.write() as transaction:
        found = _standing(transaction.connection, uid)
        if found.revision > 1 or station.clock.now() - found.at > UNDO:
            raise Refused("undo_too_late", field="line")
        return _void(transaction, found, "undo")


@writes
def void(station: Station, uid: str, reason: str) -> Change:
    """Declare a passage void; it stays in the log, struck through, with the reason."""
    with station.write() as transaction:
        return _void(transaction, _standing(transaction.connection, uid), _reason(reason))


@writes
def correct_by_line(station: Station, uid: str, text: str, reason: str) -> Change | Problem:
    """Correct what a line can say: plate, newest readings, direction; who the people are stays."""
    value = read_line(text, station.rules, station.today())
    if isinstance(value, Problem):
        return value
    standing = standing_draft(station, uid)
    persons = []
    for index, measured in enumerate(value.persons):
        person = standing.persons[index] if index < len(standing.persons) else DraftPerson()
        persons.append(replace(person, readings=(*person.readings[:-1], measured)))
    draft = replace(
        standing, direction=value.direction, vehicle=value.vehicle, persons=tuple(persons), recall=value.recall
    )
    resolved = resolve(station, draft)
    return resolved if isinstance(resolved, Problem) else correct(station, resolved, reason).answer


@writes
def correct(station: Station, draft: Draft, reason: str) -> Change:
    """Put the draft's facts in place of what its uid says; triage judges them anew."""
    reason = _reason(reason)
    with station.write() as transaction:
        station = station.at_once()
        assessment = judge(station, draft, draft.happened_at)
        if assessment.missing:
            first = assessment.missing[0]
            raise Refused("missing_field", field=first.field, person=first.person + 1)
        found = _standing(transaction.connection, draft.uid)
        _require_everybody(found, draft)
        now = station.clock.now()
        persons = tuple(_person(draft, found.passage, index, now) for index in range(len(draft.persons)))
        disposition = _disposition(found, assessment)
        passage = replace(
            found.passage,
            lane=lane_of(draft.vehicle, persons),
            direction=draft.direction,
            vehicle=draft.vehicle,
            persons=persons,
            disposition=disposition,
            flags=assessment.flags,
            answers=dict(draft.answers),
            reason=reason,
        )
        if found.case is not None and recheck.waits(found.case, passage) and _goes_on(found, passage):
            passage = replace(passage, disposition="held")
        transaction.append("passage", passage, draft.uid, found.revision + 1)
        _follow(station, transaction, found, passage, now)
    return Change(draft.uid, found.at, found.passage, passage, found.case is not None or passage.disposition == "held")


def _require_everybody(found: Standing, draft: Draft) -> None:
    """Nobody is corrected out of a record whose open case was measured again: the readings there are somebody's."""
    is_open = found.case is not None and found.case.state != "closed"
    if is_open and found.case and found.case.readings and len(draft.persons) < len(found.passage.persons):
        raise Refused("persons_in_case", field="line")


def _disposition(found: Standing, assessment: Assessment) -> Disposition:
    """What stood there, where the rules still allow it and did not only just stop objecting."""
    cleared = bool(found.passage.flags) and not assessment.flags
    kept = found.passage.disposition in assessment.allowed and not cleared
    return found.passage.disposition if kept else assessment.disposition


def _goes_on(found: Standing, passage: Passage) -> bool:
    """Whether a case goes on after a correction: it is open, or the correction brings up what it was not about."""
    assert found.case is not None
    return found.case.state != "closed" or _brings_up(found, passage)


def _brings_up(found: Standing, passage: Passage) -> bool:
    """Whether a correction adds a fever, or a hit that has to be verified, to a passage whose case is closed."""
    known = {flag.rule for flag in found.passage.flags}
    hit = any(flag.rule in VERIFY_RULES and flag.rule not in known for flag in passage.flags)
    return hit or recheck.warmed(found.case, found.passage, found.case, passage)


def _follow(station: Station, transaction: Transaction, found: Standing, passage: Passage, now: int) -> None:
    """The case of a corrected passage: judged anew, taken up again, or opened; none where nothing is to follow up."""
    if found.case is None or found.case_uid is None:
        if passage.disposition == "held":
            transaction.append("case", recheck.open_case(found.uid, passage, now, station.rules))
        return
    if found.case.state != "closed":
        moved = recheck.reassess(recheck.as_it_stands(found.case, found.passage), passage, now, station.rules)
    elif _brings_up(found, passage):
        moved = recheck.reopened(found.case, passage, now, station.rules)
    else:
        return
    put(transaction, OpenCase(found.case_uid, found.case_revision, found.case, found.passage), moved)


def _void(transaction: Transaction, found: Standing, reason: str) -> Change:
    voided = replace(found.passage, voided=True, reason=reason)
    transaction.append("passage", voided, found.uid, found.revision + 1)
    if found.case and found.case_uid and found.case.state != "closed":
        closed = replace(found.case, state="closed", outcome="voided", due_at=None)
        put(transaction, OpenCase(found.case_uid, found.case_revision, found.case, found.passage), closed)
    return Change(found.uid, found.at, found.passage, voided, found.case is not None)


def _standing(connection: View, uid: str) -> Standing:
    found = passage_rows.standing(connection, uid)
    if found is None:
        raise Refused("no_such_record", field="line")
    if found.record is None:
        raise Refused("record_purged", field="line")
    if found.record.voided:
        raise Refused("already_void", field="line")
    case_uid, case_revision, case = case_rows.of_passage(connection, uid) or (None, 0, None)
    return Standing(uid, found.revision, found.at, found.record, case_uid, case_revision, case)


def _reason(reason: str) -> str:
    reason = normal.words(reason)
    if not reason:
        raise Refused("missing_reason", field="correction_reason")
    return reason


def _person(draft: Draft, before: Passage, index: int, now: int) -> Person:
    """One person of the corrected passage; a reading that did not change keeps its time."""
    person = draft.persons[index]
    old = before.persons[index].readings if index < len(before.persons) else ()
    taken = []
    for place, one in enumerate(person.readings):
        same = place < len(old) and (old[place].tenths, old[place].site, old[place].state) == (
            one.tenths,
            one.site,
            one.state,
        )
        taken.append(old[place] if same else reading_of(one, now))
    return to_person(person, tuple(taken), person.pass_serial)
