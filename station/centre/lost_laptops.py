"""A laptop is lost: its epoch is believed as far as the centre holds it, a new one follows, and what was on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, func, select

from station.batch import decision as signed
from station.batch.file_kinds import REPLACEMENT
from station.batch.replacement import Replacement, replacement_bytes
from station.centre import batch_rows, decision_effects, decisions
from station.centre.centre_folder import Centre
from station.centre.centre_tables import batches, certificates, entries
from station.centre.current_revisions import current, of_kind
from station.clock import local_day
from station.errors import InputError
from station.files import write_durably
from station.records.access_pass import AccessPass
from station.records.event import Audit
from station.records.journal_entry import readable
from station.records.passage import Passage


@dataclass(frozen=True)
class Breach:
    """What lay on a lost laptop, as far as the centre knows: for the notice to the authority and to the persons.

    Counts are of what was merged and not yet purged there; what was saved after `last_batch_at` is not known here.
    """

    station: str
    epoch: int
    first_day: str
    last_day: str
    last_batch_at: int
    passages: int
    persons: int
    with_id: int
    with_phone: int
    abnormal: int
    passes: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """What was decided, written and known about a lost laptop."""

    station: str
    epoch: int
    believed_to: int
    file: str
    next_epoch: int
    breach: Breach


def lose(centre: Centre, station: str, reason: str, folder: Path) -> Lost:
    """Declare a station's newest epoch lost and write the file that sets up the new laptop into `folder`."""
    if not folder.is_dir():
        raise InputError("folder_unreachable", folder=str(folder))
    with centre.engine.connect() as connection:
        newest = connection.execute(
            select(certificates).where(certificates.c.station == station).order_by(certificates.c.epoch.desc())
        ).first()
        if newest is None:
            raise InputError("no_enrolled_station", station=station)
        believed = _last_merged(connection, station, newest.epoch)
        breach = breach_of(connection, station, newest.epoch)
    batch_rows.require_archived(centre, station, newest.epoch)
    decision_effects.apply(
        centre, decisions.decide(centre, signed.EPOCH_LOST, f"{station}/{newest.epoch}", reason, believed[0])
    )
    made = Replacement(
        station=station,
        name=newest.name,
        epoch=newest.epoch + 1,
        last_epoch=newest.epoch,
        last_seq=believed[0],
        last_digest=believed[1],
        centre=centre.keys.name,
        issued_at=centre.clock.now(),
    )
    path = folder / f"{station}-E{made.epoch}{REPLACEMENT.suffix}"
    write_durably(path, replacement_bytes(made, centre.keys.private_key()))
    return Lost(station, newest.epoch, believed[0], path.name, made.epoch, breach)


def find_again(centre: Centre, station: str, epoch: int, reason: str) -> None:
    """Take back that an epoch is lost: what waited of it counts again."""
    batch_rows.require_archived(centre, station, epoch)
    decision_effects.apply(centre, decisions.decide(centre, signed.EPOCH_FOUND, f"{station}/{epoch}", reason))


def breach_of(connection: Connection, station: str, epoch: int) -> Breach:
    """What a laptop held of persons, read from what it sent and less what it said it purged."""
    purged = _purged(connection, station)
    of_laptop = and_(entries.c.station == station, entries.c.epoch <= epoch)
    there = and_(of_laptop, entries.c.body.is_not(None), entries.c.at >= purged)
    rows = connection.execute(current("kind", "body", among=and_(there, of_kind("passage", "access_pass")))).all()
    passages = [one for row in rows if row.kind == "passage" and (one := readable(row.body, Passage)) is not None]
    passes = [it for row in rows if row.kind == "access_pass" and (it := readable(row.body, AccessPass)) is not None]
    persons = [one for passage in passages for one in passage.persons if one.is_registered]
    days = sorted(str(local_day(passage.happened_at)) for passage in passages) or [""]
    last = select(func.max(batches.c.merged_at)).where(batches.c.station == station)
    return Breach(
        station=station,
        epoch=epoch,
        first_day=days[0],
        last_day=days[-1],
        last_batch_at=connection.execute(last).scalar() or 0,
        passages=len(passages),
        persons=len(persons),
        with_id=sum(one.id_number is not None for one in persons),
        with_phone=sum(one.phone is not None for one in persons),
        abnormal=sum(bool(passage.flags) for passage in passages),
        passes=tuple(sorted(one.serial for one in passes if not one.revoked)),
    )


def _last_merged(connection: Connection, station: str, epoch: int) -> tuple[int, str]:
    where = and_(entries.c.station == station, entries.c.epoch == epoch)
    query = select(entries.c.seq, entries.c.digest).where(where).order_by(entries.c.seq.desc(), entries.c.digest)
    row = connection.execute(query.limit(1)).first()
    return (row.seq, row.digest) if row else (0, "")


def _purged(connection: Connection, station: str) -> int:
    """Up to which moment (ms UTC) the station said it let bodies go; what was still open then stayed."""
    moments = [0]
    query = select(entries.c.body).where(entries.c.station == station, entries.c.kind == "audit")
    for body in connection.execute(query).scalars():
        audit = readable(body, Audit)
        before = audit.facts.get("before") if audit and audit.action == "purge" else None
        if isinstance(before, int):
            moments.append(before)
    return max(moments)
