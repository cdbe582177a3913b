"""Merge properties 1 to 15: random histories of a street, driven as a Hypothesis state machine on the real code.

Stations record, correct, void, export, lose sticks, are cloned, begin new epochs, purge under receipts; two centres
take the same files in different orders, are killed inside a merge, and decide. After every step the model of what
must be there is compared with both. `sabotage` names the seeded bugs that it must catch.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, event, insert, select

from station import signing
from station.batch import decision, envelope
from station.centre import decisions, enrolling, merge, opening, taking, view
from station.centre.opening import Centre
from station.centre.schema import VERSION, certificates, entries, meta, metadata
from station.clock import SetClock
from station.records.event import Epoch, Setting
from station.records.journal_entry import NO_DIGEST, SCHEMA, Entry, Header, digest_of_body, encode_body
from station.store import journal
from station.store.engine import memory_engine
from tests.faults import sabotage
from tests.faults.tally import Row, Tally

MORNING = 1_583_884_800_000
STATIONS = ("CP01", "CP02")
STEPS = 14


class Killed(Exception):
    """A crash in the middle of a merge."""


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
        before = {"epoch": self.epoch, "seq": len(last), "digest": last[-1].header.digest()} if last else None
        self.epoch = epoch
        self.keys[epoch] = signing.new_key()
        self.log[epoch] = []
        public = signing.public_key(self.keys[epoch]).hex()
        self.append("epoch", Epoch(public, "played", before), uid_of(self.code, -epoch))

    def append(self, kind: str, record: Any, uid: str, revision: int = 1) -> Entry:
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

        opening.init(at, "centre", folder / "card", "words", self.clock, CHEAP)
        made = opening.open_centre(at, "words", self.clock)
        self.keys, self.lock, self.key = made.keys, made.lock, made.key
        made.close()
        self.card = opening.card_of(self.keys)
        self._idle: list[Engine] = []  # an engine knows its statements: made anew each time they would be too

    def centre(self) -> Centre:
        """An empty centre of these keys, its database in memory, its archive in a folder of its own."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        (folder / opening.ARCHIVE).mkdir()
        engine = self._idle.pop() if self._idle else memory_engine()
        with engine.begin() as connection:
            metadata.create_all(connection)
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
            connection.execute(insert(meta), {"name": "version", "value": VERSION})
        return Centre("", folder, engine, self.keys, self.clock, self.lock, self.key)

    def give_back(self, centre: Centre) -> None:
        """Let go of a centre."""
        shutil.rmtree(centre.folder)
        self._idle.append(centre.engine)


