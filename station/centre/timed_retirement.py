"""Retirements of releases up to 0.4.0 named a time: whatever a laptop's clock put before it was dropped at the merge.

At its first start this release puts places in their stead, those that were held when it was decided, and brings back
from the archive what was dropped afterwards. A time that no clock has reached yet was a wrong clock's: it holds
nothing, and everything that can still be opened comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection, and_, func, select

from station.batch import decision as signed
from station.batch.decision import Decision, Places
from station.centre import decisions, retirement, retiring, taking
from station.centre.database import placeholders
from station.centre.opening import Centre
from station.centre.retirement import Run
from station.centre.schema import batches, entries
from station.centre.schema import decisions as decision_table
from station.errors import RefusedFile
from station.records.kinds import PERSONAL_KINDS

REASON = "按时间的旧决定，改为按当时已收的位置"
BRING_BACK = "UPDATE entries SET body = ? WHERE station = ? AND epoch = ? AND seq = ? AND digest = ? AND body IS NULL"


def replace(centre: Centre) -> None:
    """Put places in the stead of the newest timed retirement, once; what was dropped after it comes back first."""
    with centre.engine.connect() as connection:
        made = _newest_timed(connection)
        if made is None:
            return
        believed = made.decided_at <= centre.clock.now()
        places = tuple(_let_go_by(connection, made)) if believed else ()
    back = _bring_back(centre, places)
    if back and not believed:
        with centre.engine.begin() as connection:
            retiring.take_back(connection, back)
    decisions.decide(centre, signed.PLACES_RETIRED, "", REASON, places=places)


def _newest_timed(connection: Connection) -> Decision | None:
    """The newest retirement by time that nothing took the place of yet."""
    rows = connection.execute(
        select(decision_table.c.number, decision_table.c.kind, decision_table.c.content)
        .where(decision_table.c.kind.in_((signed.BODIES_RETIRED, signed.PLACES_RETIRED)))
        .order_by(decision_table.c.number.desc())
        .limit(1)
    ).first()
    if rows is None or rows.kind != signed.BODIES_RETIRED:
        return None
    return signed.read_without_proof(bytes(rows.content))


def _let_go_by(connection: Connection, made: Decision) -> list[Places]:
    """The runs that were held when it was decided and whose personal bodies are gone."""
    runs: dict[tuple[str, int], list[Run]] = defaultdict(list)
    for row in connection.execute(select(batches).where(batches.c.merged_at <= made.decided_at)):
        runs[row.station, row.epoch].append((row.first_seq, row.last_seq))
    found = []
    for (station, epoch), several in sorted(runs.items()):
        for first, last in retirement.joined(several):
            found += _empty_runs(connection, station, epoch, first, last)
    return found


def _empty_runs(connection: Connection, station: str, epoch: int, first: int, last: int) -> list[Places]:
    where = and_(entries.c.station == station, entries.c.epoch == epoch, entries.c.seq.between(first, last))
    columns = (entries.c.seq, entries.c.digest, entries.c.kind, entries.c.body.is_(None).label("gone"))
    rows = connection.execute(select(*columns).where(where).order_by(entries.c.seq)).all()
    found = []
    for stays, several in groupby(rows, key=lambda row: row.kind in PERSONAL_KINDS and not row.gone):
        run = list(several)
        if not stays and any(row.kind in PERSONAL_KINDS for row in run):
            found.append(Places(station, epoch, run[0].seq, run[-1].seq, run[-1].digest))
    return found


def _bring_back(centre: Centre, places: Sequence[Places]) -> list[Places]:
    """Bodies that the archive still gives, of entries that no place names; the runs of the batches they came with."""
    back = []
    for digest, place in _lacking(centre, places):
        try:
            batch = taking.archived(centre, digest)
        except RefusedFile:
            continue  # its month's keys are gone: nothing can bring it back
        rows = [
            (one.body, one.header.station, one.header.epoch, one.header.seq, one.header.digest())
            for one in batch.entries
            if one.body is not None and not retirement.is_in(places, place.station, place.epoch, one.header.seq)
        ]
        with centre.engine.begin() as connection:
            if rows:
                connection.exec_driver_sql(placeholders(connection, BRING_BACK), rows)
                back.append(place)
    return back


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
