"""Key slots: one random data key, wrapped several times, in a small file beside the store.

passphrase   Argon2id of generated words
pin_stick    HKDF of Argon2id(PIN) and 32 random bytes on a leader's stick
recovery     age, to the centre's offline recovery key
Each slot's header is bound to its wrapped key as associated data (format in docs/formats.md).
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import pyrage
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station import canonical
from station.canonical import one_form
from station.errors import FolderProblem, WrongSecret
from station.store.slot_file import Slot, SlotFile

KEY_BYTES = 32
HEADER = 1  # what a slot's header is bound as; it stays when the file's format changes
SALT_BYTES, NONCE_BYTES = 16, 12
COST_LIMITS = ((8, 1 << 20), (1, 32), (1, 16))  # memory in KiB, passes, lanes


@dataclass(frozen=True)
class Cost:
    """What one try costs: memory in KiB, passes, lanes (Argon2id)."""

    memory: int = 262_144
    passes: int = 3
    lanes: int = 4


def new_data_key() -> bytes:
    """Thirty-two random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def passphrase_slot(data_key: bytes, owner: str, number: int, passphrase: str, cost: Cost) -> Slot:
    """Wrap the data key under a passphrase, in the one form that every keyboard's way of typing it comes to."""
    words = one_form(passphrase)
    return _wrap("passphrase", data_key, owner, number, cost, lambda salt: _stretch(words, salt, cost))


def stick_slot(data_key: bytes, owner: str, number: int, pin: str, stick: bytes, cost: Cost) -> Slot:
    """Wrap the data key under a PIN together with a stick's 32 bytes: neither opens alone."""
    return _wrap("pin_stick", data_key, owner, number, cost, lambda salt: _with_stick(pin, stick, salt, cost))


def recovery_slot(data_key: bytes, number: int, recipient: str) -> Slot:
    """Seal the data key to the centre's recovery key (age recipient)."""
    sealed = pyrage.encrypt(data_key, [pyrage.x25519.Recipient.from_str(recipient)])
    return Slot("recovery", number, _text(sealed))


def open_with_passphrase(slots: SlotFile, passphrase: str) -> bytes:
    """The data key behind a passphrase, or WrongSecret; releases up to 0.4.0 took it in whatever form it was typed."""
    words = one_form(passphrase)
    problem = WrongSecret("wrong_secret")
    for form in dict.fromkeys((words, passphrase, unicodedata.normalize("NFD", words))):
        try:
            return _first(slots, "passphrase", partial(_stretched, form))
        except WrongSecret as error:
            problem = error
    raise problem


def open_with_stick(slots: SlotFile, pin: str, stick: bytes) -> bytes:
    """The data key behind a PIN and a stick, or WrongSecret."""
    return _first(slots, "pin_stick", lambda slot: _with_stick(pin, stick, _bytes(slot.salt), _cost(slot)))


def open_with_recovery(slots: SlotFile, identities: list[str]) -> bytes:
    """The data key behind one of the centre's recovery identities (age secret keys), or WrongSecret."""
    keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
    for slot in slots.slots:
        if slot.kind == "recovery":
            with contextlib.suppress(pyrage.DecryptError, FolderProblem):
                opened: bytes = pyrage.decrypt(_bytes(slot.wrapped), keys)
                return opened
    raise WrongSecret("wrong_secret")


def open_any(copies: list[SlotFile], opener: Callable[[SlotFile], bytes]) -> tuple[SlotFile, bytes]:
    """The first copy that opens, with what was behind it; else what the last one said."""
    problem: WrongSecret | FolderProblem = WrongSecret("wrong_secret")
    for slots in copies:
        try:
            return slots, opener(slots)
        except (WrongSecret, FolderProblem) as error:
            problem = error
    raise problem


def _first(slots: SlotFile, kind: str, key_of: Callable[[Slot], bytes]) -> bytes:
    """Try each slot of the kind; a damaged one is passed over, another may still open."""
    damaged = False
    for slot in slots.slots:
        if slot.kind != kind:
            continue
        try:
            _check_form(slot)
            cipher = ChaCha20Poly1305(key_of(slot))
            return cipher.decrypt(_bytes(slot.nonce), _bytes(slot.wrapped), _header(slots.owner, slot))
        except InvalidTag:
            continue
        except FolderProblem:
            damaged = True
    if damaged:
        raise FolderProblem("keyslots_damaged", folder="")
    raise WrongSecret("wrong_secret")


def _check_form(slot: Slot) -> None:
    """Refuse what no release wrote, before it costs hours or gigabytes to try."""
    cost_fits = all(
        low <= value <= high
        for value, (low, high) in zip((slot.memory, slot.passes, slot.lanes), COST_LIMITS, strict=True)
    )
    if not cost_fits or len(_bytes(slot.salt)) != SALT_BYTES or len(_bytes(slot.nonce)) != NONCE_BYTES:
        raise FolderProblem("keyslots_damaged", folder="")


def _wrap(kind: str, data_key: bytes, owner: str, number: int, cost: Cost, key_of: Callable[[bytes], bytes]) -> Slot:
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    blank = Slot(kind, number, "", _text(salt), _text(nonce), cost.memory, cost.passes, cost.lanes)
    wrapped = ChaCha20Poly1305(key_of(salt)).encrypt(nonce, data_key, _header(owner, blank))
    return replace(blank, wrapped=_text(wrapped))


def _header(owner: str, slot: Slot) -> bytes:
    return canonical.encode([HEADER, owner, slot.kind, slot.number, slot.salt, slot.memory, slot.passes, slot.lanes])


def _stretched(passphrase: str, slot: Slot) -> bytes:
    return _stretch(passphrase, _bytes(slot.salt), _cost(slot))


def _stretch(secret: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return hash_secret_raw(
            secret.encode(errors="replace"),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:  # a cost that no release writes, or more memory than there is
        raise FolderProblem("keyslots_damaged", folder="") from error


def _with_stick(pin: str, stick: bytes, salt: bytes, cost: Cost) -> bytes:
    stretched = _stretch(pin, salt, cost)
    return HKDF(SHA256(), KEY_BYTES, salt, b"checkpoint/pin-stick/v1").derive(stretched + stick)


def _cost(slot: Slot) -> Cost:
    return Cost(slot.memory, slot.passes, slot.lanes)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise FolderProblem("keyslots_damaged", folder="") from error
