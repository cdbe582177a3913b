"""C1 to C6, A3 to A6: each system call of a story fails in turn, or kills it there; until none is left to fail.

A story is a command on a prepared folder and the check of what it left. Whatever fails: nothing acknowledged is
lost, no traceback, the next start goes on, and what has its final name is whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from station.centre import centre_folder
from station.clock import SystemClock
from station.errors import StationError
from station.services.access import key_slots
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.safety import verification
from tests.faults.injected import Fault, Ran, run
from tests.faults.program import Program
from tests.faults.putting import put
from tests.faults.stations import CHEAP, Acknowledged, copies_are_the_folder_itself, lines, new_station, opened, settle
from tests.faults.tally import Row, Tally
from tests.tests_support import enrolled

ROOT = Path(__file__).parents[2]
STORE = ("station.db", "station.db-wal", "station.db-shm", "station.db-journal")
FAULTS = (
    Fault("pwrite64", "EIO"),
    Fault("pwrite64", "EIO", stays=True),
    Fault("pwrite64", "ENOSPC"),
    Fault("pwrite64", "ENOSPC", stays=True),
    Fault("write", "EIO"),
    Fault("write", "ENOSPC", stays=True),
    Fault("fdatasync", "EIO"),
    Fault("fsync", "EIO"),
    Fault("pread64", "EIO"),
    Fault("openat", "EACCES"),
    Fault("openat", "EMFILE"),
    Fault("openat", "EACCES", stays=True),
    Fault("ftruncate", "EIO"),
    Fault("unlink", "EIO"),
    Fault("rename", "EIO"),
    Fault("mmap", "ENOMEM"),
    Fault("fcntl", "EIO"),
)
KILLS = tuple(
    Fault(call, "KILL")
    for call in ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "openat")
)


@dataclass(frozen=True)
class Story:
    """`prepare` fills a folder once; `command` and `sent` are run on a copy of it; `check` says what is wrong after."""

    prepare: Callable[[Path], object]
    command: Callable[[Path], list[str]]
    watched: Callable[[Path], list[Path]]
    check: Callable[[Path, Ran, Tally], None]
    sent: tuple[str, ...] = ()
    centre: bool = False


# --- saving ------------------------------------------------------------------------------------------
SENT = tuple(lines(0, 6))


def _check_saved(folder: Path, ran: Ran, tally: Tally) -> None:
    acknowledged = Acknowledged({})
    for line, answer in zip(SENT, ran.said, strict=False):
        acknowledged.take(line, answer, tally)
    settle(folder / "CP17", list(SENT), acknowledged, tally)


def store_files(folder: Path) -> list[Path]:
    """The files that a save touches."""
    return [folder / "CP17" / name for name in (*STORE, "head")]


SAVING = Story(
    prepare=lambda folder: new_station(folder / "CP17"),
    command=lambda folder: ["record", "--data", str(folder / "CP17"), "--stdin"],
    watched=store_files,
    check=_check_saved,
    sent=SENT,
)


# --- migrating a store of the first release ----------------------------------------------------------
def _old_store(folder: Path) -> None:
    shutil.copytree(ROOT / "tests" / "data" / "store-0.1.0", folder / "CP17")


def _check_migrated(folder: Path, ran: Ran, tally: Tally) -> None:
    """Whatever happened, the next start finishes it; the records are there and everything fits."""
    station = opened(folder / "CP17")
    try:
        if verification.verify(station).entries < OLD_ENTRIES:
            tally.note("lost", "entries of the old store")
        for finding in verification.verify(station).findings:
            tally.note("corrupt", finding.code)
    finally:
        station.close()


OLD_ENTRIES = 5  # at least; the fixture has more
MIGRATING = Story(
    prepare=_old_store,
    command=lambda folder: ["record", "--data", str(folder / "CP17"), "365"],
    watched=store_files,
    check=_check_migrated,
)


# --- exporting to a stick -----------------------------------------------------------------------------
def to_export(folder: Path) -> None:
    """A station with some records, a centre's card and a stick."""
    card = folder / "centre.card"
    clerk_desk.init(str(folder / "centre"), "centre", card, "words", SystemClock(), CHEAP)
    settle(new_station(folder / "CP17", card), lines(0, 5), Acknowledged({}), Tally())
    (folder / "stick").mkdir()


def _stick_files(folder: Path) -> list[Path]:
    names = ("CP17-E1-B00001.ysb", "CP17-E1-B00001.ysb.part")
    return [folder / "stick", *(folder / "stick" / name for name in names), *store_files(folder)]


def _check_exported(folder: Path, ran: Ran, tally: Tally) -> None:
    from station.batch import envelope

    for answer in (json.loads(line) for line in ran.said):
        if "digest" in answer and not (folder / "stick" / answer["file"]).is_file():
            tally.note("half_done", "said safe to remove, and nothing is there")
    for path in (folder / "stick").glob("*.ysb"):
        try:
            envelope.verify(path.read_bytes())
        except StationError:
            tally.note("half_done", "a torn batch under its final name")
    station = opened(folder / "CP17")
    try:
        if not station_files.export(station, folder / "stick").answer:
            tally.note("lost", "nothing to export any more")
        if list((folder / "stick").glob("*.part")):
            tally.seen["a .part stays on the stick"] += 1
        for finding in verification.verify(station).findings:
            tally.note("corrupt", finding.code)
    finally:
        station.close()


