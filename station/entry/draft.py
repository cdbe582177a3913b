"""The passage being entered: the gate line and the form are two views of this one value."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from station.entry.gate_line import GateValue, Recall
from station.entry.temperature_text import Measured, state_of
from station.records.passage import Direction, Occupant, Person, Reading, Vehicle
from station.rule_pack import RulePack

IDENTITY = tuple(one.name for one in fields(Occupant) if one.name != "readings")


@dataclass(frozen=True)
class DraftPerson(Occupant[Measured]):
    """An occupant so far: the readings as typed, oldest first."""

    readings: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class Draft:
    """An unfinished passage; its uid is made when it opens, so a replay can never save it twice."""

    uid: str
    direction: Direction = "in"
    vehicle: Vehicle | None = None
    persons: tuple[DraftPerson, ...] = ()
    recall: tuple[Recall, ...] = ()
    answers: dict[str, bool] = field(default_factory=dict)
    disposition: str | None = None
    happened_at: int | None = None
    late: bool = False
    key: str | None = None
    thermometer: str | None = None  # the one in use, for readings that name none


def from_line(uid: str, value: GateValue, key: str | None = None) -> Draft:
    """A draft of what a gate line says."""
    return Draft(
        uid=uid,
        direction=value.direction,
        vehicle=value.vehicle,
        persons=tuple(DraftPerson(readings=(measured,)) for measured in value.persons),
        recall=value.recall,
        key=key,
    )


def with_person(draft: Draft, index: int, **changes: object) -> Draft:
    """The draft with some fields of one person changed."""
    persons = list(draft.persons)
    persons[index] = replace(persons[index], **changes)  # type: ignore[arg-type]
    return replace(draft, persons=tuple(persons))


def measured_by(draft: Draft, rules: RulePack) -> Draft:
    """The draft with its readings judged by these rules: they may have changed since they were typed."""
    persons = tuple(
        replace(one, readings=tuple(_measured_by(reading, rules) for reading in one.readings)) for one in draft.persons
    )
    return replace(draft, persons=persons)


def _measured_by(reading: Measured, rules: RulePack) -> Measured:
    state = None if reading.tenths is None else state_of(reading.tenths, rules)
    return reading if state is None else replace(reading, state=state)


def from_person(person: Person) -> DraftPerson:
    """A registered person as a new draft's occupant: everything but the readings."""
    return DraftPerson(**{name: getattr(person, name) for name in IDENTITY})


def to_person(draft: DraftPerson, readings: tuple[Reading, ...], pass_serial: str | None) -> Person:
    """An occupant as saved, with the readings at their times and the pass that is to be kept."""
    identity = {name: getattr(draft, name) for name in IDENTITY}
    return Person(readings, **{**identity, "pass_serial": pass_serial})


def reading_of(one: Measured, at: int, thermometer: str | None = None) -> Reading:
    """A measured value as saved at a time (ms UTC); a value not noted has no thermometer."""
    return Reading(one.tenths, one.site, one.state, at, None if one.tenths is None else one.thermometer or thermometer)


def with_readings(person: DraftPerson, readings: tuple[Reading, ...]) -> DraftPerson:
    """An occupant with readings that were saved before."""
    measured = tuple(Measured(one.tenths, one.site, one.state, one.thermometer) for one in readings)
    return replace(person, readings=measured)
