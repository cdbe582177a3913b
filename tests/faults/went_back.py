"""A centre that is copied and put back, at any time, with any clock: a Hypothesis state machine on the real code.

One gate, one centre, two sticks in rotation. Whoever plays knows in which true order receipts were signed; the gate
does not. After every step the gate may let go of no more than the receipt signed last of those it took allows, and
after some rounds of sticks everything that was acknowledged is at the centre, without a gap.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from station.batch import envelope
from station.batch.card import read_card
from station.batch.receipt import read_receipt
from station.centre.centre_folder import Centre
from station.centre.centre_tables import entries
from station.clock import DAY, HOUR, SetClock
from station.records.kinds import PERSONAL_KINDS
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.opened_station import Station
from station.services.safety import retention
from station.services.shift import shifts
from station.store import journal, receipts
from tests.faults import sabotage
from tests.faults.stations import CHEAP
from tests.faults.tally import Row, Tally

MORNING = 1_583_884_800_000
STEPS = 16
STICKS = st.integers(0, 1)
MOSTLY = st.sampled_from((True, True, True, True, False))


class Gate(RuleBasedStateMachine):
    """A gate and a centre whose folder goes back now and then."""

    home: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.home))
        self.clock, self.centre_clock = SetClock(MORNING), SetClock(MORNING)
        shutil.copytree(self.home / "begun", self.folder, dirs_exist_ok=True)
        self.station: Station = open_station(self.folder / "CP17", Unlock(passphrase="words"), self.clock, writing=True)
        self.key = read_card((self.folder / "card").read_bytes()).public_key()
        self.centre = self._opened()
        self.sticks = (self.folder / "a", self.folder / "b")
        self.signed: dict[str, tuple[int, int]] = {}  # digest of a receipt: in which true order, and how far it goes
        self.known: set[str] = set()
        self.let_go: set[str] = set()
        self.number = 0

    def teardown(self) -> None:
        self.station.close()
        self.centre.close()
        shutil.rmtree(self.folder)

    # --- the gate ------------------------------------------------------------------------------------
    @rule(count=st.integers(1, 3), close=st.booleans())
    def record(self, count: int, close: bool) -> None:
        for _ in range(count):
            self.number += 1
            scripted_records.record(self.station, f"{10000 + self.number} 365")
        if close:
            shifts.open_shift(self.station)
            shifts.close_shift(self.station, self.station.operator)

    @rule(stick=STICKS, takes=MOSTLY, exports=MOSTLY)
    def visit(self, stick: int, takes: bool, exports: bool) -> None:
        """A stick at the gate: files taken, then a batch written, as F8 does; or only one of the two."""
        if takes:
            for path in sorted(self.sticks[stick].glob("*.ysr")):
                self._take(path)
        if exports:
            station_files.export(self.station, self.sticks[stick])

    @rule()
    def purge(self) -> None:
        self.clock.advance(4 * DAY)
        before = self._there()
        retention.purge(self.station)
        self.let_go |= before - self._there()

    # --- the way and the centre ----------------------------------------------------------------------
    @rule(stick=STICKS, merges=MOSTLY, answers=MOSTLY, ahead=st.integers(-48, 48))
    def answer(self, stick: int, merges: bool, answers: bool, ahead: int) -> None:
        """A stick at the centre, whose clock says anything."""
        if merges:
            clerk_desk.merge_files(self.centre, sorted(self.sticks[stick].glob("*.ysb")))
        if answers:
            self.centre_clock.at = self.clock.now() + ahead * HOUR
            for made, path in clerk_desk.receipts(self.centre, self.sticks[stick]):
                self.signed[envelope.batch_digest(path.read_bytes())] = (len(self.signed), made.highest)

    @rule(stick=STICKS, ahead=st.integers(-48, 48))
    def trip(self, stick: int, ahead: int) -> None:
        """A stick goes from the gate to the centre; it comes back at the next visit, or much later."""
        self.visit(stick, takes=True, exports=True)
        self.answer(stick, merges=True, answers=True, ahead=ahead)

    @rule()
    def copy_centre(self) -> None:
        self.centre.close()
        shutil.rmtree(self.folder / "copy", ignore_errors=True)
        shutil.copytree(self.folder / "centre", self.folder / "copy")
        self.centre = self._opened()

    @precondition(lambda self: (self.folder / "copy").is_dir())
    @rule()
    def put_back(self) -> None:
        self.centre.close()
        shutil.rmtree(self.folder / "centre")
        shutil.copytree(self.folder / "copy", self.folder / "centre")
        self.centre = self._opened()

    @rule(
        stick=STICKS,
        count=st.integers(1, 2),
        ahead=st.integers(-48, 48),
        found=st.sampled_from(((), (0, 1), (1, 0))),
    )
    def goes_back(self, stick: int, count: int, ahead: int, found: tuple[int, ...]) -> None:
        """What was answered on one stick is lost, the other one comes to the centre after that; both are found again."""
        self.copy_centre()
        self.record(count, close=True)
        self.trip(stick, ahead)
        self.put_back()
        self.trip(1 - stick, -ahead)
        for one in found:
            self.visit(one, takes=True, exports=False)

    @rule(stick=STICKS)
    def empty(self, stick: int) -> None:
        for path in self.sticks[stick].iterdir():
            path.unlink()

    # --- what must hold ------------------------------------------------------------------------------
    @invariant()
    def nothing_may_go_that_the_newest_word_does_not_cover(self) -> None:
        newest = max((self.signed[digest] for digest in self.known), default=(0, 0))
        with self.station.store.read() as connection:
            assert receipts.limit_of(connection, 1) <= newest[1], "the limit stands above the newest word"

    def finish(self) -> None:
        """Some rounds of one stick: everything is at the centre, and nothing is asked for any more."""
        for path in sorted({path for stick in self.sticks for path in stick.glob("*.ysr")}):
            self._take(path)
        for _ in range(3):
            self.empty(0)
            station_files.export(self.station, self.sticks[0])
            self.answer(0, merges=True, answers=True, ahead=0)
            for path in self.sticks[0].glob("*.ysr"):
                self._take(path)
        (gap,) = clerk_desk.gaps(self.centre)
        assert (gap.missing, gap.signed_to) == ((), 0), "a gap stays"
        with self.station.store.read() as connection:
            log = list(journal.entries(connection))
            assert receipts.limit_of(connection, 1) == gap.highest_contiguous, "the last receipt is not believed"
        with self.centre.engine.connect() as connection:
            held = {row.digest: row.body for row in connection.execute(entries.select())}
        sent = log[: gap.highest_contiguous]
        assert len(sent) >= len(log) - 2, "more than the export's and the receipt's own entries stay behind"
        assert {one.header.digest() for one in sent} <= set(held), "an acknowledged entry is nowhere"
        for one in sent:
            body = one.body or held[one.header.digest()]
            assert body or one.header.uid in self.let_go, "a body is nowhere"

    def _take(self, path: Path) -> None:
        digest = envelope.batch_digest(path.read_bytes())
        assert read_receipt(path.read_bytes(), self.key)
        assert station_files.receive(self.station, path).answer.verdict in ("taken", "already")
        self.known.add(digest)
        self.nothing_may_go_that_the_newest_word_does_not_cover()

    def _there(self) -> set[str]:
        with self.station.store.read() as connection:
            return {
                one.header.uid
                for one in journal.entries(connection)
                if one.header.kind in PERSONAL_KINDS and one.body is not None
            }

    def _opened(self) -> Centre:
        return clerk_desk.open_centre(str(self.folder / "centre"), "words", self.centre_clock)


def _begin(home: Path) -> None:
    """An enrolled gate, its centre, two empty sticks: made once, copied for each history."""
    begun, clock = home / "begun", SetClock(MORNING)
    for name in ("a", "b"):
        (begun / name).mkdir(parents=True)
    clerk_desk.init(str(begun / "centre"), "centre", begun / "card", "words", clock, CHEAP)
    set_up(SetUp(begun / "CP17", "CP17", "卡点", "words", "1234", "班长甲", begun / "card", cost=CHEAP), clock)
    centre = clerk_desk.open_centre(str(begun / "centre"), "words", clock)
    clerk_desk.enrol(centre, begun / "CP17" / "enrol-CP17.json", begun / "c.ysc")
    centre.close()
    station = open_station(begun / "CP17", Unlock(passphrase="words"), clock, writing=True)
    assert station_files.receive(station, begun / "c.ysc").answer.verdict == "taken"
    with station.store.write("system") as transaction:  # each history is a copy of this folder, and no new laptop
        transaction.connection.exec_driver_sql("DELETE FROM meta WHERE name = 'place'")
    station.store.checkpoint()
    station.close()


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Play `count` histories, drawn by Hypothesis from a seed."""
    _begin(folder)
    sabotage.commit(bug)
    tally = Tally()
    Gate.home = folder

    class Counted(Gate):
        def teardown(self) -> None:
            tally.tried += 1
            try:
                self.finish()
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
    try:
        run_state_machine_as_test(machine, settings=played)
    except AssertionError as error:
        tally.note("lost", (str(error).splitlines() or ["assertion"])[0][:80])
    except Exception as error:
        tally.note("corrupt", f"{type(error).__name__}: {error}"[:200])
    return tally


ROW = Row(
    "M16",
    "a centre copied and put back: two sticks, any clock, purges; nothing goes that its newest word does not cover",
    run,
    ci=25,
    full=2_000,
    chunk=50,
    canaries=("limit_only_rises", "believes_the_date", "believes_the_last"),
    canary_dose=150,
)
