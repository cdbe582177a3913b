"""Key to suggestions over a long history: the query, the GUI thread, the memory."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TypedDict

from bench.measure import Result, Spread, spread, timed
from bench.seed import Street, open_seeded
from station.services.gate import suggestions
from station.services.opened_station import Station

FRAME = 1000 / 60
WORDS = ("8K3", "B12", "zs", "wangw", "/80", "/138", "张", "曾国", "粤BA", "lw", "123", "9K2 36", "liqi", "K99")


class AtTheDesk(TypedDict):
    """What a desk in a process of its own says: pauses of the GUI thread in ms, resident memory in MiB."""

    pauses: Spread
    rss: float


def queries(station: Station) -> Result:
    """Each key of typed plates, names and endings; beside it, one row by its key on the same file.

    The first pass finds the file as the system left it, perhaps not in memory at all; the second is what a
    shift sees.
    """
    first, asked = _typed_through(station, 5), _typed_through(station, 6)
    chance = random.Random(7)
    with station.store.read() as connection:
        newest = int(connection.exec_driver_sql("SELECT max(n) FROM passages").scalar_one())
        one_row = "SELECT * FROM passages WHERE n = ?"
        limit = [
            timed(lambda: connection.exec_driver_sql(one_row, (chance.randint(1, newest),)).first())
            for _ in range(2000)
        ]
    found, raw = spread(asked), spread(limit)
    return {
        "first_pass_ms": spread(first),
        "query_ms": found,
        "raw_one_row_ms": raw,
        "ratio_p50_to_one_row": round(found["p50"] / raw["p50"], 1),
        "p99_share_of_a_frame": round(found["p99"] / FRAME, 3),
        "goal": "p99 <= 0.20 of a 16.7 ms frame",
    }


def _typed_through(station: Station, seed: int, count: int = 400) -> list[float]:
    """Milliseconds of every look-up while so many plates and names are typed key by key."""
    chance = random.Random(seed)
    street = Street(3_000_000, seed=seed)
    asked: list[float] = []
    for _ in range(count):
        plate = street.plate(street.often(street.vehicles))[2:]
        for length in range(2, len(plate) + 1):
            part = plate[:length]
            asked.append(timed(partial(suggestions.suggest_vehicles, station, part)))
        typed = chance.choice(("zs", "wang", "liw", "曾", "张伟", "/80", "/8000", "chenx", "hg", "zengg"))
        for length in range(1, len(typed) + 1):
            part = typed[:length]
            asked.append(timed(partial(suggestions.suggest_persons, station, part)))
    return asked


def window(folder: Path) -> AtTheDesk:
    """In a process of its own: type at the real desk, with the heart beating; pauses and memory."""
    command = [sys.executable, "-m", "bench.recall", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: AtTheDesk = json.loads(done.stdout.splitlines()[-1])
    return said


def run(folder: Path, rows: int, empty: Path) -> Result:
    """Everything about recall, beside an empty desk."""
    station = open_seeded(folder, rows)
    try:
        result = {"rows": rows, **queries(station)}
    finally:
        station.close()
    open_seeded(empty, 0).close()
    full, bare = window(folder), window(empty)
    return {
        **result,
        "gui_pause_ms": full["pauses"],
        "gui_pause_ms_empty_desk": bare["pauses"],
        "rss_growth_mb": round(full["rss"] - bare["rss"], 1),
        "goal_gui": "no pause over a 16.7 ms frame; growth < 60 MB",
    }


def _type_at_the_desk(folder: Path) -> AtTheDesk:
    from bench.desk import Desk, rss_mb

    with Desk(folder) as desk:
        line = desk.main.desk.line
        for word in WORDS[:3]:  # warm: fonts, pinyin, first pages of the file
            desk.type_slowly(word, 0.03)
            line.setText("")
        desk.keys.settle()
        desk.heart.start()
        for word in WORDS * 2:
            desk.type_slowly(word)
            line.setText("")
            desk.run(0.05)
        pauses = desk.heart.stop()
        return {"pauses": spread(pauses), "rss": rss_mb()}


if __name__ == "__main__":
    print(json.dumps(_type_at_the_desk(Path(sys.argv[1]))))
