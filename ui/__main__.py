"""Start of the program: `station`, `python -m ui`, and the packaged one."""

from __future__ import annotations


def main() -> None:
    """Run the command line; without a command it opens the desk."""
    from ui.commands import build

    build()()


if __name__ == "__main__":
    main()
