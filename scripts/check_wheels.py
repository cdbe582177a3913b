#!/usr/bin/env python3
"""Prove that every runtime dependency of the lock file has a wheel for Windows on x64, Python 3.11 and 3.12."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Ask the registry for each Python version; exit 1 if a wheel is missing."""
    for version in ("3.11", "3.12"):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
            command += ["--only-binary=:all:", "--platform", "win_amd64", "--python-version", version, "-d", folder]
            names = pinned(version)
            done = subprocess.run([*command, *names], check=False)
            found = len(list(Path(folder).glob("*.whl")))
        sys.stdout.write(f"Python {version}: {found} wheels of {len(names)}\n")
        if done.returncode or found < len(names):
            return 1
    return 0


def pinned(version: str) -> list[str]:
    """Name==version of the lock file's lines that apply to Windows and this Python."""
    from packaging.requirements import Requirement

    environment = {"sys_platform": "win32", "platform_system": "Windows", "python_full_version": f"{version}.0",
                   "python_version": version, "platform_machine": "AMD64"}  # fmt: skip
    names = []
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        if line[:1].isalpha():
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate(environment):
                names.append(f"{requirement.name}{requirement.specifier}")
    return names


if __name__ == "__main__":
    sys.exit(main())
