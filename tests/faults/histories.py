"""Merge properties 1 to 15: random histories of a street, driven as a Hypothesis state machine on the real code.

Stations record, correct, void, export, lose sticks, are cloned, begin new epochs, purge under receipts; two centres
take the same files in different orders, are killed inside a merge, and decide. After every step the model of what
must be there is compared with both. `sabotage` names the seeded bugs that it must catch.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from station.batch import decision, envelope
from station.centre import batch_merge, batch_rows, decisions, enrolments, missing_batches
from station.centre.centre_folder import Centre
from station.centre.centre_tables import entries
from station.records.event import Setting
from station.records.journal_entry import NO_DIGEST, Entry
from tests.faults import sabotage
from tests.faults.street_model import (
    HELD,
    Laptop,
    State,
    World,
    certify,
    killed_after,
    model_state,
    opened_batch,
    rules_of,
    state_of,
    uid_of,
)
from tests.faults.tally import Row, Tally

MORNING = 1_583_884_800_000
STATIONS = ("CP01", "CP02")
STEPS = 14
MOST_BY_HYPOTHESIS = 500


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
        for made, _path in enrolments.write_receipts(centre, centre.folder / "out"):
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
            before = state_of(centre)
            with killed_after(centre.engine, killed_at):
                self._merge(centre, content)
            assert state_of(centre) in (before, self._expected(to, content)), "half a merge"
        known = envelope.batch_digest(content) in self.delivered[to]
        before = state_of(centre)
        verdict = self._merge(centre, content)
        assert verdict != "refused"
        self.delivered[to][envelope.batch_digest(content)] = content
        if known:
            assert verdict in ("already", "held", "fork", "gap"), verdict
            assert state_of(centre) == before, "merging again changes something"

    @precondition(lambda self: self.files)
    @rule(what=st.integers(0, 999), to=st.integers(0, 1), at=st.integers(0, 1 << 20), bit=st.integers(0, 7))
    def tamper(self, what: int, to: int, at: int, bit: int) -> None:
        """A changed file is refused and leaves nothing."""
        self.touched.add(to)
        content = bytearray(self.files[what % len(self.files)])
        content[at % len(content)] ^= 1 << bit
        before = state_of(self.centres[to])
        assert self._merge(self.centres[to], bytes(content)) == "refused", "a changed file was taken"
        assert state_of(self.centres[to]) == before

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
            batch_rows.settle(centre, manifest.station, manifest.epoch)
            self.touched.add(0)

    @rule(which=st.integers(0, 9), share=st.integers(1, 4))
    def lose(self, which: int, share: int) -> None:
        """An epoch is lost: believed up to somewhere."""
        laptop, centre = self._laptop(which), self.centres[0]
        through = len(laptop.log[laptop.epoch]) * share // 4
        made = decisions.decide(centre, decision.EPOCH_LOST, f"{laptop.code}/{laptop.epoch}", "played", through)
        self.decided[0].append(decision.decision_bytes(made, centre.keys.private_key()))
        batch_rows.settle(centre, laptop.code, laptop.epoch)
        self.touched.add(0)

    # --- what must hold ---------------------------------------------------------------------------------
    @invariant()
    def each_centre_holds_what_its_set_of_files_says(self) -> None:
        """Properties 1 to 9 and 11, 12 against the model: a pure function of the set of files and decisions."""
        for to in sorted(self.touched):
            assert state_of(self.centres[to]) == self._expected(to), "not the function of its set"
        self.touched.clear()

    @invariant()
    def nothing_acknowledged_is_gone(self) -> None:
        """10: whatever a station may have purged lies at a centre, or was taken from there by a decision."""
        if self.decided[0] or not any(any(laptop.purged.values()) for laptop in self.laptops):
            return
        there = set()
        for centre in self.centres:
            with centre.engine.connect() as connection:
                there |= {tuple(row)[:3] for row in connection.execute(HELD)}
        for laptop in self.laptops:
            for epoch, limit in laptop.purged.items():
                assert {(laptop.code, epoch, seq) for seq in range(1, limit + 1)} <= there, "purged and nowhere"

    def _finish(self) -> None:
        """Deliver everything everywhere: both centres are equal, an empty one rebuilds the same, no gaps are left."""
        for content in self.decided[0]:
            decisions.take(self.centres[1], content)
        for place in sorted(
            {(one.code, epoch) for one in self.laptops for epoch in one.log} if self.decided[0] else ()
        ):
            batch_rows.settle(self.centres[1], *place)
        self.decided[1].extend(self.decided[0])
        for laptop in self.laptops:
            for epoch, run in laptop.log.items():
                laptop.number += 1
                self.files.append(self._sealed(laptop, epoch, run))
        for to, order in ((0, self.files), (1, self.files[::-1])):
            for content in order:
                if envelope.batch_digest(content) in self.delivered[to]:
                    continue  # that merging again changes nothing was tried on the way
                self._merge(self.centres[to], content)
                self.delivered[to][envelope.batch_digest(content)] = content
        assert state_of(self.centres[0]) == state_of(self.centres[1]), "two centres differ"
        assert state_of(self.centres[0]) == self._expected(0)
        if self.uid % 3 == 0:
            self._rebuilds()
        if not self.decided[0]:
            self._everything_is_there()

    def _rebuilds(self) -> None:
        """13: an empty centre, the archive and the decisions make the same."""
        fresh = self.world.centre()
        for laptop in self.laptops:
            certify(fresh, laptop)
        for content in self.decided[0]:
            decisions.take(fresh, content)
        for path in sorted(self.centres[0].archive.glob("*.ysb")):
            batch_merge.merge_file(fresh, path)
        try:
            assert state_of(fresh) == state_of(self.centres[0]), "the archive does not make the same"
        finally:
            self.world.give_back(fresh)

    def _everything_is_there(self) -> None:
        """5, 6, 8: the union of all logs, byte for byte, and a fork exactly where two histories part."""
        with self.centres[0].engine.connect() as connection:
            held = {row.digest: bytes(row.body) for row in connection.execute(select(entries))}
            gaps, forks = missing_batches.gaps(connection), missing_batches.forks(connection)
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
            certify(centre, laptop)

    def _sealed(self, laptop: Laptop, epoch: int, run: list[Entry]) -> bytes:
        return envelope.seal(
            run,
            number=laptop.number,
            previous_batch=NO_DIGEST,
            program="x",
            private_key=laptop.keys[epoch],
            box=self.world.card.box,
            recovery=self.world.card.recovery,
        )

    def _merge(self, centre: Centre, content: bytes) -> str:
        path = centre.folder / "batch.ysb"
        path.write_bytes(content)
        return batch_merge.merge_file(centre, path).verdict

    def _expected(self, to: int, more: bytes | None = None) -> State:
        """What a centre must hold, worked out from its set of files and decisions alone."""
        contents = dict(self.delivered[to])
        if more is not None:
            contents[envelope.batch_digest(more)] = more
        excluded, lost = rules_of(self.decided[to], self.centres[to].public_key())
        there: dict[tuple[str, int, int, str], Entry] = {}
        for digest, content in contents.items():
            opened = opened_batch(self.world, content)
            believed = lost.get((opened.manifest.station, opened.manifest.epoch))
            if digest in excluded or (believed is not None and opened.manifest.last_seq > believed):
                continue
            for entry in opened.entries:
                header = entry.header
                there[header.station, header.epoch, header.seq, header.digest()] = entry
        return model_state(there)


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Play `count` histories: by Hypothesis in the CI dose, which shrinks what fails; by plain chance in the full one."""
    sabotage.commit(bug)
    tally = Tally()
    Street.world = World(folder)
    if count > MOST_BY_HYPOTHESIS:
        for number in range(count):
            _count(tally, partial(_walk, Random(chance.random() + number)))
            tally.tried += 1
        return tally

    class Counted(Street):
        def teardown(self) -> None:
            tally.tried += 1
            try:
                self._finish()
            finally:
                super().teardown()

    played = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    machine = seed(chance.randrange(1 << 32))(Counted)
    _count(tally, lambda: run_state_machine_as_test(machine, settings=played))
    return tally


