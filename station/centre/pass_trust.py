"""Passes at every gate: whose passes are genuine and which are revoked, as the merged journals say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, select

from station.centre import decisions
from station.centre.centre_tables import entries
from station.centre.list_sheets import Rows
from station.passes import serial
from station.records.access_pass import AccessPass
from station.records.event import PASS_KEY, Setting
from station.records.journal_entry import readable

KEY = re.compile(r"[0-9a-f]{64}")
SERIAL = re.compile(r"[0-9a-f]{16}")
REASON = "签发卡点作废"  # a row of the street's own list, written as its clerks write it


def issuers(connection: Connection) -> Rows:
    """The public keys of every epoch that issued passes; a lost laptop's are trusted no more."""
    lost = decisions.standing(connection).lost
    found: dict[tuple[str, int, str], dict[str, object]] = {}
    for station, epoch, body in _bodies(connection, "setting"):
        record = readable(body, Setting) if PASS_KEY.encode() in body else None
        key = record.value.get("public_key", "") if record is not None and record.name == PASS_KEY else ""
        if KEY.fullmatch(key) and (station, epoch) not in lost:
            found[station, epoch, key] = {"station": station, "key_number": epoch, "public_key": key}
    return [found[place] for place in sorted(found)]


def newly_revoked(connection: Connection, listed: Rows) -> Rows:
    """Passes that their station revoked and the street's list does not have yet."""
    known = {row["serial"] for row in listed}
    found = set()
    for _station, _epoch, body in _bodies(connection, "access_pass"):
        record = readable(body, AccessPass)
        if record is not None and record.revoked and SERIAL.fullmatch(record.serial):
            found.add(serial.listed(record.serial))
    return [{"serial": one, "reason": REASON} for one in sorted(found - known)]


def _bodies(connection: Connection, kind: str) -> Iterator[tuple[str, int, bytes]]:
    query = select(entries.c.station, entries.c.epoch, entries.c.body).where(entries.c.kind == kind)
    for station, epoch, body in connection.execute(query):
        if body is not None:
            yield station, epoch, bytes(body)