class Street(RuleBasedStateMachine):
    """Two stations, two centres; every file may be delivered to either at any time, any number of times."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.laptops: list[Laptop] = []
        self.centres = (self.world.centre(), self.world.centre())
        self.files: list[bytes] = []
        self.delivered: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})
        self.decided: tuple[list[bytes], list[bytes]] = ([], [])
        self.acknowledged: dict[tuple[str, int, int], set[str]] = {}
        self.uid = 0
        self.touched: set[int] = set()
        for code in STATIONS:
            laptop = Laptop(code)
            laptop.begin(1)
            self.laptops.append(laptop)
            self._enrol(laptop)
        self._note()

    def teardown(self) -> None:
        for one in self.centres:
            self.world.give_back(one)

    # --- steps at the stations -----------------------------------------------------------------------
    @rule(which=st.integers(0, 9), count=st.integers(1, 4))
    def record(self, which: int, count: int) -> None:
        laptop = self._laptop(which)
        for _ in range(count):
            self.uid += 1
            laptop.append("setting", Setting("played", {"n": str(self.uid)}), uid_of(laptop.code, self.uid))
        self._note()

    @rule(which=st.integers(0, 9), what=st.integers(0, 99), void=st.booleans())
    def revise(self, which: int, what: int, void: bool) -> None:
        laptop = self._laptop(which)
        run = [entry for entry in laptop.log[laptop.epoch] if entry.header.kind == "setting"]
        if run:
            uid = run[what % len(run)].header.uid
            newest = max(entry.header.revision for entry in run if entry.header.uid == uid)
            laptop.append("setting", Setting("played", {"void": str(void)}), uid, newest + 1)
            self._note()

    @rule(which=st.integers(0, 9), overlap=st.booleans(), lost=st.booleans())
    def export(self, which: int, overlap: bool, lost: bool) -> None:
        """Everything since the last receipt, or (a stick that was full) only the newest half; sticks get lost."""
        laptop = self._laptop(which)
        for epoch, run in laptop.log.items():
            first = laptop.receipted.get(epoch, 0)
            if not overlap:
                first = max(first, len(run) // 2)
            if run[first:]:
                laptop.number += 1
                content = self._sealed(laptop, epoch, run[first:])
                if not lost:
                    self.files.append(content)

    @rule(which=st.integers(0, 9), differs=st.booleans())
    def clone(self, which: int, differs: bool) -> None:
        """A disk image put back: two laptops under one key, which part from here."""
        if len(self.laptops) < 4:
            other = copy.deepcopy(self._laptop(which))
            other.number += 100
            self.laptops.append(other)
            if differs:
                self.uid += 1
                other.append("setting", Setting("cloned", {"n": str(self.uid)}), uid_of(other.code, self.uid))
            self._note()

    @rule(which=st.integers(0, 9))
    def new_epoch(self, which: int) -> None:
        laptop = self._laptop(which)
        taken = max(one.epoch for one in self.laptops if one.code == laptop.code)
        if taken < 4:
            laptop.begin(taken + 1)
            self._enrol(laptop)
            self._note()

    @rule(which=st.integers(0, 9), to=st.integers(0, 1))
    def receipt(self, which: int, to: int) -> None:
        """A receipt is believed only where the station's own chain says the same; then bodies may go."""
        laptop, centre = self._laptop(which), self.centres[to]
        (centre.folder / "out").mkdir(exist_ok=True)
        for made, _path in enrolling.write_receipts(centre, centre.folder / "out"):
            if made.station != laptop.code or made.epoch not in laptop.log:
                continue
            run = laptop.log[made.epoch]
            if made.highest <= len(run) and run[made.highest - 1].header.digest() == made.digest:
                laptop.receipted[made.epoch] = max(laptop.receipted.get(made.epoch, 0), made.highest)
                laptop.purged[made.epoch] = laptop.receipted[made.epoch]

    # --- steps on the way and at the centres ----------------------------------------------------------
    @precondition(lambda self: self.files)
    @rule(what=st.integers(0, 999), to=st.integers(0, 1), killed_at=st.integers(0, 30))
    def deliver(self, what: int, to: int, killed_at: int) -> None:
        """Bring a file to a centre; now and then it is killed inside the merge, and the file comes again."""
        content, centre = self.files[what % len(self.files)], self.centres[to]
        self.touched.add(to)
        if 0 < killed_at < 16:
            before = _state(centre)
            with _killed_after(centre.engine, killed_at):
                self._merge(centre, content)
            assert _state(centre) in (before, self._expected(to, content)), "half a merge"
        known = envelope.batch_digest(content) in self.delivered[to]
        before = _state(centre)
        verdict = self._merge(centre, content)
        assert verdict != "refused"
        self.delivered[to][envelope.batch_digest(content)] = content
        if known:
            assert verdict in ("already", "held", "fork", "gap"), verdict
            assert _state(centre) == before, "merging again changes something"

    @precondition(lambda self: self.files)
    @rule(what=st.integers(0, 999), to=st.integers(0, 1), at=st.integers(0, 1 << 20), bit=st.integers(0, 7))
    def tamper(self, what: int, to: int, at: int, bit: int) -> None:
        """A changed file is refused and leaves nothing."""
        self.touched.add(to)
        content = bytearray(self.files[what % len(self.files)])
        content[at % len(content)] ^= 1 << bit
        before = _state(self.centres[to])
        assert self._merge(self.centres[to], bytes(content)) == "refused", "a changed file was taken"
        assert _state(self.centres[to]) == before

    @precondition(lambda self: self.files)
    @rule(what=st.integers(0, 999), kind=st.sampled_from((decision.BATCH_EXCLUDED, decision.BATCH_INCLUDED)))
    def decide(self, what: int, kind: str) -> None:
        """One centre leaves a batch out or takes it back in; the decision is a file and reaches the other later."""
        centre = self.centres[0]
        digest = envelope.batch_digest(self.files[what % len(self.files)])
        if digest in self.delivered[0]:
            made = decisions.decide(centre, kind, digest, "played")
            self.decided[0].append(decision.decision_bytes(made, centre.keys.private_key()))
            manifest = envelope.verify(self.delivered[0][digest]).manifest
            taking.settle(centre, manifest.station, manifest.epoch)
            self.touched.add(0)

    @rule(which=st.integers(0, 9), share=st.integers(1, 4))
    def lose(self, which: int, share: int) -> None:
        """An epoch is lost: believed up to somewhere."""
        laptop, centre = self._laptop(which), self.centres[0]
        through = len(laptop.log[laptop.epoch]) * share // 4
        made = decisions.decide(centre, decision.EPOCH_LOST, f"{laptop.code}/{laptop.epoch}", "played", through)
        self.decided[0].append(decision.decision_bytes(made, centre.keys.private_key()))
        taking.settle(centre, laptop.code, laptop.epoch)
        self.touched.add(0)

    # --- what must hold ---------------------------------------------------------------------------------
    @invariant()
    def each_centre_holds_what_its_set_of_files_says(self) -> None:
        """Properties 1 to 9 and 11, 12 against the model: a pure function of the set of files and decisions."""
        for to in sorted(self.touched):
            assert _state(self.centres[to]) == self._expected(to), "not the function of its set"
        self.touched.clear()

    @invariant()
    def nothing_acknowledged_is_gone(self) -> None:
        """10: whatever a station may have purged lies at a centre, or was taken from there by a decision."""
        there = set()
        for centre in self.centres:
            with centre.engine.connect() as connection:
                there |= {
                    tuple(row) for row in connection.execute(select(entries.c.station, entries.c.epoch, entries.c.seq))
                }
        if self.decided[0]:
            return
        for laptop in self.laptops:
            for epoch, limit in laptop.purged.items():
                assert {(laptop.code, epoch, seq) for seq in range(1, limit + 1)} <= there, "purged and nowhere"

    def _finish(self) -> None:
        """Deliver everything everywhere: both centres are equal, an empty one rebuilds the same, no gaps are left."""
        for content in self.decided[0]:
            decisions.take(self.centres[1], content)
            for laptop in self.laptops:
                for epoch in laptop.log:
                    taking.settle(self.centres[1], laptop.code, epoch)
        self.decided[1].extend(self.decided[0])
        for laptop in self.laptops:
            for epoch, run in laptop.log.items():
                laptop.number += 1
                self.files.append(self._sealed(laptop, epoch, run))
        for to, order in ((0, self.files), (1, self.files[::-1])):
            for content in order:
                self._merge(self.centres[to], content)
                self.delivered[to][envelope.batch_digest(content)] = content
        assert _state(self.centres[0]) == _state(self.centres[1]), "two centres differ"
        assert _state(self.centres[0]) == self._expected(0)
        self._rebuilds()
        if not self.decided[0]:
            self._everything_is_there()

    def _rebuilds(self) -> None:
        """13: an empty centre, the archive and the decisions make the same."""
        fresh = self.world.centre()
        for laptop in self.laptops:
            _certify(fresh, laptop)
        for content in self.decided[0]:
            decisions.take(fresh, content)
        for path in sorted(self.centres[0].archive.glob("*.ysb")):
            merge.merge_file(fresh, path)
        try:
            assert _state(fresh) == _state(self.centres[0]), "the archive does not make the same"
        finally:
            self.world.give_back(fresh)

    def _everything_is_there(self) -> None:
        """5, 6, 8: the union of all logs, byte for byte, and a fork exactly where two histories part."""
        with self.centres[0].engine.connect() as connection:
            held = {row.digest: bytes(row.body) for row in connection.execute(select(entries))}
            gaps, forks = view.gaps(connection), view.forks(connection)
        wanted = {
            entry.header.digest(): entry.body for laptop in self.laptops for run in laptop.log.values() for entry in run
        }
        assert held == wanted, "lost or invented"
        assert all(not gap.missing for gap in gaps)
        double = {place for place, digests in self.acknowledged.items() if len(digests) > 1}
        assert {(fork.station, fork.epoch, fork.seq) for fork in forks} == double, "forks"

    # --- the model --------------------------------------------------------------------------------------
    def _laptop(self, which: int) -> Laptop:
        return self.laptops[which % len(self.laptops)]

    def _note(self) -> None:
        for laptop in self.laptops:
            for epoch, run in laptop.log.items():
                for entry in run:
                    place = (laptop.code, epoch, entry.header.seq)
                    self.acknowledged.setdefault(place, set()).add(entry.header.digest())

    def _enrol(self, laptop: Laptop) -> None:
        for centre in self.centres:
            _certify(centre, laptop)

    def _sealed(self, laptop: Laptop, epoch: int, run: list[Entry]) -> bytes:
        keys = {"private_key": laptop.keys[epoch], "box": self.world.card.box, "recovery": self.world.card.recovery}
        return envelope.seal(run, number=laptop.number, previous_batch=NO_DIGEST, program="x", **keys)

    def _merge(self, centre: Centre, content: bytes) -> str:
        path = centre.folder / "batch.ysb"
        path.write_bytes(content)
        return merge.merge_file(centre, path).verdict

    def _expected(self, to: int, more: bytes | None = None) -> tuple[Any, ...]:
        """What a centre must hold, worked out from its set of files and decisions alone."""
        contents = dict(self.delivered[to])
        if more is not None:
            contents[envelope.batch_digest(more)] = more
        excluded, lost = _rules(self.decided[to], self.centres[to].public_key())
        there: dict[tuple[str, int, int, str], Entry] = {}
        for digest, content in contents.items():
            opened = _opened(self.world, content)
            believed = lost.get((opened.manifest.station, opened.manifest.epoch))
            if digest in excluded or (believed is not None and opened.manifest.last_seq > believed):
                continue
            for entry in opened.entries:
                header = entry.header
                there[header.station, header.epoch, header.seq, header.digest()] = entry
        return _model_state(there)


