"""Problem and error codes as sentences in the window's language."""

from __future__ import annotations

from station.entry.problem import Problem
from station.errors import StationError
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
