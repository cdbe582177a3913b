"""The lists that come from the centre: their rows, and all of them together as a station uses them.

Days are ISO text in UTC+8. Every row may name the checkpoints it is for; none named means all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

KeyVehicleKind = Literal["key", "seen"]


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint of the street: code, name, community, resident group, place."""

    code: str
    name: str
    community: str = ""
    group: str = ""
    place: str = ""
    road: bool = False


@dataclass(frozen=True)
class Resident:
    """A resident or pass holder: the pass's printed serial, whom it belongs to, until when it is good."""

    name: str
    address: str = ""
    pass_serial: str = ""
    phone: str = ""
    plate: str = ""
    until: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyPerson:
    """Somebody to be verified: why, and what is ordered on a hit; found by document, phone, or name."""

    name: str
    id_number: str = ""
    phone: str = ""
    reason: str = ""
    order: str = ""
    since: str = ""
    until: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyVehicle:
    """A vehicle to be verified; `seen` says that it was in a key area, on the day `since`."""

    plate: str
    kind: KeyVehicleKind = "key"
    reason: str = ""
    order: str = ""
    since: str = ""
    until: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Isolated:
    """Somebody in home isolation: the number on the roster, where, since when, who looks after them."""

    number: str
    name: str
    started: str
    id_number: str = ""
    phone: str = ""
    address: str = ""
    days: int = 14
    grid_officer: str = ""
    grid_phone: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Enterprise:
    """An enterprise that filed its return to work: credit code (GB 32100-2015), name, day of filing."""

    name: str
    filed_on: str
    code: str = ""
    contact: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class RevokedPass:
    """A pass that is no longer good, by its printed serial."""

    serial: str
    reason: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class PassIssuer:
    """A key that signs genuine passes: the station that has it, its number in the pass, its public half (hex)."""

    station: str
    key_number: int
    public_key: str


@dataclass(frozen=True)
class ListedOperator:
    """Who may work: a number that stays the person's, name, role, the hash of the PIN."""

    number: str
    name: str
    role: Literal["volunteer", "leader"] = "volunteer"
    agency: str = ""
    pin_hash: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class CentreNote:
    """A word from the centre to its stations, shown at the desk and carried over at handover until it ends."""

    number: str
    text: str
    until: str = ""
    checkpoints: tuple[str, ...] = ()


ROW_TYPES: dict[str, type[Any]] = {
    "checkpoints": Checkpoint,
    "residents": Resident,
    "key_persons": KeyPerson,
    "key_vehicles": KeyVehicle,
    "isolation": Isolated,
    "enterprises": Enterprise,
    "revoked_passes": RevokedPass,
    "operators": ListedOperator,
    "centre_notes": CentreNote,
}
LISTS = tuple(ROW_TYPES)
WORKED_OUT: dict[str, type[Any]] = {"pass_issuers": PassIssuer}  # nobody writes them: they follow from the journals
CARRIED: dict[str, type[Any]] = {**ROW_TYPES, **WORKED_OUT}  # everything a pack carries
RULES = "rules"  # the rule pack travels beside the lists


@dataclass(frozen=True)
class ListState:
    """What is shown of a list: how many rows, the version it last changed in and when (ms UTC, 0: never)."""

    rows: int
    version: int
    changed_at: int = 0


@dataclass(frozen=True)
class References:
    """The newest good pack of a station; version 0 before any came. `issued_at`, `expires_at` are ms UTC."""

    version: int = 0
    issued_at: int = 0
    expires_at: int = 0
    states: dict[str, ListState] = field(default_factory=dict)
    checkpoints: tuple[Checkpoint, ...] = ()
    residents: tuple[Resident, ...] = ()
    key_persons: tuple[KeyPerson, ...] = ()
    key_vehicles: tuple[KeyVehicle, ...] = ()
    isolation: tuple[Isolated, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    revoked_passes: tuple[RevokedPass, ...] = ()
    operators: tuple[ListedOperator, ...] = ()
    centre_notes: tuple[CentreNote, ...] = ()
    pass_issuers: tuple[PassIssuer, ...] = ()

    def is_expired(self, now: int) -> bool:
        """Whether the pack is past its date; it still counts, and a banner says so."""
        return self.version > 0 and now > self.expires_at

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What others made of these lists to look something up in them, kept as long as they are in force."""
        return {}
