"""The recheck chain: forehead, then a second reading, then axillary; every reading is kept."""

from __future__ import annotations

from dataclasses import replace

from station.clock import MINUTE
from station.entry import normal
from station.errors import Refused
from station.records.case import FEVER_STATES, Case, CaseReading, CaseState
from station.records.disposition import Outcome, Weight, outcomes
from station.records.passage import Passage, Reading
from station.rule_pack import RulePack
from station.triage.assessment import ABNORMAL, TEMPERATURE_RULES, TOO_LOW, VERIFY_RULES, newest_of

# The worst person decides what the case waits for.
ORDER: tuple[CaseState, ...] = ("closed", *FEVER_STATES)
OUTCOMES: dict[CaseState, tuple[Outcome, ...]] = {
    **dict.fromkeys(FEVER_STATES, outcomes(Weight.FEVER)),
    "verify": outcomes(Weight.VERIFY),
    "closed": (),
}


def open_case(uid: str, passage: Passage, at: int, rules: RulePack) -> Case:
    """The case that a held passage opens, with the time the next reading is due."""
    flagged = tuple(dict.fromkeys(flag.rule for flag in passage.flags))
    blank = Case(passage=uid, rules=flagged, state="verify", opened_at=at)
    return _moved(blank, passage, at, rules)


def add_reading(case: Case, passage: Passage, person: int, reading: Reading, rules: RulePack) -> Case:
    """The case after a reading of one person; a fever makes a fever case of whatever it was about before.

    A case that a temperature opened closes itself once everyone is cleared; any other goes back to what it was for.
    """
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
    """An open case after its passage was corrected; nothing left to follow up closes it as cleared.

    What was measured in the case still counts: no correction takes a fever away that was read again at the gate.
    """
    flagged = tuple(dict.fromkeys(flag.rule for flag in passage.flags))
    if passage.disposition != "held" and not waits(case, passage):
        return replace(case, rules=flagged, state="closed", outcome="cleared", due_at=None)
    return _moved(replace(case, rules=flagged), passage, at, rules)


def reopened(case: Case, passage: Passage, at: int, rules: RulePack) -> Case:
    """A closed case again, because a correction of its passage brought up something that has to be followed up."""
    flagged = tuple(dict.fromkeys(flag.rule for flag in passage.flags))
    blank = replace(case, rules=flagged, state="verify", outcome=None, override=None, referred_at=None, place=None)
    blank = replace(blank, checked=None, found=None)
    return _moved(blank, passage, at, rules)


def waits(case: Case | None, passage: Passage) -> bool:
    """Whether anybody's chain of readings is not cleared."""
    return any(state != "closed" for state in _states(case, passage))


def chain_of(case: Case | None, passage: Passage, person: int) -> tuple[Reading, ...]:
    """All readings of one person, the passage's first, oldest first."""
    later = case.readings if case else ()
    return (*passage.persons[person].readings, *(one.reading for one in later if one.person == person))


def waiting_person(case: Case, passage: Passage) -> int:
    """The first person whose reading the case waits for, else the first of all."""
    states = _states(case, passage)
    return next((index for index, state in enumerate(states) if state != "closed"), 0)


def _require_verification(case: Case, passage: Passage) -> None:
    fields = {"checked": case.checked, "found": case.found}
    empty = next((name for name, text in fields.items() if not text), None)
    if empty or not _known(case, passage):
        raise Refused("release_needs_verification", field=empty or "name")


def _known(case: Case, passage: Passage) -> bool:
    named = case.name and case.phone
    return bool(named or any(person.name and person.phone for person in passage.persons))


def as_it_stands(case: Case, passage: Passage) -> Case:
    """An open case as its readings say: releases up to 0.4.0 left a fever typed on another kind of case unseen."""
    states = _states(case, passage)
    worst: CaseState = max(states, key=ORDER.index, default="closed")
    if case.state != "verify" or worst == "closed":
        return case
    newest = max(one.reading.at for one in case.readings) if case.readings else case.opened_at
    return replace(case, state=worst, due_at=None if worst == "confirmed" else newest, rules=_hot_rules(case, passage))


def warmed(before: Case | None, was: Passage, case: Case | None, passage: Passage) -> bool:
    """Whether a correction leaves somebody with a chain that waits who did not wait before."""
    had, has = _states(before, was), _states(case, passage)
    return any(one != "closed" and (place >= len(had) or had[place] == "closed") for place, one in enumerate(has))


def _states(case: Case | None, passage: Passage) -> list[CaseState]:
    return [_state_of(chain_of(case, passage, index)) for index in range(len(passage.persons))]


def _hot_rules(case: Case, passage: Passage) -> tuple[str, ...]:
    """The case's rules with those that its readings fired, whatever it was opened for."""
    chains = [chain_of(case, passage, index) for index in range(len(passage.persons))]
    newest = [newest_of(chain).state for chain in chains if chain and _state_of(chain) != "closed"]
    fired = [TOO_LOW if state == "invalid_low" else ABNORMAL for state in newest]
    return tuple(dict.fromkeys([*fired, *case.rules]))


def _moved(case: Case, passage: Passage, at: int, rules: RulePack) -> Case:
    worst: CaseState = max(_states(case, passage), key=ORDER.index, default="closed")
    if worst != "closed":
        minutes = {"recheck": rules.recheck_minutes, "axillary": rules.axillary_minutes}.get(worst)
        due_at = at + minutes * MINUTE if minutes else None
        return replace(case, state=worst, due_at=due_at, rules=_hot_rules(case, passage))
    opened_hot = any(flag.rule in TEMPERATURE_RULES for flag in passage.flags)
    if any(rule in VERIFY_RULES for rule in case.rules) or not opened_hot or not case.readings:
        return replace(case, state="verify", due_at=None)
    return replace(case, state="closed", outcome="cleared", due_at=None)


def _state_of(chain: tuple[Reading, ...]) -> CaseState:
    """What one person's chain still needs; `closed` means nothing."""
    if not chain:
        return "recheck"
    newest = newest_of(chain)
    if newest.state in ("normal", "unread"):
        return "closed"
    if newest.state == "invalid_low":
        return "recheck"
    if newest.site == "axillary":
        return "confirmed"
    return "axillary" if sum(reading.state == "abnormal" for reading in chain) > 1 else "recheck"
