"""Every kind, audit and setting that the program writes is known to the table that says what may be forgotten.

They are found in the source: whoever writes a new one and does not decide about it is told so here.
"""

import ast
import importlib
from pathlib import Path
from typing import get_args

import pytest

from station.messages import LANGUAGES, label
from station.records.kinds import (
    AUDITS,
    FILED_ANEW,
    KINDS,
    PERSONAL_KINDS,
    RECORD_TYPES,
    SAID_BY_NAME,
    SETTINGS,
    must_reach_centre,
)

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "station").rglob("*.py"), *(ROOT / "ui").rglob("*.py")])


def names_in(node, path, function):
    """The texts an expression can be: literals, both arms of a choice, a module's constant, a parameter's Literal."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return names_in(node.body, path, function) | names_in(node.orelse, path, function)
    assert isinstance(node, ast.Name), f"{path}:{node.lineno}: {ast.unparse(node)} cannot be read from the source"
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    parameters = [*function.args.args, *function.args.kwonlyargs] if function else []
    for parameter in parameters:
        if parameter.arg == node.id:
            allowed = get_args(getattr(module, ast.unparse(parameter.annotation), None))
            assert allowed, f"{path}:{node.lineno}: say with a Literal what {node.id} may be"
            return set(allowed)
    return {getattr(module, node.id)}


def written(is_it):
    """What the first argument of each call may be, by where it stands."""
    found = {}
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and is_it(node.func):
                inside = [one for one in functions if one.lineno <= node.lineno <= one.end_lineno]
                innermost = max(inside, key=lambda one: one.lineno, default=None)
                for name in names_in(node.args[0], path, innermost):
                    found.setdefault(name, f"{path.name}:{node.lineno}")
    return found


def calls(name):
    return lambda function: isinstance(function, ast.Name) and function.id == name


def appends(function):
    of = function.value if isinstance(function, ast.Attribute) and function.attr == "append" else None
    return isinstance(of, ast.Name) and of.id == "transaction"


@pytest.mark.parametrize(("what", "known"), [("Audit", AUDITS), ("Setting", SETTINGS)])
def test_every_audit_and_setting_is_decided_about(what, known):
    found = written(calls(what))
    assert len(found) >= len(known) - 2, "the search found too little to be believed"
    unknown = {name: where for name, where in found.items() if name not in known}
    assert unknown == {}
    gone = set(known) - set(found)
    assert gone == set()


def test_every_kind_that_is_written_is_in_the_table():
    found = written(appends)
    assert set(found) == set(KINDS)


def test_what_is_forgotten_is_what_the_exchange_itself_writes_and_nothing_unknown():
    forgotten = {name for table in (AUDITS, SETTINGS) for name, one in table.items() if not one.must_reach}
    assert forgotten == {"export", "receipt", "sign_in", "wipe", "centre", "certificate", "pack"}
    assert must_reach_centre("audit", "written by a newer release")
    assert must_reach_centre("setting", "written by a newer release")
    assert must_reach_centre("audit", "")
    assert all(must_reach_centre(kind) for kind in KINDS)
    assert must_reach_centre("a kind of a newer release")


def test_the_table_says_what_the_lists_said_before():
    assert PERSONAL_KINDS == ("passage", "case", "note", "access_pass", "incident", "visit")
    assert set(FILED_ANEW) == {*PERSONAL_KINDS, "supply"}
    assert set(RECORD_TYPES) == set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_waits_has_a_word_in_both_languages(language):
    names = [*KINDS, *(name for table in (AUDITS, SETTINGS) for name, one in table.items() if one.must_reach)]
    missing = [name for name in names if label("entry", name, language) == name]
    assert missing == []
    assert set(SAID_BY_NAME) <= set(KINDS)
