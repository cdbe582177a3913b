"""Vehicle plates: normalise and check (GA 36-2018, from implementations; domain 3.7)."""

from __future__ import annotations

import re

from station.entry import normal
from station.entry.problem import Problem
from station.records.passage import Vehicle

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PREFIX_CODES = dict(
    zip(
        [
            "BJ",
            "TJ",
            "HE",
            "SX",
            "NM",
            "LN",
            "JL",
            "HL",
            "SH",
            "JS",
            "ZJ",
            "AH",
            "FJ",
            "JX",
            "SD",
            "HA",
            "HB",
            "HN",
            "GD",
            "GX",
            "HI",
            "CQ",
            "SC",
            "GZ",
            "YN",
            "XZ",
            "SN",
            "GS",
            "QH",
            "NX",
            "XJ",
        ],
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新",
        strict=True,
    )
)
_L = "A-HJ-NP-Z"
_A = _L + "0-9"
_P = PROVINCES
PLATES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("ordinary", rf"[{_P}][{_L}O](?=(?:[0-9]*[{_L}]){{0,2}}[0-9]*$)[{_A}]{{5}}"),
        ("new_energy_small", rf"[{_P}][{_L}][DABCEFGHJK][{_A}][0-9]{{4}}"),
        ("new_energy_large", rf"[{_P}][{_L}][0-9]{{5}}[DABCEFGHJK]"),
        ("police", rf"[{_P}][{_L}O][{_A}]{{4}}警"),
        ("trainer", rf"[{_P}][{_L}][{_A}]{{4}}学"),
        ("trailer", rf"[{_P}][{_L}][{_A}]{{4}}挂"),
        ("special", rf"[{_P}][{_L}][{_A}]{{4}}[试超]"),
        ("hk_mo", rf"粤Z[{_A}]{{4}}[港澳]"),
        ("consulate", rf"[{_P}](?:[{_L}][0-9]{{4}}|[0-9]{{5}})领"),
        ("embassy", r"使[0-9]{6}|[0-9]{6}使"),
        ("emergency", rf"[{_P}][XS][0-9]{{4}}应急"),
        ("armed_police", rf"WJ[{_P}]?[0-9]{{4}}[0-9{_L}]"),
        ("military", rf"[{_L}]{{2}}[0-9]{{5}}"),
    )
)
RARE = re.compile(rf"[{_P}][{_L}][{_A}]{{5}}")
LOOKALIKES = str.maketrans("OI", "01")
PLATE_TYPES: tuple[str, ...] = (*(name for name, _ in PLATES), "none")


def plate_type(plate: str) -> str | None:
    """The type of a normalised plate, or None if no pattern fits it whole."""
    return next((name for name, pattern in PLATES if pattern.fullmatch(plate)), None)


def read_plate(text: str) -> Vehicle | Problem:
    """A full plate with its province character, or why it is none."""
    plate = normal.identifier(text)
    kind = plate_type(plate)
    if kind:
        return Vehicle(plate, kind)
    corrected = correct_lookalikes(plate)
    if corrected:
        return Problem("plate_letter", "plate", candidates=(corrected,), text=text)
    if RARE.fullmatch(plate):
        return Problem("rare_plate", "plate", "warning", text=text)
    return Problem("invalid_plate", "plate", text=text)


def correct_lookalikes(plate: str) -> str | None:
    """The valid plate behind a serial typed with O or I, which no serial holds; else None."""
    corrected = plate[:2] + plate[2:].translate(LOOKALIKES)
    return corrected if corrected != plate and plate_type(corrected) else None


def looks_full(token: str) -> bool:
    """Whether a token claims to be a full plate: a province, WJ, an embassy or a military form."""
    kind = plate_type(token)
    return bool(kind) or token[:1] in PROVINCES or (token.startswith("WJ") and len(token) >= 7)


def serial_candidates(serial: str, default_prefix: str, province: str, energy: str) -> tuple[str, ...]:
    """The plates that a serial without its province can mean; `energy` are the letters in use."""
    found = []
    if len(serial) == 5 and plate_type(default_prefix + serial) == "ordinary":
        found.append(default_prefix + serial)
    if len(serial) == 6:
        kind = plate_type(default_prefix + serial)
        letter = serial[0] if kind == "new_energy_small" else serial[-1]
        if kind in ("new_energy_small", "new_energy_large") and letter in energy:
            found.append(default_prefix + serial)
        if plate_type(province + serial) == "ordinary":
            found.append(province + serial)
    return tuple(found)
