"""The manifest of a batch: what anyone can read of it, and what its signature binds."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What anyone can read of a batch; digests and keys are hex."""

    station: str
    epoch: int
    number: int
    first_seq: int
    last_seq: int
    head_before: str
    head_after: str
    previous_batch: str
    cipher_digest: str
    cipher_length: int
    schema: int
    program: str
    public_key: str
    box: str
    format: int = FORMAT

    @property
    def count(self) -> int:
        """How many entries the batch holds."""
        return self.last_seq - self.first_seq + 1
