"""Why triage objects to a passage: the rule, and the bare facts it is about.

What is kept is a rule and a line of words (`#2 37.6 ≥ 37.3`), as every release wrote it. Only here it is put together
and read: everybody else asks whom it is about and what the words are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

WordKind = Literal["category", "question", "case"]

# Rules whose words hold a code, and of what; in all others the words are what they are, also where a list's own
# words happen to look like a code.
CODED: dict[str, WordKind] = {
    "person.key_person": "category",
    "answer.visited_key_area": "question",
    "answer.contact": "question",
    "answer.missing": "question",
    "case.open": "case",
}


TEMPERATURE = "temperature."  # how the rules about a reading begin
PLACE = re.compile(r"#([1-9][0-9]{0,3})(?: |$)")  # whom it is about; what else another program wrote is words


@dataclass(frozen=True)
class Flag:
    """Why triage objects: the rule's id, the bare facts, and what a list orders to do on a hit."""

    rule: str
    reason: str
    order: str = ""

    @classmethod
    def of_person(cls, rule: str, place: int, *facts: str, order: str = "") -> Flag:
        """A flag about one person, counted from 0; who counts from 1 as on the screen."""
        return cls(rule, " ".join(part for part in (f"#{place + 1}", *facts) if part), order)

    @property
    def person(self) -> int | None:
        """Which person it is about, counted from 0; None for the vehicle or the passage."""
        found = PLACE.match(self.reason)
        return int(found[1]) - 1 if found else None

    @property
    def is_hot(self) -> bool:
        """Whether it is about a reading, which a thermometer settles."""
        return self.rule.startswith(TEMPERATURE)

    @property
    def words(self) -> tuple[tuple[WordKind | None, str], ...]:
        """The facts one by one, each with what it is a code of, if it may be one."""
        kind = CODED.get(self.rule)
        return tuple((kind, word) for word in self.reason.split(" "))
