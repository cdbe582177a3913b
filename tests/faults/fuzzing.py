"""I1, K3, L: mutated batches, passes, receipts, packs, cards, requests and key slots; none is taken, none crashes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from station.batch import card as cards
from station.batch import enrolment, envelope, pack, receipt
from station.clock import SystemClock
from station.errors import FolderProblem, InputError, Refused, RefusedFile
from station.passes import token
from station.records.access_pass import AccessPass
from station.services.centre import clerk_desk, clerk_lists
from station.services.exchange import station_files
from station.services.gate import access_passes, scripted_records
from station.store import slot_file, slot_sealing
from tests.faults import sabotage
from tests.faults.mutate import mutated
from tests.faults.stations import CHEAP, lines, new_station, opened
from tests.faults.tally import Row, Tally
from tests.tests_support import enrolled

THROUGH_MERGE = 500  # each so-manieth mutated batch goes through the whole merge, from a file
SLOWEST = 0.005  # seconds a verdict on a pass may take: the barrier waits for it


class Street:
    """A centre with an enrolled station and the files that go between them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stick = folder, folder / "stick"
        self.stick.mkdir()
        self.card_file = folder / "centre.card"
        at = str(folder / "centre")
        clerk_desk.init(at, "centre", self.card_file, "words", SystemClock(), CHEAP)
        self.centre = clerk_desk.open_centre(at, "words", SystemClock())
        self.station = opened(new_station(folder / "CP17", self.card_file))
        enrolled(self.centre, self.station, self.stick)
        self.certificate = (self.stick / "CP17.ysc").read_bytes()

    def batches(self, sizes: tuple[int, ...]) -> tuple[bytes, ...]:
        """Genuine batches of these many more records each."""
        made, at = [], 0
        for size in sizes:
            for line in lines(at, at + size):
                scripted_records.record(self.station, line)
            at += size
            made += [
                (self.stick / one.file).read_bytes() for one in station_files.export(self.station, self.stick).answer
            ]
        return tuple(made)

    def close(self) -> None:
        """Release both folders."""
        self.station.close()
        self.centre.close()


