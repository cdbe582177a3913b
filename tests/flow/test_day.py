"""A day of 3,000 passages through `record --stdin`, exported, merged: every one of them, once."""

import json
import os
import subprocess
import sys
from pathlib import Path

from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.safety import verification
from station.services.shift import handover_sheets, shifts

ROOT = Path(__file__).parents[2]


def day():
    for number in range(3000):
        kind = number % 6
        if kind == 0:
            yield f"36{number % 9} 365"
        elif kind == 1:
            yield f"+{1 + number % 5}"
        elif kind == 2:
            yield f"{10000 + number % 700} 365 36{number % 9} -"
        elif kind == 3:
            yield f"hn:a{10000 + number} 365"
        elif kind == 4:
            yield f"36{number % 9} -"
        else:
            yield f"376 {365 if number % 12 == 5 else 366}"


def test_a_day(make_station, card, centre, stick, tmp_path):
    station = make_station(card=card)
    folder = station.store.folder
    shifts.open_shift(station)
    station.close()
    lines = [f"@d{number} {line}" for number, line in enumerate(day())]
    command = [sys.executable, "-m", "station", "record", "--data", str(folder), "--stdin"]
    env = {**os.environ, "STATION_PASSPHRASE": "words", "PYTHONPATH": str(ROOT)}
    env.pop("STATION_PIN", None)
    done = subprocess.run(command, input="\n".join(lines).encode(), capture_output=True, env=env, cwd=ROOT, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(answers)) == (0, 3000)
    seqs = [answer["seq"] for answer in answers]
    assert seqs == sorted(set(seqs))
    again = make_station(folder=folder)
    assert verification.verify(again).findings == ()
    shifts.close_shift(again, again.operator)
    figures = handover_sheets.sheet(again, 1).handover.figures
    assert (figures.passages, figures.vehicles) == (3000, 1000)
    path = stick / station_files.export(again, stick).answer[0].file
    clerk_desk.enrol(centre, folder / "enrol-CP17.json", tmp_path / "c.ysc")
    merged = clerk_desk.merge_files(centre, [path])[0]
    assert merged.verdict == "new"
    counted = clerk_desk.figures(centre)["CP17"]
    assert (counted.passages, counted.persons, counted.abnormal) == (3000, figures.persons, figures.abnormal)
