"""The centre's decisions, signed: an epoch is lost, a batch is left out or taken back in, bodies are let go."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station.batch import signed_file

MAGIC = b"YSD1\n"
KIND = "decision"
EPOCH_LOST = "epoch_lost"
EPOCH_FOUND = "epoch_found"
BATCH_EXCLUDED = "batch_excluded"
BATCH_INCLUDED = "batch_included"
BODIES_RETIRED = "bodies_retired"
KINDS = (EPOCH_LOST, EPOCH_FOUND, BATCH_EXCLUDED, BATCH_INCLUDED, BODIES_RETIRED)


@dataclass(frozen=True)
class Decision:
    """One decision; of two about the same thing the one with the higher number holds.

    about    station and epoch (`CP17/1`) for an epoch, the batch's digest for a batch, `bodies` for retention
    through  the last seq of a lost epoch that is believed; for retention the moment (ms UTC) before which bodies go
    """

    kind: str
    number: int
    about: str
    reason: str
    decided_at: int
    centre: str
    through: int = 0
    format: int = 1


def decision_bytes(decision: Decision, private_key: bytes) -> bytes:
    """The decision as it is kept beside the batches."""
    return signed_file.pack(MAGIC, KIND, msgspec.to_builtins(decision), private_key)


def read_decision(content: bytes, centre_key: bytes) -> Decision:
    """The decision in a file, signed by this centre."""
    return signed_file.unpack(content, MAGIC, KIND, centre_key, Decision)
