"""`station shift`: open, close, list."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from station.clock import local
from station.commands.shell import DATA, JSON, STICK, emit, guarded, new_app, opened
from station.errors import WrongSecret
from station.services import operators, shifts
from station.services.shifts import ShiftState

app = new_app("Open, close and list shifts.")


@app.command("open")
@guarded
def open_shift(
    data: Path = DATA,
    member: list[str] = typer.Option([], "--member", help="Name of someone on duty; may be repeated."),
    thermometer: list[str] = typer.Option([], "--thermometer", help="Thermometer and its calibration."),
    stick: Path | None = STICK,
) -> None:
    """Open the shift that the shift table says it is now."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        emit(_shown(shifts.open_shift(station, tuple(member), tuple(thermometer))))


@app.command("close")
@guarded
def close_shift(
    data: Path = DATA,
    incoming: str | None = typer.Option(
        None, "--incoming", help="Id or name of the incoming leader (PIN in STATION_INCOMING_PIN)."
    ),
    supply: list[str] = typer.Option([], "--supply", help="NAME=COUNT, e.g. masks=46; may be repeated."),
    remark: str = typer.Option("", "--remark"),
    stick: Path | None = STICK,
) -> None:
    """Freeze the figures and hand the shift over."""
    supplies = dict(one.partition("=")[::2] for one in supply)
    with opened(data, stick, writing=True, signing_in=True) as station:
        taking_over = station.operator
        if incoming is not None:
            found = [one for one in operators.all_operators(station) if incoming in (one.id, one.name)]
            if not found:
                raise WrongSecret("wrong_pin")
            taking_over = operators.confirm_pin(station, found[0].id, os.environ.get("STATION_INCOMING_PIN", ""))
        emit(_shown(shifts.close_shift(station, taking_over, supplies, remark)))


@app.command("list")
@guarded
def list_shifts(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """List all shifts; `shift` is the number that `station sheet --shift` takes."""
    with opened(data, stick, writing=False) as station:
        for state in shifts.list_shifts(station):
            if json:
                emit(_shown(state))
            else:
                closed = f"{local(state.closed_at):%m-%d %H:%M}" if state.closed_at else "open"
                shift = state.shift
                typer.echo(f"{shift.ordinal:>4}  {shift.day}  {shift.starts}–{shift.ends}  {closed}")


def _shown(state: ShiftState) -> dict[str, object]:
    shift = state.shift
    return {
        "shift": shift.ordinal,
        "number": shift.number,
        "day": shift.day,
        "starts": shift.starts,
        "ends": shift.ends,
        "leader": shift.leader,
        "opened_at": state.opened_at,
        "closed_at": state.closed_at,
    }
