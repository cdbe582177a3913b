"""What the door needs before it opens: whose folder this is, and what a secret can be. Imports next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station.store import slot_file

STICK_FILE = "checkpoint-stick.key"


@dataclass(frozen=True)
class Unlock:
    """What opens the data key: a passphrase, or a PIN with the folder of a leader's stick."""

    passphrase: str | None = None
    pin: str | None = None
    stick: Path | None = None


def shown_station(folder: Path) -> tuple[str, str]:
    """Code and name of a data folder's checkpoint, before it is unlocked."""
    slots = slot_file.read_slots(folder)
    return slots.owner, slots.name
