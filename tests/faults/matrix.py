"""The rows of the fault matrix that are tried over and over, in one list."""

from __future__ import annotations

import importlib.util
import shutil

from tests.faults import (
    crash_states,
    damage,
    forms,
    fuzzing,
    guided,
    histories,
    kills,
    later_stories,
    loop_disk,
    power_cuts,
    restores,
    sticks,
    syscalls,
    went_back,
)
from tests.faults.tally import Row

ROWS: tuple[Row, ...] = (
    kills.ROW,
    *power_cuts.ROWS,
    crash_states.ROW,
    *syscalls.ROWS,
    *later_stories.ROWS,
    sticks.ROW,
    *damage.ROWS,
    *fuzzing.ROWS,
    guided.ROW,
    histories.ROW,
    forms.ROW,
    restores.ROW,
    went_back.ROW,
)


def missing(row: Row) -> str:
    """What this machine lacks for a row; empty if nothing."""
    if "strace" in row.needs and shutil.which("strace") is None:
        return "strace is not installed"
    if "atheris" in row.needs and importlib.util.find_spec("atheris") is None:
        return "atheris is not installed (it is for Linux only)"
    if "loop" in row.needs:
        return loop_disk.usable("xfs" if "xfs" in row.needs else "ext4")
    return ""


def by_name(name: str) -> Row:
    """The row of this name."""
    return next(row for row in ROWS if row.name == name)
