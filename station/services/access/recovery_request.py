"""Everybody forgot: a locked station asks the centre for its data key, and takes the answer under a new passphrase.

The new passphrase is chosen when asking: it guards the one-time key that waits in the data folder for the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyrage

from station import canonical
from station.batch import recovery_files
from station.batch.file_kinds import RECOVERY_ANSWER
from station.centre.centre_folder import Centre
from station.centre.recovery_answer import answer_request
from station.clock import Clock
from station.errors import FolderProblem, MachineError, Refused, RefusedFile
from station.files import read_limited, write_durably
from station.records.event import Audit
from station.services import epochs
from station.services.access.key_slots import SHORTEST
from station.store import slot_file, slot_sealing
from station.store.slot_file import SlotFile
from station.store.slot_sealing import Cost
from station.store.store import Store

WAITING = "recovering"  # in the data folder: the one-time key, under the new passphrase
LARGEST = 100_000


@dataclass(frozen=True)
class Asked:
    """A request written for the centre, and the fingerprint to read out on the phone."""

    file: str
    fingerprint: str


def ask(folder: Path, to: Path, passphrase: str, cost: Cost | None = None) -> Asked:
    """Write a recovery request of a locked station into `to`; the new passphrase opens once the answer is here."""
    if len(passphrase.strip()) < SHORTEST:
        raise Refused("passphrase_form", field="passphrase", shortest=SHORTEST)
    slots = slot_file.read_slots(folder)
    sealed = tuple(slot.wrapped for slot in slots.slots if slot.kind == "recovery")
    if not sealed:
        raise FolderProblem("no_recovery_slot", folder=str(folder))
    identity = pyrage.x25519.Identity.generate()
    slot = slot_sealing.passphrase_slot(str(identity).encode(), slots.owner, 1, passphrase, cost or Cost())
    waiting = SlotFile(slots.owner, slots.name, (slot,))
    request = recovery_files.RecoveryRequest(slots.owner, slots.name, str(identity.to_public()), sealed)
    path = to / f"recover-{slots.owner}.json"
    write_durably(folder / WAITING, canonical.encode(msgspec.to_builtins(waiting)))
    write_durably(path, recovery_files.request_bytes(request))
    return Asked(path.name, request.fingerprint())


def answer(centre: Centre, request: Path, passphrase: str, out: Path, recovery_file: Path | None = None) -> Asked:
    """At the centre: answer a request whose fingerprint the leader read out; `recovery_file` from the safe."""
    answered = answer_request(centre, request, passphrase, out, recovery_file)
    return Asked(out.name, answered.fingerprint())


def is_waiting(folder: Path) -> bool:
    """Whether this station asked and the answer has not been taken."""
    return (folder / WAITING).is_file()


def answer_on(stick: Path) -> Path:
    """The newest answer that lies on a stick, found by what it is, not by its name."""
    try:
        files = sorted((path for path in stick.iterdir() if path.is_file()), key=lambda one: -one.stat().st_mtime)
        found = next((one for one in files if RECOVERY_ANSWER.begins(read_limited(one, 10))), None)
    except OSError as error:
        raise MachineError("folder_unreachable", folder=stick.name) from error
    if found is None:
        raise RefusedFile("no_answer_here")
    return found


def take(folder: Path, answered: Path, passphrase: str, clock: Clock, cost: Cost | None = None) -> None:
    """Put the new passphrase in the place of all that were forgotten, sticks included; recovery stays."""
    path = folder / WAITING
    if not path.is_file():
        raise FolderProblem("not_recovering", folder=str(folder))
    waiting = slot_file.read_file(path)
    identity = slot_sealing.open_with_passphrase(waiting, passphrase).decode()
    slots = slot_file.read_slots(folder)
    data_key = recovery_files.read_answer(read_limited(answered, LARGEST), slots.owner, identity)
    store = Store(folder, data_key, slots.owner, clock, writing=True)
    try:
        with store.write(epochs.SYSTEM) as transaction:
            transaction.append("audit", Audit("key_slots", {"what": "recovered", "kind": "passphrase", "slot": 0}))
        number = max(slot.number for slot in slots.slots) + 1
        new = slot_sealing.passphrase_slot(data_key, slots.owner, number, passphrase, cost or Cost())
        kept = tuple(slot for slot in slots.slots if slot.kind == "recovery")
        slot_file.write_slots(folder, SlotFile(slots.owner, slots.name, (*kept, new)))
    finally:
        store.close()
    path.unlink(missing_ok=True)
