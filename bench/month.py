"""A month of shifts: what was typed, counted by this script alone, against sheets, journal and daily reports."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from bench.measure import Result
from station.clock import HOUR, MINUTE, SetClock, local_day
from station.entry.problem import taken
from station.records.shift import COUNTS, Figures
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.gate import cases, corrections, scripted_records
from station.services.gate.cases import OpenCase
from station.services.late_entry import paper_kit
from station.services.log import passage_log
from station.services.opened_station import Station
from station.services.safety import verification
from station.services.shift import daily_reports, handover_sheets, shifts
from station.store.slot_sealing import Cost

BEGIN = 1_582_992_000_000  # 2020-03-01 00:00 in UTC+8
CHEAP = Cost(1024, 1, 1)
RECENT = 200


class Typed:
    """What one passage said when it was typed, and what became of it; counted without any of the station's code."""

    def __init__(self, dice: random.Random, number: int) -> None:
        self.plate = f"B{number % 100_000:05d}" if dice.random() < 0.6 else ""
        self.out = dice.random() < 0.4
        self.values = [self._value(dice) for _ in range(dice.choice((1, 1, 1, 2, 2, 3)))]
        self.unread = dice.choice((0, 0, 0, 2)) if not self.plate else 0
        if self.unread:
            self.values = []
        self.voided = self.corrected = False
        self.outcome = ""
        self.later: list[tuple[int, str]] = []  # rechecks of the first person the case waits for

    @staticmethod
    def _value(dice: random.Random) -> int:
        chance = dice.random()
        return 376 if chance < 0.01 else 338 if chance < 0.015 else 360 + int(chance * 12)

    @property
    def line(self) -> str:
        """The gate line."""
        if self.unread:
            return f"{'-' if self.out else '+'}{self.unread}"
        return " ".join([*([self.plate] if self.plate else []), *map(str, self.values), *(["-"] if self.out else [])])

    @property
    def is_held(self) -> bool:
        """Whether the rules hold it."""
        return any(value >= 373 or value < 350 for value in self.values)

    def count(self) -> Counter[str]:
        """Its share of a sheet."""
        if self.voided:
            return Counter(voided=1)
        people = self.unread or len(self.values)
        chains = [[value] for value in self.values]
        for person, text in self.later:
            chains[person].append(int(text[:3]))
        found = Counter(
            vehicles=int(bool(self.plate)),
            persons=people,
            entries=0 if self.out else people,
            exits=people if self.out else 0,
            measured=self.unread + sum(any(value >= 350 for value in chain) for chain in chains),
            abnormal=sum(any(value >= 373 for value in chain) for chain in chains),
            not_noted=self.unread,
            without_reading=sum(all(value < 350 for value in chain) for chain in chains),
            corrected=int(self.corrected),
            passages=1,
        )
        if self.outcome in ("referred", "turned_back"):
            found[self.outcome] += 1
        return +found


