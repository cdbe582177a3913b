#!/usr/bin/env python3
"""Make the screenshots of the docs: run the demo, copy its pictures, render its sheet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"


def main() -> int:
    """Run the demo into a temporary folder and take what the docs show."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo"
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "ui", "demo", "--out", str(out), "--stations", "1", "--passages", "100"]
        subprocess.run(command, env=env, cwd=ROOT, check=True)
        for picture in sorted((out / "screens").glob("*.png")):
            shutil.copy(picture, IMAGES / picture.name)
        sheets = (
            (next(one for one in (out / "sheets").glob("*-3.pdf")), "sheet-zh"),
            (next((out / "sheets").glob("*.en.pdf")), "sheet-en"),
        )
        for pdf, name in sheets:
            target = str(IMAGES / name)
            subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", str(pdf), target], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
