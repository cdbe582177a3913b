"""Problem and error codes, and what a comparison found, as sentences in the window's language."""

from __future__ import annotations

from station.entry.problem import Problem
from station.errors import StationError
from station.handover.handover_sheet import Comparison
from station.messages import label, parts


def of_problem(problem: Problem, language: str) -> tuple[str, str]:
    """What is wrong with typed text and the next step."""
    facts = {
        "text": problem.text,
        "field": label("field", problem.field, language),
        "candidates": [f"{number} {one}" for number, one in enumerate(problem.candidates, 1)],
    }
    return parts(problem.code, facts, language)


def of_error(error: StationError, language: str) -> tuple[str, str]:
    """What the program says no to and the next step."""
    facts = dict(error.facts)
    if "field" in facts:
        facts["field"] = label("field", str(facts["field"]), language)
    return parts(error.code, facts, language)


def of_comparison(found: Comparison, language: str) -> tuple[str, str, str]:
    """Whether a paper sheet matches, and where it does not: kind of alert, title, text."""
    kind = {"matches": "ok", "differs": "bad"}.get(found.verdict, "warn")
    title, step = parts("sheet_" + found.verdict, {}, language)
    where = " · ".join(
        f"{label('figure', name, language)}: {paper} ≠ {record}" for name, paper, record in found.differences
    )
    return kind, f"{found.serial}  {title}", "\n".join(one for one in (where, step) if one)
