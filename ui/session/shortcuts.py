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
    DISPOSITION = "F6"
    NEXT_PERSON = "F7"
    EXPORT = "F8"
    SHIFT = "F9"
    REPEAT = "F10"
    NIGHT = "F11"
    LOCK = "F12"
    BACK = "Esc"
    UNDO = "Ctrl+Z"
    FILTER = "Ctrl+F"
    HISTORY = "Ctrl+H"
    PRINT = "Ctrl+P"
    LANGUAGE = "Ctrl+L"
    SIZE = "Ctrl+T"
    MUTE = "Ctrl+M"
    SCAN_TEST = "Ctrl+K"
    DRILL = "Ctrl+D"
    REPORT = "Ctrl+R"
    INCIDENTS = "Ctrl+I"
    ROUNDS = "Ctrl+J"
    PAPER = "Ctrl+B"
    IMPORT = "Ctrl+O"
    THERMOMETER = "Ctrl+G"
    ANNOUNCE = "Ctrl+E"
    SAFETY = "Ctrl+S"


VIEW_KEYS = tuple(f"Ctrl+{number}" for number in range(1, 7))  # views of the log, in its order
CREW_KEYS = tuple(f"Alt+{number}" for number in range(1, 10))  # members of the crew in the car
