"""Every key of the desk in one place."""

from __future__ import annotations

from enum import StrEnum


class Shortcut(StrEnum):
    """A key and what it does; the page that answers it carries the same name."""

    HELP = "F1"
    FORM = "F2"
    CAMERA = "F3"
    CASES = "F4"
    PASSES = "F5"
    EXPORT = "F8"
    SHIFT = "F9"
    NIGHT = "F11"
    LOCK = "F12"
    PRINT = "Ctrl+P"
    FILTER = "Ctrl+F"
    DISPOSITION = "F6"
    NEXT_PERSON = "F7"
    LANGUAGE = "Ctrl+L"
    BACK = "Esc"
