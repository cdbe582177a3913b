"""`station key`: who can unlock the laptop; a new passphrase, a stick, and recovery when everybody forgot."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from station.clock import SystemClock
from station.commands.command_shell import DATA, JSON, STICK, complain, emit, guarded, new_app, opened, secret
from station.commands.text_tables import NUMBER, WORD, Table
from station.services.access import key_slots, passphrases, recovery_request

app = new_app("Who can unlock the laptop: passphrases, sticks, recovery.")


def _new_passphrase(made: dict[str, str]) -> str:
    """NEW_PASSPHRASE, else a generated one, which the caller shows."""
    given = os.environ.get("NEW_PASSPHRASE")
    if not given:
        given = made["passphrase"] = passphrases.generated()
    return given


def _say(shown: dict[str, object], made: dict[str, str], json: bool) -> None:
    if json:
        emit({**shown, **made})
        return
    typer.echo("  ".join(str(value) for value in shown.values()))
    for value in made.values():
        complain("passphrase_shown_once", {})
        typer.echo(value)


@app.command("list")
@guarded
def list_slots(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Show every slot: its number and what opens it."""
    with opened(data, stick, writing=False) as station, Table(NUMBER, WORD) as rows:
        for slot in key_slots.list_slots(station):
            emit({"slot": slot.number, "kind": slot.kind}) if json else rows.add(slot.number, slot.kind)


@app.command("change")
@guarded
def change(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Put one new passphrase in the place of all old ones (NEW_PASSPHRASE, or a generated one)."""
    made: dict[str, str] = {}
    with opened(data, stick, writing=True, signing_in=True) as station:
        slot = key_slots.change_passphrase(station, _new_passphrase(made)).answer
    _say({"slot": slot.number, "kind": slot.kind}, made, json)


@app.command("add")
@guarded
def add(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Add a passphrase beside those there are."""
    made: dict[str, str] = {}
    with opened(data, stick, writing=True, signing_in=True) as station:
        slot = key_slots.add_passphrase(station, _new_passphrase(made)).answer
    _say({"slot": slot.number, "kind": slot.kind}, made, json)


@app.command("add-stick")
@guarded
def add_stick(
    to: Path = typer.Option(..., "--to", help="Folder of the stick."), data: Path = DATA, json: bool = JSON
) -> None:
    """Let a stick open the laptop together with a PIN (NEW_PIN, or a prompt)."""
    with opened(data, writing=True, signing_in=True) as station:
        slot = key_slots.add_stick(station, to, secret("NEW_PIN", "PIN")).answer
    _say({"slot": slot.number, "kind": slot.kind}, {}, json)


@app.command("remove")
@guarded
def remove(number: int, data: Path = DATA, stick: Path | None = STICK) -> None:
    """Take a slot out, e.g. of a stick that was lost; the last passphrase and the last recovery stay."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        key_slots.remove_slot(station, number)


@app.command("forgot")
@guarded
def forgot(
    to: Path = typer.Option(..., "--to", help="Folder for the request, e.g. of a stick."),
    data: Path = DATA,
    json: bool = JSON,
) -> None:
    """Nobody can unlock: write a request for the centre and choose the passphrase that will open."""
    made: dict[str, str] = {}
    asked = recovery_request.ask(data, to, _new_passphrase(made))
    _say({"file": asked.file, "fingerprint": asked.fingerprint}, made, json)


@app.command("recover")
@guarded
def recover(answer: Path, data: Path = DATA) -> None:
    """Take the centre's answer; the passphrase chosen when asking opens from now on."""
    recovery_request.take(data, answer, secret("STATION_PASSPHRASE", "Passphrase"), SystemClock())
