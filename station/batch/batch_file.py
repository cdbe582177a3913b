"""A batch on a stick: opaque ASCII name, written whole or not at all, read back before it counts."""

from __future__ import annotations

from pathlib import Path

from station.batch.envelope import verify
from station.batch.file_kinds import BATCH
from station.batch.manifest import Manifest
from station.batch.sealed_file import LARGEST as LARGEST_BATCH
from station.errors import MachineError, RefusedFile
from station.files import read_back, read_limited, require_space, write_durably

SUFFIX = BATCH.suffix
SLACK = 1_000_000


def file_name(station: str, epoch: int, number: int) -> str:
    """E.g. `CP17-E1-B00042.ysb`: it says nothing about anyone."""
    return f"{station}-E{epoch}-B{number:05d}{SUFFIX}"


def write_batch(folder: Path, content: bytes) -> tuple[Path, Manifest]:
    """Write, fsync, rename, read back and verify with the importer's own code; then it is safe to remove."""
    manifest = verify(content).manifest
    if not folder.is_dir():
        raise MachineError("folder_unreachable", folder=folder.name)
    require_space(folder, len(content) + SLACK)
    path = folder / file_name(manifest.station, manifest.epoch, manifest.number)
    if path.exists() and read_limited(path, LARGEST_BATCH) != content:
        raise MachineError("file_exists", file=path.name)
    write_durably(path, content)
    if read_back(path, LARGEST_BATCH) != content:
        raise MachineError("stick_unreliable", file=path.name)
    return path, manifest


def read_batch_file(path: Path) -> bytes:
    """The bytes of what may be a batch, at most one more than the largest."""
    if not path.is_file():
        raise RefusedFile("no_such_file")
    return read_limited(path, LARGEST_BATCH)
