"""`station set-up` and `station operator`: a new checkpoint and who works at it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import typer

from station.clock import SystemClock
from station.commands.command_shell import DATA, JSON, emit, guarded, new_app, opened, secret
from station.records.operator import Role
from station.services.access import operators, passphrases
from station.services.access.data_folder import SetUp, set_up
from station.services.exchange import station_files

app = new_app("Set up a checkpoint.")
operator_app = new_app("Operators and their PINs.")


@app.command("set-up")
@guarded
def set_up_station(
    data: Path = DATA,
    checkpoint: str = typer.Option(..., "--checkpoint", help="Code of the checkpoint, e.g. CP17."),
    name: str = typer.Option(..., "--name", help="Name of the checkpoint as printed."),
    centre: Path | None = typer.Option(None, "--centre", help="The centre's card file."),
    stick: Path | None = typer.Option(None, "--stick", help="Folder of a stick that opens with the PIN."),
    replaces: Path | None = typer.Option(None, "--replaces", help="The centre's file for a lost laptop's successor."),
    leader: str = typer.Option("班长", "--leader", help="Name of the first leader."),
    json: bool = JSON,
) -> None:
    """Make a data folder; STATION_PASSPHRASE unlocks it, STATION_PIN is the first leader's."""
    made: dict[str, str] = {}
    passphrase = os.environ.get("STATION_PASSPHRASE")
    if not passphrase:
        passphrase = made["passphrase"] = passphrases.generated()
    pin = os.environ.get("STATION_PIN")
    if not pin:
        pin = made["pin"] = f"{secrets.randbelow(1_000_000):06d}"
    asked = SetUp(data, checkpoint, name, passphrase, pin, leader, centre, stick, replaces)
    request = set_up(asked, SystemClock())
    shown = station_files.fingerprint_of(request)
    if json:
        facts = {"data": str(data), "checkpoint": checkpoint, "request": str(request), "fingerprint": shown}
        emit({**facts, **made})
        return
    typer.echo(f"{checkpoint} {name}: {data}\n{request}  {shown}")
    for what, value in made.items():
        typer.echo(f"{what} (write it down, it is shown once): {value}")


@operator_app.command("add")
@guarded
def add(
    name: str,
    data: Path = DATA,
    leader: bool = typer.Option(False, "--leader", help="May hand over shifts."),
) -> None:
    """Add an operator; NEW_PIN or a prompt gives the PIN."""
    role: Role = "leader" if leader else "volunteer"
    with opened(data, writing=True, signing_in=True) as station:
        added = operators.new_operator(station, name, role, secret("NEW_PIN", "PIN")).answer
    emit({"id": added.id, "name": added.name, "role": added.role})


@operator_app.command("list")
@guarded
def list_all(data: Path = DATA) -> None:
    """List the operators."""
    with opened(data, writing=False) as station:
        for one in operators.all_operators(station):
            emit({"id": one.id, "name": one.name, "role": one.role})
