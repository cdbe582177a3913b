"""`station backup`, `restore` and `mirror`: the second copy, and the way back from it."""

from __future__ import annotations

import os
import re
from dataclasses import asdict
from pathlib import Path

import typer

from station.clock import SystemClock, local
from station.commands.command_shell import (
    DATA,
    JSON,
    STICK,
    complain,
    emit,
    guarded,
    new_app,
    opened,
    secret,
    shown_progress,
)
from station.errors import InputError
from station.services.access.unlock_secret import Unlock
from station.services.safety import backups, restoration, second_copy
from station.services.safety.restoration import Missing, Restored
from station.services.safety.second_copy import Mirror

app = new_app("The second copy.")
PLACE = re.compile(r"E?(\d+)[-/]#?(\d+)")


@app.command("backup")
@guarded
def backup(
    data: Path = DATA,
    to: Path = typer.Option(..., "--to", help="Folder, e.g. of a stick."),
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Copy the store while it is in use, read the copy back and check it; what is printed is whole."""
    with (
        opened(data, stick, writing=True, signing_in=True) as station,
        shown_progress("backup", json=json) as progress,
    ):
        made = backups.make(station, to, progress).answer
    emit(asdict(made)) if json else typer.echo(f"{made.folder}  E{made.epoch} #{made.seq}")


@app.command("mirror")
@guarded
def mirror(
    to: Path | None = typer.Option(None, "--to", help="Choose the folder, e.g. of a stick that stays in."),
    off: bool = typer.Option(False, "--off", help="Keep no second copy any more."),
    data: Path = DATA,
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Choose where the second copy goes and bring it up to date; the desk keeps it so. Exit 1 if it is away."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        if to is not None or off:
            second_copy.choose(station, None if off else to)
        folder = second_copy.mirror_folder(station)
        with shown_progress("mirror", json=json) as progress:
            state = Mirror(station, folder).sync(progress) if folder else None
    if json:
        emit(asdict(state) if state else {"status": "off"})
    else:
        typer.echo(f"{folder}  {state.status}  behind {state.behind}" if state else "off")
    if state and state.status != "current":
        complain(state.reason, {"folder": str(folder), "file": str(folder)})
        raise typer.Exit(1)


@app.command("restore")
@guarded
def restore(
    sources: list[Path] = typer.Option(..., "--from", help="A second copy, a backup or a damaged folder; repeatable."),
    data: Path = DATA,
    sheet: str | None = typer.Option(None, "--sheet", help="Last entry the newest printed sheet names, e.g. E1-1240."),
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Make a data folder again under a new epoch; says exactly what came back and what may be lost."""
    unlock = Unlock(passphrase=secret("STATION_PASSPHRASE", "Passphrase"))
    if stick is not None:
        unlock = Unlock(pin=secret("STATION_PIN", "PIN"), stick=stick)
    paper, pin = _place(sheet), os.environ.get("STATION_PIN")
    with shown_progress("restore", json=json) as progress:
        made = restoration.restore(sources, data, unlock, SystemClock(), paper, pin, progress)
    if json:
        emit(asdict(made))
    else:
        _tell(made)


def _place(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    match = PLACE.fullmatch(text.strip())
    if match is None:
        raise InputError("not_an_entry", text=text[:20])
    return int(match[1]), int(match[2])


def _tell(made: Restored) -> None:
    typer.echo(
        f"{made.station}: {made.entries} entries, up to E{made.last[0]} #{made.last[1]}"
        f" ({local(made.last_at):%Y-%m-%d %H:%M}); goes on as E{made.epoch}, {made.request}"
    )
    for one in made.missing:
        complain("restored_missing", _facts(one))
    if made.filed_anew or made.left_out:
        complain("restored_anew", {"count": made.filed_anew, "left_out": made.left_out})
    if not made.with_settings:
        complain("restored_without_settings", {})
    known = made.possibly_lost.last is not None
    complain("restored_possibly_lost" if known else "restored_later_unknown", _facts(made.possibly_lost))


def _facts(one: Missing) -> dict[str, object]:
    return {"epoch": one.epoch, "first": one.first, "last": one.last}
