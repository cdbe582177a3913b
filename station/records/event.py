"""Records of the journal that are not about a passage: epochs, settings, audits, notes."""

from __future__ import annotations

from dataclasses import dataclass, field

PASS_KEY = "pass_key"  # a setting: the public half of the key that signs an epoch's passes


@dataclass(frozen=True)
class Epoch:
    """The first entry of each epoch: the station's key and where the epoch before ended."""

    public_key: str
    reason: str
    predecessor: dict[str, int | str] | None = None


@dataclass(frozen=True)
class Setting:
    """Something decided about the station itself, e.g. an operator added or a centre made known."""

    name: str
    value: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Audit:
    """Something done that must be accounted for: reveal, print, export, sign-in, receipt."""

    action: str
    facts: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A remark about a record of any station."""

    about: str
    text: str
