"""What a closing shift carries over: open cases, visitors still inside, incidents, notices of the centre."""

from __future__ import annotations

from station.clock import local
from station.masking import mask_name
from station.records.shift import OpenMatter
from station.services.gate.cases import OpenCase, open_cases_in
from station.services.opened_station import Station
from station.store import incident_rows, still_inside
from station.store.store import View

MOST_INSIDE = 30


def carried_over(station: Station, connection: View) -> tuple[OpenMatter, ...]:
    """Everything the next shift has to know, cases first."""
    found = [
        OpenMatter(one.uid, _who(one), one.case.rules, one.case.state, one.case.due_at)
        for one in open_cases_in(connection)
    ]
    for one in incident_rows.open_now(connection):
        item = one.incident
        found.append(OpenMatter(one.uid, item.who, (), "", item.due_at, item.kind, _words(item.text, item.handed_to)))
    today = station.today().isoformat()
    in_force = [note for note in station.lists.centre_notes if not note.until or note.until >= today]
    found += [OpenMatter(note.number, "", (), "", None, "notice", note.text) for note in in_force]
    return (*found, *_inside(connection))


def _who(case: OpenCase) -> str:
    """Whom a case is about; of a stranger at least when it was."""
    return case.who or f"{local(case.case.opened_at):%H:%M}"


def _words(text: str, handed_to: str) -> str:
    return f"{text} → {handed_to}" if handed_to else text


def _inside(connection: View) -> list[OpenMatter]:
    """Visitors who came in and have not left, the newest first; of very many the rest is a number."""
    rows = still_inside.people_inside(connection)
    found = [
        OpenMatter("", mask_name(row.name) or "", (), row.category, row.last_at, "inside") for row in rows[:MOST_INSIDE]
    ]
    if len(rows) > MOST_INSIDE:
        found.append(OpenMatter("", "", (), "", None, "inside", str(len(rows) - MOST_INSIDE)))
    return found
