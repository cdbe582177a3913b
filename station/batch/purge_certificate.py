"""The word of a station that it let personal data go: what, under which receipt, and what is left in counts."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station.batch import signed_file
from station.batch.file_kinds import PURGE_CERTIFICATE


@dataclass(frozen=True)
class PurgeCertificate:
    """Bodies of records older than `before` (ms UTC) are gone; `kept` of them stay, their matters are open.

    `counts` are daily figures by report day; `head` is the journal's newest digest, which binds the purge's entries.
    `wiped` says that the whole data folder went.
    """

    station: str
    name: str
    before: int
    bodies: int
    kept: int
    counts: dict[str, dict[str, int]]
    epoch: int
    seq: int
    head: str
    issued_at: int
    wiped: bool = False
    format: int = 1


def certificate_bytes(certificate: PurgeCertificate, private_key: bytes) -> bytes:
    """The certificate file, signed by the station."""
    return signed_file.pack(PURGE_CERTIFICATE, msgspec.to_builtins(certificate), private_key)


def read_certificate(content: bytes, public_key: bytes) -> PurgeCertificate:
    """The certificate in a file, signed by this station."""
    return signed_file.unpack(content, PURGE_CERTIFICATE, public_key, PurgeCertificate)
