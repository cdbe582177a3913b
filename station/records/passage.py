"""One passage: who went through, in what, how warm, which way, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from station.records.disposition import Disposition
from station.records.flag import Flag

R = TypeVar("R")
Lane = Literal["tally", "quick", "full"]
Direction = Literal["in", "out"]
Site = Literal["forehead", "ear", "axillary", "wrist"]
ReadingState = Literal["invalid_low", "normal", "abnormal", "unread"]
Category = Literal["resident", "visitor", "courier", "returnee", "key_person"]
SITES: tuple[Site, ...] = ("forehead", "ear", "axillary", "wrist")
CATEGORIES: tuple[Category, ...] = ("resident", "visitor", "courier", "returnee", "key_person")


@dataclass(frozen=True)
class Reading:
    """One temperature reading: tenths of a degree Celsius (None: not noted), site, state, ms UTC, thermometer."""

    tenths: int | None
    site: Site
    state: ReadingState
    at: int
    thermometer: str | None = None


@dataclass(frozen=True)
class Registration:
    """The rest of the full form (domain 1.1): only what the lane needs is asked."""

    address: str | None = None
    origin: str | None = None
    destination: str | None = None
    reason: str | None = None
    host_name: str | None = None
    host_phone: str | None = None
    health_code: str | None = None
    enterprise: str | None = None
    left_on: str | None = None  # ISO day somebody left the key area: day 0 of the fourteen
    transport: str | None = None


@dataclass(frozen=True)
class Occupant(Generic[R]):
    """Somebody in a car or on foot: readings, and who it is as far as known; a tally has nothing but readings."""

    readings: tuple[R, ...]
    category: Category = "resident"
    name: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    phone: str | None = None
    pass_serial: str | None = None
    registration: Registration | None = None

    @property
    def is_registered(self) -> bool:
        """Whether anything here says who the person is."""
        return bool(self.name or self.id_number or self.phone)

    @property
    def is_known(self) -> bool:
        """Whether anything says who this is, a pass too."""
        return self.is_registered or bool(self.pass_serial)


@dataclass(frozen=True)
class Person(Occupant[Reading]):
    """An occupant as saved: every reading with its time."""


@dataclass(frozen=True)
class Vehicle:
    """A plate as normalised by `entry.plate` and its type (GA 36-2018)."""

    plate: str
    plate_type: str


@dataclass(frozen=True)
class Passage:
    """A passage as saved; its disposition is frozen, the outcome of a case lives in the case."""

    lane: Lane
    direction: Direction
    vehicle: Vehicle | None
    persons: tuple[Person, ...]
    disposition: Disposition
    happened_at: int
    flags: tuple[Flag, ...] = ()
    answers: dict[str, bool] = field(default_factory=dict)
    late: bool = False
    voided: bool = False
    reason: str | None = None
    key: str | None = None


def lane_of(vehicle: Vehicle | None, persons: tuple[Person, ...]) -> Lane:
    """The lane that a passage's facts put it in: registered, plate or pass noted, or a tally."""
    if any(person.is_registered or (person.category != "resident" and not person.pass_serial) for person in persons):
        return "full"
    if vehicle is not None or any(person.pass_serial for person in persons):
        return "quick"
    return "tally"
