"""The receipt: the centre's word of what it holds of a station's epoch, signed; it allows purge."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station.batch import signed_file
from station.batch.file_kinds import RECEIPT


@dataclass(frozen=True)
class Receipt:
    """Highest contiguous seq and its digest, what is missing above it, which batches were merged."""

    station: str
    epoch: int
    highest: int
    digest: str
    missing: tuple[tuple[int, int], ...]
    batches: tuple[str, ...]
    centre: str
    issued_at: int
    format: int = 1


def receipt_bytes(receipt: Receipt, private_key: bytes) -> bytes:
    """The receipt file."""
    return signed_file.pack(RECEIPT, msgspec.to_builtins(receipt), private_key)


def read_receipt(content: bytes, centre_key: bytes) -> Receipt:
    """The receipt in a file, signed by this centre."""
    return signed_file.unpack(content, RECEIPT, centre_key, Receipt)
