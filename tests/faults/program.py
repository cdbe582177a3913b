"""The real command line as a child that can be killed: forked after the imports, so that thousands fit in an hour."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.faults import sabotage
from tests.faults.putting import put

ROOT = Path(__file__).parents[2]
SECRETS = {
    "NEW_PASSPHRASE": "bangui lemo tuxi",
    "STATION_PASSPHRASE": "words",
    "CENTRE_PASSPHRASE": "words",
    "STATION_LANG": "en",
}


class Program:
    """`station …` (or `centre …`) running in a forked child; its standard error goes to a file."""

    def __init__(
        self, arguments: list[str], errors: Path, bug: str = "", *, centre: bool = False, waiting: bool = False
    ) -> None:
        _warm_up()
        self.errors = errors
        child_in, self._to = os.pipe()
        self._from, child_out = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _become(arguments, (child_in, child_out, errors), bug, centre, waiting)
        os.close(child_in)
        os.close(child_out)
        if waiting:
            os.waitpid(self.pid, os.WUNTRACED)
        self.stdin = os.fdopen(self._to, "wb", buffering=0)
        self.stdout = os.fdopen(self._from, "rb")
        self._status: int | None = None

    def send(self, lines: list[str]) -> None:
        """Give it lines on standard input; a child that is gone already takes none."""
        with contextlib.suppress(BrokenPipeError):
            self.stdin.write(("\n".join(lines) + "\n").encode())

    def end_input(self) -> None:
        """Close its standard input."""
        self.stdin.close()

    def kill(self) -> None:
        """Kill -9."""
        os.kill(self.pid, signal.SIGKILL)

    def go_on(self) -> None:
        """Let a waiting child begin."""
        os.kill(self.pid, signal.SIGCONT)

    def wait(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self.stdin.close()
        return self._status

    def rest(self) -> list[bytes]:
        """End its input, read what it still says, and wait for it."""
        self.end_input()
        lines = self.stdout.read().splitlines()
        self.wait()
        self.close()
        return lines

    def close(self) -> None:
        """Let go of the pipes."""
        self.stdin.close()
        self.stdout.close()

    def traceback(self) -> str:
        """The traceback it printed, if it did."""
        text = self.errors.read_text("utf-8", "replace") if self.errors.exists() else ""
        return text if "Traceback" in text else ""


@functools.cache
def _warm_up() -> None:
    """Load in this process what every child would load again: its imports, not its work."""
    from station.commands import centre_program, station_program  # noqa: F401

    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        station_program.build()(["check", "plate", "B12345", "--json"])


def _become(arguments: list[str], streams: tuple[int, int, Path], bug: str, centre: bool, waiting: bool) -> None:
    """The child: the program's own `main` on these arguments. It never returns."""
    code = 70
    try:
        child_in, child_out, errors = streams
        handle = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number, wanted in enumerate((child_in, child_out, handle)):
            os.dup2(wanted, number)
        os.closerange(3, 64)
        sys.stdin = io.TextIOWrapper(io.FileIO(0, "rb", closefd=False), "utf-8")
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "wb", closefd=False)), "utf-8")
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "wb", closefd=False), "utf-8", write_through=True)
        os.environ.update(SECRETS)
        sys.argv = ["centre" if centre else "station", *arguments]
        sabotage.commit(bug)
        _print_our_bugs()
        if waiting:
            os.kill(os.getpid(), signal.SIGSTOP)  # until whoever wants to watch it is there
        code = _run(centre)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        os._exit(code)


def _print_our_bugs() -> None:
    """What the last resort of a command turns into one sentence for its user is a traceback for a harness."""
    import traceback

    from station.commands import command_shell

    put(command_shell, "note_bug", traceback.print_exception)


def _run(centre: bool) -> int:
    from station.commands import centre_program, station_program

    try:
        (centre_program.main if centre else station_program.main)()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    return 0


def command(arguments: list[str], bug: str = "", centre: bool = False) -> list[str]:
    """The same as a command for `subprocess`, for tools that start the process themselves (strace)."""
    from station.commands import centre_program, station_program

    module = (centre_program if centre else station_program).__name__
    code = f"from tests.faults import sabotage; sabotage.commit({bug!r}); import {module} as program; program.main()"
    return [sys.executable, "-c", code, *arguments]


def environment() -> dict[str, str]:
    """The environment for such a command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STATION_", "CENTRE_"))}
    return {**kept, **SECRETS, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def has(*tools: str) -> bool:
    """Whether every one of these tools is there and works for this user."""
    return all(subprocess.run(["which", tool], capture_output=True, check=False).returncode == 0 for tool in tools)
