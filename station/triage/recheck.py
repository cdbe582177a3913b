"""The recheck chain: forehead, then a second reading, then axillary; every reading is kept."""

from __future__ import annotations

from dataclasses import replace

from station.clock import MINUTE
from station.entry import normal
from station.errors import Refused
from station.records.case import Case, CaseReading, CaseState, Outcome
from station.records.passage import Passage, Reading
from station.settings import RulePack
from station.triage.assess import TEMPERATURE_RULES, VERIFY_RULES

# The worst person decides what the case waits for.
ORDER: tuple[CaseState, ...] = ("closed", "recheck", "axillary", "confirmed")
OUTCOMES: dict[CaseState, tuple[Outcome, ...]] = {
    "recheck": ("referred", "left"),
    "axillary": ("referred", "left"),
    "confirmed": ("referred", "left"),
    "verify": ("released", "turned_back", "referred", "left"),
    "closed": (),
}


def open_case(uid: str, passage: Passage, at: int, rules: RulePack) -> Case:
    """The case that a held passage opens, with the time the next reading is due."""
    flagged = tuple(dict.fromkeys(flag.rule for flag in passage.flags))
    blank = Case(passage=uid, rules=flagged, state="verify", opened_at=at)
    return _moved(blank, passage, at, rules)


def add_reading(case: Case, passage: Passage, person: int, reading: Reading, rules: RulePack) -> Case:
    """The case after a recheck of one person; it closes itself once everyone is cleared."""
    if case.state == "closed":
        raise Refused("case_closed", field="case")
    if not 0 <= person < len(passage.persons):
        raise Refused("no_such_person", field="person", person=person + 1)
    taken = replace(case, readings=(*case.readings, CaseReading(person, reading)))
    return _moved(taken, passage, reading.at, rules)


def close_case(case: Case, passage: Passage, outcome: Outcome, place: str | None = None, at: int | None = None) -> Case:
    """The case with its outcome; a referral needs name, phone and place, and has a time.

    A release from verification needs who it is, what was verified and what it showed (逐一登记, 核查, 核实).
    """
    if outcome not in OUTCOMES[case.state]:
        raise Refused("outcome_not_allowed", field="outcome", outcome=outcome)
    if outcome == "released" and case.state == "verify":
        _require_verification(case, passage)
    if outcome == "referred" and not (_known(case, passage) and place):
        raise Refused("referral_needs_identity", field="name" if not _known(case, passage) else "place")
    when = at if outcome == "referred" else None
    return replace(case, state="closed", outcome=outcome, due_at=None, place=place or case.place, referred_at=when)


def override_case(case: Case, reason: str) -> Case:
    """The case released by a leader, against or beyond the rules, with the reason."""
    if case.state == "closed":
        raise Refused("case_closed", field="case")
    if not reason.strip():
        raise Refused("missing_reason", field="override")
    return replace(case, state="closed", outcome="released", due_at=None, override=normal.words(reason))


def reassess(case: Case, passage: Passage, at: int, rules: RulePack) -> Case:
    """An open case after its passage was corrected; nothing left to follow up closes it as cleared."""
    flagged = tuple(dict.fromkeys(flag.rule for flag in passage.flags))
    if passage.disposition != "held":
        return replace(case, rules=flagged, state="closed", outcome="cleared", due_at=None)
    return _moved(replace(case, rules=flagged), passage, at, rules)


def chain_of(case: Case | None, passage: Passage, person: int) -> tuple[Reading, ...]:
    """All readings of one person, the passage's first, oldest first."""
    later = case.readings if case else ()
    return (*passage.persons[person].readings, *(one.reading for one in later if one.person == person))


def waiting_person(case: Case, passage: Passage) -> int:
    """The first person whose reading the case waits for, else the first of all."""
    states = [_state_of(chain_of(case, passage, index)) for index in range(len(passage.persons))]
    return next((index for index, state in enumerate(states) if state != "closed"), 0)


def _require_verification(case: Case, passage: Passage) -> None:
    fields = {"checked": case.checked, "found": case.found}
    empty = next((name for name, text in fields.items() if not text), None)
    if empty or not _known(case, passage):
        raise Refused("release_needs_verification", field=empty or "name")


def _known(case: Case, passage: Passage) -> bool:
    named = case.name and case.phone
    return bool(named or any(person.name and person.phone for person in passage.persons))


def _moved(case: Case, passage: Passage, at: int, rules: RulePack) -> Case:
    states = [_state_of(chain_of(case, passage, index)) for index in range(len(passage.persons))]
    worst: CaseState = max(states, key=ORDER.index, default="closed")
    if any(rule in TEMPERATURE_RULES for rule in case.rules) and worst != "closed":
        minutes = {"recheck": rules.recheck_minutes, "axillary": rules.axillary_minutes}.get(worst)
        return replace(case, state=worst, due_at=at + minutes * MINUTE if minutes else None)
    if any(rule in VERIFY_RULES for rule in case.rules) or not case.readings:
        return replace(case, state="verify", due_at=None)
    return replace(case, state="closed", outcome="cleared", due_at=None)


def _state_of(chain: tuple[Reading, ...]) -> CaseState:
    """What one person's chain still needs; `closed` means nothing."""
    if not chain:
        return "recheck"
    newest = chain[-1]
    if newest.state in ("normal", "unread"):
        return "closed"
    if newest.state == "invalid_low":
        return "recheck"
    if newest.site == "axillary":
        return "confirmed"
    return "axillary" if sum(reading.state == "abnormal" for reading in chain) > 1 else "recheck"
