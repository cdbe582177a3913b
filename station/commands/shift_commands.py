"""`station shift`: open, close, list."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from station.clock import local
from station.commands.command_shell import DATA, JSON, STICK, emit, guarded, new_app, opened
from station.commands.text_tables import NUMBER, WORD, Column, Table
from station.entry.problem import taken
from station.entry.roster_text import read_roster, read_thermometers
from station.errors import Refused, WrongSecret
from station.messages import label, sentence, user_language
from station.services.access import operators
from station.services.shift import handover_sheets, shifts
from station.services.shift.handover_sheets import Comparison
from station.services.shift.shifts import ShiftState

app = new_app("Open, close and list shifts.")


@app.command("open")
@guarded
def open_shift(
    data: Path = DATA,
    member: list[str] = typer.Option([], "--member", help="NAME [ROLE] [AGENCY] [*] of someone on duty; repeatable."),
    thermometer: list[str] = typer.Option([], "--thermometer", help="NUMBER[:READING/REFERENCE], e.g. 1:365/366."),
    stick: Path | None = STICK,
) -> None:
    """Open the shift that the shift table says it is now."""
    roster, guns = taken(read_roster("\n".join(member))), taken(read_thermometers(" ".join(thermometer)))
    with opened(data, stick, writing=True, signing_in=True) as station:
        emit(_shown(shifts.open_shift(station, roster, guns).answer))


@app.command("close")
@guarded
def close_shift(
    data: Path = DATA,
    incoming: str | None = typer.Option(
        None, "--incoming", help="Id or name of the incoming leader (PIN in STATION_INCOMING_PIN)."
    ),
    supply: list[str] = typer.Option([], "--supply", help="NAME=COUNT, e.g. masks=46; may be repeated."),
    remark: str = typer.Option("", "--remark"),
    weather: str = typer.Option("", "--weather", help="Weather and outside temperature."),
    stick: Path | None = STICK,
) -> None:
    """Freeze the figures and hand the shift over."""
    counted = dict(one.partition("=")[::2] for one in supply)
    if not all(number.isascii() and number.isdigit() for number in counted.values()):
        raise Refused("supply_number", field="supply")
    has = {name: int(number) for name, number in counted.items()}
    with opened(data, stick, writing=True, signing_in=True) as station:
        taking_over = station.operator
        if incoming is not None:
            found = [one for one in operators.all_operators(station) if incoming in (one.id, one.name)]
            if not found:
                raise WrongSecret("wrong_pin")
            taking_over = operators.confirm_pin(station, found[0].id, os.environ.get("STATION_INCOMING_PIN", "")).answer
        emit(_shown(shifts.close_shift(station, taking_over, has, remark, weather).answer))


@app.command("list")
@guarded
def list_shifts(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """List all shifts; `shift` is the number that `station sheet --shift` takes."""
    columns = (Column(at_least=4, right=True), WORD, WORD, WORD)
    with opened(data, stick, writing=False) as station, Table(*columns) as rows:
        for state in shifts.list_shifts(station):
            if json:
                emit(_shown(state))
            else:
                closed = f"{local(state.closed_at):%m-%d %H:%M}" if state.closed_at else "open"
                shift = state.shift
                rows.add(shift.ordinal, shift.day, f"{shift.starts}–{shift.ends}", closed)


@app.command("roster")
@guarded
def roster(
    data: Path = DATA,
    member: list[str] = typer.Option([], "--member", help="NAME [ROLE] [AGENCY] [*|-|+]; repeatable."),
    thermometer: list[str] = typer.Option([], "--thermometer", help="NUMBER[:READING/REFERENCE]; repeatable."),
    stick: Path | None = STICK,
) -> None:
    """Change who is on duty, and which thermometers, while the shift goes on."""
    people, guns = taken(read_roster("\n".join(member))), taken(read_thermometers(" ".join(thermometer)))
    with opened(data, stick, writing=True, signing_in=True) as station:
        emit(_shown(shifts.revise_roster(station, people, guns).answer))


@app.command("compare")
@guarded
def compare(code: str, data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Compare the text of a sheet's QR code with the record; exit 1 unless it matches."""
    with opened(data, stick, writing=False) as station:
        found = handover_sheets.compare(station, code)
    show_comparison(found, json)


def show_comparison(found: Comparison, json: bool) -> None:
    """Say whether a paper sheet matches, and where it does not; exit 1 unless it does."""
    if json:
        emit({"sheet": found.serial, "verdict": found.verdict, "differences": [list(one) for one in found.differences]})
    else:
        typer.echo(f"{found.serial}: {sentence('sheet_' + found.verdict, {}, user_language())}")
        with Table(WORD, NUMBER, WORD, NUMBER, indent="  ") as rows:
            for name, paper, record in found.differences:
                rows.add(f"{label('figure', name, user_language())}:", paper, "≠", record)
    if found.verdict != "matches":
        raise typer.Exit(1)


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
