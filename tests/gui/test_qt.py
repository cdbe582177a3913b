"""Things about Qt itself that the desk relies on."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtWidgets import QLineEdit

ROOT = Path(__file__).parents[2]
TS = ROOT / "resources" / "translations"


def test_a_call_into_qt_keeps_its_reference_to_none(qapp):
    """PySide6 6.12.0 on Python 3.11 lost one each call: after some thousand keys the desk died."""
    edit = QLineEdit()
    before = sys.getrefcount(None)
    for _ in range(500):
        edit.setText("365")
    assert abs(sys.getrefcount(None) - before) < 100


def test_the_catalogues_are_complete_and_fresh(tmp_path):
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))
    fresh = tmp_path / "fresh.ts"
    lupdate = Path(sys.executable).parent / "pyside6-lupdate"
    subprocess.run([str(lupdate), *sources, "-ts", str(fresh)], cwd=ROOT, check=True, capture_output=True)

    def messages(path):
        return {
            (context.findtext("name"), message.findtext("source"))
            for context in ElementTree.parse(path).getroot().iter("context")
            for message in context.iter("message")
        }

    assert messages(fresh) == messages(TS / "station_zh.ts")
    for name in ("station_zh.ts", "station_en.ts"):
        for translation in ElementTree.parse(TS / name).getroot().iter("translation"):
            assert translation.get("type") is None
            assert "".join(translation.itertext()).strip()


def test_placeholders_survive_translation():
    import re

    for message in ElementTree.parse(TS / "station_zh.ts").getroot().iter("message"):
        source, text = message.findtext("source"), "".join(message.find("translation").itertext())
        assert set(re.findall(r"\{\d\}|%n", source)) == set(re.findall(r"\{\d\}|%n", text)), source
