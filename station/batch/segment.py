"""The second copy's files: frames sealed under the store's own key, each whole or nothing, a torn end harmless.

"YSM1" LF | 32 bytes salt | frames: u32 length, ChaCha20-Poly1305 ciphertext
Key: HKDF-SHA256 of the data key with the salt. Nonce: the frame's number. A frame holds canonical lines; the
station and what the file is are bound as associated data. It knows no database.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station import canonical
from station.batch.envelope import entry_line, read_entry_line
from station.batch.file_kinds import SECOND_COPY
from station.errors import InputError, MachineError, RefusedFile
from station.files import sync_folder
from station.records.journal_entry import Entry

SALT = 32
LENGTH = struct.Struct(">I")
LARGEST_FRAME = 32 << 20
ENTRIES, KEPT = "entries", "kept"


class Segment:
    """A file that is being written: each frame is on the stick when `append` returns, and no handle stays open."""

    def __init__(self, path: Path, data_key: bytes, station: str, what: str) -> None:
        self.path = path
        self._number = 0
        salt = secrets.token_bytes(SALT)
        self._cipher, self._bound = _cipher(data_key, salt), _bound(station, what)
        try:
            path.touch(exist_ok=False)
            self._put(MAGIC + salt)
            sync_folder(path.parent)
        except OSError as error:
            raise MachineError("cannot_write", file=path.name, errno=error.errno or 0) from error

    def append(self, plain: bytes) -> None:
        """Seal one frame and wait until it is on the stick; MachineError if it did not get there."""
        sealed = self._cipher.encrypt(_nonce(self._number), plain, self._bound)
        try:
            self._put(LENGTH.pack(len(sealed)) + sealed)
        except OSError as error:
            raise MachineError("cannot_write", file=self.path.name, errno=error.errno or 0) from error
        self._number += 1

    def _put(self, content: bytes) -> None:
        with self.path.open("ab") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())


MAGIC = SECOND_COPY.magic


def frames(path: Path, data_key: bytes, station: str, what: str) -> Iterator[bytes]:
    """The frames of a file up to the first that is torn; a foreign file is a RefusedFile, one just begun is empty."""
    try:
        with path.open("rb") as source:
            start = source.read(len(MAGIC) + SALT)
            if MAGIC.startswith(start[: len(MAGIC)]) and len(start) < len(MAGIC) + SALT:
                return
            if not start.startswith(MAGIC):
                raise RefusedFile("newer_version" if start[:3] == MAGIC[:3] and start[4:5] == b"\n" else "not_ours")
            cipher, number = _cipher(data_key, start[len(MAGIC) :]), 0
            while len(head := source.read(LENGTH.size)) == LENGTH.size:
                (length,) = LENGTH.unpack(head)
                sealed = source.read(length) if length <= LARGEST_FRAME else b""
                try:
                    yield cipher.decrypt(_nonce(number), sealed, _bound(station, what))
                except InvalidTag:
                    return
                number += 1
    except OSError as error:
        raise MachineError("cannot_read", file=path.name, errno=error.errno or 0) from error


def entries_frame(entries: list[Entry]) -> bytes:
    """Journal entries as a frame's content, one line each."""
    return b"\n".join(canonical.exact(entry_line(entry)) for entry in entries)


def read_entries(frame: bytes) -> list[Entry]:
    """The entries of a frame; a line that this program did not write costs itself only."""
    found = []
    for line in frame.split(b"\n"):
        with contextlib.suppress(InputError):
            found.append(read_entry_line(canonical.decode(line)))
    return found


def read_kept(path: Path, data_key: bytes, station: str) -> dict[str, Any] | None:
    """What the store keeps beside the journal, None if the file is torn."""
    for frame in frames(path, data_key, station, KEPT):
        value = canonical.to_value(canonical.decode(frame))
        if not isinstance(value, dict):
            raise InputError("not_canonical")
        return value
    return None


def _cipher(data_key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"checkpoint/mirror/v1").derive(data_key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(station: str, what: str) -> bytes:
    return canonical.encode(["mirror", 1, station, what])
