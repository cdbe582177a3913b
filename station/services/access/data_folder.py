"""Setting up a data folder and opening it: keys, epoch, first leader, the checks at the door."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from station.batch.card import CentreCard, read_card
from station.batch.replacement import read_replacement
from station.clock import Clock
from station.entry import normal
from station.errors import FolderProblem, Refused, RefusedFile, StoreProblem, WrongSecret
from station.files import put_aside, read_limited, sync_folder, write_durably
from station.machine import place_of
from station.records.ids import is_station_code
from station.services import epochs, receipt_settlement
from station.services.access.operators import add_operator
from station.services.access.unlock_secret import STICK_FILE, Unlock
from station.services.epochs import Anew
from station.services.opened_station import Station
from station.store import in_force, meta_rows, operator_rows, slot_file, slot_sealing
from station.store.meta_rows import Kept
from station.store.slot_file import SlotFile
from station.store.slot_sealing import Cost
from station.store.store import FILE_NAME, Store, require_store

SHORTER: Final = "journal_shorter_than_head"
COPIED: Final = "folder_was_copied"


@dataclass(frozen=True)
class SetUp:
    """What set-up is told; `passphrase` and `pin` are secrets, `card` is the centre's card file.

    `replaces` is the centre's word for a new laptop in the place of a lost one.
    """

    folder: Path
    code: str
    name: str
    passphrase: str
    pin: str
    leader: str
    card: Path | None = None
    stick: Path | None = None
    replaces: Path | None = None
    cost: Cost = field(default_factory=Cost)


def set_up(asked: SetUp, clock: Clock) -> Path:
    """Make a data folder; the key slots come last, so a torn set-up is no station. The enrolment request."""
    if not is_station_code(asked.code):
        raise Refused("station_code", field="checkpoint", text=asked.code)
    asked = replace(asked, name=normal.words(asked.name), leader=normal.words(asked.leader))
    folder = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    if slot_file.is_set_up(folder):
        raise FolderProblem("already_set_up", folder=str(folder))
    card = read_card(read_limited(asked.card, 10_000)) if asked.card else None
    epoch, reason, before = _beginning(asked, card)
    put_aside(folder / FILE_NAME)  # without key slots nobody can open it
    data_key = slot_sealing.new_data_key()
    store = Store(folder, data_key, asked.code, clock, writing=True)
    try:
        with store.write(epochs.SYSTEM) as transaction:
            private = epochs.begin(transaction, epoch, reason, before)
            meta_rows.write(transaction.connection, Kept.STATION, asked.code)
            meta_rows.write(transaction.connection, Kept.NAME, asked.name)
            if card:
                meta_rows.write(transaction.connection, Kept.CENTRE, card.to_text())
            add_operator(transaction, asked.leader, "leader", asked.pin)
    finally:
        store.close()
    sync_folder(folder)
    request = epochs.write_request(folder, asked.code, asked.name, epoch, private)
    slot_file.write_slots(folder, _slots(asked, data_key, card))
    return request


def _beginning(asked: SetUp, card: CentreCard | None) -> tuple[int, str, dict[str, int | str] | None]:
    """Epoch 1, or the one that follows a lost laptop's with what the centre holds of it."""
    if asked.replaces is None:
        return 1, "set_up", None
    if card is None:
        raise RefusedFile("no_centre")
    read = read_replacement(read_limited(asked.replaces, 10_000), card.public_key())
    if read.station != asked.code:
        raise RefusedFile("for_another_station")
    before: dict[str, int | str] = {"epoch": read.last_epoch, "seq": read.last_seq, "digest": read.last_digest}
    return read.epoch, "replaces_lost", before


def _slots(asked: SetUp, data_key: bytes, card: CentreCard | None) -> SlotFile:
    slots = [slot_sealing.passphrase_slot(data_key, asked.code, 1, asked.passphrase, asked.cost)]
    if asked.stick:
        secret = secrets.token_bytes(slot_sealing.KEY_BYTES)
        write_durably(asked.stick / STICK_FILE, json.dumps({"station": asked.code, "key": secret.hex()}).encode())
        slots.append(slot_sealing.stick_slot(data_key, asked.code, 2, asked.pin, secret, asked.cost))
    if card:
        slots.append(slot_sealing.recovery_slot(data_key, len(slots) + 1, card.recovery))
    return SlotFile(asked.code, asked.name, tuple(slots))


def unlock(folder: Path, secret: Unlock) -> tuple[SlotFile, bytes]:
    """The slot file that opens and the data key behind a secret, or WrongSecret."""
    return slot_sealing.open_any(slot_file.read_copies(folder), lambda slots: _data_key(slots, secret))


def _data_key(slots: SlotFile, secret: Unlock) -> bytes:
    if secret.passphrase is not None:
        return slot_sealing.open_with_passphrase(slots, secret.passphrase)
    if secret.pin is not None and secret.stick is not None:
        return slot_sealing.open_with_stick(slots, secret.pin, _stick_key(secret.stick))
    raise WrongSecret("no_secret")


def _stick_key(stick: Path) -> bytes:
    try:
        return bytes.fromhex(json.loads(read_limited(stick / STICK_FILE, 1000))["key"])
    except (ValueError, KeyError, TypeError) as error:
        raise WrongSecret("wrong_secret") from error


def open_station(folder: Path, secret: Unlock, clock: Clock, *, writing: bool) -> Station:
    """Open a data folder; a journal shorter than its witness continues under a new epoch."""
    slots, data_key = unlock(folder, secret)
    require_store(folder)
    store = Store(folder, data_key, slots.owner, clock, writing=writing)
    try:
        if writing:
            slot_file.heal(folder, slots)
        warnings = _go_on_where_it_stopped(store, slots.name) if writing else _seen(store)
        if writing:  # only now: a write notes a new head, and the old one was to be looked at first
            receipt_settlement.settle(store)
        with store.read() as connection:
            operators = operator_rows.working(connection)
            if not operators:
                raise StoreProblem("store_damaged", detail="operators")
            name = meta_rows.read(connection, Kept.NAME) or slots.name
            standing = in_force.load(connection)
    except BaseException:
        store.close()
        raise
    return Station(store, clock, slots.owner, name, operators[0], standing, warnings)


def _seen(store: Store) -> tuple[Anew, ...]:
    return (SHORTER,) if store.is_shorter_than_noted() else ()


def _go_on_where_it_stopped(store: Store, name: str) -> tuple[Anew, ...]:
    """A journal shorter than its witness, or a copy of a data folder, goes on under a new epoch; what to say of it."""
    here = place_of(store.path)
    with store.read() as connection:
        known = meta_rows.read(connection, Kept.PLACE)
    warnings = _seen(store)
    if not warnings and known not in (None, here):
        warnings = (COPIED,)
    if warnings:
        epochs.continue_anew(store, name, warnings[0])
    if known != here:
        with store.write(epochs.SYSTEM) as transaction:
            meta_rows.write(transaction.connection, Kept.PLACE, here)
    return warnings
