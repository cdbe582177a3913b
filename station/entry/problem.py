"""Why typed text is not a value: a code, the field, how bad; no sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


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
