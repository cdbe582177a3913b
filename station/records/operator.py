"""Who works at the station: a number, a name to show, a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["volunteer", "leader"]


@dataclass(frozen=True)
class Operator:
    """A person who signs in by PIN; the PIN names the author and opens nothing."""

    id: str
    name: str
    role: Role
    agency: str = ""
