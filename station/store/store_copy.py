"""A copy of the store made by SQLite itself while it is in use, and what can still be read of a damaged one."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, select

from station.errors import MachineError, StoreProblem
from station.progress import Progress, quiet
from station.records.journal_entry import NO_DIGEST, Entry, check_links
from station.store import journal, kept_tables, page_salvage, projections
from station.store.engine import reader_engine
from station.store.station_tables import metadata
from station.store.store import FILE_NAME, Store

PAGES = 500  # copied at a time: a save waits no longer than these take
BROKEN = (StoreProblem, MemoryError, UnicodeDecodeError, ValueError, TypeError)


def copy_store(source: Path, key: bytes, to: Path, progress: Progress = quiet) -> None:
    """Copy a store, open or not, into one file under the same key."""
    try:
        with contextlib.closing(_connect(source, key)) as live, contextlib.closing(_connect(to, key)) as target:
            live.backup(target, pages=PAGES, progress=lambda _status, left, all_: progress(all_ - left, all_))
    except sqlcipher.Error as error:
        raise MachineError("cannot_write", file=to.name, errno=0) from error


def _connect(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def is_whole_copy(store: Store, copy: Path) -> bool:
    """Whether a copy proves itself page by page, its chain holds, and every table has the rows of the original."""
    engine = reader_engine(copy, store.data_key)
    try:
        with store.read() as original, engine.connect() as copied:
            if projections.integrity_faults(copied) or _rows(original) != _rows(copied):
                return False
            return _chains_hold(copied)
    except BROKEN:
        return False
    finally:
        engine.dispose()


def _rows(connection: Connection) -> dict[str, tuple[int, str]]:
    """Of each table the number of rows and a digest over them, the journal and the drafts like any other."""
    found = {}
    for table in metadata.sorted_tables:
        seen, count = hashlib.sha256(), 0
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
            seen.update(repr(tuple(row)).encode())
            count += 1
        found[table.name] = (count, seen.hexdigest())
    return found


def _chains_hold(connection: Connection) -> bool:
    """Whether each entry follows the one before it, digests worked out anew."""
    epoch, previous = 0, NO_DIGEST
    for entry in journal.entries(connection):
        previous = previous if entry.header.epoch == epoch else NO_DIGEST
        if check_links([entry], previous) is not None:
            return False
        epoch, previous = entry.header.epoch, entry.header.digest()
    return True


class Salvage:
    """Reads what is left of a damaged store, from a copy of it: the original is never touched."""

    def __init__(self, folder: Path, key: bytes, work: Path) -> None:
        # SQL gets a copy of its own: closing it brings the log into the store and takes the log away.
        for_sql, for_pages = work / "sql", work / "pages"
        for to in (for_sql, for_pages):
            to.mkdir(parents=True, exist_ok=True)
            for end in ("", "-wal"):
                part = folder / (FILE_NAME + end)
                if part.is_file():
                    shutil.copyfile(part, to / part.name)
        self._path, self._key = for_sql / FILE_NAME, key
        self._store, self._log = for_pages / FILE_NAME, for_pages / f"{FILE_NAME}-wal"

    def entries(self, known_end: tuple[int, int] | None) -> tuple[list[Entry], dict[int, list[int]]]:
        """What can be read, and by epoch the numbers of what cannot; `known_end` is what the head file says.

        Through SQL as far as it goes: a store that opens is read as it is. What is missing then, or may be missing
        because a log is there, is looked for on the pages themselves.
        """
        read, ended = self._through_sql()
        found = {_place(entry): entry for entry in read}
        # A log with a bad frame is read up to there and no further, without a word: then its pages say the rest.
        if ended and _is_whole(found, known_end) and not self._log.is_file():
            return [found[place] for place in sorted(found)], {}
        # Of a page that was written twice the later one holds: what was let go since stays gone.
        on_pages = {_place(entry): entry for entry in page_salvage.entries_in(self._store, self._log, self._key)}
        proven = {(epoch, seq) for epoch, seq, _digest in found}
        found |= {place: entry for place, entry in on_pages.items() if place[:2] not in proven}
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

    def _through_sql(self) -> tuple[list[Entry], bool]:
        """The entries that the store's own tables lead to, each with its digest proven; whether that was the end."""
        read: list[Entry] = []
        ended = False
        engine = reader_engine(self._path, self._key)
        with contextlib.suppress(*BROKEN), engine.connect() as connection:
            for entry, digest in journal.entries_with_digest(connection):
                if entry.header.digest() == digest and check_links([entry], entry.header.previous) is None:
                    read.append(entry)
            ended = not projections.quick_faults(connection)
        engine.dispose()
        return read, ended

    def kept(self) -> kept_tables.Rows:
        """The tables beside the journal, each that can be read."""
        rows: kept_tables.Rows = {}
        for table in kept_tables.TABLES:
            engine = reader_engine(self._path, self._key)
            with contextlib.suppress(*BROKEN), engine.connect() as connection:
                rows[table.name] = kept_tables.dump(connection, (table.name,))[table.name]
            engine.dispose()
        return rows


def _place(entry: Entry) -> tuple[int, int, str]:
    return entry.header.epoch, entry.header.seq, entry.header.digest()


def _is_whole(found: dict[tuple[int, int, str], Entry], known_end: tuple[int, int] | None) -> bool:
    """Whether every epoch is there from its first entry on, as far as the head file knows it."""
    seqs: dict[int, list[int]] = defaultdict(list)
    for epoch, seq, _digest in found:
        seqs[epoch].append(seq)
    reaches = known_end is None or (bool(seqs.get(known_end[0])) and max(seqs[known_end[0]]) >= known_end[1])
    return bool(seqs) and reaches and all(sorted(one) == list(range(1, len(one) + 1)) for one in seqs.values())
