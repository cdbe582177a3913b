"""Rows of verified batches: taken among the entries, held, or settled anew after a decision."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, union

from station.batch import envelope, sealed_file
from station.batch.envelope import OpenedBatch
from station.batch.file_kinds import BATCH
from station.batch.manifest import Manifest
from station.centre import decisions, retirement
from station.centre.centre_database import placeholders
from station.centre.centre_folder import Centre
from station.centre.centre_tables import batches, entries, held
from station.centre.decisions import Standing
from station.errors import InputError, RefusedFile
from station.files import read_limited
from station.records.journal_entry import Entry

INSERT = (
    "INSERT INTO entries (station, epoch, seq, digest, schema, kind, uid, revision, at, clock, operator, "
    "previous, body_digest, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    # an entry that was sent again after its purge has no body: whatever the order, one that came stays or is filled in
    " ON CONFLICT (station, epoch, seq, digest) DO UPDATE SET body = excluded.body"
    " WHERE entries.body IS NULL AND excluded.body IS NOT NULL"
)
SUFFIX = BATCH.suffix
SHORT = 8  # hex digits of a batch's digest that are enough to name it


@dataclass(frozen=True)
class Taken:
    """What a batch brought: entries that were new, and bodies that are not kept because they are retired."""

    new: int
    retired: int


def take(connection: Connection, opened: OpenedBatch, digest: str, at: int, rules: Standing) -> Taken:
    """Put a batch's entries among those there are, bodies and all; then what a retirement names is let go again."""
    manifest = opened.manifest
    where = and_(
        entries.c.station == manifest.station,
        entries.c.epoch == manifest.epoch,
        entries.c.seq.between(manifest.first_seq, manifest.last_seq),
    )
    count = select(func.count()).select_from(entries).where(where)
    before = connection.execute(count).scalar_one()
    connection.exec_driver_sql(placeholders(connection, INSERT), [_row(entry) for entry in opened.entries])
    new: int = connection.execute(count).scalar_one() - before
    touched = retirement.meeting(rules.retired, manifest.station, manifest.epoch, manifest.first_seq, manifest.last_seq)
    retirement.apply(connection, touched)
    connection.execute(delete(held).where(held.c.digest == digest))
    if not connection.execute(select(batches.c.digest).where(batches.c.digest == digest)).first():
        place = {"first_seq": manifest.first_seq, "last_seq": manifest.last_seq}
        connection.execute(insert(batches), {**_about(manifest, digest), **place, "merged_at": at, "entries_new": new})
    return Taken(new, _without_body(connection, where, opened) if touched else 0)


def _without_body(connection: Connection, where: ColumnElement[bool], opened: OpenedBatch) -> int:
    """How many of a batch's bodies are not among what there is."""
    gone = set(connection.execute(select(entries.c.digest).where(where, entries.c.body.is_(None))).scalars())
    return sum(entry.body is not None and entry.header.digest() in gone for entry in opened.entries)


def hold(connection: Connection, manifest: Manifest, digest: str, reason: str, at: int) -> None:
    """Note a genuine batch that does not count, and why."""
    standing = connection.execute(select(held.c.reason).where(held.c.digest == digest)).scalar()
    if standing != reason:
        connection.execute(delete(held).where(held.c.digest == digest))
        connection.execute(insert(held), {**_about(manifest, digest), "reason": reason, "held_at": at})


def settle(centre: Centre, station: str, epoch: int) -> None:
    """Work out a station's epoch anew from its archived batches, in one transaction, as the decisions say now."""
    digests = _known(centre, station, epoch)
    with centre.engine.connect() as connection:
        rules = decisions.standing(connection)
        times = {row.digest: row.merged_at for row in connection.execute(select(batches))}
    opened = {digest: archived(centre, digest) for digest in digests}
    now = centre.clock.now()
    with centre.engine.begin() as connection:
        connection.execute(delete(entries).where(entries.c.station == station, entries.c.epoch == epoch))
        connection.execute(delete(batches).where(batches.c.digest.in_(digests)))
        for digest, batch in sorted(opened.items(), key=lambda one: (one[1].manifest.number, one[0])):
            reason = rules.waits(batch.manifest, digest)
            if reason:
                hold(connection, batch.manifest, digest, reason, times.get(digest, now))
            else:
                take(connection, batch, digest, times.get(digest, now), rules)
        mine = [one for one in rules.retired if (one.station, one.epoch) == (station, epoch)]
        retirement.apply(connection, mine, by_place=True)


def require_archived(centre: Centre, station: str, epoch: int) -> None:
    """Refuse before anything is decided where an epoch could not be worked out anew: its keys are destroyed."""
    open_all(centre, station, epoch)


def open_all(centre: Centre, station: str, epoch: int) -> list[OpenedBatch]:
    """Every batch of an epoch from the archive; RefusedFile where the keys of one are destroyed."""
    return [archived(centre, digest) for digest in _known(centre, station, epoch)]


def _known(centre: Centre, station: str, epoch: int) -> list[str]:
    """The digests of an epoch's batches that count or that a decision left out."""
    left_out = held.c.reason.in_(("batch_excluded", "epoch_lost"))
    query = union(
        select(batches.c.digest).where(batches.c.station == station, batches.c.epoch == epoch),
        select(held.c.digest).where(held.c.station == station, held.c.epoch == epoch, left_out),
    )
    with centre.engine.connect() as connection:
        return sorted(connection.execute(query).scalars())


def archived(centre: Centre, digest: str) -> OpenedBatch:
    """A batch from the archive, verified again; RefusedFile `archive_retired` once its month's keys are destroyed."""
    content = read_limited(centre.archive / f"{digest}{SUFFIX}", sealed_file.LARGEST)
    sealed = envelope.verify(content)
    if envelope.batch_digest(content) != digest:
        raise RefusedFile("altered")
    try:
        return envelope.open_batch(sealed, list(centre.keys.boxes.values()))
    except RefusedFile as error:
        raise RefusedFile("archive_retired" if error.code == "for_another_centre" else error.code) from error


def _about(manifest: Manifest, digest: str) -> dict[str, object]:
    return {"digest": digest, "station": manifest.station, "epoch": manifest.epoch, "number": manifest.number}


def _row(entry: Entry) -> tuple[object, ...]:
    header = entry.header
    return (
        header.station,
        header.epoch,
        header.seq,
        header.digest(),
        header.schema,
        header.kind,
        header.uid,
        header.revision,
        header.at,
        header.clock,
        header.operator,
        header.previous,
        header.body_digest,
        entry.body,
    )


def find_batch(centre: Centre, text: str) -> tuple[str, str, int]:
    """Digest, station and epoch of a batch by its digest, or the beginning of it, or as `CP17-E1-B00042`."""
    with centre.engine.connect() as connection:
        rows = [row for table in (batches, held) for row in connection.execute(select(table)).all()]
    wanted = text.removesuffix(SUFFIX)
    found = {
        (row.digest, row.station, row.epoch)
        for row in rows
        if wanted == f"{row.station}-E{row.epoch}-B{row.number:05d}"
        or (len(wanted) >= SHORT and row.digest.startswith(wanted))
    }
    if len(found) != 1:
        raise InputError("no_such_batch" if not found else "several_batches", batch=text[:40])
    return found.pop()
