import json
from datetime import date
from pathlib import Path

import pytest
from tests_support import pass_like

from station.entry.gate_line import GateValue, read_line

DATA = Path(__file__).parents[2] / "data" / "gate_lines.jsonl"
GOLDEN = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def test_all_eighty_are_here():
    assert len(GOLDEN) >= 80


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: repr(golden["line"])[:40])
def test_line_reads_as_the_golden_parse_says(golden, rules):
    read = read_line(golden["line"], rules, date(2020, 3, 11))
    shown = {"line": golden["line"], "ok": isinstance(read, GateValue)}
    shown["value" if shown["ok"] else "problem"] = read.public()
    assert shown == golden


@pytest.mark.parametrize("plate_bytes", [0, 9, 11])
def test_pass_is_cut_out_before_the_line_is_split(plate_bytes, rules):
    token = pass_like(plate_bytes)
    read = read_line(token + " 365 -", rules, date(2020, 3, 11))
    assert isinstance(read, GateValue)
    assert [(recall.by, recall.text) for recall in read.recall] == [("pass", token)]
    assert (read.persons[0].tenths, read.direction) == (365, "out")


@pytest.mark.parametrize("text", ["x" * 5000, "\u202e365", "365\u200b", "\x00", "’；DROP", "𠮷·", "+61", "1" * 400])
def test_odd_text_is_a_value_or_a_problem_never_an_exception(text, rules):
    read_line(text, rules, date(2020, 3, 11))
