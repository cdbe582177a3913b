"""The reference pack: the centre's rules and lists, signed by it and sealed to one station's enrolled key.

"YSP1" LF | u32 manifest length | manifest (canonical JSON) | signature 64 | age ciphertext
Inside the ciphertext: one line with station and version again, then one line a list, in the manifest's order.
The manifest binds each list by its digest, so that lists of two packs can never be put together. The
recipient is the station's Ed25519 key as age's `ssh-ed25519` takes it: nothing but the enrolment is needed.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import msgspec
import pyrage
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from station import canonical, signing
from station.batch import enrolment, sealed_file
from station.batch.file_kinds import BATCH, CARD, CERTIFICATE, PACK, RECEIPT
from station.canonical import Record
from station.errors import InputError, RefusedFile
from station.records.reference_lists import CARRIED, RULES, ListState, References
from station.rule_pack import RulePack

OTHER_KINDS = (CERTIFICATE.name, RECEIPT.name, CARD.name, enrolment.REQUEST_KIND, BATCH.name)
FORMAT = 1


@dataclass(frozen=True)
class ListMark:
    """A list in the manifest: the pack version it last changed in, when (ms UTC, 0: never), rows, line's digest."""

    version: int
    changed_at: int
    rows: int
    digest: str


@dataclass(frozen=True)
class PackManifest:
    """What anyone can read of a pack; times are ms UTC, digests and keys hex."""

    station: str
    version: int
    issued_at: int
    expires_at: int
    signer: str
    lists: dict[str, ListMark]
    cipher_digest: str
    cipher_length: int
    format: int = FORMAT


@dataclass(frozen=True)
class OpenedPack:
    """A pack that was verified whole: the rule pack (None: the shipped one stays) and the lists."""

    manifest: PackManifest
    rules: RulePack | None
    lists: References


def seal(
    station: str,
    station_key: bytes,
    version: int,
    issued_at: int,
    expires_at: int,
    contents: dict[str, Any],
    changes: dict[str, tuple[int, int]],
    private_key: bytes,
) -> bytes:
    """The pack of one station: `contents` are plain rows by list and the rules, `changes` version and time of each."""
    lines = {name: canonical.encode({"list": name, "rows": contents[name]}) for name in sorted(contents)}
    marks = {name: ListMark(*changes[name], _count(contents[name]), _digest(line)) for name, line in lines.items()}
    first = canonical.encode({"station": station, "version": version})
    recipient = pyrage.ssh.Recipient.from_str(_ssh_public(station_key))
    cipher: bytes = pyrage.encrypt(b"\n".join([first, *lines.values()]) + b"\n", [recipient])
    manifest = PackManifest(
        station=station,
        version=version,
        issued_at=issued_at,
        expires_at=expires_at,
        signer=signing.public_key(private_key).hex(),
        lists=marks,
        cipher_digest=hashlib.sha256(cipher).hexdigest(),
        cipher_length=len(cipher),
    )
    return sealed_file.join(PACK, canonical.encode(asdict(manifest)), private_key, cipher)


def verify(content: bytes, centre_key: bytes) -> tuple[PackManifest, bytes]:
    """The manifest and the ciphertext of a pack that this centre signed as a pack; else a RefusedFile."""
    raw, signature, cipher = sealed_file.split(content, PACK, "not_ours")
    if not signing.verifies(centre_key, PACK.name, raw, signature):
        raise RefusedFile("wrong_role" if _signed_otherwise(raw, signature, centre_key) else "wrong_signature")
    manifest = _manifest(raw)
    sealed_file.check_cipher(cipher, manifest.cipher_length, manifest.cipher_digest)
    return manifest, cipher


def open_pack(manifest: PackManifest, cipher: bytes, private_keys: list[bytes]) -> OpenedPack:
    """Decrypt with any of the station's keys and check every list against the manifest, then row by row."""
    try:
        keys = [pyrage.ssh.Identity.from_buffer(_ssh_private(key)) for key in private_keys]
        plain: bytes = pyrage.decrypt(cipher, keys)
    except pyrage.DecryptError as error:
        raise RefusedFile("for_another_station") from error
    first, *lines = plain.rstrip(b"\n").split(b"\n")
    names = sorted(manifest.lists)
    try:
        inside = canonical.decode(first)
        values = [canonical.to_value(canonical.decode(line)) for line in lines]
    except InputError as error:
        raise RefusedFile("not_canonical") from error
    if inside != {"station": manifest.station, "version": manifest.version} or len(lines) != len(names):
        raise RefusedFile("pack_mixed")
    for name, line, value in zip(names, lines, values, strict=True):
        mark = manifest.lists[name]
        if _digest(line) != mark.digest or value.get("list") != name or _count(value.get("rows")) != mark.rows:
            raise RefusedFile("pack_mixed")
    contents = {name: value["rows"] for name, value in zip(names, values, strict=True)}
    return OpenedPack(manifest, _rules(contents.pop(RULES, None)), _lists(manifest, contents))


def _rules(value: Any) -> RulePack | None:
    """The rule pack; fields of a later release are read over, so that an older station keeps its rules current."""
    if value is None:
        return None
    try:
        return msgspec.convert(value, RulePack)
    except msgspec.ValidationError as error:
        raise RefusedFile("pack_rules") from error


def _lists(manifest: PackManifest, contents: dict[str, Any]) -> References:
    """The rows; a list of a later release is read over."""
    rows = {name: tuple(_row(row, kind) for row in contents.get(name, ())) for name, kind in CARRIED.items()}
    states = {name: ListState(mark.rows, mark.version, mark.changed_at) for name, mark in manifest.lists.items()}
    return References(manifest.version, manifest.issued_at, manifest.expires_at, states, **rows)


def _row(value: Any, record_type: type[Record]) -> Record:
    try:
        return msgspec.convert(value, record_type)
    except msgspec.ValidationError as error:
        raise RefusedFile("pack_rows") from error


def _manifest(raw: bytes) -> PackManifest:
    try:
        value = canonical.decode(raw)
        if isinstance(value, dict) and isinstance(value.get("format"), int) and value["format"] > FORMAT:
            raise RefusedFile("newer_version")
        return canonical.to_record(value, PackManifest)
    except InputError as error:
        raise error if isinstance(error, RefusedFile) else RefusedFile("altered") from error


def _signed_otherwise(raw: bytes, signature: bytes, centre_key: bytes) -> bool:
    """Whether a genuine signature stands there that has no say over packs: another kind's, or another key's."""
    if any(signing.verifies(centre_key, kind, raw, signature) for kind in OTHER_KINDS):
        return True
    try:
        signer = bytes.fromhex(str(canonical.decode(raw)["signer"]))
    except (InputError, KeyError, TypeError, ValueError):
        return False
    return signing.verifies(signer, PACK.name, raw, signature)


def _count(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else 1


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _ssh_public(key: bytes) -> str:
    public = Ed25519PublicKey.from_public_bytes(key)
    encoded = public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return encoded.decode()


def _ssh_private(key: bytes) -> bytes:
    private = Ed25519PrivateKey.from_private_bytes(key)
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
