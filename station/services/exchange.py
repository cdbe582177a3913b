"""Exchange with the centre by file: export batches, receive card, certificate, receipts and packs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, desc, func, insert, select

from station import __version__, signing
from station.batch import batch_file, enrolment, envelope, pack, receipt, sealed_file
from station.batch.card import CentreCard, card_from_text, read_card
from station.errors import InputError, MachineError, Refused, RefusedFile
from station.files import read_limited
from station.records.event import Audit, Setting
from station.records.journal_entry import NO_DIGEST, Entry
from station.services import epochs, key_slots, reference
from station.services.context import Station
from station.store import journal
from station.store.schema import exports, purge_limit, received, station_keys
from station.store.schema import journal as journal_table
from station.store.store import read_meta, write_meta

RETURNING = (".ysr", ".ysc", ".card", ".ysp")


@dataclass(frozen=True)
class Exported:
    """One batch written and read back: it is safe to remove the stick."""

    file: str
    epoch: int
    number: int
    first_seq: int
    last_seq: int
    digest: str


@dataclass(frozen=True)
class Request:
    """An enrolment request written for the centre; its clerk compares the fingerprint by phone."""

    file: str
    fingerprint: str


@dataclass(frozen=True)
class ReceivedFile:
    """What became of one file from the centre: taken, already, refused, other_station or superseded."""

    file: str
    kind: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True)
class Visited:
    """What a stick brought and took away; `problem` is why nothing could be written to it."""

    taken: tuple[ReceivedFile, ...]
    written: tuple[Exported, ...]
    requests: tuple[Request, ...]
    problem: InputError | MachineError | None = None


@dataclass(frozen=True)
class ExchangeState:
    """For the footer: the last export and how many entries no receipt covers yet."""

    last_number: int | None
    last_at: int | None
    not_exported: int
    has_centre: bool


def export(station: Station, folder: Path) -> list[Exported]:
    """Write everything since the last receipt into `folder`, at most 20,000 entries a file."""
    card = _card(station)
    if card is None:
        raise Refused("no_centre", field="centre")
    if not folder.is_dir():
        raise MachineError("folder_unreachable", folder=str(folder))
    with station.store.read() as connection:
        known = connection.execute(select(journal_table.c.epoch).distinct().order_by(journal_table.c.epoch))
        runs = [run for epoch in list(known.scalars()) for run in _runs(connection, epoch)]
    return [_export_run(station, card, run, folder) for run in runs]


def ask_to_be_enrolled(station: Station, folder: Path) -> list[Request]:
    """Write a request for each epoch that has no certificate yet; none once all have."""
    with station.store.read() as connection:
        certified = set(connection.execute(select(received.c.epoch).where(received.c.kind == "certificate")).scalars())
        keys = connection.execute(
            select(station_keys.c.epoch, station_keys.c.private_key)
            .where(station_keys.c.purpose == "batch", station_keys.c.epoch.not_in(certified))
            .order_by(station_keys.c.epoch)
        ).all()
    return [
        Request(
            epochs.write_request(folder, station.code, station.name, row.epoch, row.private_key).name,
            signing.fingerprint(signing.public_key(row.private_key)),
        )
        for row in keys
    ]


def fingerprint_of(request: Path) -> str:
    """The fingerprint of a request file's key, to be read out on the phone."""
    asked = enrolment.read_request(read_limited(request, sealed_file.LARGEST))
    return signing.fingerprint(bytes.fromhex(asked.public_key))


def _runs(connection: Connection, epoch: int) -> list[list[Entry]]:
    limit = connection.execute(select(purge_limit.c.seq).where(purge_limit.c.epoch == epoch)).scalar() or 0
    waiting = list(journal.entries(connection, epoch=epoch, first=limit + 1))
    size = envelope.MOST_ENTRIES
    return [waiting[at : at + size] for at in range(0, len(waiting), size)]


def _export_run(station: Station, card: CentreCard, run: list[Entry], folder: Path) -> Exported:
    epoch = run[0].header.epoch
    with station.store.read() as connection:
        last = connection.execute(
            select(exports).where(exports.c.epoch == epoch).order_by(desc(exports.c.number)).limit(1)
        ).first()
        private = epochs.signing_key(connection, epoch)
    number = last.number + 1 if last else 1
    while (folder / batch_file.file_name(station.code, epoch, number)).exists():
        number += 1  # written by an export that was cut off before it was journalled
    content = envelope.seal(
        run,
        number=number,
        previous_batch=last.digest if last else NO_DIGEST,
        program=__version__,
        private_key=private,
        box=card.box,
        recovery=card.recovery,
    )
    path, manifest = batch_file.write_batch(folder, content)
    done = Exported(path.name, epoch, number, manifest.first_seq, manifest.last_seq, envelope.batch_digest(content))
    facts: dict[str, int | str] = {
        "epoch": epoch,
        "number": number,
        "first_seq": done.first_seq,
        "last_seq": done.last_seq,
        "digest": done.digest,
    }
    with station.store.write(station.operator.id) as transaction:
        transaction.append("audit", Audit("export", facts))
    return done


def state(station: Station) -> ExchangeState:
    """The last export and what is still only on this laptop."""
    with station.store.read() as connection:
        last = connection.execute(select(exports).order_by(desc(exports.c.at)).limit(1)).first()
        total = select(func.count()).select_from(journal_table)
        if last:
            newer = (journal_table.c.epoch == last.epoch) & (journal_table.c.seq > last.last_seq + 1)
            total = total.where(newer | (journal_table.c.epoch > last.epoch))
        waiting = connection.execute(total).scalar() or 0
        has_centre = read_meta(connection, "centre") is not None
    return ExchangeState(last.number if last else None, last.at if last else None, waiting, has_centre)


