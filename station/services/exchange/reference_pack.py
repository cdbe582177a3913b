"""The lists from the centre at a station: taking a pack, loading what is in force, how old each list is."""

from __future__ import annotations

from dataclasses import dataclass

from station.batch import pack
from station.batch.card import card_from_text
from station.changes import writes
from station.clock import local_day
from station.errors import RefusedFile
from station.records.event import Setting
from station.records.reference_lists import LISTS, References
from station.services.opened_station import Station
from station.store import key_rows, list_rows, meta_rows, operator_rows
from station.store.meta_rows import Kept
from station.store.store import View


@dataclass(frozen=True)
class ListAge:
    """A list as it is shown: its rows, the pack version it last changed in and when (ms UTC, 0: never)."""

    name: str
    rows: int
    version: int
    changed_at: int


@dataclass(frozen=True)
class PackState:
    """The pack in force: version 0 before any; `days_left` is negative once it expired."""

    version: int
    issued_at: int
    expires_at: int
    days_left: int
    lists: tuple[ListAge, ...]


def listed(connection: View) -> References:
    """The lists as they came, with those whose isolation was ended here."""
    return list_rows.load(connection)[0]


@writes
def take_pack(station: Station, content: bytes, digest: str, centre_key: bytes) -> bool:
    """Check a pack whole and put it in force; False if it is already. Whatever is wrong, the last good one stays."""
    manifest, cipher = pack.verify(content, centre_key)
    if manifest.station != station.code:
        raise RefusedFile("for_another_station")
    with station.store.read() as connection:
        standing, known = list_rows.version_of(connection), meta_rows.read(connection, Kept.PACK_DIGEST)
        keys = [private for _epoch, private in reversed(key_rows.of_purpose(connection, "batch"))]
    if manifest.version < standing:
        raise RefusedFile("pack_rollback")
    if manifest.version == standing:
        if digest == known:
            return False
        raise RefusedFile("pack_same_version")
    if station.clock.now() > manifest.expires_at:
        raise RefusedFile("pack_expired")
    opened = pack.open_pack(manifest, cipher, keys)
    with station.write() as transaction:
        list_rows.keep(transaction.connection, opened.lists, opened.rules)
        operator_rows.take_listed(transaction.connection, opened.lists.operators)
        meta_rows.write(transaction.connection, Kept.PACK_DIGEST, digest)
        facts = {"version": str(manifest.version), "expires_at": str(manifest.expires_at)}
        transaction.append("setting", Setting("pack", facts))
    return True


def look_into(station: Station, content: bytes) -> pack.OpenedPack:
    """Open a pack for this station without putting it in force."""
    with station.store.read() as connection:
        keys = [private for _epoch, private in key_rows.of_purpose(connection, "batch")]
        text = meta_rows.read(connection, Kept.CENTRE)
    if text is None:
        raise RefusedFile("no_centre")
    manifest, cipher = pack.verify(content, card_from_text(text).public_key())
    return pack.open_pack(manifest, cipher, keys)


def pack_state(station: Station) -> PackState:
    """What is shown of the pack and the age of every list."""
    lists = station.lists
    ages = tuple(
        ListAge(name, one.rows, one.version, one.changed_at)
        for name, one in ((name, lists.states[name]) for name in LISTS if name in lists.states)
    )
    days = (local_day(lists.expires_at) - station.today()).days if lists.version else 0
    return PackState(lists.version, lists.issued_at, lists.expires_at, days, ages)