_cache: dict[bytes, envelope.OpenedBatch] = {}


def _opened(world: World, content: bytes) -> envelope.OpenedBatch:
    if content not in _cache:
        if len(_cache) > 2000:
            _cache.clear()
        _cache[content] = envelope.open_batch(envelope.verify(content), list(world.keys.boxes.values()))
    return _cache[content]


def _rules(contents: list[bytes], public: bytes) -> tuple[set[str], dict[tuple[str, int], int]]:
    """The decisions in force, by the model's own reading."""
    newest: dict[tuple[str, str], Any] = {}
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


def _model_state(there: dict[tuple[str, int, int, str], Entry]) -> tuple[Any, ...]:
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
            before = have.get(seq - 1)
            if (code, epoch) == series and before and entry.header.previous not in before:
                forks.add((*series, seq))
    current: dict[str, tuple[Any, ...]] = {}
    for (_code, epoch, seq, digest), entry in there.items():
        mark = (epoch, entry.header.revision, seq, digest)
        uid = entry.header.uid
        current[uid] = max(current.get(uid, mark), mark)
    return frozenset(there), frozenset(missing), frozenset(forks), frozenset((u, m[3]) for u, m in current.items())


def _state(centre: Centre) -> tuple[Any, ...]:
    """What a centre says it holds, in the model's form."""
    with centre.engine.connect() as connection:
        columns = (entries.c.station, entries.c.epoch, entries.c.seq, entries.c.digest)
        there = frozenset(tuple(row) for row in connection.execute(select(*columns)))
        gaps = view.gaps(connection)
        forks = frozenset((one.station, one.epoch, one.seq) for one in view.forks(connection))
        current = frozenset((row.uid, row.digest) for row in connection.execute(view.CURRENT))
    missing = frozenset(
        (gap.station, gap.epoch, seq) for gap in gaps for first, last in gap.missing for seq in range(first, last + 1)
    )
    return there, missing, forks, current


