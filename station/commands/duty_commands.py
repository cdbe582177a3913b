"""Incidents, supplies, isolation rounds, moving: the other duties of a shift leader as commands."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from station.clock import MINUTE, SystemClock, local
from station.commands.command_shell import DATA, JSON, STICK, emit, guarded, new_app, opened, secret
from station.commands.text_tables import PROSE, WORD, Column, Table
from station.errors import Refused
from station.masking import mask_name
from station.messages import label, user_language
from station.records.incident import INCIDENT_KINDS
from station.records.supply import SUPPLY_REASONS
from station.services.access.unlock_secret import Unlock, shown_station
from station.services.safety import relocation
from station.services.shift import incidents, isolation_rounds, supplies

incident_app = new_app("Incidents, tips, notices and lines for the grid officer.")
supply_app = new_app("Supplies.")
round_app = new_app("Rounds at the doors of people in home isolation.")
moving_app = new_app("Moving a checkpoint.")


@incident_app.command("open")
@guarded
def open_incident(
    text: str,
    data: Path = DATA,
    kind: str = typer.Option("incident", "--kind", help=" | ".join(INCIDENT_KINDS)),
    reported_by: str = typer.Option("", "--by"),
    handed_to: str = typer.Option("", "--to"),
    minutes: int | None = typer.Option(None, "--within", help="Minutes within which it is to be done."),
    stick: Path | None = STICK,
) -> None:
    """Write down something to be followed up."""
    chosen = next((one for one in INCIDENT_KINDS if one == kind), None)
    if chosen is None:
        raise Refused("not_a_choice", field="kind")
    with opened(data, stick, writing=True, signing_in=True) as station:
        due = station.clock.now() + minutes * MINUTE if minutes else None
        done = incidents.open_incident(
            station, chosen, text, reported_by=reported_by, handed_to=handed_to, due_at=due
        ).answer
    emit({"uid": done.uid})


@incident_app.command("close")
@guarded
def close_incident(
    uid: str, outcome: str, data: Path = DATA, handed_to: str = typer.Option("", "--to"), stick: Path | None = STICK
) -> None:
    """Close one with what came of it."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        incidents.close(station, uid, outcome, handed_to)


@incident_app.command("list")
@guarded
def list_incidents(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """The open ones, the one due first in front."""
    with opened(data, stick, writing=False) as station, Table(WORD, WORD, PROSE, WORD) as rows:
        for one in incidents.open_ones(station):
            if json:
                emit({"uid": one.uid, **asdict(one.incident)})
            else:
                kind = label("incident_kind", one.incident.kind, user_language())
                rows.add(one.uid, kind, one.incident.text, one.incident.handed_to)


@supply_app.command("move")
@guarded
def move_supply(
    name: str,
    change: int,
    data: Path = DATA,
    reason: str = typer.Option("received", "--reason", help=" | ".join(SUPPLY_REASONS)),
    stick: Path | None = STICK,
) -> None:
    """Write down that some came in (or, with a negative number after --, went out)."""
    chosen = next((one for one in SUPPLY_REASONS if one == reason), None)
    if chosen is None:
        raise Refused("not_a_choice", field="reason")
    with opened(data, stick, writing=True, signing_in=True) as station:
        supplies.move(station, name, change, chosen)


@supply_app.command("list")
@guarded
def list_supplies(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """What there should be and what a count should find."""
    with opened(data, stick, writing=False) as station, Table(Column(at_least=10), WORD) as rows:
        for one in supplies.stock(station):
            name = label("supply", one.name, user_language())
            there = f"{one.expected if one.is_known else '—'}/{one.should}"
            emit({**asdict(one), "expected": one.expected}) if json else rows.add(name, there)


@round_app.command("list")
@guarded
def list_round(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Everybody in isolation: day of the days, today's rounds; masked."""
    columns = (Column(at_least=8), WORD, WORD, PROSE)
    with opened(data, stick, writing=False) as station, Table(*columns) as rows:
        for row in isolation_rounds.roster(station):
            shown: dict[str, Any] = {
                "number": row.person.number,
                "name": mask_name(row.person.name),
                "day": row.day,
                "days": row.person.days,
                "over": row.is_over,
                "rounds": {one.round: one.found for one in row.today.values()},
            }
            if json:
                emit(shown)
            else:
                language = user_language()
                found = "  ".join(
                    f"{label('round', name, language)} {label('visit', visit.found, language)}"
                    for name, visit in row.today.items()
                )
                rows.add(row.person.number, shown["name"], f"{row.day}/{row.person.days}", found)


@round_app.command("visit")
@guarded
def visit(
    number: str,
    readings: str = typer.Argument("", help="Readings as typed, e.g. '365 367'; none with --not-home."),
    data: Path = DATA,
    not_home: bool = typer.Option(False, "--not-home"),
    needs: str = typer.Option("", "--needs"),
    symptoms: str = typer.Option("", "--symptoms"),
    stick: Path | None = STICK,
) -> None:
    """What was found at a door."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        isolation_rounds.visit(station, number, readings, at_home=not not_home, needs=needs, symptoms=symptoms)


@round_app.command("release")
@guarded
def release(number: str, reason: str, data: Path = DATA, stick: Path | None = STICK) -> None:
    """End somebody's isolation, with a reason."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        isolation_rounds.release(station, number, reason)


@moving_app.command("move")
@guarded
def move(data: Path = DATA, to: Path = typer.Option(..., "--to", help="New data folder, e.g. on a stick.")) -> None:
    """Carry the checkpoint to another laptop; the old folder can be read and never written again."""
    shown_station(data)
    request = relocation.move(data, to, Unlock(passphrase=secret("STATION_PASSPHRASE", "Passphrase")), SystemClock())
    emit({"data": str(to), "request": str(request)})


@moving_app.command("rename")
@guarded
def rename(name: str, data: Path = DATA, stick: Path | None = STICK) -> None:
    """Give the checkpoint another name or place; its code and every series stay."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        relocation.rename(station, name)
        typer.echo(f"{station.code} {name}  {local(station.clock.now()):%Y-%m-%d %H:%M}")
