"""B7, J1: a stick pulled in the middle of an export; never a false "safe to remove"."""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random

from station.batch import envelope
from station.clock import SystemClock
from station.services.centre import clerk_desk
from station.services.gate import scripted_records
from station.services.safety import verification
from tests.faults.loop_disk import LoopDisk
from tests.faults.program import Program
from tests.faults.stations import CHEAP, lines, new_station, opened
from tests.faults.tally import Row, Tally

RECORDS = 400
LONGEST = 0.12  # seconds from the start of an export to the pull


def _station(folder: Path) -> Path:
    card = folder / "centre.card"
    clerk_desk.init(str(folder / "centre"), "centre", card, "words", SystemClock(), CHEAP)
    data = new_station(folder / "CP17", card)
    station = opened(data)
    for line in lines(0, RECORDS):
        scripted_records.record(station, line)
    station.close()
    return data


def pull(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Pull the stick `count` times while a batch is written to it."""
    tally = Tally()
    data, disk = _station(folder), LoopDisk(folder)
    try:
        for _ in range(count):
            program = _exporting(data, disk.at, folder, chance, bug)
            disk.cut()
            said = program.rest()
            if program.traceback():
                tally.note("corrupt", program.traceback().splitlines()[-1])
            disk.unmount()
            disk.mount()
            _claims(said, disk.at, tally)
            for left in disk.at.glob("*.ys*"):
                left.unlink()
            tally.tried += 1
    finally:
        disk.remove()
    _still_whole(data, tally)
    return tally


def _exporting(data: Path, stick: Path, folder: Path, chance: Random, bug: str) -> Program:
    """An export that has been running for a chance while."""
    program = Program(["export", "--data", str(data), "--to", str(stick), "--json"], folder / "errors", bug)
    time.sleep(chance.random() * LONGEST)
    return program


def _claims(said: list[bytes], stick: Path, tally: Tally) -> None:
    """Whatever was claimed to be on the stick is on it, whole."""
    for line in said:
        answer = json.loads(line)
        if "digest" not in answer and "file" not in answer:
            continue
        tally.seen["claimed"] += 1
        path = stick / answer["file"]
        if not path.is_file():
            tally.note("half_done", "said safe to remove, and nothing is there")
        else:
            _whole(path, tally, "said safe to remove, and it is torn")


def _whole(path: Path, tally: Tally, what: str) -> None:
    try:
        envelope.verify(path.read_bytes())
    except Exception:
        tally.note("half_done", what)


def _still_whole(data: Path, tally: Tally) -> None:
    station = opened(data, writing=False)
    for finding in verification.verify(station).findings:
        tally.note("corrupt", finding.code)
    station.close()


ROW = Row(
    "B7 J1",
    "stick pulled in the middle of an export",
    pull,
    ci=20,
    full=500,
    chunk=100,
    canaries=("no_sync",),
    canary_dose=30,
    needs="root, loop mounts",
)
