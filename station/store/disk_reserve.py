"""The reserve: room on the disk that is held back, and given up when the disk is full, so that a shift can be ended."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

NAME = "reserve"
SIZE = 64_000_000  # bytes; some ten thousand passages, or one export of everything
PIECE = 1_000_000


def hold(folder: Path, size: int, leave: int) -> bool:
    """Hold `size` bytes back in `folder` unless fewer than `leave` would stay free; whether they are held now.

    Noise is written, not a hole: a sparse or compressed file would hold nothing back.
    """
    path = folder / NAME
    part = path.with_name(NAME + ".part")
    try:
        if path.is_file() and path.stat().st_size >= size:
            return True
        if shutil.disk_usage(folder).free < size + leave:
            return False
        with part.open("wb") as out:
            for start in range(0, size, PIECE):
                out.write(secrets.token_bytes(min(PIECE, size - start)))
            os.fsync(out.fileno())
        part.replace(path)
    except OSError:  # a reserve is a comfort: without it the desk works as well until the disk is full
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def release(folder: Path) -> bool:
    """Give the reserve up; whether there was one."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True
