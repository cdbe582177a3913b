"""Where the centre's tables are: an encrypted file in its folder, or a PostgreSQL database by URL.

Keys, lock and archive are always in a folder: `--at` itself, or for a URL the one that CENTRE_FOLDER names, else one
of the user's data folder that is told by host and database. A PostgreSQL server's disk is encrypted by its operator.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from station.errors import FolderProblem, InputError, StoreProblem
from station.files import put_aside
from station.store.engine import checkpoint, writer_engine
from station.store.store import require_store

FILE_NAME = "centre.db"
PATIENCE = 5  # seconds to wait for a server that does not answer


def folder_of(at: str) -> Path:
    """The folder with keys, lock and archive that `--at` means."""
    url = _url(at)
    if url is None:
        return Path(at)
    named = os.environ.get("CENTRE_FOLDER")
    if named:
        return Path(named)
    told = hashlib.sha256(f"{url.host}/{url.port}/{url.database}".encode()).hexdigest()[:12]
    return user_data_path("checkpoint-centre") / told


def open_database(at: str, key: bytes) -> Engine:
    """The engine of the centre's tables."""
    url = _url(at)
    if url is None:
        return writer_engine(Path(at) / FILE_NAME, key)
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE})

    @event.listens_for(engine, "handle_error")
    def _say(context: ExceptionContext) -> None:
        # A server that is gone or full says so in its own words; ours name the next step and nobody's data.
        error = context.sqlalchemy_exception
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError) and not context.is_pre_ping:
            raise StoreProblem("database_unreachable") from context.original_exception

    return engine


def require_there(at: str, engine: Engine) -> None:
    """Refuse a centre whose tables are gone: opening it would quietly begin a new one."""
    if _url(at) is None:
        require_store(Path(at), FILE_NAME)
    elif not inspect(engine).has_table("meta"):
        raise StoreProblem("store_missing", folder="")


def make_room(at: str, engine: Engine) -> None:
    """Before a new centre begins: an old file is put aside, a database that is in use is refused."""
    if _url(at) is None:
        put_aside(Path(at) / FILE_NAME)
    elif inspect(engine).get_table_names():
        raise FolderProblem("database_in_use")


def forget_traces(connection: Any) -> None:
    """Within a transaction that lets bodies go: freed pages of the file are overwritten."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = 1")


def settle_down(engine: Engine) -> None:
    """After bodies went: nothing of them stays in the log beside the file, or in dead rows of the server."""
    if engine.dialect.name == "sqlite":
        checkpoint(engine)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM entries"))


def placeholders(connection: Any, statement: str) -> str:
    """A statement of the hot path with the driver's own placeholders."""
    return statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s")


def _url(at: str) -> URL | None:
    """The URL behind `--at`, None for a folder."""
    if "://" not in at:
        return None
    try:
        url = make_url(at)
    except ArgumentError as error:
        raise InputError("database_url") from error
    if url.get_backend_name() != "postgresql" or not url.database:
        raise InputError("database_url")
    return url.set(drivername="postgresql+psycopg")
