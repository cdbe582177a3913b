"""`station`: the Qt-free commands put together; the desk mounts its own on top of them."""

from __future__ import annotations

import typer

from station import __version__
from station.commands import check, exchange, passes, record, setting_up, shift
from station.commands.shell import new_app, speak_utf8


def build() -> typer.Typer:
    """A fresh app with every Qt-free command."""
    app = new_app("Checkpoint station.")
    for group in (setting_up.app, record.app, exchange.app):
        app.registered_commands += group.registered_commands
    app.add_typer(check.app, name="check")
    app.add_typer(shift.app, name="shift")
    app.add_typer(passes.app, name="pass")
    app.add_typer(setting_up.operator_app, name="operator")
    return app


def version_option(value: bool) -> None:
    """Print the version and leave."""
    if value:
        typer.echo(f"station {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the Qt-free commands."""
    speak_utf8()
    app = build()

    @app.callback(invoke_without_command=True)
    def _root(
        context: typer.Context,
        version: bool = typer.Option(False, "--version", callback=version_option, is_eager=True),
    ) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    app()
