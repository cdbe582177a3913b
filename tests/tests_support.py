"""Small helpers that several tests use."""

from __future__ import annotations

import secrets
from dataclasses import replace

from station.records.ids import new_uid
from station.records.journal_entry import Entry, Header, digest_of_body
from station.store import journal, projections
from station.store.keyslots import Cost

CHEAP = Cost(1024, 1, 1)
ODD = b'{"note":"written by a program of another day","salt":"%s"}'


def all_entries(station):
    """The whole journal."""
    with station.store.read() as connection:
        return list(journal.entries(connection))


def pass_like(plate_bytes: int = 0) -> str:
    """A text with the form of a pass token, spaces and all, signed by nobody."""
    import base45

    content = bytes(18) + bytes([plate_bytes]) + bytes(range(plate_bytes)) + bytes(64)
    return "Y1" + base45.b45encode(content).decode()


def enrolled(centre, station, stick):
    """Let the centre enrol a station and the station take its certificate."""
    from station.services import centre_desk, exchange

    request = next(station.store.folder.glob("enrol-*.json"))
    out = stick / f"{station.code}.ysc"
    centre_desk.enrol(centre, request, out)
    assert exchange.receive(station, out).answer.verdict == "taken"


def workbook(path, sheets):
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


def given_lists(centre, station, stick, sheets):
    """The station, enrolled, with these lists in force."""
    from station.services import centre_lists, exchange

    if not list(stick.glob(f"{station.code}.ysc")):
        enrolled(centre, station, stick)
    taken = centre_lists.take(centre, workbook(stick / "lists.xlsx", sheets))
    assert not taken.problems
    for packed in centre_lists.pack(centre, stick, station=station.code):
        assert exchange.receive(station, stick / packed.file).answer.verdict == "taken"
    return station


def put_in_force(station, **rules):
    """The station with other rules in force, as a pack of the centre brings them."""
    from station.changes import Area
    from station.store import reference

    with station.write() as transaction:
        reference.keep(transaction.connection, station.lists, replace(station.rules, **rules))
        transaction.touch(Area.RULES)
    return station


def write_odd(station, kind):
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
