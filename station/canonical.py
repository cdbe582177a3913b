"""The canonical form of everything that is signed or digested: sorted JSON without freedom.

A body is read by decoding it untyped, walking it, encoding it again and demanding identical
bytes, so that two different byte strings can never stand for the same record.
"""

from __future__ import annotations

import unicodedata
from typing import Any, TypeVar

import msgspec

from station.errors import InputError

LARGEST = 2**53
DEEPEST = 8

Record = TypeVar("Record")


def encode(value: Any) -> bytes:
    """Canonical bytes of a plain value (dict, list, str, int, bool, None) or of a record of such fields."""
    return msgspec.json.encode(value, order="sorted")


def decode(content: bytes) -> Any:
    """The plain value behind canonical bytes; anything else is an InputError `not_canonical`."""
    try:
        value = msgspec.json.decode(content)
        _walk(value, 0)
        again = encode(value)
    except (msgspec.MsgspecError, RecursionError, UnicodeError, ValueError) as error:
        raise InputError("not_canonical") from error
    if again != content:
        raise InputError("not_canonical")
    return value


def _walk(value: Any, depth: int) -> None:
    """Refuse floats, huge integers, text that is not NFC, and depth over eight."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, dict):
        for name, item in value.items():
            _walk(name, depth + 1)
            _walk(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _walk(item, depth + 1)
    elif isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            raise ValueError("not NFC")
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("too large")
    elif value is not None:
        raise ValueError("floats have no canonical form here")


def to_value(record: Any) -> dict[str, Any]:
    """A record as the plain value that `encode` takes; text is brought to NFC."""
    value: dict[str, Any] = _normalised(msgspec.to_builtins(record))
    return value


def to_record(value: Any, record_type: type[Record]) -> Record:
    """The record behind a plain value; an unknown, missing or mistyped field is an InputError."""
    try:
        record = msgspec.convert(value, record_type)
    except msgspec.ValidationError as error:
        raise InputError("not_this_record", record=record_type.__name__) from error
    if encode(msgspec.to_builtins(record)) != encode(value):
        raise InputError("not_this_record", record=record_type.__name__)
    return record


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {name: _normalised(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    return value
