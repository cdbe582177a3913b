"""Scroll and filter over a long history at the real desk: how long the GUI thread is ever held up."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from bench.measure import Result, spread

FILTERS = ("8K3", "张伟", "/8000", "wang", "12:", "@班长", "zs 12", "AA")


def run(folder: Path) -> Result:
    """In a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.scrolling", str(folder)], check=True, capture_output=True, text=True
    )
    said: Result = json.loads(done.stdout.splitlines()[-1])
    return said


def _scroll(folder: Path) -> Result:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from bench.desk import Desk

    chance = random.Random(3)
    with Desk(folder) as desk:
        view = desk.main.records
        view.choose("history")
        desk.keys.settle()
        bar = view.table.verticalScrollBar()
        view.table.setFocus()
        for _ in range(30):  # warm
            QTest.keyClick(view.table, Qt.Key.Key_PageDown)
            desk.run(0.02)
        desk.heart.start()
        for _ in range(300):
            QTest.keyClick(view.table, Qt.Key.Key_PageDown)
            desk.run(0.02)
        for _ in range(120):
            bar.setValue(chance.randrange(bar.maximum()))
            desk.run(0.03)
        for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
            QTest.keyClick(view.table, key)
            desk.run(0.05)
        scrolled = desk.heart.stop()
        rows = view.model.rowCount()
        desk.heart.start()
        for word in FILTERS:
            view.filter.setFocus()
            for character in word:
                desk.keys.type(character)
                desk.run(0.09)
            desk.run(0.3)
            view.filter.setText("")
            desk.run(0.2)
        for name in ("abnormal", "key", "open", "inside", "history"):
            view.choose(name)
            desk.run(0.3)
        filtered = desk.heart.stop()
        desk.keys.settle()
    return {
        "rows": rows,
        "scroll_pause_ms": spread(scrolled),
        "filter_pause_ms": spread(filtered),
        "goal": "no pause over 33 ms",
    }


if __name__ == "__main__":
    print(json.dumps(_scroll(Path(sys.argv[1]))))
