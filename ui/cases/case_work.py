"""What the cases page has done, off the GUI thread: each of these is one thing the operator chose."""

from __future__ import annotations

from station.handover.transfer_sheet import TransferSheet
from station.services.access import operators
from station.services.gate import cases, transfer_sheets
from station.services.gate.cases import OpenCase
from station.services.opened_station import Station
from ui.cases.case_actions import Ending


def finish(station: Station, uid: str, ending: Ending) -> OpenCase:
    """Close a case."""
    return cases.finish(
        station,
        uid,
        ending.outcome,
        place=ending.place,
        name=ending.name,
        phone=ending.phone,
        at=ending.at,
        verified=ending.verified,
    ).answer


def override(station: Station, uid: str, reason: str, pin: str) -> OpenCase:
    """Release in spite of a rule, in the leader's name: the one at the desk, or who gives their PIN."""
    leader = station.operator
    if leader.role != "leader":
        leader = operators.confirm_pin(station, operators.leader_on_duty(station).id, pin).answer
    return cases.override(station, uid, reason, leader).answer


def note(station: Station, uid: str, words: str) -> OpenCase:
    """Write something down about a case that stays open."""
    cases.add_note(station, uid, words)
    return cases.find(station, uid)


def transfer(station: Station, uid: str, reason: str, name: str, phone: str) -> TransferSheet:
    """The sheet for the hospital; name and phone given with it go into the case first."""
    if name or phone:
        cases.identify(station, uid, name, phone)
    return transfer_sheets.transfer_sheet(station, uid, reason).answer
