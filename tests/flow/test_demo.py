"""The demo, whole: keys to centre; and it notices a dropped batch and an altered reading."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from station.services.gate.qr_reading import read_image_code

ROOT = Path(__file__).parents[2]


def demo(out, *more):
    command = [sys.executable, "-m", "ui", "demo", "--out", str(out), "--stations", "2", "--passages", "26", *more]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "out"
    done = demo(out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_figures_equal_the_script(shown):
    result = json.loads((shown / "demo.json").read_text(encoding="utf-8"))
    assert result["equal"] is True
    assert result["differences"] == []
    assert sum(one["passages"] for one in result["script"].values()) == 26
    for station, totals in result["script"].items():
        assert {name: result["centre"][station][name] for name in totals} == totals
    assert all(
        set(one["received"]) == {"taken", "already"} or set(one["received"]) == {"taken"} for one in result["sheets"]
    )


def test_screens_are_there_in_both_languages(shown):
    names = {path.stem for path in (shown / "screens").glob("*.png")}
    for screen in (
        "door",
        "desk",
        "desk-night",
        "question",
        "choice",
        "form",
        "cases",
        "records",
        "shift",
        "export",
        "lock",
    ):
        assert {f"{screen}-zh", f"{screen}-en"} <= names


def test_the_sheets_code_reads_back_from_paper(shown, tmp_path):
    result = json.loads((shown / "demo.json").read_text(encoding="utf-8"))
    sheet = result["sheets"][0]
    pdf = shown / "sheets" / sheet["pdf"]
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(tmp_path / "page")], check=True)
    assert read_image_code(tmp_path / "page.png") == sheet["qr"]
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    text = unicodedata.normalize("NFKC", "".join(text.split()))
    assert "疫情防控卡点交接班表" in text
    assert sheet["sheet"] in text
    facts = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert sheet["sheet"] in facts
    assert "595" in facts
    assert "842" in facts
    figures = result["centre"][sheet["sheet"][:4]]
    assert sheet["qr"].split("/")[4:6] == [str(figures["vehicles"]), str(figures["persons"])]


def test_no_name_or_phone_typed_lies_about_in_clear(shown):
    result = json.loads((shown / "demo.json").read_text(encoding="utf-8"))
    typed = {
        key
        for script in result["scripts"]
        for step in script["steps"]
        if step["kind"] == "visitor"
        for key in step["keys"][:2]
    }
    assert len(typed) == 4
    for folder in ("stations", "stick", "centre", "sheets"):
        for path in (shown / folder).rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not [one for one in typed if one.encode() in content], path


@pytest.mark.parametrize("sabotage", ["drop-batch", "alter-reading"])
def test_it_notices(sabotage, tmp_path):
    done = demo(tmp_path / "out", "--sabotage", sabotage)
    assert done.returncode == 1
    assert "equal: False" in done.stdout


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")
    done = demo(tmp_path)
    assert (done.returncode, (tmp_path / "mine").read_text()) == (1, "x")
