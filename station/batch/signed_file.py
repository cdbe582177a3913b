"""The container of every signed object but the batch: magic, length, canonical JSON, signature."""

from __future__ import annotations

import struct
from typing import Any

from station import canonical, signing
from station.batch.file_kinds import FileKind
from station.errors import InputError, RefusedFile

LENGTH = struct.Struct(">I")
LARGEST = 1 << 20


def pack(kind: FileKind, value: dict[str, Any], private_key: bytes) -> bytes:
    """The bytes of a signed object; its kind's name binds the signature to what it is."""
    content = canonical.encode(value)
    return kind.magic + LENGTH.pack(len(content)) + content + signing.sign(private_key, kind.name, content)


def split(content: bytes, kind: FileKind) -> tuple[bytes, bytes]:
    """The JSON and the signature behind the magic; a cut or padded file is a RefusedFile."""
    magic = kind.magic
    start = len(magic) + LENGTH.size
    if not content.startswith(magic[:-2]):
        raise RefusedFile("not_ours")
    if not content.startswith(magic):
        raise RefusedFile("newer_version")
    if len(content) < start or len(content) > LARGEST:
        raise RefusedFile("truncated")
    (length,) = LENGTH.unpack_from(content, len(magic))
    if len(content) != start + length + signing.SIGNATURE_LENGTH:
        raise RefusedFile("truncated")
    return content[start : start + length], content[start + length :]


def unpack_value(content: bytes, kind: FileKind, public_key: bytes) -> Any:
    """The plain value in a signed object of this key; anything else is a RefusedFile."""
    body, signature = split(content, kind)
    if not signing.verifies(public_key, kind.name, body, signature):
        raise RefusedFile("wrong_signature")
    try:
        return canonical.decode(body)
    except InputError as error:
        raise RefusedFile("not_canonical") from error


def unpack(content: bytes, kind: FileKind, public_key: bytes, record_type: type[canonical.Record]) -> canonical.Record:
    """The record in a signed object of this key; anything else is a RefusedFile."""
    value = unpack_value(content, kind, public_key)
    try:
        return canonical.to_record(value, record_type)
    except InputError as error:
        raise RefusedFile("not_canonical") from error
