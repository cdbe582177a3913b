"""Ed25519 signatures, each bound to the kind of object it signs."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_LENGTH = 64


def new_key() -> bytes:
    """A new private key: 32 random bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The public half of a private key, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, kind: str, message: bytes) -> bytes:
    """Sign `message` as an object of `kind`; 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(_domain(kind) + message)


def verifies(public: bytes, kind: str, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `message` as an object of `kind` under this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _domain(kind) + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """A key's name for people: sixteen hex digits in four groups, to be compared by phone."""
    digits = hashlib.sha256(b"checkpoint/key/v1\0" + public).hexdigest()[:16].upper()
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def _domain(kind: str) -> bytes:
    return f"checkpoint/{kind}/v1".encode() + b"\0"
