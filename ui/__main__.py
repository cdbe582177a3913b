"""Start of the program: `station`, `python -m ui`, and the packaged one."""

from __future__ import annotations


def main() -> None:
    """Run the command line; without a command it opens the desk."""
    from station.commands.shell import speak_utf8
    from ui.commands import build

    speak_utf8()

    build()()


if __name__ == "__main__":
    main()
