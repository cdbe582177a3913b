"""docs/architecture.md says what is so: the picture is today's, every path it names is there, the house has no circles."""

import ast
import importlib.util
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
BEFORE = ("", "station/", "station/entry/", "resources/messages/", "ui/printing/")


def architecture():
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "scripts" / "architecture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_drawn_from_these_imports():
    drawn = architecture()
    assert drawn.PICTURE.read_text(encoding="utf-8") == drawn.draw(), "run scripts/architecture.py"


def test_no_module_imports_itself_by_way_of_others():
    assert architecture().circles() == []


def test_every_path_that_is_named_is_there():
    named = re.findall(r"`([\w*/.-]+(?:\.py|\.json|/))`", TEXT)
    missing = [
        one for one in named if "*" not in one and not any((ROOT / f"{start}{one}").exists() for start in BEFORE)
    ]
    assert len(named) > 50
    assert missing == []


def test_the_commonest_changes_are_there_each_with_its_proof():
    rows = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| ") and "|---" not in line][
        1:
    ]
    assert len(rows) >= 20
    for _change, _where, proof in rows:
        assert (ROOT / proof.strip().strip("`")).is_file(), proof


def test_the_use_cases_speak_no_sql():
    for path in (ROOT / "station" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("execute", "exec_driver_sql"), f"{path}:{node.lineno}"


def test_one_file_name_stands_in_one_layer():
    """Of one name in two layers nobody knows which is meant; what every package has apart."""
    places = defaultdict(set)
    for name in ("station", "ui"):
        for path in (ROOT / name).rglob("*.py"):
            if path.name not in ("__init__.py", "__main__.py", "env.py") and "versions" not in path.parts:
                places[path.name].add(path.relative_to(ROOT).parent.as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_page_announces_a_write_by_a_signal_of_its_own():
    """What was written is told by the store alone: no signal of a page is named for it."""
    told = re.compile(r"\b(\w*(?:changed|saved|revised|exchanged|written))\s*=\s*Signal\(")
    found = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "ui").rglob("*.py")
        for name in told.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == [("ui/session/background.py", "changed")]
