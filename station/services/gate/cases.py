"""Cases: list what is open, take a recheck, record an outcome; each step is a revision of the case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.changes import writes
from station.clock import DAY, MINUTE
from station.entry import normal
from station.entry.draft import Draft, DraftPerson, from_person, reading_of
from station.entry.problem import Problem
from station.entry.temperature_text import Measured, read_temperature
from station.errors import Refused
from station.masking import mask_name
from station.records.case import Case
from station.records.disposition import LET_IN, Outcome
from station.records.event import Note
from station.records.operator import Operator
from station.records.passage import Passage, Reading
from station.services.opened_station import Station
from station.store import case_rows, case_subjects
from station.store.case_rows import CaseRow
from station.store.store import Transaction, View
from station.triage import recheck
from station.triage.assessment import TEMPERATURE_RULES, VERIFY_RULES
from station.triage.open_cases import OPEN_CASE, StandingCase, met_by


@dataclass(frozen=True)
class Verification:
    """How a watch hit was verified: with whom or against what (核查信息), and what it showed (核实情况)."""

    checked: str
    found: str


@dataclass(frozen=True)
class OpenCase:
    """A case with its passage, as the desk lists it; `revision` is the newest."""

    uid: str
    revision: int
    case: Case
    passage: Passage
    opened_by: str = ""
    notes: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Masked name of the person it waits for, else the plate, else nothing."""
        person = self.passage.persons[self.waiting]
        plate = self.passage.vehicle.plate if self.passage.vehicle else ""
        return mask_name(self.case.name or person.name) or plate

    @property
    def waiting(self) -> int:
        """Index of the person the next reading is for."""
        return recheck.waiting_person(self.case, self.passage)

    @property
    def chain(self) -> tuple[Reading, ...]:
        """All readings of that person, oldest first."""
        return recheck.chain_of(self.case, self.passage, self.waiting)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the rules allow now."""
        return recheck.OUTCOMES[self.case.state]


def open_cases(station: Station) -> list[OpenCase]:
    """Every open case, the one due first in front."""
    with station.store.read() as connection:
        return open_cases_in(connection)


def open_cases_in(connection: View) -> list[OpenCase]:
    """Every open case as of the caller's view."""
    return [_opened(row) for row in case_rows.open_now(connection)]


def standing_in(connection: View, uids: list[str]) -> tuple[StandingCase, ...]:
    """Open cases by uid as triage looks at them, each with the newest reading of whom it waits for."""
    found = []
    for row in case_rows.open_among(connection, uids):
        one = _opened(row)
        newest = next((reading.tenths for reading in reversed(one.chain) if reading.tenths is not None), None)
        found.append(StandingCase(one.uid, one.case, one.passage, newest))
    return tuple(found)


def find(station: Station, uid: str) -> OpenCase:
    """One case by its uid, open or closed."""
    with station.store.read() as connection:
        row = case_rows.by_uid(connection, uid)
    if row is None:
        raise Refused("no_such_case", field="case")
    return _opened(row)


@writes
def take_reading(station: Station, uid: str, text: str) -> OpenCase:
    """Add a recheck as typed (`371`, `376a`) for the person the case waits for."""
    measured = read_temperature(text, station.rules)
    if isinstance(measured, Problem):
        raise Refused(measured.code, field="temperature")
    if not isinstance(measured, Measured):
        raise Refused("not_a_temperature", field="temperature")
    found = find(station, uid)
    reading = reading_of(measured, station.clock.now())
    moved = recheck.add_reading(found.case, found.passage, found.waiting, reading, station.rules)
    return _revise(station, found, moved, freeing=True)


@writes
def finish(
    station: Station,
    uid: str,
    outcome: Outcome,
    *,
    place: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    note: str | None = None,
    at: int | None = None,
    verified: Verification | None = None,
) -> OpenCase:
    """Close the case with an outcome the rules allow; `at` is when a person was handed over (ms UTC, else now)."""
    found = find(station, uid)
    named = replace(found.case, name=name or found.case.name, phone=phone or found.case.phone, note=note)
    if verified:
        named = replace(named, checked=_words(verified.checked), found=_words(verified.found))
    now = station.clock.now()
    if at is not None and not found.case.opened_at - DAY < at <= now + MINUTE:
        raise Refused("time_not_in_case", field="referred_at")
    if outcome in ("released", "turned_back"):
        _require_nothing_before(station, found)
    return _revise(station, found, recheck.close_case(named, found.passage, outcome, place, at or now))


