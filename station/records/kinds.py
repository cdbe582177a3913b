"""Every kind of journal entry in one table: its record, what retention lets go, what a wipe may forget.

Whoever lets something go asks here: purge and retire what is personal, wipe what must have reached the centre,
restore what is filed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.records.access_pass import AccessPass
from station.records.case import Case
from station.records.event import PASS_KEY, Audit, Epoch, Note, Setting
from station.records.incident import Incident
from station.records.passage import Passage
from station.records.shift import Handover, Shift
from station.records.supply import Supply
from station.records.visit import Visit


@dataclass(frozen=True)
class Kind:
    """What holds of all entries of a kind: is its body personal, is it saved again where its place was lost."""

    record: type[Any]
    personal: bool = False
    filed_anew: bool = False


KINDS: dict[str, Kind] = {
    "epoch": Kind(Epoch),
    "passage": Kind(Passage, personal=True, filed_anew=True),
    "case": Kind(Case, personal=True, filed_anew=True),
    "note": Kind(Note, personal=True, filed_anew=True),
    "shift": Kind(Shift),
    "handover": Kind(Handover),
    "access_pass": Kind(AccessPass, personal=True, filed_anew=True),
    "supply": Kind(Supply, filed_anew=True),
    "incident": Kind(Incident, personal=True, filed_anew=True),
    "visit": Kind(Visit, personal=True, filed_anew=True),
    "setting": Kind(Setting),
    "audit": Kind(Audit),
}
RECORD_TYPES: dict[str, type[Any]] = {name: kind.record for name, kind in KINDS.items()}
PERSONAL_KINDS = tuple(name for name, kind in KINDS.items() if kind.personal)
FILED_ANEW = tuple(name for name, kind in KINDS.items() if kind.filed_anew)

# Whether an entry must have reached the centre before the laptop may be wiped. Without the few that need not, a wipe
# could never be asked for: to export, to take the receipt and to sign in for it are entries themselves.
AUDITS: dict[str, bool] = {
    "export": False,
    "receipt": False,
    "sign_in": False,
    "wipe": False,  # a wipe that was cut may be asked for again
    "sign_in_failed": True,
    "reveal": True,
    "print": True,
    "print_sheet": True,
    "paper_kit": True,
    "daily_report": True,
    "purge": True,
    "backup": True,
    "restored": True,
    "key_slots": True,
    "journal_shorter_than_head": True,
    "folder_was_copied": True,
}
SETTINGS: dict[str, bool] = {
    "centre": False,  # these three only note what the centre itself has signed
    "certificate": False,
    "pack": False,
    "operator": True,
    "place": True,
    "mirror": True,
    "moved_away": True,
    PASS_KEY: True,
}
SAID_BY_NAME = ("audit", "setting")  # kinds whose entries differ by what they name


def must_reach_centre(kind: str, name: str = "") -> bool:
    """Whether a wipe waits for an entry of this kind; what is not known here is never forgotten."""
    if kind == "audit":
        return AUDITS.get(name, True)
    if kind == "setting":
        return SETTINGS.get(name, True)
    return True
