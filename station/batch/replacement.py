"""The centre's word for a new laptop in the place of a lost one: under which epoch it begins and what came before."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station.batch import signed_file
from station.batch.file_kinds import REPLACEMENT


@dataclass(frozen=True)
class Replacement:
    """The next epoch of a station, and the last entry of the lost one that the centre holds (0: none)."""

    station: str
    name: str
    epoch: int
    last_epoch: int
    last_seq: int
    last_digest: str
    centre: str
    issued_at: int
    format: int = 1


def replacement_bytes(replacement: Replacement, private_key: bytes) -> bytes:
    """The replacement file."""
    return signed_file.pack(REPLACEMENT, msgspec.to_builtins(replacement), private_key)


def read_replacement(content: bytes, centre_key: bytes) -> Replacement:
    """The replacement in a file, signed by this centre."""
    return signed_file.unpack(content, REPLACEMENT, centre_key, Replacement)
