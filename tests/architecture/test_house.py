"""The house stands straight: short files, documented names, no forbidden setting, no shadowed package."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

from station import __version__

ROOT = Path(__file__).parents[2]
SOURCES = [path for name in ("station", "ui") for path in (ROOT / name).rglob("*.py")]


def test_files_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES if path.stat().st_size}
    assert statistics.median(lengths.values()) < 150
    assert {path.name for path, length in lengths.items() if length > 400} == set()


def test_the_program_says_the_release_that_the_changelog_describes():
    newest = re.search(r"^## \[([0-9.]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest[1] == __version__


def test_functions_are_short():
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                long.append(f"{path.name}:{node.name}")
    assert long == []


def test_nothing_weakens_the_promise():
    for path in SOURCES:
        text = path.read_text(encoding="utf-8").upper()
        assert "SYNCHRONOUS = NORMAL" not in text
        assert "SYNCHRONOUS=NORMAL" not in text
        assert "IMMUTABLE=1" not in text


def test_posix_only_calls_stay_in_their_adapter():
    for path in SOURCES:
        if path.name in ("files.py",):
            continue
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("import fcntl", "os.fork", "os.geteuid", "import pwd") if word in text], path


def test_the_core_starts_without_qt_in_memory():
    code = "import station.commands.station_program, sys; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_test_folder_hides_a_package():
    names = {path.name for path in (ROOT / "tests").rglob("*") if path.is_dir()}
    assert not names & {"station", "ui", "resources"}


def test_lock_files_hold_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "http" not in text
        assert "--hash=sha256:" in text
