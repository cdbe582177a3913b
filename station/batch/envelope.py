"""The batch: a signed manifest and an age ciphertext of journal entries. It knows no database.

"YSB1" LF | u32 manifest length | manifest (canonical JSON) | signature 64 | age ciphertext
Inside the ciphertext: one line with station, epoch and number again, then one line an entry.
Encrypt, then sign: that a file is whole and genuine can be seen without any private key.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import pyrage

from station import canonical, signing
from station.batch import sealed_file
from station.batch.file_kinds import BATCH
from station.batch.manifest import FORMAT, Manifest
from station.errors import InputError, Refused, RefusedFile
from station.records.ids import is_station_code
from station.records.journal_entry import NO_DIGEST, SCHEMA, Entry, Header, check_links
from station.records.kinds import KINDS

MOST_ENTRIES = 20_000


@dataclass(frozen=True)
class OpenedBatch:
    """A batch that was verified whole."""

    manifest: Manifest
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class SealedBatch:
    """A batch's manifest and ciphertext, its signature checked, nothing decrypted yet."""

    manifest: Manifest
    cipher: bytes


def batch_digest(content: bytes) -> str:
    """A batch file's name for machines: hex SHA-256 of all its bytes."""
    return hashlib.sha256(content).hexdigest()


def seal(
    entries: list[Entry],
    *,
    number: int,
    previous_batch: str,
    program: str,
    private_key: bytes,
    box: str,
    recovery: str,
) -> bytes:
    """The file of a run of entries of one station and epoch, sealed to the centre and recovery."""
    first, last = entries[0].header, entries[-1].header
    if not is_station_code(first.station):
        raise Refused("drill_data", field="checkpoint")
    lines = [canonical.encode({"station": first.station, "epoch": first.epoch, "number": number})]
    lines += [canonical.exact(entry_line(entry)) for entry in entries]  # a body's bytes are what its digest says
    recipients = [pyrage.x25519.Recipient.from_str(key) for key in dict.fromkeys((box, recovery))]
    cipher: bytes = pyrage.encrypt(b"\n".join(lines) + b"\n", recipients)
    manifest = Manifest(
        station=first.station,
        epoch=first.epoch,
        number=number,
        first_seq=first.seq,
        last_seq=last.seq,
        head_before=first.previous,
        head_after=last.digest(),
        previous_batch=previous_batch,
        cipher_digest=hashlib.sha256(cipher).hexdigest(),
        cipher_length=len(cipher),
        schema=SCHEMA,
        program=program,
        public_key=signing.public_key(private_key).hex(),
        box=box,
    )
    return sealed_file.join(BATCH, canonical.encode(asdict(manifest)), private_key, cipher)


def verify(content: bytes) -> SealedBatch:
    """Check size, magic, lengths, manifest, signature and ciphertext digest, in that order."""
    raw, signature, cipher = sealed_file.split(content, BATCH, "not_a_batch")
    manifest = _manifest(raw)
    if not signing.verifies(bytes.fromhex(manifest.public_key), BATCH.name, raw, signature):
        raise RefusedFile("altered")
    sealed_file.check_cipher(cipher, manifest.cipher_length, manifest.cipher_digest)
    return SealedBatch(manifest, cipher)


def _manifest(raw: bytes) -> Manifest:
    try:
        value = canonical.decode(raw)
        if isinstance(value, dict) and isinstance(value.get("format"), int) and value["format"] > FORMAT:
            raise RefusedFile("newer_version")
        manifest = canonical.to_record(value, Manifest)
        bytes.fromhex(manifest.public_key)
    except (InputError, ValueError) as error:
        raise error if isinstance(error, RefusedFile) else RefusedFile("altered") from error
    counts = manifest.epoch >= 1 and manifest.number >= 1 and 1 <= manifest.first_seq <= manifest.last_seq
    if not (counts and is_station_code(manifest.station) and manifest.count <= MOST_ENTRIES):
        raise RefusedFile("altered")
    return manifest


def open_batch(batch: SealedBatch, identities: list[str]) -> OpenedBatch:
    """Decrypt and check every entry: place, chain, bodies; `identities` are age secret keys."""
    try:
        keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
        plain: bytes = pyrage.decrypt(batch.cipher, keys)
    except pyrage.DecryptError as error:
        raise RefusedFile("for_another_centre") from error
    manifest = batch.manifest
    lines = plain.split(b"\n")
    try:
        inside = canonical.decode(lines[0])
        entries = tuple(read_entry_line(canonical.decode(line)) for line in lines[1:-1])
    except InputError as error:
        raise RefusedFile("not_canonical") from error
    if lines[-1] != b"" or inside != {
        "station": manifest.station,
        "epoch": manifest.epoch,
        "number": manifest.number,
    }:
        raise RefusedFile("not_its_contents")
    _check_entries(manifest, entries)
    return OpenedBatch(manifest, entries)


def _check_entries(manifest: Manifest, entries: tuple[Entry, ...]) -> None:
    expected = range(manifest.first_seq, manifest.last_seq + 1)
    if [entry.header.seq for entry in entries] != list(expected):
        raise RefusedFile("not_its_contents")
    for entry in entries:
        header = entry.header
        if (header.station, header.epoch) != (manifest.station, manifest.epoch) or header.kind not in KINDS:
            raise RefusedFile("not_its_contents")
    if manifest.first_seq == 1 and manifest.head_before != NO_DIGEST:
        raise RefusedFile("chain_broken")
    fault = check_links(list(entries), manifest.head_before)
    if fault or entries[-1].header.digest() != manifest.head_after:
        raise RefusedFile(fault or "chain_broken")


def entry_line(entry: Entry) -> list[Any]:
    """An entry as the plain value of its line."""
    return [asdict(entry.header), entry.body.decode() if entry.body is not None else None]


def read_entry_line(line: Any) -> Entry:
    """The entry behind such a value; anything else is an InputError."""
    if not isinstance(line, list) or len(line) != 2 or not isinstance(line[1], str | None):
        raise InputError("not_canonical")
    header = canonical.as_written(line[0], Header)
    return Entry(header, line[1].encode() if line[1] is not None else None)
