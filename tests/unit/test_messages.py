"""Every code the program can say has its sentence in both languages, and nothing else is kept."""

import ast
import json
import string
from pathlib import Path
from typing import get_args

import pytest

from station.messages import LANGUAGES, catalogue, label, sentence
from station.records.access_pass import PassClass
from station.records.case import CaseState
from station.records.disposition import Disposition, Outcome
from station.records.incident import IncidentKind
from station.records.kinds import KINDS
from station.records.operator import Role
from station.records.passage import Category, Direction, Lane, ReadingState, Site
from station.records.shift import DutyRole
from station.records.supply import SupplyReason
from station.records.visit import Found, Round
from station.triage.assessment import RULES

ROOT = Path(__file__).parents[2]
SAYING = {
    "Problem", "Refused", "RefusedFile", "WrongSecret", "FolderProblem", "StoreProblem", "MachineError", "InputError",
    "BugError", "Finding", "complain",
}  # fmt: skip
IN_TABLES = {"RowProblem", "RuleFault"}  # their code is the fourth argument
OURS = {"unsafe_connection", "catalogue_damaged", "desk_does_not_answer", "step_not_saved"}


def codes_in_source():
    found = set()
    for path in [*(ROOT / "station").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING | IN_TABLES:
                place = 3 if node.func.id in IN_TABLES else 0
                for one in ast.walk(node.args[place]) if len(node.args) > place else ():
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.isidentifier():
                        found.add(one.value)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_a_next_step(language):
    texts = catalogue(language)
    missing = {code for code in codes_in_source() - OURS if code not in texts and code != "first"}
    assert missing == set()
    assert all(len(one) == 2 and all(one) for one in texts.values())


def test_both_languages_say_the_same_things():
    zh, en = catalogue("zh"), catalogue("en")
    assert set(zh) == set(en)
    for code in zh:
        fields = [
            {name for _, name, _, _ in string.Formatter().parse("".join(one)) if name} for one in (zh[code], en[code])
        ]
        assert fields[0] == fields[1], code


def test_labels_agree_and_cover_the_rules():
    zh, en = (json.loads((ROOT / f"resources/messages/labels_{one}.json").read_text()) for one in LANGUAGES)
    assert set(zh) == set(en)
    for rule in RULES:
        assert label("rule", rule, "zh") != rule


CODES = {
    "disposition": Disposition, "outcome": Outcome, "case": CaseState, "lane": Lane, "direction": Direction,
    "site": Site, "state": ReadingState, "category": Category, "incident_kind": IncidentKind, "duty_role": DutyRole,
    "visit": Found, "round": Round, "role": Role, "supply_reason": SupplyReason, "pass_class": PassClass,
}  # fmt: skip
UNSAID = {"WordKind", "KeyVehicleKind"}  # no screen and no sheet shows them


def test_every_code_of_a_record_has_its_word():
    words = json.loads((ROOT / "resources/messages/labels_zh.json").read_text(encoding="utf-8"))
    said = {f"{kind}.{code}" for kind, codes in CODES.items() for code in get_args(codes)}
    assert (said | {f"entry.{kind}" for kind in KINDS}) - set(words) == set()


def test_no_code_of_a_record_is_forgotten():
    """Every `Literal` that a module of the records names is above."""
    named = set()
    for path in (ROOT / "station" / "records").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = node.value if isinstance(node, ast.Assign) else None
            if isinstance(value, ast.Subscript) and ast.unparse(value.value) == "Literal":
                codes = {ast.literal_eval(one) for one in ast.walk(value.slice) if isinstance(one, ast.Constant)}
                named.add((node.targets[0].id, frozenset(codes)))
    said = {frozenset(get_args(codes)) for codes in CODES.values()}
    assert {name for name, codes in named if codes not in said} == UNSAID


def test_a_sentence_without_the_text_it_would_quote():
    assert sentence("invalid_plate", {}, "zh").startswith("不是有效车牌。")
    assert sentence("invalid_plate", {}, "en").startswith("is no valid plate.")
    assert sentence("impossible_temperature", {}, "en").startswith("The temperature is impossible.")
    assert sentence("unknown_prefix", {}, "en").startswith("The province code is unknown.")


def test_an_unknown_code_is_shown_not_hidden():
    assert "[strange]" in sentence("strange", {}, "en")
    assert sentence("missing_field", {"field": "x"}, "en").count("…") == 1
