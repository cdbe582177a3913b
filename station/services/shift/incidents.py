"""Incidents, tips, notices and lines for the grid officer: opened, handed on, closed with an outcome."""

from __future__ import annotations

from dataclasses import replace

from station.changes import writes
from station.entry import normal
from station.errors import Refused
from station.records.incident import INCIDENT_KINDS, Incident, IncidentKind
from station.services.opened_station import Station
from station.store import incident_rows
from station.store.incident_rows import IncidentState as IncidentState  # re-exported: callers see services only

LONGEST = 300


@writes
def open_incident(
    station: Station,
    kind: IncidentKind,
    text: str,
    *,
    reported_by: str = "",
    handed_to: str = "",
    due_at: int | None = None,
) -> IncidentState:
    """Write down something that has to be followed up."""
    if kind not in INCIDENT_KINDS:
        raise Refused("not_a_choice", field="kind")
    incident = Incident(
        kind,
        _words(text, "text"),
        station.clock.now(),
        normal.words(reported_by)[:LONGEST],
        normal.words(handed_to)[:LONGEST],
        due_at,
    )
    with station.write() as transaction:
        entry = transaction.append("incident", incident)
    return IncidentState(entry.header.uid, 1, incident)


@writes
def hand_on(station: Station, uid: str, handed_to: str) -> IncidentState:
    """Note to whom it was handed."""
    found = find(station, uid)
    return _revise(station, found, replace(found.incident, handed_to=_words(handed_to, "handed_to")))


@writes
def close(station: Station, uid: str, outcome: str, handed_to: str = "") -> IncidentState:
    """Close with what came of it."""
    found = find(station, uid)
    if found.incident.closed:
        raise Refused("incident_closed", field="incident")
    handed = normal.words(handed_to)[:LONGEST] or found.incident.handed_to
    closed = replace(found.incident, outcome=_words(outcome, "outcome"), handed_to=handed, closed=True, due_at=None)
    return _revise(station, found, closed)


def find(station: Station, uid: str) -> IncidentState:
    """One incident."""
    with station.store.read() as connection:
        found = incident_rows.by_uid(connection, uid)
    if found is None:
        raise Refused("no_such_incident", field="incident")
    return found


def open_ones(station: Station) -> list[IncidentState]:
    """Every open incident, the one due first in front."""
    with station.store.read() as connection:
        return incident_rows.open_now(connection)


def newest(station: Station, limit: int) -> list[IncidentState]:
    """The newest incidents, open or closed."""
    with station.store.read() as connection:
        return incident_rows.newest(connection, limit)


def _revise(station: Station, found: IncidentState, incident: Incident) -> IncidentState:
    with station.write() as transaction:
        transaction.append("incident", incident, found.uid, found.revision + 1)
    return replace(found, revision=found.revision + 1, incident=incident)


def _words(text: str, field: str) -> str:
    words = normal.words(text)[:LONGEST]
    if not words:
        raise Refused("missing_field", field=field, person=1)
    return words
