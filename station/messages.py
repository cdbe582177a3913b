"""Sentences for codes, in the user's language: the texts are data in `resources/messages`."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from station.paths import resource_text

LANGUAGES = ("zh", "en")


@cache
def catalogue(language: str) -> dict[str, list[str]]:
    """All sentences of a language: code to [what is wrong, the next step]."""
    texts: dict[str, list[str]] = json.loads(resource_text(f"messages/{language}.json"))
    return texts


def user_language() -> str:
    """`zh` unless STATION_LANG or the system says English."""
    chosen = os.environ.get("STATION_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "zh"


def parts(code: str, facts: dict[str, Any], language: str) -> tuple[str, str]:
    """What is wrong and the next step; a code without a sentence is shown as our bug, never hidden."""
    texts = catalogue(language)
    wrong, step = texts.get(code) or [f"{texts['bug'][0]} [{code}]", texts["bug"][1]]
    if not facts.get("text"):  # of a table's cell it is not repeated: it may be somebody's number
        for quoted in ("「{text}」", " in “{text}”", " “{text}”", "“{text}” "):
            wrong = wrong.replace(quoted, "")
    shown = _Shown({name: _text(value, language) for name, value in facts.items()})
    return wrong.format_map(shown), step.format_map(shown)


def sentence(code: str, facts: dict[str, Any], language: str) -> str:
    """Both parts as one line."""
    wrong, step = parts(code, facts, language)
    return f"{wrong}。{step}。" if language == "zh" else f"{wrong}. {step}."


class _Shown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _text(value: Any, language: str) -> str:
    if isinstance(value, dict):  # entries of the journal by kind
        counted = [f"{label('entry', kind, language)} {count}" for kind, count in sorted(value.items())]
        return ("、" if language == "zh" else ", ").join(counted)
    return "、".join(str(one) for one in value) if isinstance(value, tuple | list) else str(value)


@cache
def _labels(language: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads(resource_text(f"messages/labels_{language}.json"))
    return texts


def label(kind: str, code: str, language: str) -> str:
    """The word people use for a code of a kind, e.g. `disposition` `held`; the code itself if there is none."""
    return _labels(language).get(f"{kind}.{code}", code)
