"""Rounds at the doors of people in home isolation: who is due, what was found, and the explicit release."""

from __future__ import annotations

from dataclasses import dataclass

from station.changes import Area, writes
from station.clock import local
from station.entry import normal
from station.entry.draft import reading_of
from station.entry.problem import Problem
from station.entry.temperature_text import Measured, read_temperature
from station.errors import Refused
from station.masking import mask_name
from station.records.incident import ISOLATED_FEVER, Incident
from station.records.reference_lists import Isolated
from station.records.visit import Round, Visit
from station.services.opened_station import Station
from station.store import visit_rows
from station.triage.watchlists import day_of

NOON = 12
LAST_VISITS = 4  # among them those of today


@dataclass(frozen=True)
class RoundRow:
    """A person of the roster today: the day of isolation, today's visits by round, the newest visit of all."""

    person: Isolated
    day: int
    today: dict[str, Visit]
    newest: Visit | None

    @property
    def is_over(self) -> bool:
        """Whether the days are full; only the act of release ends it."""
        return self.day >= self.person.days


def present_round(station: Station) -> Round:
    """The round of this time of day."""
    return "morning" if local(station.clock.now()).hour < NOON else "evening"


def roster(station: Station) -> list[RoundRow]:
    """Everybody in isolation here, the longest isolated first."""
    today = station.today()
    rows = []
    with station.store.read() as connection:
        for person in station.lists.isolation:
            known = visit_rows.newest_of(connection, person.number, LAST_VISITS)
            of_today: dict[str, Visit] = {record.round: record for record in known if record.day == today.isoformat()}
            rows.append(RoundRow(person, day_of(person.started, today) or 0, of_today, known[-1] if known else None))
    return sorted(rows, key=lambda row: (-row.day, row.person.number))


@writes
def visit(
    station: Station,
    number: str,
    readings: str,
    *,
    at_home: bool = True,
    symptoms: str = "",
    needs: str = "",
    note: str = "",
) -> Visit:
    """What was found at a door: readings as typed (`365 367`), or that nobody was there."""
    person = _person(station, number)
    now = station.clock.now()
    measured = []
    for word in readings.split():
        read = read_temperature(word, station.rules)
        if not isinstance(read, Measured):
            raise Refused(read.code if isinstance(read, Problem) else "not_a_temperature", field="temperature")
        measured.append(reading_of(read, now))
    if at_home and not measured:
        raise Refused("missing_field", field="reading", person=1)
    found = Visit(
        person=person.number,
        name=person.name,
        day=station.today().isoformat(),
        round=present_round(station),
        found="home" if at_home else "not_home",
        readings=tuple(measured),
        symptoms=_words(symptoms),
        needs=_words(needs),
        note=_words(note),
    )
    _write(station, found, person)
    return found


@writes
def release(station: Station, number: str, reason: str) -> Visit:
    """End somebody's isolation: a leader's act with a reason; the calendar alone never does it."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    if not _words(reason):
        raise Refused("missing_reason", field="reason")
    person = _person(station, number)
    done = Visit(
        person=person.number,
        name=person.name,
        day=station.today().isoformat(),
        round=present_round(station),
        found="released",
        note=_words(reason),
        started=person.started,
    )
    _write(station, done, person)
    return done


def _person(station: Station, number: str) -> Isolated:
    for person in station.lists.isolation:
        if person.number == number:
            return person
    raise Refused("not_on_roster", field="number")


def _write(station: Station, record: Visit, person: Isolated) -> None:
    """The visit, and what follows from it: a fever and a need stay open until somebody closes them."""
    who = f"{person.number} {mask_name(person.name)}"
    officer = f"{person.grid_officer} {person.grid_phone}".strip()
    now = station.clock.now()
    with station.write() as transaction:
        transaction.append("visit", record)
        if record.found == "released":
            transaction.touch(Area.LISTS)  # the roster is one of them
        if any(one.state == "abnormal" for one in record.readings):
            transaction.append("incident", Incident("incident", ISOLATED_FEVER, now, handed_to=officer, who=who))
        if record.needs:
            transaction.append("incident", Incident("follow_up", record.needs, now, handed_to=officer, who=who))


def _words(text: str) -> str:
    return normal.words(text)[:300]
