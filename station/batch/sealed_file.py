"""The container of what is signed in clear and sealed inside: magic, manifest, signature, age ciphertext.

Encrypt, then sign: that a file is whole and genuine can be seen without any private key.
"""

from __future__ import annotations

import hashlib
import struct

from station import signing
from station.batch.file_kinds import FileKind
from station.errors import RefusedFile

LENGTH = struct.Struct(">I")
LARGEST_MANIFEST = 64 * 1024
LARGEST = 64 << 20


def join(kind: FileKind, manifest: bytes, private_key: bytes, cipher: bytes) -> bytes:
    """The file's bytes; its kind's name binds the signature to what it is."""
    signature = signing.sign(private_key, kind.name, manifest)
    return kind.magic + LENGTH.pack(len(manifest)) + manifest + signature + cipher


def split(content: bytes, kind: FileKind, foreign: str) -> tuple[bytes, bytes, bytes]:
    """Manifest, signature and ciphertext by size, magic and lengths; `foreign` is the code for another file."""
    magic = kind.magic
    if len(content) > LARGEST:
        raise RefusedFile("too_large")
    if not content.startswith(magic):
        raise RefusedFile("newer_version" if content[:3] == magic[:3] and content[4:5] == b"\n" else foreign)
    start = len(magic) + LENGTH.size
    if len(content) < start:
        raise RefusedFile("truncated")
    (length,) = LENGTH.unpack_from(content, len(magic))
    body_at = start + length + signing.SIGNATURE_LENGTH
    if length > LARGEST_MANIFEST or len(content) < body_at:
        raise RefusedFile("truncated")
    return content[start : start + length], content[start + length : body_at], content[body_at:]


def check_cipher(cipher: bytes, length: int, digest: str) -> None:
    """Refuse a ciphertext that is not the one the manifest binds."""
    if len(cipher) < length:
        raise RefusedFile("truncated")
    if len(cipher) != length or hashlib.sha256(cipher).hexdigest() != digest:
        raise RefusedFile("altered")
