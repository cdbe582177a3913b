"""The end of the epidemic: the keys are destroyed first, so that a wipe cut anywhere leaves nothing that opens."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from station.batch.file_kinds import PURGE_CERTIFICATE
from station.changes import writes
from station.errors import Refused
from station.files import sync_folder
from station.records.event import Audit
from station.services.opened_station import Station
from station.services.safety import retention
from station.store import journal, purged_bodies, slot_file


@dataclass(frozen=True)
class Wiped:
    """The certificate that was written, and how many entries the journal had."""

    file: str
    entries: int


@writes
def prepare(station: Station, folder: Path, checkpoint: str) -> Wiped:
    """Refuse unless a leader asks, the code is typed and the centre confirmed every entry; then certify."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    if checkpoint != station.code:
        raise Refused("wipe_wrong_code", field="checkpoint", checkpoint=station.code)
    data = station.store.folder
    if folder.resolve() == data.resolve() or data.resolve() in folder.resolve().parents:
        raise Refused("wipe_beside_itself", field="folder")  # the certificate would go with the rest
    with station.write() as transaction:
        waiting = purged_bodies.not_at_the_centre(transaction.connection)
        if waiting:
            raise Refused("wipe_without_receipt", field="checkpoint", count=sum(waiting.values()), entries=waiting)
        entries = journal.count(transaction.connection)
        transaction.append("audit", Audit("wipe"))
    path = folder / f"{station.code}-wiped{PURGE_CERTIFICATE.suffix}"
    retention.certificate(station, path, wiped=True)
    return Wiped(path.name, entries)


def destroy_keys(folder: Path) -> None:
    """Overwrite and remove the key slots: done while the store is still locked, nobody opens it and saves after."""
    for name in (slot_file.FILE_NAME, slot_file.COPY_NAME, "recovering"):
        _overwrite(folder / name)
    sync_folder(folder)


def destroy(folder: Path) -> None:
    """The key slots first, then everything else of the data folder; again after a cut."""
    destroy_keys(folder)
    for path in sorted(folder.rglob("*"), reverse=True):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()


def _overwrite(path: Path) -> None:
    if not path.is_file():
        return
    size = path.stat().st_size
    with path.open("r+b") as out:
        out.write(secrets.token_bytes(size))
        out.flush()
        os.fsync(out.fileno())
    path.unlink()
