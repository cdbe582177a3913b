"""Small helpers that several tests use."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from station.changes import Area
from station.entry.problem import Problem
from station.records.ids import new_uid
from station.records.journal_entry import Entry, Header, digest_of_body
from station.services.centre.clerk_desk import Centre
from station.services.gate.registration import Saved
from station.services.opened_station import Station
from station.store import journal, list_rows, projections
from station.store.slot_sealing import Cost

CHEAP = Cost(1024, 1, 1)
ODD = b'{"note":"written by a program of another day","salt":"%s"}'


Sheets = Mapping[str, Iterable[Sequence[object]]]


class MakeStation(Protocol):
    """What the fixture `make_station` gives: it makes and opens a station."""

    def __call__(self, code: str = "CP17", card: Path | None = None, folder: Path | None = None) -> Station: ...


def saved(result: Saved | Problem) -> Saved:
    """What was saved; a line that was not understood is a fault of the test."""
    assert isinstance(result, Saved), result
    return result


def all_entries(station: Station) -> list[Entry]:
    """The whole journal."""
    with station.store.read() as connection:
        return list(journal.entries(connection))


def pass_like(plate_bytes: int = 0) -> str:
    """A text with the form of a pass token, spaces and all, signed by nobody."""
    import base45

    content = bytes(18) + bytes([plate_bytes]) + bytes(range(plate_bytes)) + bytes(64)
    token: bytes = base45.b45encode(content)
    return "Y1" + token.decode()


def enrolled(centre: Centre, station: Station, stick: Path) -> None:
    """Let the centre enrol a station and the station take its certificate."""
    from station.services.centre import clerk_desk
    from station.services.exchange import station_files

    request = next(station.store.folder.glob("enrol-*.json"))
    out = stick / f"{station.code}.ysc"
    clerk_desk.enrol(centre, request, out)
    assert station_files.receive(station, out).answer.verdict == "taken"


def workbook(path: Path, sheets: Sheets) -> Path:
    """Write a workbook as a clerk would: sheet name to rows, the header first."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


def given_lists(centre: Centre, station: Station, stick: Path, sheets: Sheets) -> Station:
    """The station, enrolled, with these lists in force."""
    from station.services.centre import clerk_lists
    from station.services.exchange import station_files

    if not list(stick.glob(f"{station.code}.ysc")):
        enrolled(centre, station, stick)
    taken = clerk_lists.take(centre, workbook(stick / "lists.xlsx", sheets))
    assert not taken.problems
    for packed in clerk_lists.pack(centre, stick, station=station.code):
        assert station_files.receive(station, stick / packed.file).answer.verdict == "taken"
    return station


def put_in_force(station: Station, **rules: Any) -> Station:
    """The station with other rules in force, as a pack of the centre brings them."""
    with station.write() as transaction:
        list_rows.keep(transaction.connection, station.lists, replace(station.rules, **rules))
        transaction.touch(Area.RULES)
    return station


def write_odd(station: Station, kind: str) -> int:
    """An entry in its place whose body says nothing that this program knows."""
    with station.store.write("op1") as transaction:
        head = transaction.head
        body = ODD % secrets.token_hex(16).encode()
        uid = new_uid(station.code)
        at = station.clock.now()
        header = Header(
            station.code, head.epoch, head.seq + 1, 3, kind, uid, 1, at, "ok", "op1", head.digest, digest_of_body(body)
        )
        journal.put(transaction.connection, Entry(header, body))
        projections.project(transaction.connection, header, None)
        transaction.head = journal.after(header, header.digest(), head)
    return header.seq
