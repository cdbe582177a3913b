"""A pass that this station issued: a serial, a class, a time, perhaps a plate; no name, no ID."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PassClass = Literal["resident", "visitor"]
PASS_CLASSES: tuple[PassClass, ...] = ("resident", "visitor")


@dataclass(frozen=True)
class AccessPass:
    """A pass as issued: `serial` is 16 hex digits, `issued` days since 1970-01-01 UTC+8."""

    serial: str
    key_number: int
    issued: int
    days: int
    gates: int
    pass_class: PassClass
    plate: str | None
    revoked: bool = False
