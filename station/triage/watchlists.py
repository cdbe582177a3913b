"""Triage against the lists that came from the centre: each hit says why and what the list orders."""

from __future__ import annotations

from datetime import date
from typing import Any

from station.entry.comparison import plate_key
from station.entry.draft import Draft, DraftPerson
from station.records.flag import Flag
from station.records.reference_lists import Isolated, KeyVehicle, References
from station.rule_pack import RulePack
from station.triage.list_index import index_of

LIST_PERSON = "list.key_person"
LIST_VEHICLE = "list.key_vehicle"
SEEN_VEHICLE = "list.vehicle_seen"
ISOLATED = "list.isolated"
NOT_FILED = "filing.missing"
FILED_LATE = "filing.recent"
LIST_RULES = (LIST_PERSON, LIST_VEHICLE, SEEN_VEHICLE, ISOLATED, NOT_FILED, FILED_LATE)


def list_flags(draft: Draft, rules: RulePack, lists: References, today: date) -> list[Flag]:
    """Every hit of a draft, vehicle first."""
    flags = _vehicle_flags(draft, lists, today)
    for place, person in enumerate(draft.persons):
        flags += _person_flags(place, person, rules, lists, today)
    return flags


def day_of(started: str, today: date) -> int | None:
    """Which day of the fourteen it is, the day itself being 0; None where the text is no day."""
    try:
        return (today - date.fromisoformat(started)).days
    except ValueError:
        return None


def not_listed(draft: Draft, lists: References) -> tuple[int, ...]:
    """Persons who say they live here and stand on no list of residents: a line for the grid officer, no stop."""
    if not lists.residents:
        return ()
    index = index_of(lists).residents
    return tuple(
        place
        for place, person in enumerate(draft.persons)
        if person.category == "resident"
        and (person.name or person.phone)
        and not index.find(person.name, person.id_number, person.phone)
    )


def _vehicle_flags(draft: Draft, lists: References, today: date) -> list[Flag]:
    rows = index_of(lists).vehicles.get(plate_key(draft.vehicle.plate), []) if draft.vehicle else []
    return [_vehicle_flag(row) for row in rows if _in_force(row, today)]


def _vehicle_flag(row: KeyVehicle) -> Flag:
    rule = SEEN_VEHICLE if row.kind == "seen" else LIST_VEHICLE
    since = row.since if row.kind == "seen" else ""
    return Flag(rule, " ".join(part for part in (since, row.reason) if part), row.order)


def _person_flags(place: int, person: DraftPerson, rules: RulePack, lists: References, today: date) -> list[Flag]:
    who = (person.name, person.id_number, person.phone)
    flags = [
        Flag.of_person(LIST_PERSON, place, row.reason, order=row.order)
        for row in index_of(lists).key_people.find(*who)
        if _in_force(row, today)
    ]
    flags += [
        Flag.of_person(ISOLATED, place, _clock(row, today), order=_officer(row)) for row in _isolated(who, lists, today)
    ]
    flags += _filing_flags(place, person, rules, lists, today)
    return flags


def _isolated(who: tuple[str | None, str | None, str | None], lists: References, today: date) -> list[Isolated]:
    """Rows of the roster that have begun; the end is an act of its own, so a row past its days still counts."""
    return [row for row in index_of(lists).isolated.find(*who) if (day_of(row.started, today) or 0) >= 0]


def _clock(row: Isolated, today: date) -> str:
    return f"{day_of(row.started, today)}/{row.days}"


def _officer(row: Isolated) -> str:
    return f"{row.grid_officer} {row.grid_phone}".strip()


def _filing_flags(place: int, person: DraftPerson, rules: RulePack, lists: References, today: date) -> list[Flag]:
    enterprise = person.registration.enterprise if person.registration else None
    if not enterprise or not lists.version:
        return []
    row = index_of(lists).enterprise(enterprise)
    if row is None:
        return [Flag.of_person(NOT_FILED, place)]
    days = day_of(row.filed_on, today)
    if days is None or days < rules.filing_days:
        return [Flag.of_person(FILED_LATE, place, f"{days}/{rules.filing_days}")]
    return []


def _in_force(row: Any, today: date) -> bool:
    """Whether a row of a list has begun and not ended; days are compared as ISO text."""
    day = today.isoformat()
    return not (row.until and day > row.until) and not (row.since and day < row.since)
