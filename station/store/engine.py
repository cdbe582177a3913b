"""Opening the encrypted file: one writer, one reader, and the settings the promises rest on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from station.errors import BugError, StoreProblem

BUSY_MS = 5000
READER_CACHE_KIB = 12_000
READERS = 6  # the window, its look-ups, a stick and a save may all look at once
EXPECTED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: with NORMAL a power cut loses acknowledged records
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else INSERT OR REPLACE slips past the delete trigger
}


def writer_engine(path: Path, key: bytes) -> Engine:
    """The one connection that writes; each transaction begins IMMEDIATE."""
    return _engine(path, key, writing=True)


def reader_engine(path: Path, key: bytes) -> Engine:
    """Connections that cannot write, so that a look-up never holds up a save."""
    return _engine(path, key, writing=False)


def memory_engine() -> Engine:
    """A store in memory, to rebuild the look-ups beside the real ones and compare."""
    return create_engine("sqlite://", module=sqlcipher, poolclass=QueuePool, pool_size=1, max_overflow=0)


def _engine(path: Path, key: bytes, *, writing: bool) -> Engine:
    engine = create_engine(
        "sqlite:///" + path.as_posix(),
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=1 if writing else READERS,
        max_overflow=0,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        cursor.execute("PRAGMA cipher_log_level = NONE")  # what it says is said by our own sentences
        cursor.execute("PRAGMA temp_store = 2")
        cursor.execute("PRAGMA foreign_keys = 1")
        cursor.execute("PRAGMA recursive_triggers = 1")
        if writing:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
            assert_settings(cursor)
        else:
            cursor.execute("PRAGMA query_only = 1")
            cursor.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")  # look-ups stay flat over a long history
        cursor.close()

    @event.listens_for(engine, "handle_error")
    def _say(context: ExceptionContext) -> None:
        # Whoever asks, a command, the centre or the desk, hears what it means, not what the driver calls it.
        if isinstance(context.original_exception, sqlcipher.Error | MemoryError):
            raise translate(context.original_exception) from context.original_exception

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def assert_settings(cursor: Any) -> None:
    """Stop rather than save on a connection that would not keep what it acknowledges."""
    for name, expected in EXPECTED.items():
        answer = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if answer != expected:
            raise BugError("unsafe_connection", setting=name, answer=answer)


def checkpoint(engine: Engine) -> None:
    """Bring everything out of the log into the one file; it cannot run inside a transaction."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlcipher.Error as error:
        raise translate(error) from error
    finally:
        raw.close()


def translate(error: BaseException) -> StoreProblem:
    """What the driver's error, or a lack of memory, means for the person at the desk."""
    name = str(getattr(error, "sqlite_errorname", "") or type(error).__name__)
    codes = (
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_IOERR", "disk_fault"),
        ("SQLITE_CORRUPT", "store_damaged"),
        ("SQLITE_NOTADB", "store_damaged"),
        ("SQLITE_READONLY", "disk_read_only"),
        ("SQLITE_CANTOPEN", "store_unreachable"),
        ("SQLITE_BUSY", "store_busy"),
        ("MemoryError", "store_damaged"),
    )
    code = next((code for start, code in codes if name.startswith(start)), "store_failed")
    return StoreProblem(code, detail=name)
