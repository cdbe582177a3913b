"""The drill: five minutes of practice with a queue that is made up, in a store that is thrown away.

Its station is `DRILL`, which is no station code: nothing of it can be sealed into a batch, enrolled or
merged. Its data key is made for the moment and kept nowhere, so that what a crash leaves behind opens never.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from station.clock import Clock
from station.entry.line_text import line_of
from station.records.ids import DRILL
from station.records.passage import Passage
from station.services import epochs
from station.services.access.operators import add_operator
from station.services.gate import scripted_records
from station.services.opened_station import Station
from station.store import in_force
from station.store.slot_sealing import new_data_key
from station.store.store import Store

SECONDS = 300
GOOD_SHARE = 0.9  # of the passages right
GOOD_PACE = 15.0  # seconds a passage
REGULARS = ("粤B8K327 365 366", "粤BDK3271 364", "粤B12345 365 366 367", "粤A99K88 366")


@dataclass(frozen=True)
class Arrival:
    """Somebody who comes to the gate: what is seen (a code for the words, and the facts), what must be saved."""

    kind: str
    plate: str
    tenths: tuple[int, ...]
    direction: str
    line: str


@dataclass(frozen=True)
class Score:
    """How a drill went: passages right, wrong, and seconds for each."""

    right: int
    wrong: int
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether this is good enough for the gate."""
        done = self.right + self.wrong
        return done >= 5 and self.right >= GOOD_SHARE * done and self.seconds <= GOOD_PACE


def open_drill(folder: Path, clock: Clock, name: str) -> Station:
    """A station for practice in an empty folder, with a few known cars; close it and delete the folder."""
    store = Store(folder, new_data_key(), DRILL, clock, writing=True)
    with store.write(epochs.SYSTEM) as transaction:
        epochs.begin(transaction, 1, "drill", None)
        operator = add_operator(transaction, name or DRILL, "volunteer", "0000")
    with store.read() as connection:
        station = Station(store, clock, DRILL, DRILL, operator, in_force.load(connection))
    for line in REGULARS:
        scripted_records.record(station, line)
    return station


def queue(seed: int) -> list[Arrival]:
    """Who comes, in what order: residents, regulars, strangers' cars, a fever now and then."""
    chance = random.Random(seed)  # noqa: S311  practice, not a secret
    arrivals = []
    for _ in range(200):
        kind = chance.choices(("resident", "group", "regular", "car", "fever"), (5, 2, 4, 3, 1))[0]
        arrivals.append(_arrival(kind, chance))
    return arrivals


def _arrival(kind: str, chance: random.Random) -> Arrival:
    way = "out" if chance.random() < 0.3 else "in"
    sign = " -" if way == "out" else ""
    if kind == "group":
        count = chance.randint(2, 6)
        return Arrival(kind, "", (0,) * count, way, f"{'-' if sign else '+'}{count}")
    tenths = [chance.randint(360, 371) for _ in range(chance.randint(1, 3) if kind != "resident" else 1)]
    if kind == "fever":
        tenths[-1] = chance.randint(374, 385)
    plate = ""
    if kind == "regular":
        plate = chance.choice(REGULARS).split()[0]
    elif kind == "car":
        plate = f"粤B{chance.randint(10_000, 99_999)}"
    line = " ".join([*([plate] if plate else []), *map(str, tenths)]) + sign
    return Arrival(kind, plate, tuple(tenths), way, line)


def is_right(arrival: Arrival, passage: Passage) -> bool:
    """Whether what was saved is what came."""
    return line_of(passage) == arrival.line
