"""`centre window`: the centre's window, mounted on its Qt-free commands; the console script `centre`."""

from __future__ import annotations

import typer

from station.commands import centre_program
from station.commands.centre_shell import AT
from station.commands.command_shell import guarded, speak_utf8
from station.services.centre import clerk_desk
from ui.shell import qt_platform


@guarded
def window(at: str = AT) -> None:
    """Open the window: sticks, lists, the street."""
    clerk_desk.require_centre(at)
    qt_platform.choose()
    from ui.centre.centre_window import run_centre  # Qt is loaded only where a window is wanted

    raise typer.Exit(run_centre(at))


def build() -> typer.Typer:
    """Every command of `centre`."""
    if not any(command.callback is window for command in centre_program.app.registered_commands):
        centre_program.app.command("window")(window)
    return centre_program.app


def main() -> None:
    """Run the centre's commands."""
    speak_utf8()
    build()()
