"""B5, B6: one recorded run, thousands of disks that a power cut could have left; each must open with all that was said.

Every state is opened with the real key and settings and its journal compared with what was acknowledged; each
twentieth goes through the whole program: opened as at the start of a shift, verified, and saved into.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

from station.errors import StationError
from station.records.journal_entry import NO_DIGEST, check_links
from station.services.access.data_folder import unlock
from station.services.access.unlock_secret import Unlock
from station.services.gate import scripted_records
from station.services.safety import verification
from station.store import journal
from station.store.engine import writer_engine
from tests.faults.disk_trace import Disk, record
from tests.faults.program import command
from tests.faults.stations import lines, new_station, opened
from tests.faults.tally import Row, Tally

SAVES = 60
WHOLE = 20  # each so-manieth state is tried with the whole program


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Record a run of saves, then rebuild `count` states of its disk."""
    tally = Tally()
    start, work = folder / "start", folder / "work"
    new_station(start / "CP17")
    key = unlock(start / "CP17", Unlock(passphrase="words"))[1]
    shutil.copytree(start, work)
    sent = lines(0, SAVES)
    steps = record(
        command(["record", "--data", str(work / "CP17"), "--stdin"], bug),
        ("\n".join(sent) + "\n").encode(),
        work,
        folder / "trace",
    )
    if sum(step.data.count(b"\n") for step in steps if step.kind == "said") < SAVES:
        tally.note("corrupt", "the run saved nothing: nothing was tried")
    shutil.rmtree(work)
    shutil.copytree(start, work)  # the disk as it was before the run
    cuts = sorted(chance.randrange(0, len(steps) + 1) for _ in range(count))
    disk, walked, said = Disk(work), 0, []
    for number, cut in enumerate(cuts):
        for step in steps[walked:cut]:
            disk.take(step)
            if step.kind == "said":
                said += [json.loads(line)["uid"] for line in step.data.splitlines()]
        walked = cut
        state = folder / "state"
        disk.crash(state, chance)
        _check(state / "CP17", key, said, tally, whole=number % WHOLE == 0)
        shutil.rmtree(state)
        tally.tried += 1
        if tally.caught(bug):
            break
    return tally


def _check(data: Path, key: bytes, said: list[str], tally: Tally, *, whole: bool) -> None:
    engine = writer_engine(data / "station.db", key)
    try:
        with engine.connect() as connection:
            entries = list(journal.entries(connection))
            there = {entry.header.uid for entry in entries if entry.header.kind == "passage"}
            if len(entries) != len({entry.header.uid for entry in entries}):
                tally.note("lost", "doubled")
            if not set(said) <= there:
                tally.note("lost", "acknowledged and gone")
            if check_links(entries, NO_DIGEST) is not None:
                tally.note("corrupt", "chain")
            if connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                tally.note("corrupt", "quick_check")
    except Exception as error:
        tally.note("corrupt", type(error).__name__)
        return
    finally:
        engine.dispose()
    if whole:
        _try_whole(data, tally)


def _try_whole(data: Path, tally: Tally) -> None:
    try:
        station = opened(data)
    except StationError as error:
        tally.note("corrupt", f"does not open: {error.code}")
        return
    try:
        scripted_records.record(station, "B12345 365")
        if station.warnings:
            tally.seen["opened a new epoch"] += 1
        for finding in verification.verify(station).findings:
            tally.note("corrupt", finding.code)
    finally:
        station.close()


ROW = Row(
    "B5",
    "power cut: lost, reordered and torn writes, rebuilt from one recorded run",
    run,
    ci=600,
    full=100_000,
    chunk=2_000,
    canaries=("normal_sync",),
    canary_dose=200,
    needs="strace",
)
