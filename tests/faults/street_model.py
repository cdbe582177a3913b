"""The model beside the merge histories: laptops as the machine plays them, and what a centre must hold, told plainly."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, event, insert, select

from station import signing
from station.batch import decision, envelope
from station.centre import centre_folder, missing_batches
from station.centre.centre_folder import Centre
from station.centre.centre_tables import VERSION, certificates, entries, meta, metadata
from station.clock import SetClock
from station.records.event import Epoch
from station.records.journal_entry import NO_DIGEST, SCHEMA, Entry, Header, digest_of_body, encode_body
from station.store import journal
from station.store.engine import memory_engine

Seqs = frozenset[tuple[str, int, int]]
# What is there, what is missing, where there are forks, the current revisions.
State = tuple[frozenset[tuple[str, int, int, str]], Seqs, Seqs, frozenset[tuple[str, str]]]
MORNING = 1_583_884_800_000
HELD = select(entries.c.station, entries.c.epoch, entries.c.seq, entries.c.digest)
KNOWN = select(certificates.c.station, certificates.c.epoch)


@dataclass
class Laptop:
    """A station as the machine plays it: its journal, keys and what it exported; one epoch is one key."""

    code: str
    epoch: int = 1
    log: dict[int, list[Entry]] = field(default_factory=dict)
    keys: dict[int, bytes] = field(default_factory=dict)
    number: int = 0
    receipted: dict[int, int] = field(default_factory=dict)
    purged: dict[int, int] = field(default_factory=dict)

    def begin(self, epoch: int) -> None:
        """Open an epoch with a key of its own, naming where the one before ended."""
        last = self.log.get(self.epoch, [])
        before: dict[str, int | str] | None = None
        if last:
            before = {"epoch": self.epoch, "seq": len(last), "digest": last[-1].header.digest()}
        self.epoch = epoch
        self.keys[epoch] = signing.new_key()
        self.log[epoch] = []
        public = signing.public_key(self.keys[epoch]).hex()
        self.append("epoch", Epoch(public, "played", before), uid_of(self.code, -epoch))

    def append(self, kind: str, record: object, uid: str, revision: int = 1) -> Entry:
        """The next entry of the newest epoch."""
        run = self.log[self.epoch]
        body = encode_body(record)
        previous = run[-1].header.digest() if run else NO_DIGEST
        place = (self.code, self.epoch, len(run) + 1, SCHEMA, kind, uid, revision, MORNING, "ok", "op1")
        entry = Entry(Header(*place, previous, digest_of_body(body)), body)
        run.append(entry)
        return entry


def uid_of(code: str, number: int) -> str:
    """A uid as a station makes them, told by its number."""
    return f"{code}-{uuid.UUID(int=(7 << 76) + (number % (1 << 32)))}"


class World:
    """What all examples of a run share: the centre's keys, and folders in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SetClock(MORNING)
        at = str(folder / "centre")
        from tests.faults.stations import CHEAP

        centre_folder.init(at, "centre", folder / "card", "words", self.clock, CHEAP)
        made = centre_folder.open_centre(at, "words", self.clock)
        self.keys, self.lock, self.key = made.keys, made.lock, made.key
        made.close()
        self.card = centre_folder.card_of(self.keys)
        self._idle: list[Engine] = []  # an engine knows its statements: made anew each time they would be too

    def centre(self) -> Centre:
        """An empty centre of these keys, its database in memory, its archive in a folder of its own."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        (folder / centre_folder.ARCHIVE).mkdir()
        engine = self._idle.pop() if self._idle else self._begun()
        with engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
            connection.execute(insert(meta), {"name": "version", "value": VERSION})
        return Centre("", folder, engine, self.keys, self.clock, self.lock, self.key)

    def _begun(self) -> Engine:
        engine = memory_engine()
        metadata.create_all(engine)
        return engine

    def give_back(self, centre: Centre) -> None:
        """Let go of a centre."""
        shutil.rmtree(centre.folder)
        self._idle.append(centre.engine)


_cache: dict[bytes, envelope.OpenedBatch] = {}


def opened_batch(world: World, content: bytes) -> envelope.OpenedBatch:
    if content not in _cache:
        if len(_cache) > 2000:
            _cache.clear()
        _cache[content] = envelope.open_batch(envelope.verify(content), list(world.keys.boxes.values()))
    return _cache[content]


def rules_of(contents: list[bytes], public: bytes) -> tuple[set[str], dict[tuple[str, int], int]]:
    """The decisions in force, by the model's own reading."""
    newest: dict[tuple[str, str], decision.Decision] = {}
    for content in contents:
        read = decision.read_decision(content, public)
        about = ("batch" if read.kind.startswith("batch") else "epoch", read.about)
        if about not in newest or newest[about].number < read.number:
            newest[about] = read
    excluded = {one.about for one in newest.values() if one.kind == decision.BATCH_EXCLUDED}
    lost = {
        (one.about.split("/")[0], int(one.about.split("/")[1])): one.through
        for one in newest.values()
        if one.kind == decision.EPOCH_LOST
    }
    return excluded, lost


