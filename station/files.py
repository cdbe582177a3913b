"""Files that are whole or not there: the one place that knows how each system keeps a write."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

from station.errors import MachineError


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable; Windows does this with the rename itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make what was written into a file durable."""
    with path.open("r+b") as out:
        os.fsync(out.fileno())


def write_durably(path: Path, content: bytes) -> None:
    """Write beside, fsync, rename, fsync the folder: the name never holds half a file."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):  # the stick may be gone altogether
            part.unlink(missing_ok=True)
        raise MachineError("cannot_write", file=path.name, errno=error.errno or 0) from error


def put_aside(path: Path) -> None:
    """Keep an old file under another name, an SQLite file together with its log: never delete, never mix."""
    parts = [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
    if not any(part.exists() for part in parts):
        return
    number = 1
    while path.with_name(f"{path.name}.orphan{number}").exists():
        number += 1
    for part in parts:
        if part.exists():
            part.rename(part.with_name(f"{path.name}.orphan{number}{part.name.removeprefix(path.name)}"))


def require_space(folder: Path, needed: int) -> None:
    """Refuse before the first byte when `needed` bytes will not fit into `folder`."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise MachineError("folder_unreachable", folder=folder.name) from error
    if free < needed:
        raise MachineError("no_space", needed_mb=needed // 1_000_000 + 1, free_mb=free // 1_000_000)


def read_limited(path: Path, limit: int) -> bytes:
    """Read a file from outside, but never more than `limit` bytes of it plus one."""
    try:
        with path.open("rb") as source:
            return source.read(limit + 1)
    except OSError as error:
        raise MachineError("cannot_read", file=path.name, errno=error.errno or 0) from error


def remove_folder(folder: Path) -> None:
    """Delete a folder of ours with what is in it."""
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise MachineError("cannot_write", file=folder.name, errno=error.errno or 0) from error


def read_back(path: Path, limit: int) -> bytes:
    """Read what was just written from the device rather than from memory, where the system lets us ask for it."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        with contextlib.suppress(OSError), path.open("rb") as source:
            advise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return read_limited(path, limit)
