"""The full dose: `python3 run.py torture [--hours N] [--row NAME] [--jobs N] [--out FOLDER]`.

Every row of the matrix is tried in chunks, each in a process of its own, the row that is furthest behind first. What
was done is kept after each chunk, so that a torture that was stopped goes on where it was. It ends in a table: what
was tried, how often, lost, corrupt, half-done (`torture.json`, `torture.md`). Exit 1 if anything was.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypedDict

from station import __version__
from station.files import write_durably
from tests.faults import matrix
from tests.faults.tally import PlainTally, Row, Tally

ROOT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm")


def one(row: Row, seed: int, count: int, bug: str) -> Tally:
    """Try a row `count` times in an empty folder."""
    where = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="torture-", dir=where) as folder:
        return row.run(Path(folder), random.Random(seed), count, bug)


def in_a_process(row: Row, seed: int, count: int, bug: str = "") -> Tally:
    """The same in a process of its own: a crash of the harness is no crash of the torture."""
    arguments = ["--one", row.name, "--seed", str(seed), "--count", str(count), "--bug", bug]
    command = [sys.executable, "-m", "tests.faults.torture", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{row.name}: {done.stderr[-2000:]}")
    return Tally.of(json.loads(done.stdout.splitlines()[-1]))


def serve() -> None:
    """Try rows as asked line by line on standard input, each in a child: what they all import is loaded once."""
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a harness prints, an example that failed say, is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            tally = one(matrix.by_name(asked["row"]), asked["seed"], asked["count"], asked["bug"])
            os.write(answers, (json.dumps(tally.plain()) + "\n").encode())
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            os.write(answers, b'"the harness itself failed"\n')


class Standing(TypedDict):
    """What was done of one row."""

    chunks: int
    seconds: float
    commits: list[str]
    tally: PlainTally


class Line(TypedDict):
    """One line of the table that a torture ends in."""

    row: str
    what: str
    wanted: int | str
    tried: int
    lost: int
    corrupt: int
    half_done: int
    commits: list[str]
    seconds: float
    not_tried: str
    bad: dict[str, int]
    seen: dict[str, int]


class Progress:
    """What was done of each row, kept in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.rows: dict[str, Standing] = json.loads(file.read_text()) if file.exists() else {}

    def of(self, row: Row) -> Standing:
        """A row's counts so far."""
        return self.rows.setdefault(row.name, {"chunks": 0, "seconds": 0.0, "commits": [], "tally": Tally().plain()})

    def add(self, row: Row, tally: Tally, seconds: float) -> None:
        """Count one chunk in and keep it."""
        standing = self.of(row)
        total = Tally.of(standing["tally"])
        total.add(tally)
        standing["chunks"] += 1
        standing["tally"] = total.plain()
        standing["commits"] = sorted({*standing["commits"], commit()})
        standing["seconds"] = round(standing["seconds"] + seconds, 1)
        write_durably(self.file, json.dumps(self.rows, ensure_ascii=False, indent=1).encode())

    def share(self, row: Row) -> float:
        """How much of a row's full dose is done: a whole sweep is one chunk."""
        if not row.full:
            return float(self.of(row)["chunks"])
        return float(self.of(row)["tally"]["tried"]) / row.full


def torture(rows: list[Row], progress: Progress, until: float, jobs: int) -> None:
    """Work through the rows until all have had their dose, or the time is over."""
    running: dict[Future[Tally], tuple[Row, float]] = {}
    with ThreadPoolExecutor(jobs) as pool:
        while True:
            busy = {row.name for row, _ in running.values()}
            free = [row for row in rows if row.name not in busy and progress.share(row) < 1]
            while free and len(running) < jobs and time.time() < until:
                row = min(free, key=progress.share)
                free.remove(row)
                seed = 1000 * progress.of(row)["chunks"] + len(row.title)
                running[pool.submit(in_a_process, row, seed, row.chunk)] = (row, time.time())
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                row, started = running.pop(done)
                progress.add(row, done.result(), time.time() - started)
                _say(row, progress)


def _say(row: Row, progress: Progress) -> None:
    tally = progress.of(row)["tally"]
    of = f" of {row.full:,}" if row.full else ""
    faults = f"lost {tally['lost']}  corrupt {tally['corrupt']}  half-done {tally['half_done']}"
    print(f"{time.strftime('%H:%M:%S')}  {row.name:<10} {tally['tried']:>9,}{of:<14} {faults}", flush=True)


def table(rows: list[Row], progress: Progress) -> list[Line]:
    """The figures row by row; a row this machine cannot try says why."""
    lines: list[Line] = []
    for row in rows:
        standing = progress.of(row)
        tally = standing["tally"]
        lines.append(
            {
                "row": row.name,
                "what": row.title,
                "wanted": row.full or "every call",
                "tried": tally["tried"],
                "lost": tally["lost"],
                "corrupt": tally["corrupt"],
                "half_done": tally["half_done"],
                "commits": standing["commits"],
                "seconds": standing["seconds"],
                "not_tried": matrix.missing(row),
                "bad": tally["bad"],
                "seen": tally["seen"],
            }
        )
    return lines


def markdown(lines: list[Line], machine: str) -> str:
    """The table for people."""
    text = [f"{machine}\n", "| row | what was tried | wanted | tried | lost | corrupt | half-done | minutes | at |"]
    text.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for line in lines:
        wanted = f"{line['wanted']:,}" if isinstance(line["wanted"], int) else line["wanted"]
        tried = f"not tried: {line['not_tried']}" if line["not_tried"] else f"{line['tried']:,}"
        faults = f"{line['lost']} | {line['corrupt']} | {line['half_done']}"
        minutes = f"{line['seconds'] / 60:.1f}"
        at = " ".join(line["commits"])
        text.append(f"| {line['row']} | {line['what']} | {wanted} | {tried} | {faults} | {minutes} | {at} |")
    return "\n".join(text) + "\n"


def machine() -> str:
    """Where the figures are from."""
    where = f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"Release {__version__} ({commit()}), {time.strftime('%Y-%m-%d')}, {where}."


@functools.cache
def commit() -> str:
    """Which state of the program is tried."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="run.py torture", description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=24.0, help="stop after so many hours (default 24)")
    parser.add_argument("--row", action="append", default=[], help="only this row; may be repeated")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="rows at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "torture", help="where progress and table go")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--bug", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve()
        return 0
    if asked.one:
        print(json.dumps(one(matrix.by_name(asked.one), asked.seed, asked.count, asked.bug).plain()))
        return 0
    rows = [row for row in matrix.ROWS if not asked.row or row.name in asked.row]
    for row in rows:
        if matrix.missing(row):
            print(f"NOT TRIED HERE  {row.name}: {matrix.missing(row)}", flush=True)
    asked.out.mkdir(parents=True, exist_ok=True)
    progress = Progress(asked.out / "progress.json")
    torture([row for row in rows if not matrix.missing(row)], progress, time.time() + asked.hours * 3600, asked.jobs)
    lines = table(rows, progress)
    write_durably(asked.out / "torture.json", json.dumps({"machine": machine(), "rows": lines}, indent=1).encode())
    write_durably(asked.out / "torture.md", markdown(lines, machine()).encode())
    print(markdown(lines, machine()))
    return 1 if any(line["lost"] or line["corrupt"] or line["half_done"] for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
