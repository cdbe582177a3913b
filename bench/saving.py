"""Enter to durable and form clear, beside append + fsync of the same bytes on the same disk."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest

from bench.desk import Desk
from bench.measure import Result, spread, timed
from bench.seed import open_seeded
from station.services.gate import scripted_records

ROUNDS = 150


def _enter(desk: Desk) -> None:
    """Enter, and the event loop as it runs for a user until the line is empty: then the record is durable."""
    line = desk.main.desk.line
    loop = QEventLoop()

    def quit_when_empty(text: str) -> None:
        if not text:
            loop.quit()

    line.textChanged.connect(quit_when_empty)
    QTest.keyClick(line, Qt.Key.Key_Return)
    loop.exec()
    line.textChanged.disconnect(quit_when_empty)


def run(folder: Path) -> Result:
    """Three in one run, interleaved: the raw file, the core, the window."""
    station = open_seeded(folder, 2000)
    with station.store.read() as connection:
        size = connection.exec_driver_sql(
            "SELECT avg(length(body) + length(uid) + 4 * 64 + 40) FROM journal WHERE kind = 'passage'"
        ).scalar_one()
    entry = os.urandom(int(size))
    raw: list[float] = []
    core: list[float] = []
    with (folder / "raw.bin").open("ab") as file:

        def append() -> None:
            file.write(entry)
            file.flush()
            os.fsync(file.fileno())

        for number in range(ROUNDS):
            raw.append(timed(append))
            line = f"B{20_000 + number} 365 366"
            core.append(timed(partial(scripted_records.record, station, line)))
    (folder / "raw.bin").unlink()
    station.close()
    shown: list[float] = []
    with Desk(folder) as desk:
        for number in range(ROUNDS):
            desk.keys.type(f"B{30_000 + number} 365 366")
            desk.keys.settle()
            desk.run(0.02)
            shown.append(timed(partial(_enter, desk)))
    floor, saved, cleared = spread(raw), spread(core), spread(shown)
    return {
        "bytes": len(entry),
        "raw_append_fsync_ms": floor,
        "core_save_ms": saved,
        "enter_to_clear_ms": cleared,
        "ratio_core": round(saved["p50"] / floor["p50"], 1),
        "ratio_enter_to_clear": round(cleared["p50"] / floor["p50"], 1),
        "goal": "<= 4 times append + fsync",
    }
