"""`station`: the Qt-free commands put together; the desk mounts its own on top of them."""

from __future__ import annotations

import typer

from station.commands import (
    check,
    copies,
    duties,
    exchange,
    keys,
    later,
    passes,
    record,
    reference,
    report,
    retention,
    setting_up,
    shift,
)
from station.commands.shell import add_root, new_app, speak_utf8

AT_THE_TOP = (
    setting_up.app,
    record.app,
    exchange.app,
    reference.app,
    later.app,
    duties.moving_app,
    copies.app,
    retention.wipe_app,
)


def build() -> typer.Typer:
    """A fresh app with every Qt-free command."""
    app = new_app("Checkpoint station.")
    for group in AT_THE_TOP:
        app.registered_commands += group.registered_commands
    app.add_typer(check.app, name="check")
    app.add_typer(shift.app, name="shift")
    app.add_typer(passes.app, name="pass")
    app.add_typer(keys.app, name="key")
    app.add_typer(retention.app, name="retention")
    app.add_typer(setting_up.operator_app, name="operator")
    app.add_typer(reference.rules_app, name="rules")
    app.add_typer(later.paper_app, name="paper")
    app.add_typer(report.app, name="report")
    app.add_typer(duties.incident_app, name="incident")
    app.add_typer(duties.supply_app, name="supply")
    app.add_typer(duties.round_app, name="round")
    return app


def main() -> None:
    """Run the Qt-free commands."""
    speak_utf8()
    app = build()

    add_root(app)
    app()
