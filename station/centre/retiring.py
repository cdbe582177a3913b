"""Retention at the centre: bodies before a moment go to counts, and the keys of months that nobody needs any more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, insert, select, update

from station.batch import batch_file, decision, envelope
from station.centre import decisions, figures, key_months
from station.centre.database import forget_traces, settle_down
from station.centre.opening import Centre
from station.centre.schema import certificates, entries, retired
from station.clock import DAY, local_day
from station.files import read_limited
from station.records.kinds import PERSONAL_KINDS
from station.triage.assess import TEMPERATURE_RULES

COUNTED = ("passages", "vehicles", "persons", "abnormal")


@dataclass(frozen=True)
class Retired:
    """What went: bodies, the months whose keys were destroyed, and months whose keys are still needed."""

    before: int
    bodies: int
    destroyed: tuple[str, ...]
    still_needed: tuple[str, ...]


def retire(
    centre: Centre, days: int, passphrase: str, reason: str, recovery_file: Path | None = None
) -> tuple[Centre, Retired]:
    """Let bodies older than `days` go, by a signed decision, and destroy the keys that only open such batches."""
    before = centre.clock.now() - days * DAY
    with centre.engine.connect() as connection:
        standing = decisions.standing(connection).retired_before
    if before > standing:
        decisions.decide(centre, decision.BODIES_RETIRED, decisions.BODIES, reason, before)
    before = max(before, standing)
    with centre.engine.begin() as connection:
        forget_traces(connection)
        _count(connection, before)
        old = and_(entries.c.at < before, entries.c.kind.in_(PERSONAL_KINDS), entries.c.body.is_not(None))
        bodies = connection.execute(update(entries).where(old).values(body=None)).rowcount
    settle_down(centre.engine)
    months = sorted(set(centre.keys.boxes) - {max(centre.keys.boxes)})
    needed = _needed(centre, before)
    gone = [month for month in months if month not in needed]
    centre = key_months.destroy(centre, gone, passphrase, recovery_file)
    kept = tuple(month for month in months if month in needed)
    return centre, Retired(before, bodies, tuple(gone), kept)


def _count(connection: Connection, before: int) -> None:
    """Add the passages about to go to the counts of their station and day."""
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for one in figures.current_passages(connection):
        if one.row.at < before and not one.row.passage.voided:
            passage = one.row.passage
            day = counts[one.station, local_day(passage.happened_at).isoformat()]
            day["passages"] += 1
            day["vehicles"] += passage.vehicle is not None
            day["persons"] += len(passage.persons)
            day["abnormal"] += any(flag.rule in TEMPERATURE_RULES for flag in passage.flags)
    for (station, day_text), added in counts.items():
        where = and_(retired.c.station == station, retired.c.day == day_text)
        row = connection.execute(select(retired).where(where)).first()
        if row is None:
            connection.execute(insert(retired), {"station": station, "day": day_text, **added})
        else:
            total = {name: row._mapping[name] + value for name, value in added.items()}
            connection.execute(update(retired).where(where).values(total))


def _needed(centre: Centre, before: int) -> set[str]:
    """Months whose keys still open something: a batch with newer entries, or a station that seals to them yet."""
    boxes = {key_months.public_of(key): month for month, key in centre.keys.boxes.items()}
    newest: dict[tuple[str, int], tuple[int, str]] = {}
    needed: set[str] = set()
    with centre.engine.connect() as connection:
        enrolled = {(row.station, row.epoch) for row in connection.execute(select(certificates))}
        for path in sorted(centre.archive.glob(f"*{batch_file.SUFFIX}")):
            manifest = envelope.verify(read_limited(path, 64 << 20)).manifest
            month = boxes.get(manifest.box, "")
            place = (manifest.station, manifest.epoch)
            newest[place] = max(newest.get(place, (0, "")), (manifest.number, month))
            where = and_(entries.c.station == manifest.station, entries.c.epoch == manifest.epoch)
            last = connection.execute(select(entries.c.at).where(where, entries.c.seq == manifest.last_seq)).scalar()
            if last is None or last >= before:
                needed.add(month)
    last_epochs = {station: max(epoch for one, epoch in enrolled if one == station) for station, _ in enrolled}
    return needed | {newest[place][1] for place in last_epochs.items() if place in newest}


def counts(connection: Connection) -> list[dict[str, object]]:
    """What is left of what went: by station and day."""
    return [
        dict(row._mapping) for row in connection.execute(select(retired).order_by(retired.c.station, retired.c.day))
    ]
