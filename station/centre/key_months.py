"""The centre's box and recovery keys, one of each a month: made, carried by the card, destroyed after retention."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pyrage

from station import canonical
from station.batch.card import CentreCard, card_bytes
from station.centre.centre_folder import KEYS, OWNER, RECOVERY, Centre, CentreKeys, card_of, seal_keys
from station.centre.recovery_answer import recovery_lines
from station.clock import local
from station.errors import InputError
from station.files import write_durably
from station.store import slot_sealing
from station.store.slot_file import SlotFile
from station.store.slot_sealing import Cost


def rotate(
    centre: Centre, passphrase: str, card_file: Path, recovery_file: Path | None = None, cost: Cost | None = None
) -> tuple[Centre, CentreCard]:
    """Make this month's box and recovery keys and write the card that carries them to the stations."""
    month = local(centre.clock.now()).strftime("%Y-%m")
    if month in centre.keys.boxes:
        raise InputError("month_has_keys", month=month)
    path = recovery_file or centre.folder / RECOVERY
    standing = _lines(centre, path, passphrase)
    box, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    _write_recovery(path, [*standing, f"{month}:{recovery}"], passphrase, centre.keys.name, cost)
    boxes = {**centre.keys.boxes, month: str(box)}
    keys = msgspec.structs.replace(centre.keys, boxes=boxes, recovery=str(recovery.to_public()))
    renewed = _with_keys(centre, keys)
    card = card_of(keys)
    write_durably(card_file, card_bytes(card, keys.private_key()))
    return renewed, card


def destroy(centre: Centre, months: list[str], passphrase: str, recovery_file: Path | None = None) -> Centre:
    """Destroy the box and recovery keys of these months, never the newest: their archive is unreadable from then on."""
    gone = [month for month in months if month in centre.keys.boxes and month != max(centre.keys.boxes)]
    if not gone:
        return centre
    path = recovery_file or centre.folder / RECOVERY
    left = [line for line in _lines(centre, path, passphrase) if line.partition(":")[0] not in gone]
    _write_recovery(path, left, passphrase, centre.keys.name, None)
    boxes = {month: key for month, key in centre.keys.boxes.items() if month not in gone}
    return _with_keys(centre, msgspec.structs.replace(centre.keys, boxes=boxes))


def public_of(key: str) -> str:
    """The recipient behind an age secret key, as manifests name it."""
    return str(pyrage.x25519.Identity.from_str(key).to_public())


def _lines(centre: Centre, path: Path, passphrase: str) -> list[str]:
    """The recovery keys with their months; a key from before there were months is of the first one."""
    first = min(centre.keys.boxes)
    return [line if ":" in line else f"{first}:{line}" for line in recovery_lines(path, passphrase)]


def _write_recovery(path: Path, lines: list[str], passphrase: str, name: str, cost: Cost | None) -> None:
    slot = slot_sealing.passphrase_slot("\n".join(lines).encode(), OWNER, 1, passphrase, cost or Cost())
    write_durably(path, canonical.encode(SlotFile(OWNER, name, (slot,))))


def _with_keys(centre: Centre, keys: CentreKeys) -> Centre:
    write_durably(centre.folder / KEYS, seal_keys(centre.key, keys))
    return replace(centre, keys=keys)
