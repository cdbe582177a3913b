"""Exchange with the centre by file: export batches, receive card, certificate, receipts and packs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from station import __version__, signing
from station.batch import batch_file, enrolment, envelope, file_kinds, receipt, sealed_file
from station.batch.card import CentreCard, card_from_text, read_card
from station.changes import writes
from station.errors import InputError, MachineError, Refused, RefusedFile
from station.files import read_limited
from station.progress import Progress, quiet, told
from station.records.event import Audit, Setting
from station.records.journal_entry import NO_DIGEST, Entry
from station.services import epochs, receipt_settlement
from station.services.access import key_slots
from station.services.exchange import reference_pack
from station.services.opened_station import Station
from station.store import export_rows, journal, key_rows, meta_rows, newest_receipt, receipts, received_rows
from station.store.meta_rows import Kept
from station.store.store import View

RETURNING = tuple(kind.suffix for kind in file_kinds.RETURNING)
PLACE = re.compile(r"(?:E(\d+)[-/])?#?(\d+)")


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
    """What became of one file from the centre: taken, already, refused, other_station or superseded.

    `again_from` is the first entry that is sent again because the centre has less than it said before.
    """

    file: str
    kind: str
    verdict: str
    reason: str = ""
    again_from: int = 0

    @property
    def facts(self) -> dict[str, object]:
        """What the sentence of the reason names."""
        return {"file": self.file, "first": self.again_from, "highest": self.again_from - 1}


@dataclass(frozen=True)
class Outcome:
    """What taking a file came to, whatever its kind."""

    verdict: str
    reason: str = ""
    again_from: int = 0


TAKEN = Outcome("taken")


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


@writes
def export(
    station: Station, folder: Path, since: tuple[int, int] | None = None, progress: Progress = quiet
) -> list[Exported]:
    """Write everything since the centre's newest word into `folder`, at most 20,000 entries a file.

    `since` (epoch, seq) begins earlier, for a centre that lost something; it never leaves anything out.
    """
    return list(_exports(station, folder, since, progress))


def _exports(
    station: Station, folder: Path, since: tuple[int, int] | None = None, progress: Progress = quiet
) -> Iterator[Exported]:
    """File by file: what is written before something fails is written."""
    card = _card(station)
    if card is None:
        raise Refused("no_centre", field="centre")
    if not folder.is_dir():
        raise MachineError("folder_unreachable", folder=str(folder))
    with station.store.read() as connection:
        runs = [run for epoch in journal.epochs(connection) for run in _runs(connection, epoch, since)]
    for run in told(runs, len(runs), progress, every=1):
        yield _export_run(station, card, run, folder)


def place_of(station: Station, text: str) -> tuple[int, int]:
    """The entry that somebody names: `1240` of the newest epoch, or `E1-1240`."""
    match = PLACE.fullmatch(text.strip())
    if match is None:
        raise InputError("not_an_entry", text=text[:20])
    if match[1]:
        return int(match[1]), int(match[2])
    with station.store.read() as connection:
        head = journal.head_of(connection)
    return head.epoch if head else 1, int(match[2])


def ask_to_be_enrolled(station: Station, folder: Path, *, every: bool = False) -> list[Request]:
    """Write a request for each epoch that the centre does not know (again); none once it knows all."""
    with station.store.read() as connection:
        keys = receipts.batch_keys(connection) if every else receipts.unknown_keys(connection)
    return [
        Request(
            epochs.write_request(folder, station.code, station.name, epoch, private).name,
            signing.fingerprint(signing.public_key(private)),
        )
        for epoch, private in keys
    ]


def fingerprint_of(request: Path) -> str:
    """The fingerprint of a request file's key, to be read out on the phone."""
    asked = enrolment.read_request(read_limited(request, sealed_file.LARGEST))
    return signing.fingerprint(bytes.fromhex(asked.public_key))


def _runs(connection: View, epoch: int, since: tuple[int, int] | None) -> list[list[Entry]]:
    first = receipts.limit_of(connection, epoch) + 1
    if since is not None and since[0] <= epoch:
        first = min(first, since[1] if since[0] == epoch else 1)
    waiting = list(journal.entries(connection, epoch=epoch, first=first))
    size = envelope.MOST_ENTRIES
    return [waiting[at : at + size] for at in range(0, len(waiting), size)]


def _export_run(station: Station, card: CentreCard, run: list[Entry], folder: Path) -> Exported:
    epoch = run[0].header.epoch
    with station.store.read() as connection:
        last = export_rows.newest_of(connection, epoch)
        private = key_rows.of_epoch(connection, "batch", epoch)
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
    with station.write() as transaction:
        transaction.append("audit", Audit("export", facts))
    return done


def state(station: Station) -> ExchangeState:
    """The last export and what is still only on this laptop."""
    with station.store.read() as connection:
        last = export_rows.newest(connection)
        head = journal.head_of(connection)
        epochs_here = range(1, head.epoch + 1) if head else ()
        waiting = sum(receipts.not_exported(connection, epoch) for epoch in epochs_here)
        has_centre = meta_rows.read(connection, Kept.CENTRE) is not None
    return ExchangeState(last.number if last else None, last.at if last else None, waiting, has_centre)


