"""Somebody who says they live here and stands on no list of residents: a line for the grid officer, no stop."""

from __future__ import annotations

import hashlib

from station import canonical
from station.masking import mask_name
from station.records.incident import NOT_LISTED, Incident
from station.records.passage import Person
from station.store import incident_rows
from station.store.store import Transaction


def follow_up(transaction: Transaction, at: int, about: str, person: Person) -> None:
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