def _count(tally: Tally, playing: Callable[[], None]) -> None:
    try:
        playing()
    except AssertionError as error:
        tally.note("half_done", (str(error).splitlines() or ["assertion"])[0][:80])
    except Exception as error:
        tally.note("corrupt", f"{type(error).__name__}: {error}"[:200])


def _walk(chance: Random) -> None:
    """One history, its steps and their arguments drawn by chance; the seed makes it again."""
    street = Street()
    kinds = (decision.BATCH_EXCLUDED, decision.BATCH_INCLUDED)
    which, what, to = (partial(chance.randrange, many) for many in (10, 1000, 2))

    def coin() -> bool:
        return chance.random() < 0.5

    steps: tuple[Callable[[], None], ...] = (
        lambda: street.record(which(), chance.randrange(1, 5)),
        lambda: street.revise(which(), what(), coin()),
        lambda: street.export(which(), coin(), coin()),
        lambda: street.export(which(), coin(), False),
        lambda: street.clone(which(), coin()),
        lambda: street.new_epoch(which()),
        lambda: street.receipt(which(), to()),
        lambda: street.lose(which(), chance.randrange(1, 5)),
    )
    with_files: tuple[Callable[[], None], ...] = (
        lambda: street.deliver(what(), to(), chance.randrange(31)),
        lambda: street.deliver(what(), to(), chance.randrange(31)),
        lambda: street.tamper(what(), to(), chance.randrange(1 << 20), chance.randrange(8)),
        lambda: street.decide(what(), chance.choice(kinds)),
    )
    try:
        for _ in range(STEPS):
            chance.choice(steps + with_files if street.files else steps)()
            street.each_centre_holds_what_its_set_of_files_says()
            street.nothing_acknowledged_is_gone()
        street._finish()
    finally:
        street.teardown()


ROW = Row(
    "M1-13",
    "merge histories: random streets, two centres, every order, kills and decisions",
    run,
    ci=100,
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
