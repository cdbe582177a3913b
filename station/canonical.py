"""The canonical form of everything that is signed or digested: sorted JSON without freedom.

What is written has its text in one Unicode form (NFC). What is read is decoded untyped, walked, encoded again, and
must come out as the same bytes, so that two different byte strings can never stand for the same record. The form of
its text is no reason to refuse it: digests are over bytes, so the bytes stay and the record is brought to NFC.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeVar

import msgspec

from station.errors import BugError, InputError

LARGEST = 2**53
DEEPEST = 8
HALF = re.compile("[\ud800-\udfff]")  # half of a character: no file can hold it
REPLACEMENT = "\ufffd"

Record = TypeVar("Record")


def one_form(text: str) -> str:
    """Text in NFC, as everything here is written: what looks the same is the same."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", HALF.sub(REPLACEMENT, text))


def encode(value: Any) -> bytes:
    """Canonical bytes of a plain value or of a record, its text in NFC; what `decode` would refuse is our bug."""
    return exact(to_value(value))


def exact(value: Any) -> bytes:
    """The same without touching the text: for what was read and must be compared or verified byte for byte."""
    return msgspec.json.encode(value, order="sorted")


def decode(content: bytes) -> Any:
    """The plain value behind canonical bytes, as written; anything else is an InputError `not_canonical`."""
    try:
        value = msgspec.json.decode(content)
        _walk(value, 0)
        again = exact(value)
    except (msgspec.MsgspecError, RecursionError, UnicodeError, ValueError) as error:
        raise InputError("not_canonical") from error
    if again != content:
        raise InputError("not_canonical")
    return value


def to_value(record: Any) -> Any:
    """A record or value as the plain value that is written, its text in NFC."""
    plain = msgspec.to_builtins(record)
    try:
        _walk(plain, 0)
    except (ValueError, RecursionError) as error:
        raise BugError("no_canonical_form") from error
    return plain if _is_one_form(plain) else _formed(plain)


def settled(record: Record) -> Record:
    """A record as a reader will find it once it is written: its text in NFC."""
    if _is_one_form(record):
        return record
    changed: Record = msgspec.convert(_formed(msgspec.to_builtins(record)), type(record))
    return changed


def to_record(value: Any, record_type: type[Record]) -> Record:
    """The record behind a plain value, its text in NFC; an unknown, missing or mistyped field is an InputError."""
    return as_written(value if _is_one_form(value) else _formed(value), record_type)


def as_written(value: Any, record_type: type[Record]) -> Record:
    """The same with its text as it stands: for a header, whose digest is over what was written."""
    try:
        record = msgspec.convert(value, record_type)
    except msgspec.ValidationError as error:
        raise InputError("not_this_record", record=record_type.__name__) from error
    if exact(record) != exact(value):
        raise InputError("not_this_record", record=record_type.__name__)
    return record


def _is_one_form(value: Any) -> bool:
    """Whether all text in it is in NFC; asked of the whole at once, because almost always it is."""
    try:
        content = exact(value)
    except UnicodeError:  # half a character
        return False
    return content.isascii() or unicodedata.is_normalized("NFC", content.decode())


def _formed(value: Any) -> Any:
    """A plain value with each of its texts in NFC."""
    if isinstance(value, str):
        return one_form(value)
    if isinstance(value, dict):
        return {_formed(name): _formed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_formed(item) for item in value]
    return value


def _walk(value: Any, depth: int) -> None:
    """Refuse floats, huge integers and depth over eight."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, dict):
        for name, item in value.items():
            _walk(name, depth + 1)
            _walk(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _walk(item, depth + 1)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("too large")
    elif value is not None and not isinstance(value, str):
        raise ValueError("floats have no canonical form here")
