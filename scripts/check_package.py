#!/usr/bin/env python3
"""Build the one-folder program and prove that it starts, carries its resources and runs the demo."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "station" / ("station.exe" if sys.platform == "win32" else "station")
NEEDED = (
    "resources/messages/zh.json",
    "resources/translations/station_zh.qm",
    "resources/styles/station.qss",
    "resources/defaults/rules.json",
    "station/store/migrations/env.py",
    "station/centre/migrations/env.py",
    "resources/sounds/stop.wav",
    *(str(one.relative_to(ROOT).as_posix()) for one in sorted(ROOT.glob("station/*/migrations/versions/0*.py"))),
    "resources/defaults/street.json",
)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the packaged program away from the source tree, with nothing of Python in its environment."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    env |= {"QT_QPA_PLATFORM": "offscreen", **environment}
    return subprocess.run(
        [str(PROGRAM), *arguments], env=env, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False
    )


def main() -> int:
    """Build, then check."""
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "build_spec.spec"]
    subprocess.run(build, cwd=ROOT, check=True)
    inside = PROGRAM.parent / "_internal"
    missing = [name for name in NEEDED if not (inside / name).is_file()]
    missing += [name for name in ("QtMultimedia", "QtTextToSpeech") if not list(inside.glob(f"PySide6/{name}.*"))]
    version = run("--version")
    with tempfile.TemporaryDirectory() as folder:
        lists = Path(folder) / "lists.xlsx"
        template = run("centre", "lists", "template", "--out", str(lists))
        has_lists = template.returncode == 0 and lists.is_file()
        demo = run("demo", "--out", str(Path(folder) / "demo"), "--stations", "2", "--passages", "24")
    size = (
        sum(path.stat().st_size for path in PROGRAM.parent.rglob("*") if path.is_file() and not path.is_symlink())
        // 1_000_000
    )
    sys.stdout.write(
        f"missing: {missing}\nversion: {version.stdout.strip()}\nsize: {size} MB\n{demo.stdout}{demo.stderr}"
    )
    failed = bool(missing) or version.returncode != 0 or not has_lists or demo.returncode != 0
    sys.stdout.write("package: FAILED\n" if failed else "package: ok\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
