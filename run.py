#!/usr/bin/env python3
"""Set up and start the checkpoint station from a fresh machine, with the standard library only.

`python3 run.py`        set up, then open the station on a practice checkpoint
                        (no screen: run the demo offscreen and say where its results are)
`python3 run.py test`   set up, then run every check and test
`python3 run.py torture` set up, then the full dose of the fault matrix: hours of it, in steps that can be gone on with
                        (`--hours N`, `--row NAME`, `--jobs N`, `--out FOLDER`; ends in a table)
`python3 run.py lock`   compile the lock files again (needs uv)
`python3 run.py -- ...` set up, then run the `station` command with the rest of the line
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MEASURED = ROOT / "out" / "coverage"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

# Found on a minimal Debian 12: each one is needed by Qt, also without a screen.
QT_PACKAGES = [
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libxkbcommon0",
    "libdbus-1-3",
    "fonts-noto-cjk",
    "libpulse0",
]
SCREEN_PACKAGES = [
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-shape0",
]
TEST_PACKAGES = ["poppler-utils", "libzbar0", "postgresql", "binutils", "cups-daemon", "cups-client"]
TEST_PACKAGES += ["strace", "e2fsprogs", "xfsprogs", "util-linux"]  # the fault matrix
if sys.base_prefix == "/usr":  # Debian's own Python: the packaged program needs its shared library
    TEST_PACKAGES.append(f"libpython3.{sys.version_info.minor}")


def say(text: str) -> None:
    """Print one line at once, so that it stands before what a child prints."""
    print(text, flush=True)


def run(command: list[str], *, env: dict[str, str] | None = None) -> None:
    """Run a command and leave with its exit code when it fails."""
    done = subprocess.run(command, cwd=ROOT, check=False, env=env)
    if done.returncode:
        say(f"run.py: this failed (exit {done.returncode}): {' '.join(command)}")
        raise SystemExit(done.returncode)


def missing_packages(wanted: list[str]) -> list[str]:
    """Which Debian packages of `wanted` are not installed; none on a system without dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted]
    shown = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    have = {line.split()[0] for line in shown.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in have]


def install_packages(wanted: list[str]) -> None:
    """Install missing Debian packages as root, else print the one command that does it."""
    missing = missing_packages(wanted)
    if not missing:
        return
    if os.geteuid() != 0:
        say(f"run.py: please run once:  sudo apt-get install {' '.join(missing)}")
        return
    say(f"run.py: installing {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=environment)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=environment)


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def fingerprint(lock: Path) -> str:
    """Digest of what decides the contents of the environment."""
    parts = [lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def set_up(*, testing: bool) -> None:
    """Make `.venv` as the lock file says, unless it already is so."""
    lock = ROOT / ("requirements-dev.lock" if testing else "requirements.lock")
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = fingerprint(lock)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    if not WINDOWS:
        try:
            import ensurepip  # noqa: F401  Debian ships python3 without it
        except ImportError:
            install_packages(["python3-venv"])
        screen = SCREEN_PACKAGES if has_screen() else []
        install_packages(QT_PACKAGES + screen + (TEST_PACKAGES if testing else []))
    if not PYTHON.is_file():
        say("run.py: making .venv")
        run([sys.executable, "-m", "venv", str(VENV)])
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    say(f"run.py: installing {lock.name} (some minutes the first time)")
    run([*pip, "--require-hashes", "-r", str(lock)])
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    stamp.write_text(wanted)
    say(f"run.py: ready after {time.monotonic() - started:.0f} s")


def test(arguments: list[str]) -> None:
    """Run every check: style, types, import contracts, the core without Qt, all tests; or only those asked for."""
    run([str(BIN / "ruff"), "check", "."])
    run([str(BIN / "mypy")])
    run([str(BIN / "lint-imports"), "--no-cache"])
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    pytest = [str(PYTHON), "-m", "pytest"]
    if arguments:
        run([*pytest, *arguments], env=environment)
        return
    core = ["tests/unit", "tests/properties", "--ignore=tests/unit/commands", "-q", "-p", "no:pytest-qt"]
    core += ["-W", "ignore::pytest.PytestConfigWarning"]  # the ini file sets options of the plugin left out
    with tempfile.TemporaryFile() as kept:  # two cores: the window's tests run beside the others, and are shown after
        window = subprocess.Popen(
            [*pytest, "tests/gui"], cwd=ROOT, env=environment, stdout=kept, stderr=subprocess.STDOUT
        )
        try:
            say("run.py: the core, with Qt absent")
            measuring = [str(PYTHON), "-m", "coverage", "run", "--source=station", f"--data-file={MEASURED}"]
            run([*measuring, "-m", "pytest", *core], env={**environment, "CHECKPOINT_WITHOUT_QT": "1"})
            say("run.py: what the core's tests run through")
            run([str(PYTHON), "scripts/coverage_floor.py", str(MEASURED)])
            say("run.py: the rest, with Qt")
            run([*pytest, "--ignore=tests/gui", *rest_of_tests()], env=environment)
        except BaseException:
            window.kill()
            raise
        say("run.py: the window")
        window.wait()
        kept.seek(0)
        sys.stdout.buffer.write(kept.read())
        sys.stdout.flush()
    if window.returncode:
        raise SystemExit(window.returncode)


def rest_of_tests() -> list[str]:
    """Everything but what the core's run has just tried; a folder that is added is in one of the two."""
    unit = [path for path in (ROOT / "tests" / "unit").iterdir() if path.name not in ("commands", "__pycache__")]
    return [f"--ignore={path.relative_to(ROOT)}" for path in [*unit, ROOT / "tests" / "properties"]]


def lock() -> None:
    """Compile both lock files: versions and hashes, no addresses."""
    base = [
        "uv",
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--quiet",
        "pyproject.toml",
        "--group",
        "install",
    ]
    run([*base, "-o", "requirements.lock"])
    run([*base, "--group", "test", "--group", "build", "-c", "requirements.lock", "-o", "requirements-dev.lock"])


def practise() -> None:
    """Open the practice checkpoint, or show the demo where there is no screen."""
    station = str(BIN / "station")
    if has_screen():
        run([station, "--practice"])
        return
    out = ROOT / "out" / "demo"
    say(f"run.py: no screen here; running the demo offscreen into {out}")
    run([station, "demo", "--out", str(out)], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def main() -> None:
    """Choose what to do from the command line."""
    if sys.version_info < (3, 11):
        raise SystemExit("run.py: Python 3.11 or newer is needed")
    arguments = sys.argv[1:]
    if arguments[:1] == ["lock"]:
        lock()
        return
    word = arguments[0] if arguments else ""
    set_up(testing=word in ("test", "torture"))
    if word == "test":
        test(arguments[1:])
    elif word == "torture":
        run([str(PYTHON), "-m", "tests.faults.torture", *arguments[1:]], env={**os.environ, "PYTHONPATH": str(ROOT)})
    elif arguments[:1] == ["--"]:
        run([str(BIN / "station"), *arguments[1:]])
    elif arguments:
        raise SystemExit(f"run.py: unknown word {arguments[0]!r}; see the top of run.py")
    else:
        practise()


if __name__ == "__main__":
    main()
