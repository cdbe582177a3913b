"""What a kill left between the archive and the database is finished at the next start: both then say the same."""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection, select, union

from station.batch import decision as signed
from station.batch.decision import Decision
from station.centre import batch_merge, batch_rows, decisions, retention_run, timed_retirement
from station.centre.centre_folder import Centre
from station.centre.centre_tables import batches, held
from station.centre.centre_tables import decisions as decision_table
from station.centre.decisions import Effect
from station.errors import InputError
from station.files import read_limited

LARGEST = 1 << 20


def heal(centre: Centre) -> int:
    """Take in what lies in the archive and not in the database; how many files that were."""
    with centre.engine.connect() as connection:
        known = set(connection.execute(union(select(batches.c.digest), select(held.c.digest))).scalars())
        decided = set(connection.execute(select(decision_table.c.digest)).scalars())
    found = 0
    for path in sorted(centre.archive.iterdir()):
        if path.suffix == batch_rows.SUFFIX and path.stem not in known:
            batch_merge.merge_file(centre, path)
            found += 1
    for content in _undecided(centre, decided):
        with contextlib.suppress(InputError):  # what cannot be done is found by the rebuild; it keeps nobody out
            made = signed.read_decision(content, centre.public_key())
            apply(centre, decisions.take(centre, content, _effect(centre, made)))
            found += 1
    timed_retirement.replace(centre)
    return found


def apply(centre: Centre, made: Decision) -> None:
    """Let a decision take effect on what is there."""
    if made.kind in (signed.PLACES_RETIRED, signed.PLACES_KEPT):
        return  # its effect came with it, in one transaction
    for station, epoch in _touched(centre, made):
        batch_rows.settle(centre, station, epoch)


def _undecided(centre: Centre, decided: set[str]) -> list[bytes]:
    """The decisions that lie in the archive and are not known, in the order they were made."""
    found: list[tuple[int, bytes]] = []
    for path in sorted(centre.archive.iterdir()):
        if path.suffix == decisions.SUFFIX and path.stem not in decided:
            content = read_limited(path, LARGEST)
            with contextlib.suppress(InputError):
                found.append((signed.read_decision(content, centre.public_key()).number, content))
    return [content for _number, content in sorted(found)]


def _effect(centre: Centre, made: Decision) -> Effect | None:
    if made.kind == signed.PLACES_RETIRED:
        return retention_run.let_go
    if made.kind != signed.PLACES_KEPT:
        return None
    with centre.engine.connect() as connection:
        places = decisions.places_of(connection, made.about)
    return retention_run.taking_back(centre, places)


def _touched(centre: Centre, made: Decision) -> list[tuple[str, int]]:
    if made.kind in (signed.EPOCH_LOST, signed.EPOCH_FOUND):
        station, _, epoch = made.about.partition("/")
        return [(station, int(epoch))]
    with centre.engine.connect() as connection:
        return [] if made.kind == signed.BODIES_RETIRED else _epochs_of(connection, made.about)


def _epochs_of(connection: Connection, digest: str) -> list[tuple[str, int]]:
    found = [
        connection.execute(select(table.c.station, table.c.epoch).where(table.c.digest == digest)).all()
        for table in (batches, held)
    ]
    return [(row.station, row.epoch) for rows in found for row in rows]
