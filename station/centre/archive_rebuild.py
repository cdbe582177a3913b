"""An empty centre, its archive and its decisions make the same state again: the proof, and the way back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, and_, insert, select
from sqlalchemy.exc import SQLAlchemyError

from station.batch import batch_file, enrolment
from station.batch.file_kinds import CERTIFICATE
from station.centre import batch_merge, centre_upgrade, decisions, missing_batches, retirement, timed_retirement
from station.centre.centre_database import FILE_NAME
from station.centre.centre_folder import Centre
from station.centre.centre_tables import (
    batches,
    centre_log,
    certificates,
    lists,
    metadata,
    packs,
    refusals,
    retired,
)
from station.centre.missing_batches import State
from station.errors import StationError, StoreProblem
from station.files import put_aside, read_limited, sync_folder
from station.progress import Progress, quiet, share
from station.store.engine import checkpoint, writer_engine

LARGEST = 1 << 20
KEPT = (lists, packs, refusals, centre_log, retired)  # not made from the archive: carried over where readable
NEW = "centre.db.new"
AT_ONCE = 5_000


@dataclass(frozen=True)
class Rebuilt:
    """The state made again, and whether the live one is the same; None if it could not be read."""

    state: State
    same: bool | None
    not_carried: tuple[str, ...]


def rebuild(centre: Centre, *, put_in_place: bool, progress: Progress = quiet) -> Rebuilt:
    """Make the state again beside the live one and compare; `put_in_place` lets it take the live one's place."""
    path = centre.folder / NEW
    for end in ("", "-wal", "-shm"):
        path.with_name(NEW + end).unlink(missing_ok=True)
    engine = writer_engine(path, centre.key)
    try:
        with engine.begin() as connection:
            centre_upgrade.make(connection)
        with suppress(SQLAlchemyError, StationError):  # of what cannot be read nothing is dropped: the safe side
            timed_retirement.replace(centre)
        fresh = replace(centre, engine=engine)
        _replay(fresh, progress)
        with engine.connect() as connection:
            state = missing_batches.state(connection)
        missing = _carry_over(centre.engine, engine)
        same = _live_state(centre.engine)
        checkpoint(engine)
    finally:
        engine.dispose()
    if put_in_place and centre.engine.dialect.name != "sqlite":
        _refill(path, centre)
    elif put_in_place:
        centre.engine.dispose()
        put_aside(centre.folder / FILE_NAME)
        path.rename(centre.folder / FILE_NAME)
        sync_folder(centre.folder)
    for end in ("", "-wal", "-shm"):
        path.with_name(NEW + end).unlink(missing_ok=True)
    progress(1, 1)
    return Rebuilt(state, None if same is None else same == state, missing)


def _refill(path: Path, centre: Centre) -> None:
    """Put what was made again into the server's tables, in one transaction."""
    made = writer_engine(path, centre.key)
    try:
        with made.connect() as source, centre.engine.begin() as target:
            centre_upgrade.make_whole(target)
            for table in metadata.sorted_tables:
                target.execute(table.delete())
                rows = [dict(row._mapping) for row in source.execute(select(table))]
                for at in range(0, len(rows), AT_ONCE):
                    target.execute(insert(table), rows[at : at + AT_ONCE])
    finally:
        made.dispose()


def _replay(centre: Centre, progress: Progress) -> None:
    """Certificates first, then decisions, then batches; any order gives the same."""
    for path in _archived(centre.archive, CERTIFICATE.suffix):
        content = read_limited(path, LARGEST)
        read = enrolment.read_certificate(content, centre.public_key())
        row = {"station": read.station, "epoch": read.epoch, "name": read.station, "public_key": read.public_key}
        with centre.engine.begin() as connection:
            connection.execute(insert(certificates), {**row, "content": content})
    for path in _archived(centre.archive, decisions.SUFFIX):
        decisions.take(centre, read_limited(path, LARGEST))
    paths = _archived(centre.archive, batch_file.SUFFIX)
    for at, path in enumerate(paths):
        batch_merge.merge_file(centre, path, share(progress, at, len(paths) + 1))  # one more: comparing comes after
    with centre.engine.begin() as connection:  # now that every history is there, whatever the order
        retirement.apply(connection, decisions.standing(connection).retired, by_place=True)


def _archived(folder: Path, suffix: str) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == suffix)


def _carry_over(old: Engine, new: Engine) -> tuple[str, ...]:
    """Copy what only the live database has; the names of what could not be read."""
    missing = []
    named: list[Any] = []
    with suppress(SQLAlchemyError, StoreProblem), old.connect() as source:
        names = select(certificates.c.station, certificates.c.epoch, certificates.c.name)
        named.extend(source.execute(names))
    times: list[Any] = []
    with suppress(SQLAlchemyError, StoreProblem), old.connect() as source:
        times.extend(source.execute(select(batches.c.digest, batches.c.merged_at)))
    with new.begin() as target:
        for row in times:  # how long it is held already; what cannot be read counts from now
            target.execute(batches.update().where(batches.c.digest == row.digest).values(merged_at=row.merged_at))
        for row in named:
            where = and_(certificates.c.station == row.station, certificates.c.epoch == row.epoch)
            target.execute(certificates.update().where(where).values(name=row.name))
    for table in KEPT:
        try:
            with old.connect() as source:
                rows = [dict(row._mapping) for row in source.execute(select(table))]
        except (SQLAlchemyError, StoreProblem):
            missing.append(table.name)
            continue
        with new.begin() as target:
            target.execute(table.delete())
            if rows:
                target.execute(insert(table), rows)
    return tuple(missing)


def _live_state(engine: Engine) -> State | None:
    try:
        with engine.connect() as connection:
            return missing_batches.state(connection)
    except (SQLAlchemyError, StoreProblem):
        return None
