"""The demo's own list of what is typed and what must come of it, from a seed; it knows no store and no Qt."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import Literal

Kind = Literal["line", "choice", "steps", "question", "fever", "visitor"]
SURNAMES = "赵钱孙李周吴郑王冯陈曾区仇"
GIVEN = ("一", "小明", "·买买提", "𠮷", "雨", "建国")
SERIAL_LETTERS = "ACEGHJKLMNPQRSTUVWXYZ"  # no D, F: those would be read two ways


@dataclass(frozen=True)
class Expected:
    """One record as it must stand at the centre: the chain of each person, its outcome."""

    direction: str
    plate: str | None
    chains: list[list[int | None]]
    outcome: str
    key_vehicle: bool = False


@dataclass(frozen=True)
class Step:
    """Something typed: the keys in order, and the record it must leave."""

    kind: Kind
    keys: list[str]
    expected: Expected
    then: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Script:
    """What one station's volunteer types in a shift."""

    station: str
    name: str
    steps: list[Step]

    def public(self) -> dict[str, object]:
        """The script as it is written beside the results."""
        return asdict(self)


def make_scripts(stations: int, passages: int, seed: int) -> list[Script]:
    """Scripts for so many stations that together type so many passages."""
    chance = random.Random(seed)  # noqa: S311  a repeatable street, not a secret
    names = ("新围卡点", "西坑卡点", "大康卡点", "安良卡点", "保安卡点", "银荷卡点", "荷坳卡点", "官井头", "龙平路口")
    scripts = []
    for number in range(stations):
        count = passages // stations + (number < passages % stations)
        scripts.append(Script(f"CP{17 + number}", names[number], _Street(chance).steps(count)))
    return scripts


class _Street:
    """Makes the passages of one gate: the special ones first, then a busy ordinary mix."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._seen: dict[str, int] = {}

    def steps(self, count: int) -> list[Step]:
        special = [self._fever_cleared(), self._fever_confirmed(), self._choice(), self._question(), self._visitor()]
        ordinary = [self._ordinary() for _ in range(count - len(special))]
        for step in special:
            ordinary.insert(self._chance.randrange(len(ordinary) + 1), step)
        return ordinary

    def _normal(self) -> int:
        return self._chance.randrange(361, 372)

    def _way(self) -> tuple[str, str]:
        return self._chance.choice((("in", ""), ("in", " +"), ("out", " -"), ("out", " <")))

    def _plate(self) -> tuple[str, str]:
        """A fresh plate and how it is typed."""
        digits = f"{self._chance.randrange(10_000, 99_999)}"
        form = self._chance.randrange(5)
        if form == 0:
            return f"粤B{digits}", digits
        if form == 1:
            return f"粤S{digits}", f"s{digits}"
        if form == 2:
            return f"粤BD{digits}", f":d{digits}"
        if form == 3:
            letter = self._chance.choice(SERIAL_LETTERS)
            return f"粤B{letter}{digits[:4]}", f"{letter}{digits[:4]}"
        return f"湘A{digits}", f"hn:a{digits}"

    def _ordinary(self) -> Step:
        kind = self._chance.randrange(10)
        if kind < 3:
            return self._tally()
        if kind < 4:
            return self._unread()
        if kind < 6 and self._seen:
            return self._known_car()
        return self._car()

    def _tally(self) -> Step:
        readings = [self._normal() for _ in range(self._chance.randrange(1, 4))]
        direction, typed = self._way()
        line = " ".join(map(str, readings)) + typed
        return Step("line", [line], Expected(direction, None, [[one] for one in readings], "released"))

    def _unread(self) -> Step:
        count = self._chance.randrange(1, 6)
        sign, direction = self._chance.choice((("+", "in"), ("-", "out")))
        line = sign if count == 1 else f"{sign}{count}"
        return Step("line", [line], Expected(direction, None, [[None]] * count, "released"))

    def _car(self) -> Step:
        plate, typed = self._plate()
        while plate in self._seen:
            plate, typed = self._plate()
        readings = [self._normal() for _ in range(self._chance.randrange(1, 5))]
        direction, way = self._way()
        self._seen[plate] = len(readings)
        line = " ".join([typed, *map(str, readings)]) + way
        return Step("line", [line], Expected(direction, plate, [[one] for one in readings], "released"))

    def _known_car(self) -> Step:
        """A car seen before, by its whole plate, then a temperature and Enter for each seat."""
        plate = self._chance.choice(sorted(self._seen))
        readings = [self._normal() for _ in range(self._seen[plate])]
        expected = Expected("in", plate, [[one] for one in readings], "released")
        return Step("steps", [plate, *map(str, readings)], expected)

    def _choice(self) -> Step:
        digits = self._chance.randrange(10_000, 99_999)
        reading = self._normal()
        plate = f"粤D{digits}"
        return Step("choice", [f"d{digits} {reading}", "2"], Expected("in", plate, [[reading]], "released"))

    def _question(self) -> Step:
        digits = self._chance.randrange(10_000, 99_999)
        reading = self._normal()
        expected = Expected("in", f"鄂A{digits}", [[reading]], "released", key_vehicle=True)
        return Step("question", [f"hb:a{digits} {reading}", "1"], expected)

    def _fever_cleared(self) -> Step:
        plate, typed = self._plate()
        first, second = self._chance.randrange(373, 379), self._normal()
        other = self._normal()
        expected = Expected("in", plate, [[other], [first, second]], "cleared")
        return Step("fever", [f"{typed} {other} {first}"], expected, [str(second)])

    def _fever_confirmed(self) -> Step:
        first, second, third = (self._chance.randrange(376, 389) for _ in range(3))
        expected = Expected("in", None, [[first, second, third]], "referred")
        then = [str(second), f"{third}a", "1", "甲", "13900000001", "园山社康"]
        return Step("fever", [str(first)], expected, then)

    def _visitor(self) -> Step:
        name = self._chance.choice(SURNAMES) + self._chance.choice(GIVEN)
        reading = self._normal()
        phone = f"138{self._chance.randrange(10_000_000, 99_999_999)}"
        expected = Expected("in", None, [[reading]], "released")
        return Step("visitor", [name, phone, "探亲", str(reading)], expected)


def totals(script: Script) -> dict[str, int]:
    """The figures the script must come to, counted from its own list."""
    expected = [step.expected for step in script.steps]
    chains = [(one, chain) for one in expected for chain in one.chains]
    return {
        "passages": len(expected),
        "vehicles": sum(one.plate is not None for one in expected),
        "persons": len(chains),
        "entries": sum(one.direction == "in" for one, _chain in chains),
        "exits": sum(one.direction == "out" for one, _chain in chains),
        "abnormal": sum(any(value is not None and value >= 373 for value in chain) for _one, chain in chains),
        "not_noted": sum(chain == [None] for _one, chain in chains),
        "key_vehicles": sum(one.key_vehicle for one in expected),
        "referred": sum(one.outcome == "referred" for one in expected),
    }
