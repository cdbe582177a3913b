"""The last resort: journal entries read straight from the pages of a store whose tables no longer lead to them.

Formats: SQLCipher 4 (AES-256-CBC, HMAC-SHA512 a page, 80 bytes reserve) over the SQLite file format (b-trees, WAL).
Whatever is found proves itself: a page by its HMAC, an entry by its digest. Nothing is written here.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from station.records.journal_entry import Entry, Header, digest_of_body
from station.store.journal import COLUMNS

PAGE, RESERVE, SALT = 4096, 80, 16
USABLE = PAGE - RESERVE
WAL_HEADER, FRAME_HEADER = 32, 24
# The journal has no row ids: it is one index, whose inner pages hold entries too, each behind the number of the page
# to its left. By page type: where the cells' places begin, and what stands before a cell's payload.
INDEX_PAGES = {0x0A: (8, 0), 0x02: (12, 4)}
MOST_LOCAL = (USABLE - 12) * 64 // 255 - 23
LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
STORED = ("station", "epoch", "seq", *COLUMNS[3:], "digest", "body")  # the key's columns come first
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
Value = int | str | bytes | None


def entries_in(store: Path, log: Path, key: bytes) -> Iterator[Entry]:
    """Every entry on a readable page of the store or of its log; one that was written twice comes twice."""
    if not store.is_file():
        return
    newest: dict[int, bytes] = {}
    found: list[bytes] = []
    for number, page in _pages(store, log, key):
        newest[number] = page
        found.append(page)
    for page in found:
        if page[0] in INDEX_PAGES:
            for row in _rows(page, newest):
                entry = _entry(row)
                if entry is not None:
                    yield entry


def _pages(store: Path, log: Path, key: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and plain content of each page whose HMAC is right, those of the log last."""
    content = store.read_bytes()
    salt = content[:SALT]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(one ^ 0x3A for one in salt), 2, 32)
    for at in range(0, len(content) - PAGE + 1, PAGE):
        number = at // PAGE + 1
        plain = _decrypted(content[at : at + PAGE], number, key, mac_key)
        if plain is not None:
            yield number, plain
    frames = log.read_bytes()[WAL_HEADER:] if log.is_file() else b""
    size = FRAME_HEADER + PAGE
    for at in range(0, len(frames) - size + 1, size):
        (number,) = struct.unpack_from(">I", frames, at)
        plain = _decrypted(frames[at + FRAME_HEADER : at + size], number, key, mac_key)
        if plain is not None:
            yield number, plain


def _decrypted(page: bytes, number: int, key: bytes, mac_key: bytes) -> bytes | None:
    start = SALT if number == 1 else 0
    sealed, vector, tag = page[start:USABLE], page[USABLE : USABLE + SALT], page[USABLE + SALT :]
    told = hmac.new(mac_key, sealed + vector + struct.pack("<I", number), hashlib.sha512).digest()
    if not hmac.compare_digest(told, tag):
        return None
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
    return bytes(start) + decryptor.update(sealed) + decryptor.finalize()


def _rows(page: bytes, pages: dict[int, bytes]) -> Iterator[list[Value]]:
    """The records of a page of an index; a cell that makes no sense is passed over."""
    first, before = INDEX_PAGES[page[0]]
    (count,) = struct.unpack_from(">H", page, 3)
    for place in range(min(count, USABLE // 4)):
        (at,) = struct.unpack_from(">H", page, first + 2 * place)
        try:
            payload = _payload(page, at + before, pages)
            if payload is not None:
                yield _record(payload)
        except (IndexError, struct.error, UnicodeDecodeError):
            continue


def _payload(page: bytes, at: int, pages: dict[int, bytes]) -> bytes | None:
    """A cell's bytes with those that overflowed to other pages; None if one of them is gone."""
    length, at = _varint(page, at)
    if length <= MOST_LOCAL:
        return page[at : at + length]
    some = LEAST_LOCAL + (length - LEAST_LOCAL) % (USABLE - 4)
    local = some if some <= MOST_LOCAL else LEAST_LOCAL
    found = bytearray(page[at : at + local])
    (following,) = struct.unpack_from(">I", page, at + local)
    while len(found) < length:
        more = pages.get(following)
        if more is None:
            return None
        found += more[4 : 4 + min(USABLE - 4, length - len(found))]
        (following,) = struct.unpack_from(">I", more, 0)
    return bytes(found)


def _record(payload: bytes) -> list[Value]:
    header, at = _varint(payload, 0)
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    at = header
    for kind in kinds:
        value, size = _value(kind, payload, at)
        values.append(value)
        at += size
    return values


def _value(kind: int, payload: bytes, at: int) -> tuple[Value, int]:
    if kind in INTEGERS:
        size = INTEGERS[kind]
        return int.from_bytes(payload[at : at + size], "big", signed=True), size
    if kind in (8, 9):
        return kind - 8, 0
    if kind >= 12:
        size = (kind - 12) // 2
        content = payload[at : at + size]
        return (content.decode() if kind % 2 else content), size
    return None, 8 if kind == 7 else 0


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = content[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    raise IndexError(at)


def _entry(row: list[Value]) -> Entry | None:
    """The entry that a record is, if its digest says so."""
    if len(row) != len(STORED):
        return None
    values: dict[str, Any] = dict(zip(STORED, row, strict=True))
    digest, body = values.pop("digest"), values.pop("body")
    whole = all(isinstance(values[name], int) for name in ("epoch", "seq", "schema", "revision", "at"))
    if not whole or not all(isinstance(values[name], str) for name in ("station", "kind", "uid", "previous")):
        return None
    header = Header(**values)
    if header.digest() != digest or (body is not None and digest_of_body(body) != header.body_digest):
        return None
    return Entry(header, body)
