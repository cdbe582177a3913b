"""The specification carries what the frozen program needs; `.ci/run` builds and runs it."""

import ast
import subprocess
import sys
from pathlib import Path

from station.paths import migrations_folder

ROOT = Path(__file__).parents[2]


def test_specification_carries_resources_and_migrations():
    text = (ROOT / "build_spec.spec").read_text(encoding="utf-8")
    ast.parse(text)
    assert '"resources"' in text
    for name in ("store", "centre"):
        assert f'"station/{name}/migrations"' in text
        assert f'str(ROOT / "station" / "{name}" / "migrations")' in text
        assert migrations_folder(name) == ROOT / "station" / name / "migrations"
    assert (ROOT / "resources" / "icons" / "station.ico").stat().st_size > 1000


def test_program_has_its_two_names():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'station = "ui.__main__:main"' in text
    assert 'centre = "ui.centre.commands:main"' in text


def test_the_centre_s_commands_need_no_qt_until_its_window_is_opened():
    code = (
        "import sys; from ui.centre.commands import build; build(); "
        "print(sorted(name for name in sys.modules if name.startswith('PySide6')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
