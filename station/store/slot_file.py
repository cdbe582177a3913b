"""The key slots' file: whose it is, readable before anything is unlocked; no cryptography here.

It is kept twice, as `keyslots` and `keyslots.copy`: a damaged byte or a kill between the two leaves one that opens.
Each writing has the next generation and only the newest counts: a copy that a kill left behind opens nothing.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from station import canonical
from station.errors import BugError, FolderProblem, InputError, MachineError
from station.files import read_back, read_limited, write_durably

FORMAT = 2  # 1: before there was a copy and a generation
FILE_NAME = "keyslots"
COPY_NAME = "keyslots.copy"
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
    generation: int = 0
    format: int = FORMAT


def is_set_up(folder: Path) -> bool:
    """Whether there are key slots, in whatever state: what they open must never be begun anew."""
    return any(path.exists() for path in _paths(folder))


def read_slots(folder: Path) -> SlotFile:
    """The slot file of a data folder; a missing, foreign or wholly damaged one is a FolderProblem."""
    return read_copies(folder)[0]


def read_copies(folder: Path) -> list[SlotFile]:
    """The copies of the newest generation that can be read, one at least: a secret may open only one of them."""
    if not folder.is_dir():
        raise FolderProblem("folder_missing", folder=str(folder))
    paths = [path for path in _paths(folder) if path.is_file()]
    if not paths:
        raise FolderProblem("folder_foreign", folder=str(folder))
    found, problem = [], FolderProblem("keyslots_damaged", folder=str(folder))
    for path in paths:
        try:
            found.append(read_file(path))
        except FolderProblem as error:
            problem = error
        except (InputError, MachineError):
            continue
    if not found:
        raise problem
    newest = max(one.generation for one in found)
    return [one for one in found if one.generation == newest]


def write_slots(folder: Path, slots: SlotFile) -> None:
    """Replace the slot file whole, then its copy, as the next generation."""
    standing = 0
    with contextlib.suppress(FolderProblem):
        standing = read_slots(folder).generation
    _write(folder, replace(slots, generation=standing + 1))


def heal(folder: Path, slots: SlotFile) -> None:
    """Make the copies like the one that opened: a kill between two writes or a damaged byte set them apart."""
    if any(not path.is_file() for path in _paths(folder)) or read_copies(folder) != [slots, slots]:
        _write(folder, slots)


def _write(folder: Path, slots: SlotFile) -> None:
    """One copy after the other, each read back: the old one goes only once the new one is seen to be good."""
    slots = canonical.settled(slots)
    content = canonical.encode(slots)
    if _read(content) != slots:
        raise BugError("no_canonical_form")
    for path in _paths(folder):
        write_durably(path, content)
        if read_back(path, LARGEST) != content:
            raise MachineError("cannot_write", file=path.name, errno=0)


def _paths(folder: Path) -> tuple[Path, Path]:
    return folder / FILE_NAME, folder / COPY_NAME


def read_file(path: Path) -> SlotFile:
    """One file of slots; a damaged one is an InputError, one of a newer program a FolderProblem."""
    return _read(read_limited(path, LARGEST))


def _read(content: bytes) -> SlotFile:
    value = canonical.decode(content)
    if isinstance(value, dict) and value.get("format") == 1:
        value = {**value, "format": FORMAT, "generation": 0}
    if isinstance(value, dict) and value.get("format", 0) != FORMAT:
        raise FolderProblem("store_is_newer", revision=value.get("format"))
    return canonical.to_record(value, SlotFile)
