"""The key slots of an open station: who can unlock it, changed while some slot always opens."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from station.changes import writes
from station.errors import Refused
from station.files import write_durably
from station.records.event import Audit
from station.services.access.unlock_secret import STICK_FILE
from station.services.opened_station import Station
from station.store import slot_file, slot_sealing
from station.store.slot_file import Slot, SlotFile
from station.store.slot_sealing import Cost

SHORTEST = 8  # characters of a passphrase; the generated ones have about 25


@dataclass(frozen=True)
class KeySlot:
    """A slot as it is shown: its number and kind (passphrase, pin_stick, recovery)."""

    number: int
    kind: str


def list_slots(station: Station) -> list[KeySlot]:
    """Every slot of the data folder."""
    return [KeySlot(slot.number, slot.kind) for slot in slot_file.read_slots(station.store.folder).slots]


@writes
def change_passphrase(station: Station, passphrase: str, cost: Cost | None = None) -> KeySlot:
    """Put one new passphrase in the place of all old ones; sticks and recovery stay."""
    return _put(station, "changed", "passphrase", passphrase, cost)


@writes
def add_passphrase(station: Station, passphrase: str, cost: Cost | None = None) -> KeySlot:
    """Add a passphrase beside those there are."""
    return _put(station, "added", "", passphrase, cost)


@writes
def add_stick(station: Station, stick: Path, pin: str, cost: Cost | None = None) -> KeySlot:
    """Let a stick open the station together with a PIN; whatever key file lay on it is replaced."""
    _require_leader(station)
    if not (pin.isascii() and pin.isdigit() and len(pin) >= 4):
        raise Refused("pin_form", field="pin", shortest=4)
    slots = slot_file.read_slots(station.store.folder)
    secret = secrets.token_bytes(slot_sealing.KEY_BYTES)
    number = _next(slots)
    slot = slot_sealing.stick_slot(station.store.data_key, slots.owner, number, pin, secret, cost or Cost())
    write_durably(stick / STICK_FILE, json.dumps({"station": slots.owner, "key": secret.hex()}).encode())
    return _write(station, "added", slots, (*slots.slots, slot), slot)


@writes
def remove_slot(station: Station, number: int) -> None:
    """Take a slot out: what opened by it opens no more. The last passphrase and the last recovery stay."""
    _require_leader(station)
    slots = slot_file.read_slots(station.store.folder)
    gone = next((slot for slot in slots.slots if slot.number == number), None)
    if gone is None:
        raise Refused("no_such_slot", field="slot", number=number)
    left = tuple(slot for slot in slots.slots if slot.number != number)
    if gone.kind in ("passphrase", "recovery") and all(slot.kind != gone.kind for slot in left):
        raise Refused("last_slot", field="slot", number=number)
    _write(station, "removed", slots, left, gone)


@writes
def renew_recovery(station: Station, recipient: str) -> None:
    """Seal the data key to the centre's newest recovery key, in the place of older ones."""
    slots = slot_file.read_slots(station.store.folder)
    new = slot_sealing.recovery_slot(station.store.data_key, _next(slots), recipient)
    kept = tuple(slot for slot in slots.slots if slot.kind != "recovery")
    _write(station, "changed", slots, (*kept, new), new)


def _put(station: Station, what: str, instead_of: str, passphrase: str, cost: Cost | None) -> KeySlot:
    _require_leader(station)
    if len(passphrase.strip()) < SHORTEST:
        raise Refused("passphrase_form", field="passphrase", shortest=SHORTEST)
    slots = slot_file.read_slots(station.store.folder)
    new = slot_sealing.passphrase_slot(station.store.data_key, slots.owner, _next(slots), passphrase, cost or Cost())
    kept = tuple(slot for slot in slots.slots if slot.kind != instead_of)
    return _write(station, what, slots, (*kept, new), new)


def _write(station: Station, what: str, slots: SlotFile, new: tuple[Slot, ...], about: Slot) -> KeySlot:
    """Account for it first, then write: a kill between leaves a word too many, never a change nobody knows of."""
    with station.write() as transaction:
        transaction.append("audit", Audit("key_slots", {"what": what, "kind": about.kind, "slot": about.number}))
    slot_file.write_slots(station.store.folder, SlotFile(slots.owner, slots.name, new))
    return KeySlot(about.number, about.kind)


def _next(slots: SlotFile) -> int:
    return max((slot.number for slot in slots.slots), default=0) + 1


def _require_leader(station: Station) -> None:
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
