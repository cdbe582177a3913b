"""The centre's decisions, signed: an epoch is lost, a batch is left out or taken back in, bodies are let go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from station import canonical
from station.batch import signed_file
from station.batch.file_kinds import DECISION
from station.errors import InputError, RefusedFile

EPOCH_LOST = "epoch_lost"
EPOCH_FOUND = "epoch_found"
BATCH_EXCLUDED = "batch_excluded"
BATCH_INCLUDED = "batch_included"
PLACES_RETIRED = "places_retired"
PLACES_KEPT = "places_kept"
BODIES_RETIRED = "bodies_retired"  # by time, of releases up to 0.4.0: it takes nothing any more
KINDS = (EPOCH_LOST, EPOCH_FOUND, BATCH_EXCLUDED, BATCH_INCLUDED, PLACES_RETIRED, PLACES_KEPT, BODIES_RETIRED)
FORMAT = 2


@dataclass(frozen=True)
class Places:
    """A run of one journal that the centre held: first and last seq, and the digest that the last entry has."""

    station: str
    epoch: int
    first: int
    last: int
    digest: str


@dataclass(frozen=True)
class Decision:
    """One decision; of two about the same thing the one with the higher number holds.

    about    station and epoch (`CP17/1`) for an epoch, the batch's digest for a batch, the retirement's own name
             (`retired-7`) for retention
    through  the last seq of a lost epoch that is believed
    places   whose bodies a retirement lets go; none in format 1
    """

    kind: str
    number: int
    about: str
    reason: str
    decided_at: int
    centre: str
    through: int = 0
    places: tuple[Places, ...] = ()
    format: int = FORMAT


def decision_bytes(decision: Decision, private_key: bytes) -> bytes:
    """The decision as it is kept beside the batches."""
    return signed_file.pack(DECISION, msgspec.to_builtins(decision), private_key)


def read_decision(content: bytes, centre_key: bytes) -> Decision:
    """The decision in a file, signed by this centre; one of an older format is about no places."""
    return _decision(signed_file.unpack_value(content, DECISION, centre_key))


def read_without_proof(content: bytes) -> Decision:
    """The same of a decision whose signature was checked when it was taken."""
    return _decision(canonical.decode(signed_file.split(content, DECISION)[0]))


def _decision(value: Any) -> Decision:
    if isinstance(value, dict) and value.get("format") == 1:
        value = {**value, "places": []}
    try:
        return canonical.to_record(value, Decision)
    except InputError as error:
        raise RefusedFile("not_canonical") from error
