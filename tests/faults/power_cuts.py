"""B1, B2: the file system's power is cut while the program saves; what was acknowledged is there after the reboot."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random

from tests.faults.loop_disk import LoopDisk
from tests.faults.program import Program
from tests.faults.stations import Acknowledged, lines, new_station, settle
from tests.faults.tally import Row, Tally

SENT = 40


def run(kind: str, folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Cut the power `count` times while records are saved."""
    tally = Tally()
    disk = LoopDisk(folder, kind)
    try:
        data = new_station(disk.at / "CP17")
        acknowledged, at, most = Acknowledged({}), 0, 0
        for _ in range(count):
            most = max(most, at + SENT)
            at = _cut_once(disk, data, chance, at, acknowledged, tally, bug)
            tally.tried += 1
        settle(data, lines(0, most), acknowledged, tally)
    finally:
        disk.remove()
    return tally


def _cut_once(
    disk: LoopDisk, data: Path, chance: Random, at: int, acknowledged: Acknowledged, tally: Tally, bug: str
) -> int:
    errors = disk.image.parent / "errors"
    program = Program(["record", "--data", str(data), "--stdin"], errors, bug)
    sent = lines(at, at + SENT)
    program.send(sent)
    wanted, got = chance.randrange(0, SENT - 10), 0
    answers: list[bytes] = []
    while got < wanted:
        answer = program.stdout.readline()
        if not answer:
            tally.note("corrupt", "does not start again")
            break
        answers.append(answer)
        got += 1
    # Only what was said before the cut counts: the kernel may answer a write after it as if it had been kept.
    disk.cut()
    program.kill()
    program.wait()
    program.close()
    if program.traceback():
        tally.note("corrupt", program.traceback().splitlines()[-1])
    disk.unmount()
    disk.mount()
    for line, answer in zip(sent, answers, strict=False):
        acknowledged.take(line, answer, tally)
    return at + max(0, got - chance.randrange(0, 3))


def row(kind: str, name: str, ci: int, full: int) -> Row:
    """The row of one file system."""
    title = f"power cut of a real {kind} while saving"
    needs = f"root, loop mounts, {kind}"
    canaries = ("normal_sync",)
    return Row(name, title, partial(run, kind), ci, full, 50, canaries, canary_dose=12, needs=needs)


ROWS = (row("ext4", "B1", 30, 700), row("xfs", "B2", 6, 300))
