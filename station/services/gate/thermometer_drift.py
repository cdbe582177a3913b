"""Whether one thermometer has begun to read differently from the others, from the newest normal readings."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from station.services.log import passage_log
from station.services.opened_station import Station

LOOKED_AT = 400  # newest passages


@dataclass(frozen=True)
class Drift:
    """A thermometer whose running median left the others': tenths of a degree above (below: negative) them."""

    thermometer: str
    tenths: int
    readings: int


def drifts(station: Station) -> list[Drift]:
    """Thermometers whose median of the newest readings differs from the others' by more than the rules allow.

    Only first forehead readings from 35.0 on are compared, fever among them: a gun that shows everybody
    feverish is what this is for. The median bears the few who really are.
    """
    values: dict[str, list[int]] = {}
    for row in passage_log.newest_rows(station, LOOKED_AT):
        if row.passage.voided:
            continue
        for person in row.passage.persons:
            first = person.readings[0] if person.readings else None
            if first and first.thermometer and first.tenths and first.site == "forehead":
                values.setdefault(first.thermometer, []).append(first.tenths)
    enough = station.rules.drift_readings
    newest = {name: readings[:enough] for name, readings in values.items() if len(readings) >= enough}
    found = []
    for name, readings in newest.items():
        others = [value for other, more in newest.items() if other != name for value in more]
        if others:
            apart = round(median(readings) - median(others))
            if abs(apart) >= station.rules.drift_tenths:
                found.append(Drift(name, apart, len(readings)))
    return _guilty(found, newest)


def _guilty(found: list[Drift], newest: dict[str, list[int]]) -> list[Drift]:
    """Of two thermometers nobody can say which is wrong: both are named; of more, the one farthest away."""
    if len(newest) <= 2 or len(found) <= 1:
        return found
    return [max(found, key=lambda one: abs(one.tenths))]
