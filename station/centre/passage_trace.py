"""Who passed: a vehicle, person or pass through every station, who was beside them, who is still inside, odd pairs.

Every question reads the current revisions of the merged passages; nothing is kept for it beside the entries, so that
an undone batch, a correction or a retired body is seen at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sqlalchemy import ColumnElement, Connection, LargeBinary, and_, func, literal, select, tuple_

from station import canonical
from station.centre.centre_tables import entries
from station.centre.current_revisions import current, of_kind, with_body
from station.clock import MINUTE
from station.entry.comparison import KEYS, plate_key
from station.records.case import Case
from station.records.disposition import LET_IN
from station.records.journal_entry import readable
from station.records.passage import Passage
from station.store.passage_lookup import is_known, person_key

By = Literal["plate", "id", "phone", "pass"]
CURRENT_CASES = with_body(current("station", "body", among=of_kind("case")))
SOON = 5 * MINUTE  # between two stations: nobody drives and is checked again that fast


@dataclass(frozen=True)
class Wanted:
    """Who is looked for: one identifier, normalised as the gate line does it."""

    by: By
    text: str


@dataclass(frozen=True)
class Seen:
    """A passage as its current revision says, and at which station."""

    station: str
    uid: str
    passage: Passage


@dataclass(frozen=True)
class Inside:
    """Somebody who came in and has not left, at any station: the place among the passage's persons."""

    seen: Seen
    person: int


@dataclass(frozen=True)
class Pair:
    """Two passages of one plate that do not go together: in twice without leaving, or too soon elsewhere."""

    kind: Literal["no_exit", "too_soon"]
    first: Seen
    second: Seen


def who_passed(connection: Connection, wanted: Wanted, since: int, until: int) -> list[Seen]:
    """Every passage of the one wanted that happened in a span of time (ms UTC), in order of time."""
    rows = _current(connection, since, _holding(connection, canonical.encode(wanted.text)))
    return _in_time(one for one in rows if since <= one.passage.happened_at < until and _is_of(one.passage, wanted))


def beside(connection: Connection, matched: list[Seen], around: int) -> list[Seen]:
    """Who passed the same station within `around` ms of one of these passages, in order of time."""
    found: list[Seen] = []
    known = {(one.station, one.uid) for one in matched}
    moments: dict[str, list[int]] = defaultdict(list)
    for one in matched:
        moments[one.station].append(one.passage.happened_at)
    for station, times in moments.items():
        for other in _current(connection, min(times) - around, entries.c.station == station):
            near = any(abs(other.passage.happened_at - moment) <= around for moment in times)
            if near and (other.station, other.uid) not in known:
                found.append(other)
    return _in_time(found)


def still_inside(connection: Connection) -> list[Inside]:
    """Everybody but residents whose newest passage at any station led in, longest inside first."""
    newest: dict[str, Inside] = {}
    let_in = _let_in(connection)
    for seen in _in_time(_current(connection, 0)):
        held = seen.passage.disposition == "held" and (seen.station, seen.uid) in let_in
        if seen.passage.direction == "in" and not (held or seen.passage.disposition == "released"):
            continue  # turned back, or still waits at the gate
        for place, person in enumerate(seen.passage.persons):
            if person.category != "resident" and is_known(person):
                newest.pop(person_key(person), None)  # the order is that of the newest passages
                newest[person_key(person)] = Inside(seen, place)
    return [one for one in newest.values() if one.seen.passage.direction == "in"]


def odd_pairs(connection: Connection, since: int, until: int, road_posts: frozenset[str]) -> list[Pair]:
    """Neighbouring passages of one plate that do not go together; a road post leads into the city, not to a group."""
    by_plate: dict[str, list[Seen]] = defaultdict(list)
    for seen in _in_time(_current(connection, since)):
        if seen.passage.vehicle and since <= seen.passage.happened_at < until and seen.station not in road_posts:
            by_plate[plate_key(seen.passage.vehicle.plate)].append(seen)
    found = []
    for several in by_plate.values():
        for first, second in pairwise(several):
            kind = _odd(first, second)
            if kind:
                found.append(Pair(kind, first, second))
    return sorted(found, key=lambda pair: pair.second.passage.happened_at)


def _odd(first: Seen, second: Seen) -> Literal["no_exit", "too_soon"] | None:
    if first.station == second.station:
        return None
    if second.passage.happened_at - first.passage.happened_at < SOON:
        return "too_soon"
    released = first.passage.disposition == second.passage.disposition == "released"
    return "no_exit" if released and first.passage.direction == second.passage.direction == "in" else None


def _is_of(passage: Passage, wanted: Wanted) -> bool:
    """Whether the current revision still says so: the text may have stood in an older one."""
    key, wanted_key = KEYS[wanted.by], KEYS[wanted.by](wanted.text)
    if wanted.by == "plate":
        return passage.vehicle is not None and key(passage.vehicle.plate) == wanted_key
    name = {"id": "id_number", "phone": "phone", "pass": "pass_serial"}[wanted.by]
    return any(key(getattr(person, name) or "") == wanted_key for person in passage.persons)


def _holding(connection: Connection, needle: bytes) -> ColumnElement[bool]:
    """Entries of records of which some revision holds these bytes: most bodies need not be decoded."""
    if connection.dialect.name == "sqlite":
        holds = func.instr(entries.c.body, needle)
    else:
        holds = func.position(literal(needle, LargeBinary).op("in")(entries.c.body))
    records = select(entries.c.station, entries.c.uid).where(of_kind("passage"), holds > 0)
    return tuple_(entries.c.station, entries.c.uid).in_(records)


def _current(connection: Connection, since: int, among: ColumnElement[bool] | None = None) -> Iterator[Seen]:
    """Current, not voided passages whose newest revision was written since then."""
    chosen = of_kind("passage") if among is None else and_(of_kind("passage"), among)
    query = with_body(current("station", "uid", "at", "body", among=chosen))
    for station, uid, _at, body in connection.execute(query.where(query.selected_columns["at"] >= since)):
        passage = readable(body, Passage)
        if passage is not None and not passage.voided:
            yield Seen(station, uid, passage)


def _let_in(connection: Connection) -> set[tuple[str, str]]:
    """Held passages whose people were let in at last, by station and uid."""
    found = set()
    for station, body in connection.execute(CURRENT_CASES):
        case = readable(body, Case)
        if case is not None and case.outcome in LET_IN:
            found.add((station, case.passage))
    return found


def _in_time(found: Iterator[Seen] | list[Seen]) -> list[Seen]:
    return sorted(found, key=lambda one: (one.passage.happened_at, one.station, one.uid))