def batches(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Mutated batches: refused each, and the centre's state stays what it is."""
    sabotage.commit(bug)
    tally, street = Tally(), Street(folder)
    good = street.batches((1, 20, 120))
    for content in good[:2]:
        (folder / "good.ysb").write_bytes(content)
        clerk_desk.merge_files(street.centre, [folder / "good.ysb"])
    before = clerk_desk.state(street.centre)
    identities = list(street.centre.keys.boxes.values())
    for number in range(count):
        genuine = chance.choice(good)
        bad = mutated(genuine, chance, good)
        if bad in good:
            continue
        tally.tried += 1
        _refused(tally, partial(_opened, bad, identities), RefusedFile)
        if number % THROUGH_MERGE == 0:
            (folder / "bad.ysb").write_bytes(bad)
            (merged,) = clerk_desk.merge_files(street.centre, [folder / "bad.ysb"])
            if merged.verdict != "refused":
                tally.note("half_done", f"merged: {merged.verdict}")
    if clerk_desk.state(street.centre) != before:
        tally.note("half_done", "the centre's state changed")
    street.close()
    return tally


def _opened(content: bytes, identities: list[str]) -> object:
    return envelope.open_batch(envelope.verify(content), identities)


def _refused(
    tally: Tally, reading: Callable[[], object], *refusals: type[Exception], genuine: object = None, kind: str = ""
) -> None:
    """Read it: a refusal is right, and so is the very thing that was written, say behind another line end."""
    try:
        read = reading()
    except refusals as error:
        tally.seen[str(getattr(error, "code", ""))] += 1
    except Exception as error:
        tally.note("corrupt", f"crash: {kind} {type(error).__name__}")
    else:
        if genuine is not None and read == genuine:
            tally.seen[f"{kind}: says the same"] += 1
        else:
            tally.note("half_done", f"accepted {kind}")


def passes(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Mutated passes: none of them counts as a pass that was not issued."""
    sabotage.commit(bug)
    tally, street = Tally(), Street(folder)
    issued = [
        access_passes.issue(street.station, days=2, plate=plate).answer for plate in ("粤B12345", None, "粤BD12345")
    ]
    texts = tuple(access_passes.token_of(street.station, one).encode() for one in issued)
    issuers = access_passes.issuers(street.station)
    street.close()
    for _ in range(count):
        text = mutated(chance.choice(texts), chance, texts).decode("latin-1")
        if text.encode("latin-1") in texts:
            continue
        tally.tried += 1
        started = time.perf_counter()
        try:
            read: AccessPass = token.decode(text, issuers)
        except Refused as error:
            tally.seen[error.code] += 1
        except Exception as error:
            tally.note("corrupt", f"crash: {type(error).__name__}")
        else:
            if read not in issued:
                tally.note("half_done", "accepted")
            tally.seen["the same pass in other letters"] += 1
        tally.seen["slow verdicts"] += time.perf_counter() - started > SLOWEST
    return tally


def papers(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Mutated receipts, certificates, packs, cards, requests and key slots."""
    sabotage.commit(bug)
    tally, street = Tally(), Street(folder)
    street.batches((3,))
    kinds = _kinds(street)
    says = {kind: reading(genuine) for kind, genuine, reading in kinds}
    for _ in range(count):
        if tally.caught(bug):
            break
        kind, genuine, reading = chance.choice(kinds)
        bad = mutated(genuine, chance, tuple(one for _, one, _ in kinds))
        if bad == genuine:
            continue
        tally.tried += 1
        refusals = (RefusedFile, InputError, FolderProblem)
        _refused(tally, partial(reading, bad), *refusals, genuine=says[kind], kind=kind)
    street.close()
    return tally


def _kinds(street: Street) -> list[tuple[str, bytes, Callable[[bytes], object]]]:
    """Each kind of file, a genuine one, and what reads it."""
    clerk_desk.merge_files(street.centre, sorted(street.stick.glob("*.ysb")))
    ((_receipt, path),) = clerk_desk.receipts(street.centre, street.stick)
    packed = clerk_lists.pack(street.centre, street.stick, station="CP17")[0]
    public = cards.read_card(street.card_file.read_bytes()).public_key()
    from sqlalchemy import select

    from station.store.station_tables import station_keys

    with street.station.store.read() as connection:
        keys = list(connection.execute(select(station_keys.c.private_key)).scalars())
    slots = street.station.store.folder / slot_file.FILE_NAME
    request = next(street.station.store.folder.glob("enrol-*.json"))

    def from_slots(content: bytes) -> object:
        mangled = street.folder / "mangled"
        mangled.mkdir(exist_ok=True)
        (mangled / slot_file.FILE_NAME).write_bytes(content)
        return slot_sealing.open_with_passphrase(slot_file.read_slots(mangled), "words")

    def from_pack(content: bytes) -> object:
        return pack.open_pack(*pack.verify(content, public), keys)

    return [
        ("receipt", path.read_bytes(), lambda content: receipt.read_receipt(content, public)),
        ("certificate", street.certificate, lambda content: enrolment.read_certificate(content, public)),
        ("pack", (street.stick / packed.file).read_bytes(), from_pack),
        ("card", street.card_file.read_bytes(), cards.read_card),
        ("request", request.read_bytes(), enrolment.read_request),
        ("key slots", slots.read_bytes(), from_slots),
    ]


NO_SIGNATURE = ("no_signature",)
ROWS = (
    Row("I1", "mutated batches", batches, 20_000, 1_000_000, 100_000, NO_SIGNATURE, 3_000),
    Row("K3", "mutated passes", passes, 40_000, 1_000_000, 200_000, NO_SIGNATURE, 3_000),
    Row("L1 L2", "mutated receipts, certificates, packs, cards, requests, key slots", papers, 5_000, 500_000, 50_000, NO_SIGNATURE, 3_000),
)  # fmt: skip