def _require_nothing_before(station: Station, found: OpenCase) -> None:
    """Nobody is let go by the case that only stands beside another one while that one is open."""
    if OPEN_CASE not in found.case.rules:
        return
    with station.store.read() as connection:
        if any(not _only_follows(one.case) for one in _beside(connection, found)):
            raise Refused("open_case_first", field="outcome")


@writes
def identify(station: Station, uid: str, name: str, phone: str) -> OpenCase:
    """Note who the person is, without any other step of the case."""
    found = find(station, uid)
    if found.case.state == "closed":
        raise Refused("case_closed", field="case")
    return _revise(station, found, replace(found.case, name=name or found.case.name, phone=phone or found.case.phone))


@writes
def override(station: Station, uid: str, reason: str, leader: Operator) -> OpenCase:
    """A leader releases what the rules would not, and says why; the leader is the author."""
    if leader.role != "leader":
        raise Refused("leader_only", field="operator")
    found = find(station, uid)
    return _revise(station.acting_as(leader), found, recheck.override_case(found.case, reason))


@writes
def add_note(station: Station, uid: str, words: str) -> None:
    """A remark about the case's passage, from whoever works; others only ever add."""
    note_about(station, find(station, uid).case.passage, words)


@writes
def note_about(station: Station, about: str, words: str) -> None:
    """A remark about a record."""
    words = normal.words(words)
    if not words:
        raise Refused("missing_field", field="note", person=1)
    with station.write() as transaction:
        transaction.append("note", Note(about, words))


def _words(text: str) -> str | None:
    return normal.words(text) or None


def _revise(station: Station, found: OpenCase, case: Case, *, freeing: bool = False) -> OpenCase:
    with station.write() as transaction:
        if freeing:
            case = _freed(transaction.connection, found, case)
        put(transaction, found, case)
    return replace(found, revision=found.revision + 1, case=case)


def put(transaction: Transaction, found: OpenCase, case: Case) -> None:
    """Write a case's next revision, and what ends with it where it lets in or was a mistake."""
    ends = case.outcome in LET_IN or case.outcome == "voided"
    followers = _followers(transaction.connection, found) if ends else []
    transaction.append("case", case, found.uid, found.revision + 1)
    outcome: Outcome = "released" if case.outcome == "released" else "cleared"
    for one in followers:
        closed = replace(one.case, state="closed", outcome=outcome, due_at=None, note=found.uid)
        transaction.append("case", closed, one.uid, one.revision + 1)


def _followers(connection: View, found: OpenCase) -> list[OpenCase]:
    """Open cases that stand only because this one did: they end with it, unless another stands yet.

    Whoever passed again while their case was open was held a second time; nobody has to clear the same person twice.
    """
    return [
        one
        for one in _beside(connection, found)
        if _only_follows(one.case)
        and all(_only_follows(other.case) for other in _beside(connection, one) if other.uid != found.uid)
    ]


def _freed(connection: View, found: OpenCase, case: Case) -> Case:
    """A fever case that met another one ends once its own chain is done and that other one is no more."""
    hot = any(flag.rule in TEMPERATURE_RULES for flag in found.passage.flags)
    if not (hot and _only_follows(case) and all(_only_follows(one.case) for one in _beside(connection, found))):
        return case
    return replace(case, state="closed", outcome="cleared", due_at=None)


def _beside(connection: View, found: OpenCase) -> list[OpenCase]:
    """The other open cases about the same vehicle or people."""
    about = case_subjects.cases_about(connection, case_subjects.subjects_of(found.passage, found.case))
    rows = case_rows.open_among(connection, [uid for uid in about if uid != found.uid])
    others = [_opened(row) for row in rows]
    told = DraftPerson(name=found.case.name, phone=found.case.phone)
    persons = (*(from_person(one) for one in found.passage.persons), told)
    draft = Draft(found.case.passage, vehicle=found.passage.vehicle, persons=persons)
    return [one for one in others if met_by(draft, (StandingCase(one.uid, one.case, one.passage),))]


def _only_follows(case: Case) -> bool:
    """Whether an open case has no reason of its own, or none any more."""
    own = any(rule in VERIFY_RULES for rule in case.rules if rule != OPEN_CASE)
    return case.state == "verify" and OPEN_CASE in case.rules and not own


def _opened(row: CaseRow) -> OpenCase:
    """A case as the rules see it beside its passage of now."""
    case = row.case if row.case.state == "closed" else recheck.as_it_stands(row.case, row.passage)
    return OpenCase(row.uid, row.revision, case, row.passage, row.saved_by, row.notes)
