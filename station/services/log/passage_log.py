"""The log: passages as their current revision says, masked unless someone gives a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from station.changes import writes
from station.entry import normal
from station.errors import Refused
from station.masking import mask_name, mask_number
from station.records.event import Audit
from station.records.flag import Flag
from station.records.passage import Person, Reading
from station.services.opened_station import Station
from station.store import passage_rows
from station.store.passage_rows import UNREADABLE
from station.store.passage_rows import LogRow as LogRow  # re-exported: callers see services only


@writes
def reveal(station: Station, reason: str, what: str) -> None:
    """Account for showing personal data unmasked, before it is shown."""
    if not reason.strip():
        raise Refused("reveal_needs_reason", field="reason")
    with station.write() as transaction:
        transaction.append("audit", Audit("reveal", {"reason": normal.words(reason), "what": what}))


def rows(station: Station) -> Iterator[LogRow]:
    """Every passage in the order it was first saved."""
    with station.store.read() as connection:
        yield from passage_rows.all_rows(connection)


def newest_rows(station: Station, limit: int) -> list[LogRow]:
    """The newest passages, newest first."""
    with station.store.read() as connection:
        return passage_rows.newest(connection, limit)


def row_of(station: Station, uid: str) -> LogRow:
    """One passage by its uid; Refused where it was let go or cannot be read."""
    found = rows_by_uid(station, [uid])
    if not found:
        raise Refused("record_purged", field="line")
    return found[0]


def rows_by_uid(station: Station, uids: list[str]) -> list[LogRow]:
    """Passages by their uids, oldest first; one that was let go is not among them."""
    with station.store.read() as connection:
        return passage_rows.by_uids(connection, uids) if uids else []


def rows_at(station: Station, places: list[int]) -> list[LogRow]:
    """The passages at these places of the log, newest first."""
    with station.store.read() as connection:
        return passage_rows.at_places(connection, places)


def row_at(station: Station, place: int) -> LogRow:
    """The passage at a place of the log; Refused where it was let go or cannot be read."""
    found = rows_at(station, [place])
    if not found:
        if blanks_at(station, [place]).get(place) == UNREADABLE:
            raise Refused("record_unreadable", field="line")
        raise Refused("record_purged", field="line")
    return found[0]


def blanks_at(station: Station, places: list[int]) -> dict[int, str]:
    """Why there is nothing to show at these places of the log: `purged`, or `unreadable` and named by `verify`."""
    with station.store.read() as connection:
        return passage_rows.blanks(connection, places)


def line(row: LogRow, *, revealed: bool) -> dict[str, Any]:
    """One passage in the shape other programs rely on (contract of `station log --json`)."""
    passage = row.passage
    vehicle = passage.vehicle
    return {
        "uid": row.uid,
        "seq": row.seq,
        "epoch": row.epoch,
        "revision": row.revision,
        "at": row.at,
        "happened_at": passage.happened_at,
        "operator": row.operator,
        "lane": passage.lane,
        "direction": passage.direction,
        "vehicle": {"plate": vehicle.plate, "plate_type": vehicle.plate_type} if vehicle else None,
        "persons": [
            _person(person, row.readings_of(index), revealed=revealed) for index, person in enumerate(passage.persons)
        ],
        "disposition": passage.disposition,
        "flags": [_flag(flag) for flag in passage.flags],
        "case": {"state": row.case.state, "outcome": row.case.outcome} if row.case else None,
        "voided": passage.voided,
        "late": passage.late,
    }


def _flag(flag: Flag) -> dict[str, str]:
    shown = {"rule": flag.rule, "reason": flag.reason}
    return {**shown, "order": flag.order} if flag.order else shown


def _reading(one: Reading) -> dict[str, Any]:
    shown = {"tenths": one.tenths, "site": one.site, "state": one.state, "at": one.at}
    return {**shown, "thermometer": one.thermometer} if one.thermometer else shown


def _person(person: Person, readings: tuple[Reading, ...], *, revealed: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": person.name if revealed else mask_name(person.name),
        "id_type": person.id_type,
        "id_number": person.id_number if revealed else mask_number(person.id_number),
        "phone": person.phone if revealed else mask_number(person.phone),
        "pass_serial": person.pass_serial if revealed else mask_number(person.pass_serial),
        "category": person.category,
        "readings": [_reading(one) for one in readings],
    }
    if revealed and person.registration:
        shown["registration"] = msgspec.to_builtins(person.registration)
    return shown
