"""`station`: the Qt-free commands put together; the desk mounts its own on top of them."""

from __future__ import annotations

import typer

from station.commands import (
    check_commands,
    copy_commands,
    duty_commands,
    export_commands,
    key_slot_commands,
    late_entry_commands,
    list_commands,
    pass_commands,
    record_commands,
    report_commands,
    retention_commands,
    set_up_commands,
    shift_commands,
)
from station.commands.command_shell import add_root, new_app, speak_utf8

AT_THE_TOP = (
    set_up_commands.app,
    record_commands.app,
    export_commands.app,
    list_commands.app,
    late_entry_commands.app,
    duty_commands.moving_app,
    copy_commands.app,
    retention_commands.wipe_app,
)


def build() -> typer.Typer:
    """A fresh app with every Qt-free command."""
    app = new_app("Checkpoint station.")
    for group in AT_THE_TOP:
        app.registered_commands += group.registered_commands
    app.add_typer(check_commands.app, name="check")
    app.add_typer(shift_commands.app, name="shift")
    app.add_typer(pass_commands.app, name="pass")
    app.add_typer(key_slot_commands.app, name="key")
    app.add_typer(retention_commands.app, name="retention")
    app.add_typer(set_up_commands.operator_app, name="operator")
    app.add_typer(list_commands.rules_app, name="rules")
    app.add_typer(late_entry_commands.paper_app, name="paper")
    app.add_typer(report_commands.app, name="report")
    app.add_typer(duty_commands.incident_app, name="incident")
    app.add_typer(duty_commands.supply_app, name="supply")
    app.add_typer(duty_commands.round_app, name="round")
    return app


def main() -> None:
    """Run the Qt-free commands."""
    speak_utf8()
    app = build()

    add_root(app)
    app()
