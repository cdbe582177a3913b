"""Retention at the centre: bodies it held long enough go to counts, and the keys of months that open nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, and_, func, insert, select

from station.batch import batch_file, decision, envelope
from station.batch.decision import Decision, Places
from station.centre import batch_rows, decisions, key_months, missing_batches, retirement, street_figures
from station.centre.centre_database import forget_traces, settle_down
from station.centre.centre_folder import Centre
from station.centre.centre_tables import batches, certificates, entries, retired
from station.centre.decisions import Effect
from station.clock import DAY, local_day
from station.errors import InputError
from station.files import read_limited
from station.triage.assessment import TEMPERATURE_RULES

COUNTED = ("passages", "vehicles", "persons", "abnormal")
QUIET_DAYS = 35  # without a single entry: the end of it all, or a wrong clock; somebody looks at a calendar
LARGEST = 64 << 20


@dataclass(frozen=True)
class Plan:
    """What would go: runs that were held before a moment (ms UTC), their bodies, and what becomes of the months' keys.

    `months` go now, `next_months` with the next retirement, `still_needed` open something that is kept.
    """

    before: int
    places: tuple[Places, ...]
    bodies: int
    months: tuple[str, ...]
    next_months: tuple[str, ...]
    still_needed: tuple[str, ...]


@dataclass(frozen=True)
class Retired:
    """What went: under which name it can be undone (empty: nothing went), bodies, keys destroyed, and what stays."""

    name: str
    before: int
    bodies: int
    destroyed: tuple[str, ...]
    next_months: tuple[str, ...]
    still_needed: tuple[str, ...]


def plan(centre: Centre, days: int, *, today: date | None = None, final: bool = False) -> Plan:
    """What a retirement would do now, writing nothing; refused while the clock cannot be believed."""
    _require_clock(centre, today)
    before = centre.clock.now() - days * DAY
    with centre.engine.connect() as connection:
        standing = decisions.standing(connection).retired
        places = tuple(retirement.held_since(connection, before, centre.clock.now(), standing))
        bodies = sum(retirement.bodies_in(connection, one.station, one.epoch, one.first, one.last) for one in places)
        now = _unneeded(centre, connection, (*standing, *places) if final else standing, before)
        later = _unneeded(centre, connection, (*standing, *places), before)
    months = sorted(set(centre.keys.boxes) - {max(centre.keys.boxes)})
    gone = tuple(month for month in months if month in now)
    following = tuple(month for month in months if month in later and month not in now)
    kept = tuple(month for month in months if month not in later)
    return Plan(before, places, bodies, gone, following, kept)


def retire(centre: Centre, planned: Plan, passphrase: str, reason: str, recovery_file: Path | None) -> Retired:
    """Let the planned bodies go, by a signed decision, and destroy the keys that only open what went before."""
    name, bodies = "", 0
    if planned.places:
        made = decisions.decide(centre, decision.PLACES_RETIRED, "", reason, places=planned.places, effect=let_go)
        name, bodies = made.about, planned.bodies
        settle_down(centre.engine)
    key_months.destroy(centre, list(planned.months), passphrase, recovery_file)
    return Retired(name, planned.before, bodies, planned.months, planned.next_months, planned.still_needed)


def let_go(connection: Connection, made: Decision) -> None:
    """What follows from a retirement, within the transaction that takes it in: counts first, then the bodies go.

    Nothing does where a later decision took it back already.
    """
    if made.about not in decisions.standing(connection).retirements:
        return
    forget_traces(connection)
    _add(connection, _counted(connection, made.places), 1)
    retirement.apply(connection, made.places)


def taking_back(centre: Centre, places: Sequence[Places]) -> Effect:
    """What follows once a retirement is taken back, in the same transaction: its bodies, and its counts no more.

    Everything is opened before: where the keys are gone it is refused and nothing is decided.
    """
    touched = sorted({(one.station, one.epoch) for one in places})
    opened = [batch for station, epoch in touched for batch in batch_rows.open_all(centre, station, epoch)]

    def effect(connection: Connection, made: Decision) -> None:
        standing = decisions.standing(connection)
        if made.about in standing.retirements:
            return  # it was retired again since
        retirement.bring_back(connection, opened, places)
        retirement.apply(connection, standing.retired, by_place=True)
        take_back(connection, places)

    return effect


def take_back(connection: Connection, places: Sequence[Places]) -> None:
    """After the bodies of these places are back: they are counted among the living again, not among what went."""
    _add(connection, _counted(connection, places), -1)


def _require_clock(centre: Centre, today: date | None) -> None:
    """A clock that is far from everything known must not decide: somebody looks at a calendar and types the day."""
    now = centre.clock.now()
    with centre.engine.connect() as connection:
        newest = connection.execute(select(func.max(entries.c.at)).where(entries.c.at <= now + DAY)).scalar() or now
        merged = connection.execute(select(func.max(batches.c.merged_at))).scalar() or 0
    shown = {"today": str(local_day(now)), "newest": str(local_day(newest))}
    if today is not None:
        if today != local_day(now):
            raise InputError("retire_other_day", **shown)
        return
    if merged > now + DAY:
        raise InputError("retire_clock_behind", **{**shown, "newest": str(local_day(merged))})
    if now - newest > QUIET_DAYS * DAY:
        raise InputError("retire_clock_far", **shown)


def _counted(connection: Connection, places: Sequence[Places]) -> dict[tuple[str, str], dict[str, int]]:
    """Figures of the passages whose current revision lies in these places, by station and day."""
    at = {(row.station, row.uid): (row.epoch, row.seq) for row in connection.execute(missing_batches.CURRENT)}
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for one in street_figures.current_passages(connection):
        passage = one.row.passage
        if not passage.voided and retirement.is_in(places, one.station, *at[one.station, one.uid]):
            day = counts[one.station, local_day(passage.happened_at).isoformat()]
            day["passages"] += 1
            day["vehicles"] += passage.vehicle is not None
            day["persons"] += len(passage.persons)
            day["abnormal"] += any(flag.rule in TEMPERATURE_RULES for flag in passage.flags)
    return counts


def _add(connection: Connection, counts: dict[tuple[str, str], dict[str, int]], sign: int) -> None:
    for (station, day), added in counts.items():
        where = and_(retired.c.station == station, retired.c.day == day)
        row = connection.execute(select(retired).where(where)).first()
        had = {name: row._mapping[name] if row else 0 for name in COUNTED}
        total = {name: max(0, had[name] + sign * value) for name, value in added.items()}
        if row is not None:
            connection.execute(retired.delete().where(where))
        if any(total.values()):
            connection.execute(insert(retired), {"station": station, "day": day, **total})


def _unneeded(centre: Centre, connection: Connection, places: Sequence[Places], before: int) -> set[str]:
    """Months whose keys open nothing that is kept: every batch sealed to them is retired, or never held a person.

    The month that a station seals to yet is needed, whatever is retired of it.
    """
    boxes = {key_months.public_of(key): month for month, key in centre.keys.boxes.items()}
    merged = {row.digest: row.merged_at for row in connection.execute(select(batches))}
    last_epochs: dict[str, int] = {}
    for row in connection.execute(select(certificates)):
        last_epochs[row.station] = max(row.epoch, last_epochs.get(row.station, 0))
    newest: dict[tuple[str, int], tuple[int, str]] = {}
    needed: set[str] = set()
    for path in sorted(centre.archive.glob(f"*{batch_file.SUFFIX}")):
        one = envelope.verify(read_limited(path, LARGEST)).manifest
        month = boxes.get(one.box, "")
        place = (one.station, one.epoch)
        newest[place] = max(newest.get(place, (0, "")), (one.number, month))
        run = (one.station, one.epoch, one.first_seq, one.last_seq)
        empty = merged.get(path.stem, before) < before and not retirement.personal_in(connection, *run)
        if not (empty or retirement.covers(places, *run)):
            needed.add(month)
    needed |= {newest[place][1] for place in last_epochs.items() if place in newest}
    return set(centre.keys.boxes) - needed


def counts(connection: Connection) -> list[dict[str, object]]:
    """What is left of what went: by station and day."""
    return [
        dict(row._mapping) for row in connection.execute(select(retired).order_by(retired.c.station, retired.c.day))
    ]
