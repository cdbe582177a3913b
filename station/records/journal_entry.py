"""The journal's entry: a header that is chained and digested, and a body that may be purged.

digest = SHA-256("checkpoint/entry/v1" NUL, canonical header); the body is bound by its digest.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from station import canonical
from station.errors import InputError

# 2: a case may be voided, overridden, referred at a time
# 3: thermometers, rosters, counted supplies, verification, visits, incidents; new fields have plain defaults,
#    so that a body of an older schema still reads as it was written
SCHEMA = 3
NO_DIGEST = "0" * 64
SALT_BYTES = 16


@dataclass(frozen=True)
class Header:
    """What the chain binds; `at` is ms UTC as the laptop's clock said, digests are hex."""

    station: str
    epoch: int
    seq: int
    schema: int
    kind: str
    uid: str
    revision: int
    at: int
    clock: str
    operator: str
    previous: str
    body_digest: str

    def digest(self) -> str:
        """The entry's digest, hex SHA-256; worked out once."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(b"checkpoint/entry/v1\0" + canonical.exact(self)).hexdigest()


@dataclass(frozen=True)
class Entry:
    """A header with its body bytes; `body` is None once it is purged."""

    header: Header
    body: bytes | None


def digest_of_body(body: bytes) -> str:
    """Hex SHA-256 of the body bytes."""
    return hashlib.sha256(body).hexdigest()


def encode_body(record: Any) -> bytes:
    """Canonical body of a record with a fresh 16-byte salt, so that a digest cannot be guessed."""
    value = canonical.to_value(record)
    value["salt"] = secrets.token_hex(SALT_BYTES)
    return canonical.exact(value)


def decode_body(body: bytes, record_type: type[canonical.Record]) -> canonical.Record:
    """The record in a body; anything not canonical or with an unknown field is an InputError."""
    value = canonical.decode(body)
    if not isinstance(value, dict) or len(str(value.pop("salt", ""))) != 2 * SALT_BYTES:
        raise InputError("not_this_record", record=record_type.__name__)
    return canonical.to_record(value, record_type)


def readable(body: bytes | None, record_type: type[canonical.Record]) -> canonical.Record | None:
    """The record in a body, None where it is purged or cannot be read: one bad body costs itself only."""
    try:
        return None if body is None else decode_body(bytes(body), record_type)
    except InputError:
        return None


def check_links(entries: list[Entry], previous: str) -> str | None:
    """Walk a run of entries from the digest before it; the code of the first fault, or None."""
    for entry in entries:
        header = entry.header
        if header.previous != previous:
            return "chain_broken"
        if entry.body is not None and digest_of_body(entry.body) != header.body_digest:
            return "body_altered"
        previous = header.digest()
    return None
