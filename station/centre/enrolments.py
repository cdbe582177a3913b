"""Enrolment at the centre: a certificate for a station's key, and receipts for what was merged."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, and_, insert, select

from station.batch import envelope, sealed_file
from station.batch.enrolment import Certificate, EnrolmentRequest, certificate_bytes, read_request
from station.batch.file_kinds import RECEIPT
from station.batch.receipt import Receipt, receipt_bytes
from station.centre import batch_rows, missing_batches
from station.centre.batch_merge import Merged, merge_held
from station.centre.centre_folder import Centre, keep_certificate
from station.centre.centre_tables import batches, certificates, entries, held
from station.centre.missing_batches import Gap
from station.errors import InputError, RefusedFile
from station.files import read_limited, write_durably
from station.records.journal_entry import NO_DIGEST

LARGEST_REQUEST = 10_000


def enrol(centre: Centre, request_file: Path, out: Path) -> tuple[EnrolmentRequest, list[Merged]]:
    """Sign a station's request into `out` and merge the batches that waited for it."""
    if not request_file.is_file():
        raise RefusedFile("no_such_file")
    request = read_request(read_limited(request_file, LARGEST_REQUEST))
    with centre.engine.begin() as connection:
        where = and_(certificates.c.station == request.station, certificates.c.epoch == request.epoch)
        standing = connection.execute(select(certificates).where(where)).first()
        if standing and standing.public_key != request.public_key:
            raise InputError("enrolled_with_another_key", station=request.station, epoch=request.epoch)
        if standing:
            content = standing.content
        else:
            certificate = Certificate(
                request.station, request.epoch, request.public_key, centre.keys.name, centre.clock.now()
            )
            content = certificate_bytes(certificate, centre.keys.private_key())
            row = {
                "station": request.station,
                "epoch": request.epoch,
                "name": request.name,
                "public_key": request.public_key,
                "content": content,
            }
            keep_certificate(centre.archive, content)
            connection.execute(insert(certificates), row)
    write_durably(out, content)
    return request, merge_held(centre, request.station, request.epoch)


def known_key(connection: Connection, station: str, epoch: int) -> str | None:
    """The key that a station's epoch is enrolled with."""
    where = and_(certificates.c.station == station, certificates.c.epoch == epoch)
    found: str | None = connection.execute(select(certificates.c.public_key).where(where)).scalar()
    return found


def write_receipts(centre: Centre, folder: Path) -> list[tuple[Receipt, Path]]:
    """A receipt for each station and epoch, written into `folder`; a station that has sent more hears of nothing too.

    A centre that went on from an older copy of its folder may have nothing of an epoch, or not even know its key,
    while the station sends what came after its last receipt: only a receipt for nothing makes it begin again.
    """
    if not folder.is_dir():
        raise InputError("folder_unreachable", folder=str(folder))
    written = []
    with centre.engine.connect() as connection:
        for gap in missing_batches.gaps(connection):
            where = and_(batches.c.station == gap.station, batches.c.epoch == gap.epoch)
            merged = connection.execute(select(batches.c.digest).where(where).order_by(batches.c.digest))
            place = and_(
                entries.c.station == gap.station,
                entries.c.epoch == gap.epoch,
                entries.c.seq == gap.highest_contiguous,
            )
            heads = connection.execute(select(entries.c.digest).where(place)).scalars().all()
            if not gap.highest_contiguous and (gap.missing or _begins_later(centre, connection, gap)):
                heads = [NO_DIGEST]
            if len(heads) != 1:
                continue  # nothing contiguous, or a fork: no word that could allow a purge
            receipt = Receipt(
                gap.station,
                gap.epoch,
                gap.highest_contiguous,
                heads[0],
                gap.missing,
                tuple(merged.scalars()),
                centre.keys.name,
                centre.clock.now(),
            )
            path = folder / f"{gap.station}-E{gap.epoch}-R{gap.highest_contiguous:07d}{RECEIPT.suffix}"
            write_durably(path, receipt_bytes(receipt, centre.keys.private_key()))
            written.append((receipt, path))
    return written


def _begins_later(centre: Centre, connection: Connection, gap: Gap) -> bool:
    """Whether batches wait for an enrolment here whose station already had receipts: none begins with entry 1."""
    waiting = and_(held.c.station == gap.station, held.c.epoch == gap.epoch, held.c.reason == "not_enrolled")
    digests = connection.execute(select(held.c.digest).where(waiting)).scalars().all()
    paths = [centre.archive / f"{digest}{batch_rows.SUFFIX}" for digest in digests]
    firsts = [envelope.verify(read_limited(path, sealed_file.LARGEST)).manifest.first_seq for path in paths]
    return min(firsts, default=1) > 1
