"""Make a station with a long history: real entries, real chain, real look-ups, in large transactions."""

from __future__ import annotations

import random
from pathlib import Path

from station.clock import MINUTE, SetClock
from station.records.flag import Flag
from station.records.ids import new_uid
from station.records.passage import Direction, Passage, Person, Reading, Registration, Vehicle, lane_of
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.opened_station import Station
from station.store.slot_sealing import Cost

CHEAP = Cost(1024, 1, 1)
BEGIN = 1_578_000_000_000
SURNAMES = "王李张刘陈杨黄赵吴周曾徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭区仇查翟单"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志红文玉梅春海龙飞鹏"
A_TRANSACTION = 5000


class Street:
    """Who lives there: vehicles, people, how often each comes; the same for the same seed."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.vehicles = max(200, size // 5)
        self.people = max(100, size // 10)

    def often(self, many: int) -> int:
        """An index, the small ones far more often than the large ones."""
        return (
            min(int(self.random.paretovariate(0.6)) - 1, many - 1)
            if self.random.random() < 0.5
            else (self.random.randrange(many))
        )

    def plate(self, index: int) -> str:
        """The plate of a vehicle."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
        value = (index * 7919 + 104_729) % (34 * 34 * 1000)
        head, digits = divmod(value, 1000)
        return f"粤B{letters[head // 34]}{letters[head % 34]}{digits:03d}"

    def person(self, index: int, reading: Reading) -> Person:
        """A registered visitor."""
        rest = index * 48_271 + 11
        name = SURNAMES[rest % len(SURNAMES)] + GIVEN[rest // 37 % len(GIVEN)] + GIVEN[rest // 1471 % len(GIVEN)]
        phone = f"138{(index * 15_485_863) % 100_000_000:08d}"
        return Person((reading,), "visitor", name, phone=phone, registration=Registration(reason="探亲"))

    def passage(self, at: int) -> Passage:
        """The next one."""
        chance = self.random.random
        hot = chance() < 0.002
        reading = Reading(374 if hot else 360 + int(chance() * 12), "forehead", "abnormal" if hot else "normal", at)
        persons: tuple[Person, ...] = (Person((reading,)),)
        if chance() < 0.3:
            persons = (self.person(self.often(self.people), reading), *persons[: int(chance() * 2)])
        vehicle = Vehicle(self.plate(self.often(self.vehicles)), "ordinary") if chance() < 0.6 else None
        flags: tuple[Flag, ...] = (Flag("temperature.abnormal", "#1 37.4 ≥ 37.3"),) if hot else ()
        flags += (Flag("area.key_plate", "鄂"),) if chance() < 0.003 else ()
        way: Direction = "in" if chance() < 0.5 else "out"
        return Passage(lane_of(vehicle, persons), way, vehicle, persons, "released", at, flags)


def open_seeded(folder: Path, size: int) -> Station:
    """A station of `size` passages in `folder`; one that is there is taken, or grown."""
    clock = SetClock(BEGIN)
    if not (folder / "keyslots").exists():
        set_up(SetUp(folder, "CP17", "bench", "words", "1234", "班长甲", cost=CHEAP), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    with station.store.read() as connection:
        have = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM passages").scalar() or 0
    street = Street(3_000_000, seed=have + 1)
    clock.at = BEGIN + have * MINUTE // 10
    while have < size:
        count = min(A_TRANSACTION, size - have)
        with station.store.write(station.operator.id) as transaction:
            for _ in range(count):
                clock.advance(6_000)
                transaction.append("passage", street.passage(clock.now()), new_uid("CP17"))
        have += count
    return station
