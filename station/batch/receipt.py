"""The receipt: the centre's word of what it holds of a station's epoch, signed; it allows purge."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station.batch import signed_file

MAGIC = b"YSR1\n"
KIND = "receipt"


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
    return signed_file.pack(MAGIC, KIND, msgspec.to_builtins(receipt), private_key)


def read_receipt(content: bytes, centre_key: bytes) -> Receipt:
    """The receipt in a file, signed by this centre."""
    return signed_file.unpack(content, MAGIC, KIND, centre_key, Receipt)
