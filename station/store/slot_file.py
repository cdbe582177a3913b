"""The key slots' file: whose it is, readable before anything is unlocked; no cryptography here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from station import canonical
from station.errors import FolderProblem, InputError
from station.files import read_limited, write_durably

FORMAT = 1
FILE_NAME = "keyslots"
LARGEST = 100_000


@dataclass(frozen=True)
class Slot:
    """One wrapped copy of the data key; binary fields are base64."""

    kind: str
    number: int
    wrapped: str
    salt: str = ""
    nonce: str = ""
    memory: int = 0
    passes: int = 0
    lanes: int = 0


@dataclass(frozen=True)
class SlotFile:
    """The whole file: whose it is (readable before unlocking) and its slots."""

    owner: str
    name: str
    slots: tuple[Slot, ...]
    format: int = FORMAT


def read_slots(folder: Path) -> SlotFile:
    """The slot file of a data folder; a missing or foreign folder is a FolderProblem."""
    path = folder / FILE_NAME
    if not folder.is_dir() or not path.is_file():
        raise FolderProblem("folder_missing" if not folder.is_dir() else "folder_foreign", folder=str(folder))
    try:
        value = canonical.decode(read_limited(path, LARGEST))
        if isinstance(value, dict) and value.get("format", 0) != FORMAT:
            raise FolderProblem("store_is_newer", revision=value.get("format"))
        return canonical.to_record(value, SlotFile)
    except InputError as error:
        raise FolderProblem("keyslots_damaged", folder=str(folder)) from error


def write_slots(folder: Path, slots: SlotFile) -> None:
    """Replace the slot file whole."""
    write_durably(folder / FILE_NAME, canonical.encode(msgspec.to_builtins(slots)))
