"""Why typed text is not a value: a code, the field, how bad; no sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from station.errors import Refused

Severity = Literal["error", "warning"]
Read = TypeVar("Read")


@dataclass(frozen=True)
class Problem:
    """A code that names the sentence; `candidates` are offered instead, `text` is what was typed."""

    code: str
    field: str = "line"
    severity: Severity = "error"
    candidates: tuple[str, ...] = ()
    text: str = ""

    def public(self) -> dict[str, Any]:
        """The problem as other programs read it: code, and candidates where there are any."""
        shown: dict[str, Any] = {"code": self.code}
        if self.candidates:
            shown["candidates"] = list(self.candidates)
        return shown


def taken(read: Read | Problem) -> Read:
    """What was read, or Refused with the problem's code, for a caller that has no field to mark."""
    if isinstance(read, Problem):
        raise Refused(read.code, field=read.field, text=read.text, candidates=read.candidates)
    return read
