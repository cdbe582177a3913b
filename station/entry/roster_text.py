"""The roster and the thermometers of a shift as they are typed: one person a line, one thermometer a word.

`张三 医护 社康中心 *` is a medic of a party pioneer post; `-` marks somebody planned who did not come, `+`
somebody who came without being planned. `1:365/366` is thermometer 1, which read 36.5 beside an axillary 36.6.
"""

from __future__ import annotations

import re

from station.entry.normal import line_text
from station.entry.problem import Problem
from station.messages import LANGUAGES, label
from station.records.shift import DUTY_ROLES, Duty, DutyRole, Thermometer

PIONEER, ABSENT, UNPLANNED = "*", "-", "+"
LONGEST_NAME = 30
MOST_DUTIES = 80
ALSO_SAID: dict[str, DutyRole] = {
    "民警": "police",
    "辅警": "police",
    "警察": "police",
    "医生": "medic",
    "护士": "medic",
    "医务": "medic",
    "社工": "community",
    "网格": "grid_officer",
    "义工": "volunteer",
    "值守": "volunteer",
    "物业": "security",
}
THERMOMETER = re.compile(r"([0-9A-Z]{1,6})(?:[:=]([0-9]{3})/([0-9]{3}))?", re.IGNORECASE)


def read_roster(text: str) -> tuple[Duty, ...] | Problem:
    """Who is on duty, or the first line that cannot be; `candidates` of a problem hold the line's number."""
    found: list[Duty] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line_text(line.replace("，", " ").replace(",", " ").replace("＊", "*")).split()
        if not words:
            continue
        marks = {word for word in words if word in (PIONEER, ABSENT, UNPLANNED)}
        rest = [word for word in words if word not in marks]
        name = rest[0] if rest else ""
        if not name or role_of(name) or len(name) > LONGEST_NAME:
            return Problem("roster_name_missing", "roster", candidates=(str(number),))
        if name in {one.name for one in found}:
            return Problem("roster_name_doubled", "roster", candidates=(str(number),))
        roles = [role for role in map(role_of, rest[1:]) if role]
        agency = " ".join(word for word in rest[1:] if not role_of(word))
        if len(roles) > 1:
            return Problem("roster_two_roles", "roster", candidates=(str(number),))
        found.append(
            Duty(
                name=name,
                role=roles[0] if roles else "volunteer",
                agency=agency[:60],
                planned=UNPLANNED not in marks,
                present=ABSENT not in marks,
                pioneer=PIONEER in marks,
            )
        )
    if len(found) > MOST_DUTIES:
        return Problem("roster_too_long", "roster")
    return tuple(found)


def roster_text(roster: tuple[Duty, ...], language: str) -> str:
    """The roster as it would be typed, to be changed."""
    lines = []
    for one in roster:
        marks = ((PIONEER, one.pioneer), (ABSENT, not one.present), (UNPLANNED, not one.planned))
        words = (one.name, label("duty_role", one.role, language), one.agency, *(mark for mark, on in marks if on))
        lines.append(" ".join(word for word in words if word))
    return "\n".join(lines)


def role_of(word: str) -> DutyRole | None:
    """The role that a word means in either language, by a usual other name, or by its code."""
    if word in ALSO_SAID:
        return ALSO_SAID[word]
    wanted = word.casefold().replace("_", " ")
    for role in DUTY_ROLES:
        names = {role.replace("_", " "), *(label("duty_role", role, one).casefold() for one in LANGUAGES)}
        if wanted in names:
            return role
    return None


def read_thermometers(text: str) -> tuple[Thermometer, ...] | Problem:
    """The thermometers in use with their calibration, or what is wrong with the first that cannot be."""
    found: list[Thermometer] = []
    for word in line_text(text.replace("，", " ").replace(",", " ").replace("、", " ")).split():
        match = THERMOMETER.fullmatch(word)
        if not match:
            return Problem("thermometer_form", "thermometers", text=word[:20])
        number = match[1].upper()
        if number in {one.number for one in found}:
            return Problem("thermometer_doubled", "thermometers", text=number)
        reading, reference = (int(match[2]), int(match[3])) if match[2] else (None, None)
        found.append(Thermometer(number, reading, reference))
    return tuple(found)


def thermometers_text(thermometers: tuple[Thermometer, ...]) -> str:
    """The thermometers as they would be typed."""
    return " ".join(
        one.number if one.reading is None else f"{one.number}:{one.reading}/{one.reference}" for one in thermometers
    )
