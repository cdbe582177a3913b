"""Start of the program: `station`, `python -m ui`, and the packaged one."""

from __future__ import annotations

import sys
from pathlib import Path

from station.paths import default_data_folder


def main() -> None:
    """Run the command line; without a command it opens the desk, and the desk alone is imported."""
    folder = _desk_folder(sys.argv[1:])
    if folder is not None and _is_station(folder):
        raise SystemExit(_open_desk(folder))
    from station.commands.command_shell import speak_utf8
    from ui.commands.desk_commands import build

    speak_utf8()

    build()()


def _desk_folder(arguments: list[str]) -> Path | None:
    """The data folder if nothing but the desk is asked for: no argument, or `--data FOLDER`."""
    if not arguments:
        return default_data_folder()
    if len(arguments) == 2 and arguments[0] == "--data" and not arguments[1].startswith("-"):
        return Path(arguments[1])
    return None


def _is_station(folder: Path) -> bool:
    """Whether the desk can open here; if not, the command line says why."""
    from station.errors import StationError
    from station.services.access.unlock_secret import shown_station

    try:
        shown_station(folder)
    except (StationError, OSError):
        return False
    return True


def _open_desk(folder: Path) -> int:
    from ui.shell import qt_platform

    qt_platform.choose()
    from ui.shell.application import run_desk

    return run_desk(folder)


if __name__ == "__main__":
    main()
