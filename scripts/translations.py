#!/usr/bin/env python3
"""Bring the Chinese catalogue up to the source: extract, keep what is translated, build the .qm.

Run it in the project's environment after changing a sentence in `ui/`; it names what is still
untranslated and exits 1 while anything is.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TS = FOLDER / "station_zh.ts"
PLURALS = FOLDER / "station_en.ts"  # English only needs its plural forms
BIN = Path(sys.executable).parent


def main() -> int:
    """Extract, check, build."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en"]
    for ts, more in ((TS, ["-target-language", "zh_CN"]), (PLURALS, ["-target-language", "en", "-pluralonly"])):
        update = [str(BIN / "pyside6-lupdate"), *options, *more, *sources, "-ts", str(ts)]
        subprocess.run(update, cwd=ROOT, check=True)
    missing = [one for ts in (TS, PLURALS) for one in untranslated(ts)]
    for context, source in missing:
        sys.stdout.write(f"{context}: {source}\n")
    for ts in (TS, PLURALS):
        release = [str(BIN / "pyside6-lrelease"), str(ts), "-qm", str(ts.with_suffix(".qm"))]
        subprocess.run(release, cwd=ROOT, check=True)
    return 1 if missing else 0


def untranslated(ts: Path) -> list[tuple[str, str]]:
    """Sentences of the catalogue without a finished translation."""
    missing = []
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                missing.append((context.findtext("name", ""), message.findtext("source", "")))
    return missing


if __name__ == "__main__":
    sys.exit(main())
