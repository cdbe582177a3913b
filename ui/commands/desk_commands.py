"""The commands that need Qt, mounted on the Qt-free ones: the desk, the demo, printing to PDF."""

from __future__ import annotations

from pathlib import Path

import typer

from station.clock import SystemClock
from station.commands import pass_commands
from station.commands import station_program as core
from station.commands.command_shell import DATA, STICK, emit, guarded, opened, version_option
from station.errors import FolderProblem
from station.messages import user_language
from station.paths import default_data_folder
from station.services.access import operators
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.gate import access_passes
from ui.centre import commands as centre_commands
from ui.commands import print_commands
from ui.shell import qt_platform

PRACTICE_PASSPHRASE = "practice"
PRACTICE_LEADER_PIN, PRACTICE_PIN = "1234", "1111"
PRACTICE_NOTE = "练习卡点：口令 practice，班长 PIN 1234，值守 PIN 1111\nPractice: passphrase practice, PIN 1234 / 1111"


def build() -> typer.Typer:
    """Every command of `station`."""
    app = core.build()
    app.command("demo")(demo)
    print_commands.mount(app)
    app.add_typer(centre_commands.build(), name="centre")  # the packaged program is one for both
    app.callback(invoke_without_command=True)(root)
    pass_group = next(group for group in app.registered_groups if group.name == "pass")
    assert pass_group.typer_instance is pass_commands.app
    pass_commands.app.command("print")(print_pass)
    return app


@guarded
def root(
    context: typer.Context,
    data: Path | None = typer.Option(None, "--data", help="Data folder; default: this user's."),
    practice: bool = typer.Option(False, "--practice", help="Open the practice checkpoint."),
    version: bool = typer.Option(False, "--version", callback=version_option, is_eager=True),
) -> None:
    """Open the desk, or run one of the commands."""
    if context.invoked_subcommand is not None:
        return
    qt_platform.choose()
    from ui.shell.application import run_desk  # Qt is loaded only where a window is wanted

    if practice:
        folder = default_data_folder() / "practice"
        _make_practice(folder)
        raise typer.Exit(run_desk(folder, PRACTICE_NOTE))
    raise typer.Exit(run_desk(data or default_data_folder()))


def _make_practice(folder: Path) -> None:
    """A practice checkpoint with a leader and a volunteer, made at its first use."""
    clock = SystemClock()
    asked = SetUp(folder, "CP99", "练习卡点", PRACTICE_PASSPHRASE, PRACTICE_LEADER_PIN, "班长甲")
    try:
        set_up(asked, clock)
    except FolderProblem as error:
        if error.code != "already_set_up":
            raise
        return
    station = open_station(folder, Unlock(passphrase=PRACTICE_PASSPHRASE), clock, writing=True)
    try:
        operators.new_operator(station, "值守甲", "volunteer", PRACTICE_PIN)
    finally:
        station.close()


@guarded
def demo(
    out: Path = typer.Option(..., "--out", help="Empty folder for what the demo makes."),
    stations: int = typer.Option(3, "--stations", min=1, max=9),
    passages: int = typer.Option(300, "--passages", min=12),
    seed: int = typer.Option(1, "--seed"),
    sabotage: str | None = typer.Option(None, "--sabotage", hidden=True, help="Prove that it notices."),
) -> None:
    """Drive the real desk by keys on a practice street; exit 0 only if the centre's figures are the script's."""
    qt_platform.choose()
    from ui.demo.run import run_demo

    raise typer.Exit(run_demo(out, stations, passages, seed, sabotage))


@guarded
def print_pass(
    serial: str,
    data: Path = DATA,
    pdf: Path = typer.Option(..., "--pdf", help="Where to write the card (A6)."),
    stick: Path | None = STICK,
) -> None:
    """Write the card of a pass issued here as a PDF."""
    qt_platform.choose(offscreen=True)
    from PySide6.QtWidgets import QApplication

    from ui.language.translations import Language
    from ui.passes.pass_card import write_pass_pdf
    from ui.shell.application import new_application

    application = new_application(["station"])
    Language(application, user_language())
    with opened(data, stick, writing=False) as station:
        issued = access_passes.find(station, serial)
        token = access_passes.token_of(station, issued)
        write_pass_pdf(issued, token, station.name, pdf, QApplication.font().family())
    emit({"pdf": str(pdf), "serial": access_passes.printed_serial(issued)})
