"""A backup of a station in use: one folder with the store, its key slots and what it is, checked before it counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from station import canonical
from station.changes import writes
from station.errors import InputError, MachineError
from station.files import read_limited, remove_folder, require_space, sync_file, sync_folder, write_durably
from station.progress import Progress, quiet, share, told
from station.records.event import Audit
from station.records.journal_entry import NO_DIGEST, check_links
from station.services.opened_station import Station
from station.store import journal, projections, slot_file, store_copy
from station.store.engine import reader_engine

STORE = "copy.db"  # not the name of a store: a backup is never opened as a data folder, only restored
ABOUT = "backup.json"
SLACK = 10_000_000


@dataclass(frozen=True)
class Backup:
    """What a backup holds: up to which entry, when it was made."""

    station: str
    epoch: int
    seq: int
    digest: str
    at: int
    folder: str
    format: int = 1


@writes
def make(station: Station, to: Path, progress: Progress = quiet) -> Backup:
    """Copy the store through SQLite while it is in use, read the copy and check its chain, then name it."""
    if not to.is_dir():
        raise MachineError("folder_unreachable", folder=str(to))
    require_space(to, station.store.path.stat().st_size + SLACK)
    with station.store.read() as connection:
        head = journal.head_of(connection)
    assert head is not None, "a set-up station has its epoch entry"
    name = f"{station.code}-backup-E{head.epoch}-S{head.seq:07d}"
    part, final = to / f"{name}.part", to / name
    if final.exists():
        raise MachineError("file_exists", file=name)
    if part.exists():
        remove_folder(part)
    part.mkdir()
    store_copy.copy_store(station.store.path, station.store.data_key, part / STORE, share(progress, 0, 2))
    sync_file(part / STORE)
    made = _checked(station, part / STORE, final.name, share(progress, 1, 2))
    write_durably(part / slot_file.FILE_NAME, read_limited(station.store.folder / slot_file.FILE_NAME, 100_000))
    write_durably(part / ABOUT, canonical.encode(asdict(made)))
    part.rename(final)
    sync_folder(to)
    facts: dict[str, int | str] = {"epoch": made.epoch, "seq": made.seq, "digest": made.digest}
    with station.write() as transaction:
        transaction.append("audit", Audit("backup", facts))
    return made


def _checked(station: Station, path: Path, name: str, progress: Progress) -> Backup:
    """Read the copy back: its pages, its chain, its newest entry."""
    engine = reader_engine(path, station.store.data_key)
    try:
        with engine.connect() as connection:
            head = journal.head_of(connection)
            faults = projections.integrity_faults(connection)
            if head is None or faults:
                raise MachineError("backup_unreliable", file=name)
            for epoch in told(range(1, head.epoch + 1), head.epoch, progress, every=1):
                if check_links(list(journal.entries(connection, epoch=epoch)), NO_DIGEST):
                    raise MachineError("backup_unreliable", file=name)
    finally:
        engine.dispose()
    return Backup(station.code, head.epoch, head.seq, head.digest, station.clock.now(), name)


def read_about(folder: Path) -> Backup | None:
    """What a backup says of itself; None if the folder is no backup."""
    if not (folder / ABOUT).is_file():
        return None
    try:
        return canonical.to_record(canonical.decode(read_limited(folder / ABOUT, 10_000)), Backup)
    except InputError as error:
        raise MachineError("backup_unreliable", file=folder.name) from error
