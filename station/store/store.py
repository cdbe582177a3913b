"""The station's store: opened once, written in short transactions, read beside them."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine

from station import canonical, changes
from station.changes import Area
from station.clock import Clock
from station.errors import BugError, FolderProblem, InputError, StoreProblem
from station.files import read_limited
from station.records.ids import new_uid
from station.records.journal_entry import Entry, Header
from station.records.kinds import SAID_BY_NAME, touched_by
from station.store import disk_reserve, journal, meta_rows, projections
from station.store.engine import checkpoint, reader_engine, translate, writer_engine
from station.store.journal import Head
from station.store.meta_rows import Kept
from station.store.station_upgrade import check_triggers, upgrade
from station.store.write_turns import Turns

View = Connection  # what a use case reads from: one consistent view of the store
FILE_NAME = "station.db"
LOCK_NAME = "lock"
HEAD_NAME = "head"
SUSPICIONS = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "MemoryError")  # what one bad read looks like too


@dataclass
class Transaction:
    """One unit of work: appends entries and their look-ups; leaving by an error undoes it whole."""

    connection: Connection
    station: str
    clock: Clock
    operator: str
    head: Head
    areas: set[Area] = field(default_factory=set)
    rows: dict[str, None] = field(default_factory=dict)
    once_durable: list[Callable[[], None]] = field(default_factory=list)  # done before anybody is told

    def touch(self, *areas: Area, rows: Iterable[str] = ()) -> None:
        """Say that something else than an entry was written, and which lines of the log differ by it.

        What an entry touches is known by its kind.
        """
        self.areas.update(areas)
        self.rows.update(dict.fromkeys(rows))

    def append(self, kind: str, record: Any, uid: str | None = None, revision: int = 1) -> Entry:
        """Write the next entry and its effect on the look-ups; its place is known at once."""
        record = canonical.settled(record)  # the look-ups say what a reader of the journal will find
        entry = journal.append(
            self.connection,
            self.station,
            self.head,
            kind=kind,
            uid=uid or new_uid(self.station),
            revision=revision,
            at=self.clock.now(),
            operator=self.operator,
            record=record,
        )
        projections.project(self.connection, entry.header, record)
        self.head = journal.after(entry.header, entry.header.digest(), self.head)
        self._touched(entry.header, record)
        return entry

    def append_again(self, entry: Entry, revision: int) -> Entry:
        """Write an entry that lost its place anew as the next one: same record, author and time, its clock unsure."""
        header = journal.follow(self.head, entry.header, revision)
        again = Entry(header, entry.body)
        journal.put(self.connection, again)
        record = journal.readable_of(again)
        projections.project(self.connection, header, record)
        self.head = journal.after(header, header.digest(), self.head)
        self._touched(header, record)
        return again

    def _touched(self, header: Header, record: Any) -> None:
        """What an entry touches, and the line of the log that shows it."""
        named = getattr(record, "action", "") or getattr(record, "name", "") if header.kind in SAID_BY_NAME else ""
        self.areas |= touched_by(header.kind, named)
        shown_by = {"passage": header.uid, "case": getattr(record, "passage", ""), "note": getattr(record, "about", "")}
        if shown_by.get(header.kind):
            self.rows[shown_by[header.kind]] = None

    def open_epoch(self, epoch: int) -> None:
        """Start counting at 1 under a new epoch; the next append must be its `epoch` entry."""
        self.head = Head(epoch, 0, "", self.head.at)


def require_store(folder: Path, name: str = FILE_NAME) -> None:
    """Refuse a folder whose store is gone or empty: opening it would quietly begin a new one."""
    path = folder / name
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreProblem("store_missing", folder=str(folder))


class Store:
    """A data folder's encrypted file, with the lock that makes this process its only writer."""

    def __init__(
        self, folder: Path, key: bytes, station: str, clock: Clock, *, writing: bool, moving: bool = False
    ) -> None:
        self.folder = folder
        self.station = station
        self.clock = clock
        self.path = folder / FILE_NAME
        self._readable = self.path
        self.reader: Engine = reader_engine(self.path, key)
        self.data_key = key
        self._writer: Engine | None = None
        self._lock = FileLock(str(folder / LOCK_NAME), thread_local=False)
        self._head_lock = threading.Lock()  # an export writes beside the desk: the newest head must be what is noted
        self._head_file = folder / HEAD_NAME
        self._noted = (0, 0)
        self.turns = Turns()
        self._inode = 0
        self._aside: TemporaryDirectory[str] | None = None
        if writing:
            self._open_for_writing()
        else:
            self._open_for_reading()
        if writing and not moving:
            self._require_not_moved()

    def _open_for_writing(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise FolderProblem("already_open", folder=str(self.folder)) from error
        except OSError as error:
            raise StoreProblem("data_read_only", folder=str(self.folder)) from error
        try:
            self._writer = writer_engine(self.path, self.data_key)
            upgrade(self._writer)
            self._inode = self.path.stat().st_ino
        except StoreProblem as problem:
            self.close()
            if problem.code == "store_failed":  # nothing was being saved yet: the file itself is wrong
                raise StoreProblem("store_damaged", **problem.facts) from problem
            raise self._explained(problem) from problem
        except BaseException:
            self.close()
            raise

    def _open_for_reading(self) -> None:
        """On a disk that became read-only SQLite cannot open a log of its own: then a copy is read, sealed as it is."""
        try:
            with self.reader.connect():
                return
        except StoreProblem as problem:
            if problem.code not in ("store_unreachable", "disk_read_only"):
                return  # whoever reads will hear it
        self._aside = TemporaryDirectory(prefix="station-")
        copied = Path(self._aside.name) / FILE_NAME
        for end in ("", "-wal"):
            part = self.path.with_name(FILE_NAME + end)
            if part.is_file():
                shutil.copyfile(part, copied.with_name(FILE_NAME + end))
        self.reader.dispose()
        self._readable = copied
        self.reader = reader_engine(copied, self.data_key)

    def _require_not_moved(self) -> None:
        """A folder whose checkpoint went on elsewhere is never written again: no two laptops share a series."""
        with self.read() as connection:
            moved = meta_rows.read(connection, Kept.MOVED_AWAY)
        if moved is not None:
            self.close()
            raise FolderProblem("moved_away", folder=moved)

    def checkpoint(self) -> None:
        """Bring everything into the one file, so that it can be copied once this is closed."""
        if self._writer is not None:
            checkpoint(self._writer)

    def close(self) -> None:
        """Release the file and the lock."""
        if self._writer is not None:
            self._writer.dispose()
            self._writer = None
        self.reader.dispose()
        if self._aside is not None:
            self._aside.cleanup()
            self._aside = None
        self._lock.release()

    @contextlib.contextmanager
    def write(self, operator: str) -> Iterator[Transaction]:
        """One durable transaction as `operator`; when it returns, what it wrote is on the disk."""
        if self._writer is None:
            raise BugError("store_not_open_for_writing")
        try:
            self._require_same_file()
            with self.turns.turn():  # whoever writes next finds in force what this one put there
                with self._writer.begin() as connection:
                    head = journal.head_of(connection) or Head(1, 0, "", 0)
                    transaction = Transaction(connection, self.station, self.clock, operator, head)
                    yield transaction
                for act in transaction.once_durable:
                    act()
        except (StoreProblem, MemoryError) as error:
            raise self._explained(error) from error
        self._require_same_file()
        self._note_head(transaction.head)
        changes.note(transaction.areas, transaction.rows)

    def _explained(self, error: StoreProblem | MemoryError) -> StoreProblem:
        """What to say of a failure: a full disk gives its reserve up, and damage is looked for before it is claimed."""
        problem = error if isinstance(error, StoreProblem) else translate(error)
        if problem.code == "disk_full" and self._writer is not None and disk_reserve.release(self.folder):
            return StoreProblem("reserve_released", **problem.facts)  # the same again is saved now
        suspected = problem.code == "store_damaged" and problem.facts.get("detail") in SUSPICIONS
        if not suspected or self._is_damaged():
            return problem
        # One bad read is no damaged store; and SQLCipher says both a bad page and a lack of memory as MemoryError.
        return StoreProblem("out_of_memory" if _lacks_memory(problem) else "disk_fault", **problem.facts)

    def _is_damaged(self) -> bool:
        """Whether a page cannot be read on a connection of its own; not when only the memory for that is lacking."""
        engine = reader_engine(self.path, self.data_key)
        try:
            with engine.connect() as connection:
                return projections.quick_faults(connection)
        except MemoryError:
            return False
        except StoreProblem as problem:
            return not _lacks_memory(problem)
        finally:
            engine.dispose()

    def faults(self) -> list[str]:
        """What SQLite and SQLCipher find wrong with the file, on a connection of its own.

        FTS5 goes by what a connection remembers of a table that another one just replaced, and calls that corruption.
        """
        engine = reader_engine(self._readable, self.data_key)
        try:
            with engine.connect() as connection:
                return projections.integrity_faults(connection)
        finally:
            engine.dispose()

    def _require_same_file(self) -> None:
        """The file that is open must still be the one under its name: moved or deleted, nothing else would say so."""
        try:
            same = self.path.stat().st_ino == self._inode
        except OSError:
            same = False
        if not same:
            raise StoreProblem("store_moved", folder=str(self.folder))

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for reading; it never waits for a save nor holds one up."""
        try:
            with self.reader.connect() as connection:
                yield connection
        except (StoreProblem, MemoryError) as error:
            raise self._explained(error) from error

    def check_triggers(self) -> None:
        """Compare the triggers with the golden list."""
        check_triggers(self.reader)

    def _note_head(self, head: Head) -> None:
        """Write the head file: not fsynced, it only raises an alarm when the journal is shorter."""
        content = canonical.encode({"epoch": head.epoch, "seq": head.seq, "digest": head.digest})
        with self._head_lock:
            if (head.epoch, head.seq) <= self._noted:
                return
            self._noted = (head.epoch, head.seq)
            # The journal is the truth; the head file is a witness, and each save writes it: no buffer.
            with contextlib.suppress(OSError), self._head_file.open("wb", buffering=0) as out:
                out.write(content)

    def noted_head(self) -> tuple[int, int, str] | None:
        """What the head file says: epoch, seq, digest; None if there is none or it is torn."""
        return read_head(self.folder)

    def is_shorter_than_noted(self) -> bool:
        """Whether entries are gone that the head file knows of."""
        noted = self.noted_head()
        if noted is None:
            return False
        with self.read() as connection:
            head = journal.head_of(connection)
            if head is None or (head.epoch, head.seq) < noted[:2]:
                return True
            return journal.stored_digest(connection, *noted[:2]) != noted[2]


def _lacks_memory(problem: StoreProblem) -> bool:
    return problem.facts.get("detail") == "MemoryError"


def read_head(folder: Path) -> tuple[int, int, str] | None:
    """What a data folder's head file says: epoch, seq, digest; None if there is none or it is torn."""
    path = folder / HEAD_NAME
    if not path.is_file():
        return None
    try:
        value = canonical.decode(read_limited(path, 1000))
        return int(value["epoch"]), int(value["seq"]), str(value["digest"])
    except (InputError, KeyError, TypeError, ValueError):
        return None
