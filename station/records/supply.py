"""Supplies: what came in or went out of the stock of a checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SupplyReason = Literal["received", "used", "lent", "lost"]
SUPPLY_REASONS: tuple[SupplyReason, ...] = ("received", "used", "lent", "lost")


@dataclass(frozen=True)
class Supply:
    """One movement of a supply: `change` pieces, positive when they came in."""

    name: str
    change: int
    reason: SupplyReason
    note: str = ""