def run(folder: Path, many: int = 180, passages: int = 500, seed: int = 1) -> Result:
    """Work a month; every difference between the script's own count and the program's is named."""
    dice, clock = random.Random(seed), SetClock(BEGIN)
    set_up(SetUp(folder, "CP17", "新围卡点", "words", "1234", "班长甲", cost=CHEAP), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    began = time.perf_counter()
    differences: list[str] = []
    typed: dict[str, Typed] = {}
    closing = 0.0
    paper_kit.issue_kit(station, 200)
    for number in range(many):
        clock.at = BEGIN + number * 4 * HOUR + MINUTE
        shifts.open_shift(station, ("值守甲", "值守乙"))
        recent = set(list(typed)[-RECENT:])
        before = {uid: one.count() for uid, one in typed.items() if _may_change(uid, one, recent, dice)}
        mine: list[Typed] = []
        for place in range(passages):
            clock.advance(4 * HOUR // (passages + 10))
            one = Typed(dice, number * passages + place)
            mine.append(one)
            saved = _save(station, one, number, place)
            typed[saved] = one
        _change_some(station, dice, typed, list(before))
        now = time.perf_counter()
        shifts.close_shift(station, station.operator, {"masks": dice.randrange(100)})
        closing = max(closing, time.perf_counter() - now)
        handover = handover_sheets.sheet(station, number + 1).handover
        differences += _compare(f"sheet {number + 1}", handover.figures, sum((one.count() for one in mine), Counter()))
        changed: Counter[str] = Counter()
        for uid, old in before.items():
            new = typed[uid].count()
            changed.update(new)
            changed.subtract(old)
        adjusted = handover.adjusted or Figures()
        differences += _compare(f"adjusted {number + 1}", adjusted, changed)
    result = _at_the_end(station, many, typed, differences)
    result |= {
        "shifts": many,
        "passages": len(typed),
        "seconds": round(time.perf_counter() - began, 1),
        "slowest_close_s": round(closing, 2),
        "differences": differences,
    }
    station.close()
    return result


def _may_change(uid: str, one: Typed, recent: set[str], dice: random.Random) -> bool:
    """Whether a passage of an earlier shift is among those that a later one may correct or follow up."""
    return uid in recent or one.is_held or dice.random() < 0.02


def _save(station: Station, one: Typed, number: int, place: int) -> str:
    """Type it, one in a hundred from paper."""
    if place % 100 == 99 and number < 190:
        day = station.today()
        saved = paper_kit.key_row(station, number + 1, place // 100 + 1, day, "0000", one.line).answer
    else:
        saved = scripted_records.record(station, one.line).answer
    return taken(saved).uid


def _change_some(station: Station, dice: random.Random, typed: dict[str, Typed], earlier: list[str]) -> None:
    """Corrections and voids, of this shift and of earlier ones; every other open case goes on."""
    recent = list(typed)[-RECENT:]
    for uid in dice.sample(recent, min(3, len(recent))) + dice.sample(earlier, min(2, len(earlier))):
        one = typed[uid]
        if one.voided or one.unread or one.is_held:
            continue
        if dice.random() < 0.4:
            corrections.void(station, uid, "误录")
            one.voided = True
        else:
            one.values, one.corrected = [364] * len(one.values), True
            corrections.correct_by_line(station, uid, one.line, "看错")
    for case in cases.open_cases(station)[::2]:
        held = typed.get(case.case.passage)
        if held is None or case.case.passage not in {*recent, *earlier}:
            continue
        _go_on(station, dice, case, held)


def _go_on(station: Station, dice: random.Random, case: OpenCase, one: Typed) -> None:
    text = dice.choice(("365e", "378a"))
    person = case.waiting
    moved = cases.take_reading(station, case.uid, text).answer
    one.later.append((person, text))
    if moved.case.state == "closed":
        one.outcome = "cleared"
    elif moved.case.state == "confirmed":
        cases.finish(station, case.uid, "referred", name="张三", phone="13800138000", place="社康")
        one.outcome = "referred"


def _compare(what: str, figures: Figures, counted: Counter[str]) -> list[str]:
    known = {name: getattr(figures, name) for name in COUNTS if name in COUNTED}
    return [f"{what} {name}: {known[name]} is not {counted[name]}" for name in known if known[name] != counted[name]]


COUNTED = (
    "vehicles",
    "persons",
    "entries",
    "exits",
    "measured",
    "abnormal",
    "not_noted",
    "without_reading",
    "corrected",
    "passages",
    "referred",
    "turned_back",
    "voided",
)


def _at_the_end(station: Station, many: int, typed: dict[str, Typed], differences: list[str]) -> Result:
    """All sheets with their corrections, the journal, and all daily reports say the same."""
    together = Figures()
    for number in range(many):
        handover = handover_sheets.sheet(station, number + 1).handover
        together = together + handover.figures + (handover.adjusted or Figures())
    counted: Counter[str] = sum((one.count() for one in typed.values()), Counter())
    differences += _compare("all sheets", together, counted)
    rows = sum(1 for _ in passage_log.rows(station))
    if rows != len(typed):
        differences.append(f"journal: {rows} is not {len(typed)}")
    first, last = local_day(BEGIN), station.today()
    of_days: Counter[str] = Counter()
    for offset in range((last - first).days + 1):
        of_days.update(asdict(daily_reports.work_out(station, first + timedelta(days=offset)).figures))
    for name in ("vehicles", "persons"):
        if of_days[name] != counted[name]:
            differences.append(f"daily reports {name}: {of_days[name]} is not {counted[name]}")
    up_to = daily_reports.work_out(station, last).cumulative
    if (up_to.vehicles, up_to.persons) != (counted["vehicles"], counted["persons"]):
        differences.append("cumulative")
    found = verification.verify(station)
    return {"entries": found.entries, "findings": len(found.findings), "persons": counted["persons"]}
