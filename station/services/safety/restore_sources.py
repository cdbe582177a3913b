"""What a station can be restored from: its second copy, a backup, or what is readable of a damaged data folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from station.batch import segment
from station.errors import FolderProblem, InputError, MachineError
from station.records.journal_entry import Entry
from station.services.access.data_folder import unlock
from station.services.access.unlock_secret import Unlock
from station.services.safety import backups, second_copy
from station.store import journal, kept_tables, slot_file
from station.store.engine import reader_engine
from station.store.store import FILE_NAME, read_head
from station.store.store_copy import BROKEN, Salvage

MIRROR_START = "mirror-"


@dataclass
class Source:
    """What one place gave: entries, the tables beside the journal, the highest place a witness names.

    `unreadable` are the numbers of entries that are there and cannot be read, by epoch.
    """

    station: str
    name: str
    key: bytes
    slots: slot_file.SlotFile
    entries: list[Entry]
    rows: kept_tables.Rows
    witness: tuple[int, int] | None = None
    unreadable: dict[int, list[int]] = field(default_factory=dict)


def read(path: Path, secret: Unlock, work: Path) -> Source:
    """Read a second copy (its folder or the stick it is on), a backup or a data folder; `work` takes what is copied."""
    path = _mirror_on(path) or path
    slots, key = unlock(path, secret)
    source = Source(slots.owner, slots.name, key, slots, [], {})
    if any(second_copy.GENERATION.fullmatch(one.name) for one in path.iterdir()):
        _read_mirror(source, path)
    elif backups.read_about(path) is not None:
        _read_backup(source, path)
    elif (path / FILE_NAME).is_file():
        _salvage(source, path, work)
    else:
        raise FolderProblem("nothing_to_restore", folder=str(path))
    return source


def _mirror_on(path: Path) -> Path | None:
    """The second copy that lies in a folder, where there is just one."""
    if not path.is_dir():
        raise FolderProblem("folder_missing", folder=str(path))
    found = [one for one in path.iterdir() if one.name.startswith(MIRROR_START) and one.is_dir()]
    return found[0] if len(found) == 1 else None


def _read_mirror(source: Source, root: Path) -> None:
    """The newest generation that can be read; older ones add what it has not got yet."""
    for generation in reversed(second_copy.generations(root)):
        try:
            about = segment.read_kept(generation / second_copy.KEPT_FILE, source.key, source.station)
            entries = second_copy.entries_of(generation, source.key, source.station)
        except InputError:
            continue
        source.entries += entries
        if about is not None and not source.rows:
            source.rows, source.name = about["rows"], about["name"]
    if not source.rows and not source.entries:
        raise FolderProblem("nothing_to_restore", folder=str(root))


def _read_backup(source: Source, folder: Path) -> None:
    engine = reader_engine(folder / backups.STORE, source.key)
    try:
        with engine.connect() as connection:
            source.entries = list(journal.entries(connection))
            source.rows = kept_tables.dump(connection)
    except BROKEN as error:
        raise MachineError("backup_unreliable", file=folder.name) from error
    finally:
        engine.dispose()


def _salvage(source: Source, folder: Path, work: Path) -> None:
    head = read_head(folder)
    source.witness = head[:2] if head else None
    salvage = Salvage(folder, source.key, work)
    source.entries, source.unreadable = salvage.entries(source.witness)
    source.rows = salvage.kept()
