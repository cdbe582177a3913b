"""Retirements of releases up to 0.4.0 named a time: whatever a laptop's clock put before it was dropped at the merge.

At its first start this release puts places in their stead, those that were held when it was decided, and brings back
from the archive what was dropped afterwards. A time that no clock has reached yet was a wrong clock's: it holds
nothing, and everything that can still be opened comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from station.batch import decision as signed
from station.batch.decision import Decision, Places
from station.centre import batch_rows, decisions, retention_run, retirement, street_lists
from station.centre.centre_database import placeholders
from station.centre.centre_folder import Centre
from station.centre.centre_tables import batches, entries
from station.centre.centre_tables import decisions as decision_table
from station.errors import RefusedFile
from station.records.kinds import PERSONAL_KINDS

REASON = "按时间的旧决定，改为按当时已收的位置"
NOTE = "timed_retirement_replaced"


def replace(centre: Centre) -> None:
    """Put places in the stead of the newest timed retirement, once; what was dropped after it comes back first."""
    with centre.engine.connect() as connection:
        made = _timed(connection)
        if not made:
            return
        believed = [one for one in made if one.decided_at <= centre.clock.now()]
        places = tuple(_let_go_by(connection, believed)) if len(believed) == len(made) else ()
    back, lost = _bring_back(centre, places)
    with centre.engine.begin() as connection:
        if back and not places:
            retention_run.take_back(connection, back)
        street_lists.note(connection, centre.clock.now(), NOTE, {"batches_back": len(back), "batches_unreadable": lost})
    decisions.decide(centre, signed.PLACES_RETIRED, "", REASON, places=places)


def _timed(connection: Connection) -> list[Decision]:
    """The retirements by time that nothing took the place of yet, in order."""
    kinds = (signed.BODIES_RETIRED, signed.PLACES_RETIRED)
    rows = connection.execute(
        select(decision_table.c.kind, decision_table.c.content)
        .where(decision_table.c.kind.in_(kinds))
        .order_by(decision_table.c.number)
    ).all()
    if not rows or any(row.kind == signed.PLACES_RETIRED for row in rows):
        return []
    return [signed.read_without_proof(bytes(row.content)) for row in rows]


def _let_go_by(connection: Connection, made: list[Decision]) -> list[Places]:
    """The runs that one of these let go while they were held, and that none of them dropped at the merge."""
    found = []
    for station, epoch, merged in _first_merged(connection):
        where = and_(entries.c.station == station, entries.c.epoch == epoch)
        columns = (
            entries.c.seq,
            entries.c.digest,
            entries.c.kind,
            entries.c.at,
            entries.c.body.is_(None).label("gone"),
        )
        rows = connection.execute(select(*columns).where(where).order_by(entries.c.seq)).all()
        for goes, several in groupby(rows, key=lambda row: _was_let_go(row, merged.get(row.seq, 0), made)):
            run = list(several)
            if goes and any(row.kind in PERSONAL_KINDS for row in run):
                found.append(Places(station, epoch, run[0].seq, run[-1].seq, run[-1].digest))
    return found


def _was_let_go(row: Row[Any], merged_at: int, made: list[Decision]) -> bool:
    """Whether an entry's body is gone as it should: it was there when a retirement was decided that meant it."""
    if row.kind not in PERSONAL_KINDS:
        return True
    meant = [one for one in made if row.at < one.through]
    dropped = any(merged_at > one.decided_at for one in meant)
    return bool(row.gone) and bool(meant) and not dropped


def _first_merged(connection: Connection) -> list[tuple[str, int, dict[int, int]]]:
    """By station and epoch when each entry's first batch was merged."""
    found: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for row in connection.execute(select(batches).order_by(batches.c.merged_at)):
        here = found[row.station, row.epoch]
        for seq in range(row.first_seq, row.last_seq + 1):
            here.setdefault(seq, row.merged_at)
    return [(*place, merged) for place, merged in sorted(found.items())]


def _bring_back(centre: Centre, places: Sequence[Places]) -> tuple[list[Places], int]:
    """Bodies that the archive still gives, of entries that no place names.

    The runs of the batches they came with, and how many batches nobody can open any more.
    """
    back, lost = [], 0
    for digest, place in _lacking(centre, places):
        try:
            batch = batch_rows.archived(centre, digest)
        except RefusedFile:
            lost += 1  # its month's keys are gone: nothing can bring it back
            continue
        rows = [
            (one.body, one.header.station, one.header.epoch, one.header.seq, one.header.digest())
            for one in batch.entries
            if one.body is not None and not retirement.is_in(places, place.station, place.epoch, one.header.seq)
        ]
        with centre.engine.begin() as connection:
            if rows:
                connection.exec_driver_sql(placeholders(connection, retirement.BRING_BACK), rows)
                back.append(place)
    return back, lost


def _lacking(centre: Centre, places: Sequence[Places]) -> list[tuple[str, Places]]:
    """Batches with personal entries whose bodies are not there though no place names them."""
    found = []
    with centre.engine.connect() as connection:
        for row in connection.execute(select(batches).order_by(batches.c.station, batches.c.epoch, batches.c.number)):
            if retirement.covers(places, row.station, row.epoch, row.first_seq, row.last_seq):
                continue
            where = and_(
                entries.c.station == row.station,
                entries.c.epoch == row.epoch,
                entries.c.seq.between(row.first_seq, row.last_seq),
                entries.c.kind.in_(PERSONAL_KINDS),
                entries.c.body.is_(None),
            )
            if connection.execute(select(func.count()).select_from(entries).where(where)).scalar():
                place = Places(row.station, row.epoch, row.first_seq, row.last_seq, row.digest)
                found.append((row.digest, place))
    return found