def _certify(centre: Centre, laptop: Laptop) -> None:
    with centre.engine.begin() as connection:
        for epoch, key in laptop.keys.items():
            row = {"station": laptop.code, "epoch": epoch, "name": laptop.code, "content": b""}
            known = connection.execute(
                select(certificates.c.epoch).where(certificates.c.station == laptop.code, certificates.c.epoch == epoch)
            ).first()
            if known is None:
                connection.execute(insert(certificates), {**row, "public_key": signing.public_key(key).hex()})


@contextmanager
def _killed_after(engine: Engine, statements: int):
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


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Play `count` histories."""
    sabotage.commit(bug)
    tally = Tally()
    Street.world = World(folder)

    class Counted(Street):
        def teardown(self) -> None:
            tally.tried += 1
            try:
                self._finish()
            finally:
                super().teardown()

    seed = chance.randrange(1 << 32)
    played = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    from hypothesis import seed as seeded

    try:
        run_state_machine_as_test(seeded(seed)(Counted), settings=played)
    except AssertionError as error:
        tally.note("half_done", (str(error).splitlines() or ["assertion"])[0][:80])
    except Exception as error:
        tally.note("corrupt", f"{type(error).__name__}: {error}"[:200])
    return tally


ROW = Row(
    "M1-13",
    "merge histories: random streets, two centres, every order, kills and decisions",
    run,
    ci=150,
    full=100_000,
    chunk=1_000,
    canaries=(
        "last_write_wins",
        "first_write_wins",
        "no_signature",
        "commit_per_record",
        "no_fork_alarm",
        "forgets_decisions",
    ),
    canary_dose=400,
)
