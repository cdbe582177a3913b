"""A copy of the store made by SQLite itself while it is in use, and what can still be read of a damaged one."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from station.errors import MachineError, StoreProblem
from station.records.journal_entry import Entry
from station.store import kept, pages
from station.store.engine import reader_engine
from station.store.store import FILE_NAME

PAGES = 500  # copied at a time: a save waits no longer than these take
BROKEN = (StoreProblem, MemoryError, UnicodeDecodeError, ValueError, TypeError)


def copy_store(source: Path, key: bytes, to: Path) -> None:
    """Copy a store, open or not, into one file under the same key."""
    try:
        with contextlib.closing(_connect(source, key)) as live, contextlib.closing(_connect(to, key)) as target:
            live.backup(target, pages=PAGES)
    except sqlcipher.Error as error:
        raise MachineError("cannot_write", file=to.name, errno=0) from error


def _connect(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


class Salvage:
    """Reads what is left of a damaged store, from a copy of it: the original is never touched."""

    def __init__(self, folder: Path, key: bytes, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        for end in ("", "-wal"):
            part = folder / (FILE_NAME + end)
            if part.is_file():
                shutil.copyfile(part, work / part.name)
        self._path, self._log, self._key = work / FILE_NAME, work / f"{FILE_NAME}-wal", key

    def entries(self, known_end: tuple[int, int] | None) -> tuple[list[Entry], dict[int, list[int]]]:
        """What can be read, and by epoch the numbers of what cannot; `known_end` is what the head file says."""
        found = {}
        for entry in pages.entries_in(self._path, self._log, self._key):
            found[entry.header.epoch, entry.header.seq, entry.header.digest()] = entry
        ends: dict[int, int] = {}
        for epoch, seq, _ in found:
            ends[epoch] = max(ends.get(epoch, 0), seq)
        if known_end:
            ends[known_end[0]] = max(ends.get(known_end[0], 0), known_end[1])
        have = {(epoch, seq) for epoch, seq, _ in found}
        unreadable = {
            epoch: [seq for seq in range(1, end + 1) if (epoch, seq) not in have] for epoch, end in ends.items()
        }
        ordered = [found[place] for place in sorted(found)]
        return ordered, {epoch: missing for epoch, missing in unreadable.items() if missing}

    def kept(self) -> kept.Rows:
        """The tables beside the journal, each that can be read."""
        rows: kept.Rows = {}
        for table in kept.TABLES:
            engine = reader_engine(self._path, self._key)
            with contextlib.suppress(*BROKEN), engine.connect() as connection:
                rows[table.name] = kept.dump(connection, (table.name,))[table.name]
            engine.dispose()
        return rows
