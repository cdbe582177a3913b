"""Colours of day and night, and the style sheet made from them: the one home of tokens."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from station.paths import resource_text

FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


@dataclass(frozen=True)
class Theme:
    """Named colours; a widget never holds a colour of its own."""

    name: str
    bg: str
    surface: str
    line: str
    ink: str
    dim: str
    brand: str
    header: str
    on_header: str
    on_brand: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    selected: str
    bar: str
    key: str


DAY = Theme(
    "day",
    bg="#eef1f4",
    surface="#ffffff",
    line="#d9dfe5",
    ink="#16202a",
    dim="#566575",
    brand="#0b5a8f",
    header="#0b5a8f",
    on_header="#ffffff",
    on_brand="#ffffff",
    ok="#146c3c",
    ok_bg="#e6f4ec",
    warn="#8f5200",
    warn_bg="#fff4e0",
    bad="#b3202a",
    bad_bg="#fdecec",
    selected="#e2effa",
    bar="#c9dcec",
    key="#f7f9fb",
)
NIGHT = Theme(
    "night",
    bg="#12171c",
    surface="#1b2229",
    line="#35404b",
    ink="#d6dde4",
    dim="#93a1af",
    brand="#6fb3e0",
    header="#0e2a40",
    on_header="#d6e6f2",
    on_brand="#0c1a26",
    ok="#6fcf97",
    ok_bg="#1b3327",
    warn="#f0b860",
    warn_bg="#3a2d15",
    bad="#ff8b8f",
    bad_bg="#40202a",
    selected="#22384a",
    bar="#3a5064",
    key="#252e37",
)


SIZES = (100, 112, 125)  # percent of the standard text size
PIXELS = re.compile(r"(\d+)px")
_scale = {"percent": 100}


def px(pixels: float) -> int:
    """A length of the standard text size in the size in force."""
    return round(pixels * _scale["percent"] / 100)


def apply(application: QApplication, theme: Theme, percent: int = 100) -> None:
    """Give the whole program a theme and a text size."""
    _scale["percent"] = percent
    installed = set(QFontDatabase.families())
    family = next((name for name in FAMILIES if name in installed), application.font().family())
    font = QFont(family)
    font.setPixelSize(px(14))
    application.setFont(font)
    sheet = Template(resource_text("styles/station.qss")).substitute(asdict(theme))
    application.setStyleSheet(PIXELS.sub(lambda match: f"{_scaled(int(match[1]))}px", sheet))
    application.setProperty("theme", theme.name)


def _scaled(pixels: int) -> int:
    """Hair lines stay hair lines."""
    return pixels if pixels <= 3 else px(pixels)


def current(application: QCoreApplication | None) -> Theme:
    """The theme in force; day where no program runs."""
    is_night = application is not None and application.property("theme") == "night"
    return NIGHT if is_night else DAY


def percent() -> int:
    """The text size in force, percent."""
    return _scale["percent"]
