"""kill -9 in a storm of saves, then every line replayed: exactly N records, the chain whole."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from station.services.log import passage_log
from station.services.safety import verification
from tests.tests_support import MakeStation

ROOT = Path(__file__).parents[2]
KILLS = 12
LINES = [f"@day-{number} {10000 + number} 365 36{number % 9}{' -' if number % 3 else ''}" for number in range(400)]


def start(folder: Path) -> subprocess.Popen[bytes]:
    code = "from station.commands.station_program import main; main()"
    command = [sys.executable, "-c", code, "record", "--data", str(folder), "--stdin"]
    env = {**os.environ, "STATION_PASSPHRASE": "words", "PYTHONPATH": str(ROOT)}
    env.pop("STATION_PIN", None)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)


def test_nothing_acknowledged_is_lost_or_doubled(make_station: MakeStation) -> None:
    station = make_station()
    folder = station.store.folder
    station.close()
    chance = random.Random(7)
    acknowledged: dict[str, str] = {}
    at = 0
    for _ in range(KILLS):
        process = start(folder)
        assert process.stdin is not None
        assert process.stdout is not None
        wanted = chance.randrange(1, 30)
        process.stdin.write(("\n".join(LINES[at:]) + "\n").encode())
        process.stdin.flush()
        for number in range(wanted):
            answer = json.loads(process.stdout.readline())
            key = LINES[at + number].split()[0]
            assert acknowledged.setdefault(key, answer["uid"]) == answer["uid"]
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdin.close()
        process.stdout.close()
        at = max(0, at + wanted - 3)  # some lines are sent again
    process = start(folder)
    out, _ = process.communicate(("\n".join(LINES) + "\n").encode())
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == len(LINES)
    assert sum(answer["already"] for answer in answers) >= len(acknowledged)
    for line, answer in zip(LINES, answers, strict=True):
        assert acknowledged.get(line.split()[0], answer["uid"]) == answer["uid"]
    again = make_station(folder=folder)
    assert len({row.uid for row in passage_log.rows(again)}) == len(LINES)
    assert verification.verify(again).findings == ()
