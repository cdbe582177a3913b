"""A copy of the store made by SQLite itself while it is in use, and what can still be read of a damaged one."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from station.errors import MachineError
from station.records.journal_entry import Entry
from station.store import journal, kept
from station.store.engine import reader_engine, writer_engine
from station.store.store import FILE_NAME

PAGES = 500  # copied at a time: a save waits no longer than these take
UNREADABLE_RUN = 3_000  # so many unreadable entries in a row are taken for the end
BROKEN = (DBAPIError, MemoryError, UnicodeDecodeError, ValueError, TypeError)


def copy_store(source: Path, key: bytes, to: Path) -> None:
    """Copy a store, open or not, into one file under the same key."""
    with contextlib.closing(_connect(source, key)) as live, contextlib.closing(_connect(to, key)) as target:
        try:
            live.backup(target, pages=PAGES)
        except sqlcipher.Error as error:
            raise MachineError("cannot_write", file=to.name, errno=0) from error


def _connect(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


class Salvage:
    """Reads a damaged store entry by entry, from a copy of it: the original is never touched."""

    def __init__(self, folder: Path, key: bytes, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        for end in ("", "-wal"):
            part = folder / (FILE_NAME + end)
            if part.is_file():
                shutil.copyfile(part, work / part.name)
        self._path, self._key = work / FILE_NAME, key
        with contextlib.suppress(*BROKEN):  # brings the log in, as a start after a crash does
            engine = writer_engine(self._path, key)
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first()
            engine.dispose()

    def entries(self, known_end: tuple[int, int] | None) -> tuple[list[Entry], dict[int, list[int]]]:
        """What can be read, and by epoch the numbers of what cannot; `known_end` is what the head file says."""
        found: list[Entry] = []
        unreadable: dict[int, list[int]] = {}
        last_epoch = known_end[0] if known_end else 1
        for epoch in range(1, last_epoch + 1):
            end = known_end[1] if known_end and epoch == known_end[0] else None
            some, missing = self._epoch(epoch, end)
            found += some
            if missing:
                unreadable[epoch] = missing
        return found, unreadable

    def _epoch(self, epoch: int, end: int | None) -> tuple[list[Entry], list[int]]:
        found: list[Entry] = []
        missing: list[int] = []
        run, seq = 0, 1
        while run < UNREADABLE_RUN and (end is None or seq <= end):
            stopped = False
            for entry in self._from(epoch, seq):
                missing += range(seq, entry.header.seq)
                found.append(entry)
                seq, run, stopped = entry.header.seq + 1, 0, True
            if end is None and not stopped and run == 0 and self._is_past_the_end(epoch, seq):
                break
            if (end is None or seq <= end) and not self._is_past_the_end(epoch, seq):
                missing.append(seq)
            seq, run = seq + 1, run + 1
        last = max((entry.header.seq for entry in found), default=0)
        wanted = end if end is not None else last
        return found, [one for one in sorted(set(missing)) if one <= wanted]

    def _from(self, epoch: int, seq: int) -> Iterator[Entry]:
        """Entries from one on, up to the first that cannot be read; a fresh connection each time.

        One bad page poisons what the same connection reads after it (sqlcipher issue 617).
        """
        engine = reader_engine(self._path, self._key)
        try:
            with engine.connect() as connection:
                yield from journal.entries(connection, epoch=epoch, first=seq)
        except BROKEN:
            return
        finally:
            engine.dispose()

    def _is_past_the_end(self, epoch: int, seq: int) -> bool:
        """Whether the store itself says that nothing comes after."""
        engine = reader_engine(self._path, self._key)
        try:
            with engine.connect() as connection:
                asked = "SELECT 1 FROM journal WHERE epoch = ? AND seq >= ? LIMIT 1"
                return connection.exec_driver_sql(asked, (epoch, seq)).first() is None
        except BROKEN:
            return False
        finally:
            engine.dispose()

    def kept(self) -> kept.Rows:
        """The tables beside the journal, each that can be read."""
        rows: kept.Rows = {}
        for table in kept.TABLES:
            engine = reader_engine(self._path, self._key)
            with contextlib.suppress(*BROKEN), engine.connect() as connection:
                rows[table.name] = kept.dump(connection, (table.name,))[table.name]
            engine.dispose()
        return rows
