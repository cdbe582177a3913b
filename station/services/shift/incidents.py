"""Incidents, tips, notices and lines for the grid officer: opened, handed on, closed with an outcome."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from station import canonical
from station.changes import writes
from station.entry import normal
from station.errors import Refused
from station.masking import mask_name
from station.records.incident import INCIDENT_KINDS, Incident, IncidentKind
from station.records.passage import Person
from station.services.opened_station import Station
from station.store import incident_rows
from station.store.incident_rows import IncidentState as IncidentState  # re-exported: callers see services only
from station.store.store import Transaction

LONGEST = 300
NOT_LISTED, ISOLATED_FEVER = "not_listed", "isolated_fever"  # texts that are codes: words in each language


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


def follow_up_not_listed(transaction: Transaction, at: int, about: str, person: Person) -> None:
    """A line for the grid officer about somebody of passage `about` who stands on no list of residents.

    In the caller's transaction; nobody has two lines open, however often they pass.
    """
    key = _person_digest(person)
    if not incident_rows.is_open_about(transaction.connection, key):
        who = mask_name(person.name) or ""
        line = Incident("follow_up", NOT_LISTED, at, about=about, who=who, person=key)
        transaction.append("incident", line)


def _person_digest(person: Person) -> str:
    """The same for the same name, phone and document; says nothing else."""
    facts = canonical.encode([NOT_LISTED, person.name, person.phone, person.id_number])
    return hashlib.sha256(facts).hexdigest()[:32]


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
