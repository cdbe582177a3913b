"""The merge: each file verified whole, then one transaction; the state is the set of verified entries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, insert, select

from station.batch import batch_file, envelope
from station.batch.envelope import OpenedBatch
from station.batch.file_kinds import BATCH
from station.centre import batch_rows, decisions, missing_batches
from station.centre.centre_folder import Centre
from station.centre.centre_tables import certificates, held, refusals
from station.errors import RefusedFile, StationError, StoreProblem
from station.files import write_durably
from station.progress import Progress, quiet
from station.records.ids import belongs_to
from station.records.journal_entry import SCHEMA, Entry
from station.records.kinds import KINDS
from station.store import journal


@dataclass(frozen=True)
class Merged:
    """What became of one file; `reason` is a code, empty where nothing needs saying.

    `unreadable` are entries taken as they are whose contents nobody can read: they cost themselves only. `retired` are
    bodies that were not stored again, because a retirement let them go.

    Where something before it is missing, `highest` is how far everything is there, and `signed_to` how far a receipt
    of this centre once went, if that is more.
    """

    file: str
    verdict: str
    station: str | None = None
    epoch: int | None = None
    batch: int | None = None
    entries_new: int = 0
    reason: str = ""
    unreadable: int = 0
    retired: int = 0
    highest: int = 0
    signed_to: int = 0

    @property
    def facts(self) -> dict[str, object]:
        """What the sentence of the reason names."""
        return {"file": self.file, "highest": self.highest, "signed": self.signed_to}


def merge_file(centre: Centre, path: Path, progress: Progress = quiet) -> Merged:
    """Take one file; a refusal leaves nothing but a line in the refusal log."""
    content = b""
    try:
        content = batch_file.read_batch_file(path)
        return _merge(centre, path.name, content, progress)
    except StoreProblem:
        raise  # the centre's own trouble says nothing about the file
    except StationError as error:
        digest = envelope.batch_digest(content)
        with centre.engine.begin() as connection:
            row = {"at": centre.clock.now(), "reason": error.code, "digest": digest}
            connection.execute(insert(refusals), row)
        return Merged(path.name, "refused", reason=error.code)
    finally:
        progress(2, 2)


def _merge(centre: Centre, name: str, content: bytes, progress: Progress) -> Merged:
    opened, reason = examine(centre, content)
    progress(1, 2)
    digest = envelope.batch_digest(content)
    _archive(centre, digest, content)
    manifest, now = opened.manifest, centre.clock.now()
    place = (manifest.station, manifest.epoch, manifest.number)
    with centre.engine.begin() as connection:
        rules = decisions.standing(connection)
        reason = reason or rules.waits(manifest, digest)
        if reason:
            batch_rows.hold(connection, manifest, digest, reason, now)
            return Merged(name, "held", *place, 0, reason)
        taken = batch_rows.take(connection, opened, digest, now, rules)
        verdict, reason, highest, signed_to = _verdict(connection, opened, taken.new)
    unreadable = sum(map(_is_unreadable, opened.entries))
    return Merged(name, verdict, *place, taken.new, reason, unreadable, taken.retired, highest, signed_to)


def examine(centre: Centre, content: bytes) -> tuple[OpenedBatch, str]:
    """Verify a file whole and open it, writing nothing; also why it must wait, if it must."""
    sealed = envelope.verify(content)
    manifest = sealed.manifest
    with centre.engine.connect() as connection:
        known_key = _enrolled_key(connection, manifest.station, manifest.epoch)
    if known_key is not None and known_key != manifest.public_key:
        raise RefusedFile("wrong_key")
    opened = envelope.open_batch(sealed, list(centre.keys.boxes.values()))
    return opened, _must_wait(opened, known_key)


def _must_wait(opened: OpenedBatch, known_key: str | None) -> str:
    """Why a genuine batch is held: nobody vouched for its station yet, or it needs a newer program."""
    newer = False
    for entry in opened.entries:
        if not belongs_to(entry.header.uid, entry.header.station):
            raise RefusedFile("not_its_contents")
        if entry.header.schema > SCHEMA or entry.header.kind not in KINDS:
            newer = True
    if newer:
        return "newer_schema"
    return "" if known_key else "not_enrolled"


def _is_unreadable(entry: Entry) -> bool:
    """Whether there is a body that cannot be read: its digest is right, so it is taken and costs itself only."""
    return entry.body is not None and journal.readable_of(entry) is None


def _verdict(connection: Connection, opened: OpenedBatch, new: int) -> tuple[str, str, int, int]:
    """Fork before gap before already before new: the worst that is true is said."""
    manifest = opened.manifest
    forks = missing_batches.forks(connection, manifest.station, manifest.epoch)
    if any(manifest.first_seq <= fork.seq <= manifest.last_seq + 1 for fork in forks):
        return "fork", "two_histories", 0, 0
    contiguous = missing_batches.highest_contiguous(connection, manifest.station, manifest.epoch)
    if contiguous < manifest.first_seq - 1:
        # What came after a receipt begins behind what it covers, and names it: this batch alone tells.
        audits = [entry.body for entry in opened.entries if entry.header.kind == "audit"]
        signed = missing_batches.receipts_named(audits).get(manifest.epoch, 0)
        if signed > contiguous:
            return "gap", "centre_signed_more", contiguous, signed
        return "gap", "earlier_missing", contiguous, 0
    return ("new", "", 0, 0) if new else ("already", "already_merged", 0, 0)


def merge_held(centre: Centre, station: str, epoch: int) -> list[Merged]:
    """Merge what waited for a station's enrolment, from the archive."""
    where = and_(held.c.station == station, held.c.epoch == epoch, held.c.reason == "not_enrolled")
    with centre.engine.connect() as connection:
        digests = connection.execute(select(held.c.digest).where(where).order_by(held.c.number)).scalars().all()
    return [merge_file(centre, centre.archive / f"{digest}{BATCH.suffix}") for digest in digests]


def _enrolled_key(connection: Connection, station: str, epoch: int) -> str | None:
    where = and_(certificates.c.station == station, certificates.c.epoch == epoch)
    key: str | None = connection.execute(select(certificates.c.public_key).where(where)).scalar()
    return key


def _archive(centre: Centre, digest: str, content: bytes) -> None:
    """Keep the original bytes before anything is committed."""
    path = centre.archive / f"{digest}{BATCH.suffix}"
    if not path.exists():
        write_durably(path, content)