def receive(station: Station, path: Path) -> ReceivedFile:
    """Take one file from the centre: its kind is told by its first bytes, not by its name."""
    kind = "unknown"
    try:
        if not path.is_file():
            raise RefusedFile("no_such_file")
        content = read_limited(path, sealed_file.LARGEST)
        kind = _kind(content)
        digest = envelope.batch_digest(content)
        with station.store.read() as connection:
            known = connection.execute(select(received.c.kind).where(received.c.digest == digest)).first()
        if known:
            return ReceivedFile(path.name, kind, "already")
        if TAKERS[kind](station, content, digest) is False:
            return ReceivedFile(path.name, kind, "already")
    except (InputError, MachineError) as error:
        return ReceivedFile(path.name, kind, "refused", error.code)
    return ReceivedFile(path.name, kind, "taken")


def take_from(station: Station, folder: Path) -> list[ReceivedFile]:
    """Take every file of the centre that lies in a folder, as a stick that goes round the street has them.

    What is for other stations, and older packs beside one that is in force, is nobody's mistake: those have the
    verdicts `other_station` and `superseded`.
    """
    paths = sorted(one for one in folder.iterdir() if one.suffix.lower() in RETURNING) if folder.is_dir() else []
    found = [receive(station, path) for path in paths]
    has_pack = any(one.kind == "pack" and one.verdict != "refused" for one in found)
    quiet = {"for_another_station": "other_station"} | ({"pack_rollback": "superseded"} if has_pack else {})
    return [replace(one, verdict=quiet.get(one.reason, one.verdict)) for one in found]


def visit(station: Station, folder: Path) -> Visited:
    """Everything a stick is plugged in for: take what came from the centre, export, ask for what is not certified.

    What was taken is taken, whatever becomes of the export: the one does not hide the other.
    """
    taken = take_from(station, folder)
    try:
        return Visited(tuple(taken), tuple(export(station, folder)), tuple(ask_to_be_enrolled(station, folder)))
    except (InputError, MachineError) as problem:
        return Visited(tuple(taken), (), (), problem)


def _kind(content: bytes) -> str:
    if content.startswith(enrolment.CERTIFICATE_MAGIC[:3]):
        return "certificate"
    if content.startswith(receipt.MAGIC[:3]):
        return "receipt"
    if content.startswith(pack.MAGIC[:3]):
        return "pack"
    if content.lstrip().startswith(b'{"card"'):
        return "card"
    raise RefusedFile("not_ours")


def _take_card(station: Station, content: bytes, digest: str) -> None:
    card = read_card(content)
    known = _card(station)
    if known and known.signing_key != card.signing_key:
        raise RefusedFile("another_centre")
    with station.store.write(station.operator.id) as transaction:
        write_meta(transaction.connection, "centre", card.to_text())
        _keep(transaction.connection, digest, "card", 0, station.clock.now(), content)
        transaction.append("setting", Setting("centre", {"key": card.signing_key, "box": card.box}))
    if known is None or known.recovery != card.recovery:
        key_slots.renew_recovery(station, card.recovery)


def _take_certificate(station: Station, content: bytes, digest: str) -> None:
    certificate = enrolment.read_certificate(content, _centre_key(station))
    if certificate.station != station.code:
        raise RefusedFile("for_another_station")
    with station.store.write(station.operator.id) as transaction:
        _keep(transaction.connection, digest, "certificate", certificate.epoch, station.clock.now(), content)
        transaction.append("setting", Setting("certificate", {"epoch": str(certificate.epoch)}))


def _take_receipt(station: Station, content: bytes, digest: str) -> None:
    taken = receipt.read_receipt(content, _centre_key(station))
    if taken.station != station.code:
        raise RefusedFile("for_another_station")
    with station.store.write(station.operator.id) as transaction:
        connection = transaction.connection
        if taken.highest and journal.stored_digest(connection, taken.epoch, taken.highest) != taken.digest:
            raise RefusedFile("history_differs")
        _keep(connection, digest, "receipt", taken.epoch, station.clock.now(), content)
        facts: dict[str, int | str] = {"epoch": taken.epoch, "highest": taken.highest, "digest": digest}
        transaction.append("audit", Audit("receipt", facts))
        _raise_limit(connection, taken.epoch, taken.highest, digest)


def _take_pack(station: Station, content: bytes, digest: str) -> bool:
    return reference.take_pack(station, content, digest, _centre_key(station))


def _raise_limit(connection: Connection, epoch: int, highest: int, digest: str) -> None:
    standing = connection.execute(select(purge_limit.c.seq).where(purge_limit.c.epoch == epoch)).scalar()
    if standing is None:
        connection.execute(insert(purge_limit), {"epoch": epoch, "seq": highest, "receipt": digest})
    elif standing < highest:
        where = purge_limit.c.epoch == epoch
        connection.execute(purge_limit.update().where(where).values(seq=highest, receipt=digest))


def _keep(connection: Connection, digest: str, kind: str, epoch: int, at: int, content: bytes) -> None:
    row = {"digest": digest, "kind": kind, "epoch": epoch, "at": at, "content": content}
    connection.execute(insert(received), row)


TAKERS: dict[str, Callable[[Station, bytes, str], bool | None]] = {
    "card": _take_card,
    "certificate": _take_certificate,
    "receipt": _take_receipt,
    "pack": _take_pack,
}


def _card(station: Station) -> CentreCard | None:
    with station.store.read() as connection:
        text = read_meta(connection, "centre")
    return card_from_text(text) if text else None


def _centre_key(station: Station) -> bytes:
    card = _card(station)
    if card is None:
        raise RefusedFile("no_centre")
    return card.public_key()
