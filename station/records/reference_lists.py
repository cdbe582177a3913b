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
    def vehicles_by_plate(self) -> dict[str, list[KeyVehicle]]:
        """Key vehicles by plate."""
        found: dict[str, list[KeyVehicle]] = {}
        for one in self.key_vehicles:
            found.setdefault(one.plate, []).append(one)
        return found

    @cached_property
    def key_people(self) -> PeopleIndex:
        """Key persons by what identifies them."""
        return PeopleIndex(self.key_persons)

    @cached_property
    def isolated_people(self) -> PeopleIndex:
        """The isolation roster by what identifies them."""
        return PeopleIndex(self.isolation)

    @cached_property
    def resident_people(self) -> PeopleIndex:
        """Residents by what identifies them."""
        return PeopleIndex(self.residents)

    @cached_property
    def enterprises_by_name(self) -> dict[str, Enterprise]:
        """Filed enterprises by credit code and by name."""
        by_name = {one.name: one for one in self.enterprises}
        return {**by_name, **{one.code: one for one in self.enterprises if one.code}}

    @cached_property
    def revoked_serials(self) -> frozenset[str]:
        """Printed serials of revoked passes, without dashes."""
        return frozenset(one.serial for one in self.revoked_passes)


class PeopleIndex:
    """Rows of people by document, phone, pass and name; a name alone is a weaker match."""

    def __init__(self, rows: tuple[Any, ...]) -> None:
        self._by: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            for name in ("id_number", "phone", "pass_serial", "name"):
                value = getattr(row, name, "")
                if value:
                    self._by.setdefault((name, value), []).append(row)

    def find(self, name: str | None, id_number: str | None, phone: str | None) -> list[Any]:
        """Rows that mean this person: by document or phone for sure, by name where nothing contradicts."""
        sure = [*self._of("id_number", id_number), *self._of("phone", phone)]
        alike = [row for row in self._of("name", name) if not _contradicts(row, id_number, phone)]
        return list(dict.fromkeys([*sure, *alike]))

    def _of(self, field_name: str, value: str | None) -> list[Any]:
        return self._by.get((field_name, value), []) if value else []


def _contradicts(row: Any, id_number: str | None, phone: str | None) -> bool:
    """Whether both sides have a document and they differ, or no document to compare and phones that differ."""
    listed = getattr(row, "id_number", "")
    if listed and id_number:
        return bool(listed != id_number)
    return bool(row.phone and phone and row.phone != phone)
