"""Measure the desk: `python -m bench --out FILE [--work FOLDER] [--rows N] [--largest N] [--only NAME …]`."""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import growth, keystrokes, month, recall, saving, scrolling, starting

NAMES = ("keystrokes", "starting", "saving", "growth", "recall", "scrolling", "month")


def main() -> None:
    """Run the benches asked for and write one JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, help="keeps seeded stores between runs")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--largest", type=int, default=3_000_000)
    parser.add_argument("--only", nargs="*", choices=NAMES, default=NAMES)
    asked = parser.parse_args()
    work = asked.work or Path(tempfile.mkdtemp(prefix="bench-"))
    sizes = tuple(size for size in (10_000, 100_000, 1_000_000, 3_000_000) if size <= asked.largest)

    def fresh(name: str) -> Path:
        shutil.rmtree(work / name, ignore_errors=True)
        return work / name

    benches: dict[str, Callable[[], object]] = {
        "keystrokes": lambda: keystrokes.run(fresh("keys")),
        "starting": lambda: starting.run(fresh("start")),
        "saving": lambda: saving.run(fresh("save")),
        "growth": lambda: growth.run(fresh("growth"), sizes),
        "recall": lambda: recall.run(work / "long", asked.rows, fresh("empty")),
        "scrolling": lambda: scrolling.run(work / "long"),
        "month": lambda: month.run(fresh("month")),
    }
    found = json.loads(asked.out.read_text()) if asked.out.exists() else {}
    found["machine"] = {"system": platform.platform(), "python": platform.python_version(), "cpus": _cpus()}
    for name in asked.only:
        found[name] = {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "result": benches[name]()}
        asked.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(name, json.dumps(found[name]["result"], ensure_ascii=False), flush=True)


def _cpus() -> int:
    import os

    return os.cpu_count() or 1


if __name__ == "__main__":
    main()