def model_state(there: dict[tuple[str, int, int, str], Entry]) -> State:
    """Entries, gaps, forks and current revisions, told from the entries in the plainest way."""
    places: dict[tuple[str, int], dict[int, set[str]]] = {}
    ends: dict[tuple[str, int], int] = {}
    for (code, epoch, seq, digest), entry in there.items():
        places.setdefault((code, epoch), {}).setdefault(seq, set()).add(digest)
        if entry.header.kind == "epoch":
            record = journal.record_of(entry)
            if record.predecessor:
                before = (code, int(record.predecessor["epoch"]))
                ends[before] = max(ends.get(before, 0), int(record.predecessor["seq"]))
    missing = set()
    forks = set()
    for series in {*places, *ends}:
        have = places.get(series, {})
        last = max([*have, ends.get(series, 0)])
        missing |= {(*series, seq) for seq in range(1, last + 1) if seq not in have}
        forks |= {(*series, seq) for seq, digests in have.items() if len(digests) > 1}
        for (code, epoch, seq, _digest), entry in there.items():
            there_before = have.get(seq - 1)
            if (code, epoch) == series and there_before and entry.header.previous not in there_before:
                forks.add((*series, seq))
    current: dict[str, tuple[int, int, int, str]] = {}
    for (_code, epoch, seq, digest), entry in there.items():
        mark = (epoch, entry.header.revision, seq, digest)
        uid = entry.header.uid
        current[uid] = max(current.get(uid, mark), mark)
    return frozenset(there), frozenset(missing), frozenset(forks), frozenset((u, m[3]) for u, m in current.items())


def state_of(centre: Centre) -> State:
    """What a centre says it holds, in the model's form."""
    with centre.engine.connect() as connection:
        there = frozenset(tuple(row) for row in connection.execute(HELD))
        gaps = missing_batches.gaps(connection)
        forks = frozenset((one.station, one.epoch, one.seq) for one in missing_batches.forks(connection))
        current = frozenset((row.uid, row.digest) for row in connection.execute(missing_batches.CURRENT))
    missing = frozenset(
        (gap.station, gap.epoch, seq) for gap in gaps for first, last in gap.missing for seq in range(first, last + 1)
    )
    return there, missing, forks, current


def certify(centre: Centre, laptop: Laptop) -> None:
    """Vouch for every key of a laptop."""
    with centre.engine.begin() as connection:
        known = {(one.station, one.epoch) for one in connection.execute(KNOWN)}
        for epoch, key in laptop.keys.items():
            if (laptop.code, epoch) not in known:
                row = {"station": laptop.code, "epoch": epoch, "name": laptop.code, "content": b""}
                connection.execute(insert(certificates), {**row, "public_key": signing.public_key(key).hex()})


class Killed(Exception):
    """A crash in the middle of a merge."""


@contextmanager
def killed_after(engine: Engine, statements: int) -> Iterator[None]:
    """Die before the so-manieth statement of a merge: what its transaction did is undone, as after a kill."""
    counter = {"left": statements}

    def die(*_: object) -> None:
        counter["left"] -= 1
        if counter["left"] == 0:
            raise Killed

    event.listen(engine, "before_cursor_execute", die)
    try:
        yield
    except Killed:
        pass
    finally:
        event.remove(engine, "before_cursor_execute", die)
