"""A program of ours under strace, one chosen system call of it failing or killing it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.faults.program import Program


@dataclass(frozen=True)
class Fault:
    """The `when`-th `call` (of those on the watched files) fails with `error`, or kills; `stays` makes all later fail."""

    call: str
    error: str
    stays: bool = False

    def __str__(self) -> str:
        return f"{self.call} {self.error}{' and stays' if self.stays else ''}"

    def expression(self, when: int) -> str:
        """As strace wants it."""
        how = f"signal={self.error}" if self.error == "KILL" else f"error={self.error}"
        return f"inject={self.call}:{how}:when={when}{'+' if self.stays else ''}"


@dataclass(frozen=True)
class Ran:
    """How it went: whether the fault came, what was said, the traceback if there was one, the exit code."""

    fired: bool
    said: list[bytes]
    traceback: str
    code: int


def run(program: Program, fault: Fault, when: int, watched: list[Path], sent: list[str]) -> Ran:
    """Let a waiting program run with the fault at its `when`-th call on one of the watched paths."""
    log = program.errors.with_name("strace")
    paths = [word for path in watched for word in ("-P", str(path))]
    tracer = subprocess.Popen(
        ["strace", "-f", "-q", "-o", str(log), *paths, "-e", fault.expression(when), "-p", str(program.pid)],
        stderr=subprocess.PIPE,
    )
    _until_attached(program.pid)
    program.go_on()
    if sent:
        program.send(sent)
    said = program.rest()
    tracer.wait()
    assert tracer.stderr is not None
    tracer.stderr.close()
    text = log.read_text("ascii", "replace") if log.exists() else ""
    fired = "INJECTED" in text or "killed by SIGKILL" in text
    return Ran(fired, said, program.traceback(), program.wait())


def _until_attached(pid: int) -> None:
    """Wait until the tracer holds the process: it is known by its number there."""
    status = Path(f"/proc/{pid}/status")
    while True:
        line = next(one for one in status.read_text().splitlines() if one.startswith("TracerPid"))
        if line.split()[1] != "0":
            return
        os.sched_yield()
