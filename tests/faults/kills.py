"""A1, A2: kill -9 in a storm of saves; what was acknowledged is there once, what was not may be sent again."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.faults.program import Program
from tests.faults.stations import Acknowledged, lines, new_station, settle
from tests.faults.tally import Row, Tally

MOST_SAVES = 12  # before one kill
SENT = MOST_SAVES + 8


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Kill `count` times at chance moments; after each the program starts on what is there."""
    tally = Tally()
    data = new_station(folder / "CP17")
    acknowledged = Acknowledged({})
    at = most = 0
    for _ in range(count):
        most = max(most, at + SENT)
        at = _killed_once(data, chance, at, acknowledged, tally, bug)
        tally.tried += 1
    settle(data, lines(0, most), acknowledged, tally)
    return tally


def _killed_once(data: Path, chance: Random, at: int, acknowledged: Acknowledged, tally: Tally, bug: str) -> int:
    """Send lines from `at` on and kill after some answers; where to go on: some lines are sent twice."""
    program = Program(["record", "--data", str(data), "--stdin"], data.parent / "errors", bug)
    sent = lines(at, at + SENT)
    program.send(sent)
    wanted = chance.randrange(0, MOST_SAVES)
    got = 0
    while got < wanted:
        answer = program.stdout.readline()
        if not answer:
            break
        acknowledged.take(sent[got], answer, tally)
        got += 1
    for _ in range(chance.randrange(0, 20_000)):
        pass  # some microseconds further into the next save
    program.kill()
    program.wait()
    for answer in program.stdout.read().splitlines(keepends=True):  # said before it died
        if answer.endswith(b"\n"):
            acknowledged.take(sent[got], answer, tally)
            got += 1
    program.close()
    if program.traceback():
        tally.note("corrupt", program.traceback().splitlines()[-1])
    return at + max(0, got - chance.randrange(0, 3))


ROW = Row(
    "A1 A2",
    "kill -9 in a storm of saves, between commit and answer",
    run,
    ci=200,
    full=10_000,
    chunk=250,
    canaries=("late_commit", "forgets_keys"),
    canary_dose=20,
)