EXPORTING = Story(
    prepare=to_export,
    command=lambda folder: ["export", "--data", str(folder / "CP17"), "--to", str(folder / "stick"), "--json"],
    watched=_stick_files,
    check=_check_exported,
)


# --- merging at the centre ----------------------------------------------------------------------------
def _to_merge(folder: Path) -> None:
    to_export(folder)
    centre = clerk_desk.open_centre(str(folder / "centre"), "words", SystemClock())
    station = opened(folder / "CP17")
    enrolled(centre, station, folder / "stick")
    (done,) = station_files.export(station, folder / "stick").answer
    station.close()
    centre.close()
    (folder / "stick" / done.file).rename(folder / "batch.ysb")


def centre_files(folder: Path) -> list[Path]:
    """The files that a merge touches."""
    names = ("centre.db", "centre.db-wal", "centre.db-shm", "archive")
    return [folder / "centre" / name for name in names]


def _check_merged(folder: Path, ran: Ran, tally: Tally) -> None:
    """All of the batch or nothing of it, before the start finishes what was cut; merging again gives the whole."""
    found = centre_folder.open_centre(str(folder / "centre"), "words", SystemClock())
    before = clerk_desk.state(found).entries
    found.close()
    centre = clerk_desk.open_centre(str(folder / "centre"), "words", SystemClock())
    try:
        verdicts = [json.loads(line).get("verdict") for line in ran.said]
        (again,) = clerk_desk.merge_files(centre, [folder / "batch.ysb"])
        after = clerk_desk.state(centre).entries
        if before not in (0, after):
            tally.note("half_done", "a part of a batch was merged")
        if "new" in verdicts and before == 0:
            tally.note("lost", "said merged, and nothing is there")
        if again.verdict not in ("new", "already") or clerk_desk.gaps(centre)[0].missing:
            tally.note("lost", f"merging again: {again.verdict}")
    finally:
        centre.close()


MERGING = Story(
    prepare=_to_merge,
    command=lambda folder: ["merge", "--at", str(folder / "centre"), str(folder / "batch.ysb"), "--json"],
    watched=centre_files,
    check=_check_merged,
    centre=True,
)


# --- the sweep ----------------------------------------------------------------------------------------
def sweep(story: Story, faults: tuple[Fault, ...], folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Try `count` (fault, n-th call) pairs, drawn by chance from all there are; 0 is every one of them."""
    copies_are_the_folder_itself()
    put(key_slots, "Cost", lambda: CHEAP)  # its memory is not what is tried
    tally = Tally()
    ready = folder / "ready"
    ready.mkdir()
    story.prepare(ready)
    if count:
        for _ in range(count):
            fault = chance.choice(faults)
            _try(story, fault, 1 + int(chance.expovariate(1 / 5)), ready, folder, tally, bug)
            if tally.caught(bug):
                break
        return tally

    def fired(fault: Fault, when: int) -> bool:
        return _try(story, fault, when, ready, folder, tally, bug)

    for fault in faults:
        for when in _until_none(partial(fired, fault)):
            tally.seen[f"{fault}: fired up to"] = when
    return tally


def _until_none(fired: Callable[[int], bool]) -> Iterator[int]:
    when = 1
    while fired(when):
        yield when
        when += 1


def _try(story: Story, fault: Fault, when: int, ready: Path, folder: Path, tally: Tally, bug: str) -> bool:
    work = folder / "work"
    shutil.copytree(ready, work)
    try:
        program = Program(story.command(work), folder / "errors", bug, centre=story.centre, waiting=True)
        ran = run(program, fault, when, story.watched(work), list(story.sent))
        if not ran.fired:
            tally.seen["not reached"] += 1
            return False
        tally.tried += 1
        if ran.traceback:
            tally.note("corrupt", f"traceback at {fault}")
            tally.seen[ran.traceback.splitlines()[-1][:200]] += 1
        before = tally.faults
        try:
            story.check(work, ran, tally)
        except StationError as error:
            tally.note("corrupt", f"does not open after {fault}: {error.code}")
        except Exception as error:
            tally.note("corrupt", f"crash after {fault}: {type(error).__name__}")
        if tally.faults > before:
            tally.bad[f"at {fault}, call {when}"] += 1
        return True
    finally:
        shutil.rmtree(work)


def row(name: str, title: str, story: Story, faults: tuple[Fault, ...], ci: int, canaries: tuple[str, ...]) -> Row:
    """The row of one story: `full` is a sweep over every call, told by the dose 0."""
    return Row(name, title, partial(sweep, story, faults), ci, 0, 0, canaries=canaries, canary_dose=60, needs="strace")


ROWS = (
    row("C saving", "each system call of a save fails", SAVING, FAULTS, 30, ("swallows_errors",)),
    row("A3", "killed at each call of saves and of the checkpoint", SAVING, KILLS, 24, ("late_commit",)),
    row("A4", "killed at each call of an export", EXPORTING, KILLS, 24, ("writes_in_place",)),
    row("C export", "each system call of an export fails", EXPORTING, FAULTS, 30, ("believes_the_disk",)),
    row("A5", "killed at each call of a merge", MERGING, KILLS, 24, ("commit_per_record",)),
    row("C merge", "each system call of a merge fails", MERGING, FAULTS, 24, ("commit_per_record",)),
    row("A6", "killed at each call of a migration", MIGRATING, KILLS, 24, ("migrates_in_steps",)),
)
