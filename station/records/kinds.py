"""Every kind of journal entry in one table: record, what it touches, what retention and a wipe may let go.

Whoever tells the screens asks here what an entry touches. Whoever lets something go asks here too: purge and retire
what is personal, wipe what must have reached the centre, restore what is filed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.changes import Area
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
    """What holds of all entries of a kind: what they touch, is the body personal, is it saved again at a new place."""

    record: type[Any]
    touches: frozenset[Area]
    personal: bool = False
    filed_anew: bool = False


@dataclass(frozen=True)
class Named:
    """What holds of audits or settings of one name: what they touch, and whether a wipe waits for the centre's word."""

    touches: frozenset[Area] = frozenset()
    must_reach: bool = True


def _areas(*areas: Area) -> frozenset[Area]:
    return frozenset(areas)


KINDS: dict[str, Kind] = {
    "epoch": Kind(Epoch, _areas()),
    "passage": Kind(Passage, _areas(Area.LOG, Area.FIGURES), personal=True, filed_anew=True),
    "case": Kind(Case, _areas(Area.LOG, Area.CASES), personal=True, filed_anew=True),
    "note": Kind(Note, _areas(Area.LOG, Area.CASES), personal=True, filed_anew=True),
    "shift": Kind(Shift, _areas(Area.SHIFT, Area.FIGURES)),
    "handover": Kind(Handover, _areas(Area.SHIFT, Area.FIGURES, Area.DUTIES)),
    "access_pass": Kind(AccessPass, _areas(Area.PASSES), personal=True, filed_anew=True),
    "supply": Kind(Supply, _areas(Area.DUTIES), filed_anew=True),
    "incident": Kind(Incident, _areas(Area.DUTIES), personal=True, filed_anew=True),
    "visit": Kind(Visit, _areas(Area.DUTIES), personal=True, filed_anew=True),
    "setting": Kind(Setting, _areas()),
    "audit": Kind(Audit, _areas()),
}
RECORD_TYPES: dict[str, type[Any]] = {name: kind.record for name, kind in KINDS.items()}
PERSONAL_KINDS = tuple(name for name, kind in KINDS.items() if kind.personal)
FILED_ANEW = tuple(name for name, kind in KINDS.items() if kind.filed_anew)

# Without the few that need not have reached the centre, a wipe could never be asked for: to export, to take the
# receipt and to sign in for it are entries themselves.
AUDITS: dict[str, Named] = {
    "export": Named(must_reach=False),
    "receipt": Named(must_reach=False),
    "sign_in": Named(must_reach=False),
    "wipe": Named(must_reach=False),  # a wipe that was cut may be asked for again
    "sign_in_failed": Named(),
    "reveal": Named(),
    "print": Named(_areas(Area.PRINTS)),
    "print_sheet": Named(_areas(Area.PRINTS)),
    "paper_kit": Named(_areas(Area.PAPER)),
    "daily_report": Named(_areas(Area.PRINTS)),
    "purge": Named(_areas(Area.LOG, Area.FIGURES, Area.CASES, Area.DUTIES, Area.PASSES, Area.PAPER, Area.SAFETY)),
    "backup": Named(_areas(Area.SAFETY)),
    "restored": Named(_areas(Area.SAFETY)),
    "key_slots": Named(_areas(Area.SAFETY)),
    "journal_shorter_than_head": Named(),
    "folder_was_copied": Named(),
}
SETTINGS: dict[str, Named] = {
    "centre": Named(_areas(Area.SAFETY), must_reach=False),  # these three only note what the centre itself has signed
    "certificate": Named(must_reach=False),
    "pack": Named(_areas(Area.LISTS, Area.RULES, Area.OPERATORS), must_reach=False),
    "operator": Named(_areas(Area.OPERATORS)),
    "place": Named(),
    "mirror": Named(_areas(Area.SAFETY)),
    "moved_away": Named(),
    PASS_KEY: Named(_areas(Area.PASSES)),
}
SAID_BY_NAME = {"audit": AUDITS, "setting": SETTINGS}  # kinds whose entries differ by what they name


def must_reach_centre(kind: str, name: str = "") -> bool:
    """Whether a wipe waits for an entry of this kind; what is not known here is never forgotten."""
    return SAID_BY_NAME.get(kind, {}).get(name, Named()).must_reach


def touched_by(kind: str, name: str = "") -> frozenset[Area]:
    """What an entry touches; each waits to be exported."""
    known = KINDS[kind].touches | SAID_BY_NAME.get(kind, {}).get(name, Named()).touches
    return known | {Area.EXCHANGE}
