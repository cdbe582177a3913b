"""Cold start to the first accepted key, beside an empty QMainWindow, each in a fresh process, interleaved."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Result, spread
from bench.seed import open_seeded

ROUNDS = 7
EMPTY = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from PySide6.QtTest import QTest
application = QApplication([])
window = QMainWindow()
edit = QLineEdit()
window.setCentralWidget(edit)
window.resize(1366, 768)
window.show()
application.processEvents()
QTest.keyClicks(edit, "a")
assert edit.text() == "a"
print("ready", flush=True)
os._exit(0)
"""
OURS = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.argv = ["station", "--data", sys.argv[1]]
from PySide6.QtWidgets import QApplication
from PySide6.QtTest import QTest
import ui.__main__ as program
def first_key():
    shell = next(one for one in QApplication.topLevelWidgets() if one.isVisible())
    QTest.keyClicks(shell.door.field, "a")
    assert shell.door.field.text() == "a"
    print("ready", flush=True)
    os._exit(0)
QApplication.exec = staticmethod(lambda: (QApplication.processEvents(), first_key()))
program.main()
"""


def run(folder: Path) -> Result:
    """Milliseconds from spawning the process to the first key taken."""
    open_seeded(folder, 0).close()
    empty: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        empty.append(_until_ready(EMPTY))
        ours.append(_until_ready(OURS, str(folder)))
    one, other = spread(empty), spread(ours)
    return {
        "empty_window_ms": one,
        "desk_ms": other,
        "ratio": round(other["p50"] / one["p50"], 2),
        "goal": "<= 4 times an empty QMainWindow",
    }


def _until_ready(script: str, *arguments: str) -> float:
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, env=dict(os.environ))
    assert process.stdout is not None
    line = process.stdout.readline()
    taken = (time.perf_counter() - start) * 1000
    process.wait()
    assert line.strip() == b"ready"
    return taken
