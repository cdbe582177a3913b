"""What every command of the centre shares: where it is, and opening it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from station.clock import SystemClock
from station.commands.command_shell import secret
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Centre

AT = typer.Option(..., "--at", help="Folder of the centre, or postgresql://user@host/database.", show_default=False)


@contextmanager
def opened(at: str) -> Iterator[Centre]:
    """The centre at a place, closed again whatever happens; CENTRE_PASSPHRASE unlocks it."""
    clerk_desk.require_centre(at)  # a missing folder is said before a passphrase is asked for
    centre = clerk_desk.open_centre(at, secret("CENTRE_PASSPHRASE", "Passphrase"), SystemClock())
    try:
        yield centre
    finally:
        centre.close()
