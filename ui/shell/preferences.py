"""What a desk is set to: language, theme, text size, sound. Kept beside the store; never worth an error."""

from __future__ import annotations

from pathlib import Path

import msgspec

from station.errors import StationError
from station.files import read_limited, write_durably

FILE_NAME = "desk.json"


class Preferences(msgspec.Struct):
    """`night` is None while the clock decides."""

    language: str = ""
    night: bool | None = None
    percent: int = 100
    muted: bool = False


def read(folder: Path) -> Preferences:
    """The preferences of a data folder, the usual ones if there are none or they cannot be read."""
    try:
        return msgspec.json.decode(read_limited(folder / FILE_NAME, 10_000), type=Preferences)
    except (OSError, StationError, msgspec.DecodeError):
        return Preferences()


def write(folder: Path, preferences: Preferences) -> None:
    """Keep them."""
    try:
        write_durably(folder / FILE_NAME, msgspec.json.encode(preferences))
    except (OSError, StationError):
        return