@writes
def receive(station: Station, path: Path) -> ReceivedFile:
    """Take one file from the centre: its kind is told by its first bytes, not by its name."""
    kind = "unknown"
    try:
        if not path.is_file():
            raise RefusedFile("no_such_file")
        content = read_limited(path, sealed_file.LARGEST)
        found = file_kinds.returning_kind(content)
        if found is None:
            raise RefusedFile("not_ours")
        kind = found.name
        digest = envelope.batch_digest(content)
        with station.store.read() as connection:
            known = received_rows.kind_of(connection, digest)
        if known:
            return ReceivedFile(path.name, kind, "already")
        done = TAKERS[kind](station, content, digest)
    except (InputError, MachineError) as error:
        return ReceivedFile(path.name, kind, "refused", error.code)
    return ReceivedFile(path.name, kind, **asdict(done))


@writes
def take_from(station: Station, folder: Path) -> list[ReceivedFile]:
    """Take every file of the centre that lies in a folder, as a stick that goes round the street has them.

    What is for other stations, and older packs beside one that is in force, is nobody's mistake: those have the
    verdicts `other_station` and `superseded`.
    """
    paths = sorted(one for one in folder.iterdir() if one.suffix.lower() in RETURNING) if folder.is_dir() else []
    found = [receive(station, path).answer for path in paths]
    has_pack = any(one.kind == "pack" and one.verdict != "refused" for one in found)
    quiet = {"for_another_station": "other_station"} | ({"pack_rollback": "superseded"} if has_pack else {})
    return [replace(one, verdict=quiet.get(one.reason, one.verdict)) for one in found]


@writes
def visit(station: Station, folder: Path) -> Visited:
    """Everything a stick is plugged in for: take what came from the centre, export, ask for what is not certified.

    What was taken is taken, whatever becomes of the export: the one does not hide the other.
    """
    taken, written = take_from(station, folder).answer, list[Exported]()
    try:
        for one in _exports(station, folder):
            written.append(one)
        return Visited(tuple(taken), tuple(written), tuple(ask_to_be_enrolled(station, folder)))
    except (InputError, MachineError) as problem:
        return Visited(tuple(taken), tuple(written), (), problem)


def _take_card(station: Station, content: bytes, digest: str) -> Outcome:
    card = read_card(content)
    known = _card(station)
    if known and known.signing_key != card.signing_key:
        raise RefusedFile("another_centre")
    if known is None or known.recovery != card.recovery:  # first: a card that is taken is never looked at again
        key_slots.renew_recovery(station, card.recovery)
    with station.write() as transaction:
        meta_rows.write(transaction.connection, Kept.CENTRE, card.to_text())
        received_rows.keep(transaction.connection, digest, "card", 0, station.clock.now(), content)
        transaction.append("setting", Setting("centre", {"key": card.signing_key, "box": card.box}))
    return TAKEN


def _take_certificate(station: Station, content: bytes, digest: str) -> Outcome:
    certificate = enrolment.read_certificate(content, _centre_key(station))
    if certificate.station != station.code:
        raise RefusedFile("for_another_station")
    with station.write() as transaction:
        received_rows.keep(
            transaction.connection, digest, "certificate", certificate.epoch, station.clock.now(), content
        )
        transaction.append("setting", Setting("certificate", {"epoch": str(certificate.epoch)}))
    return TAKEN


def _take_receipt(station: Station, content: bytes, digest: str) -> Outcome:
    key = _centre_key(station)
    taken, read = receipt.read_receipt(content, key), receipt_settlement.reader(key)
    if taken.station != station.code:
        raise RefusedFile("for_another_station")
    with station.write() as transaction:
        connection = transaction.connection
        if taken.highest and journal.stored_digest(connection, taken.epoch, taken.highest) != taken.digest:
            raise RefusedFile("history_differs")
        before = newest_receipt.newest_word(connection, taken.epoch, read)
        received_rows.keep(connection, digest, "receipt", taken.epoch, station.clock.now(), content)
        facts: dict[str, int | str] = {"epoch": taken.epoch, "highest": taken.highest, "digest": digest}
        transaction.append("audit", Audit("receipt", facts))
        after = newest_receipt.settle(connection, taken.epoch, read)
    if before and after and after.highest < before.highest:
        # An older receipt from a second stick only makes the next export larger: nothing to say about it.
        went_back = taken.issued_at > before.issued_at
        return Outcome("taken", "centre_went_back" if went_back else "", after.highest + 1)
    return TAKEN


def _take_pack(station: Station, content: bytes, digest: str) -> Outcome:
    is_new = reference_pack.take_pack(station, content, digest, _centre_key(station)).answer
    return TAKEN if is_new else Outcome("already")


TAKERS: dict[str, Callable[[Station, bytes, str], Outcome]] = {
    file_kinds.CARD.name: _take_card,
    file_kinds.CERTIFICATE.name: _take_certificate,
    file_kinds.RECEIPT.name: _take_receipt,
    file_kinds.PACK.name: _take_pack,
}


def _card(station: Station) -> CentreCard | None:
    with station.store.read() as connection:
        text = meta_rows.read(connection, Kept.CENTRE)
    return card_from_text(text) if text else None


def _centre_key(station: Station) -> bytes:
    card = _card(station)
    if card is None:
        raise RefusedFile("no_centre")
    return card.public_key()
