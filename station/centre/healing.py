"""What a kill left between the archive and the database is finished at the next start: both then say the same."""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection, select, union

from station.batch import decision as signed
from station.batch.decision import Decision
from station.centre import decisions, merge, retiring, taking, timed_retirement
from station.centre.opening import Centre
from station.centre.schema import batches, held
from station.centre.schema import decisions as decision_table
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
        if path.suffix == decisions.SUFFIX and path.stem not in decided:
            with contextlib.suppress(InputError):  # a damaged file is found by the rebuild; it keeps nobody out
                apply(centre, decisions.take(centre, read_limited(path, LARGEST), _effect))
                found += 1
        elif path.suffix == taking.SUFFIX and path.stem not in known:
            merge.merge_file(centre, path)
            found += 1
    timed_retirement.replace(centre)
    return found


def apply(centre: Centre, made: Decision) -> None:
    """Let a decision take effect on what is there."""
    if made.kind == signed.PLACES_RETIRED:
        return  # its effect came with it, in one transaction
    for station, epoch in _touched(centre, made):
        taking.settle(centre, station, epoch)
    if made.kind == signed.PLACES_KEPT:
        with centre.engine.begin() as connection:
            retiring.take_back(connection, decisions.places_of(connection, made.about))


def _effect(connection: Connection, made: Decision) -> None:
    if made.kind == signed.PLACES_RETIRED:
        retiring.let_go(connection, made)


def _touched(centre: Centre, made: Decision) -> list[tuple[str, int]]:
    if made.kind in (signed.EPOCH_LOST, signed.EPOCH_FOUND):
        station, _, epoch = made.about.partition("/")
        return [(station, int(epoch))]
    with centre.engine.connect() as connection:
        if made.kind == signed.PLACES_KEPT:
            return sorted({(one.station, one.epoch) for one in decisions.places_of(connection, made.about)})
        return [] if made.kind == signed.BODIES_RETIRED else _epochs_of(connection, made.about)


def _epochs_of(connection: Connection, digest: str) -> list[tuple[str, int]]:
    found = [
        connection.execute(select(table.c.station, table.c.epoch).where(table.c.digest == digest)).all()
        for table in (batches, held)
    ]
    return [(row.station, row.epoch) for rows in found for row in rows]
