"""`station check`: what the entry rules make of a value, without any data folder."""

from __future__ import annotations

from datetime import date
from typing import Any

import typer

from station.clock import SystemClock, local_day
from station.commands.command_shell import JSON, complain, emit, guarded, new_app
from station.entry import id_document, phone
from station.entry.gate_line import read_line
from station.entry.id_document import ID_TYPES, read_id
from station.entry.phone import read_phone
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.entry.temperature_text import read_temperature
from station.rule_pack import default_rules

app = new_app("Check one value by the entry rules.")
ON = typer.Option(None, "--on", help="The day to check against (YYYY-MM-DD), default today.")


@app.command("line")
@guarded
def check_line(value: str, json: bool = JSON, on: str | None = ON) -> None:
    """Check a gate line."""
    read = read_line(value, default_rules(), _day(on))
    _answer("line", value, read if isinstance(read, Problem) else read.public(), json)


@app.command("plate")
@guarded
def check_plate(value: str, json: bool = JSON) -> None:
    """Check a full plate."""
    read = read_plate(value)
    shown = read if isinstance(read, Problem) else {"plate": read.plate, "plate_type": read.plate_type}
    _answer("plate", value, shown, json)


@app.command("id")
@guarded
def check_id(
    value: str,
    json: bool = JSON,
    id_type: str | None = typer.Option(None, "--type", help=" | ".join(ID_TYPES)),
    on: str | None = ON,
) -> None:
    """Check an identity document's number."""
    today = _day(on)
    read = read_id(value, today, id_type)
    if isinstance(read, Problem):
        _answer("id", value, read, json)
        return
    shown = {"id_type": read.id_type, "id_number": read.id_number}
    _answer("id", value, shown, json, id_document.warnings_of(read, today))


@app.command("phone")
@guarded
def check_phone(value: str, json: bool = JSON) -> None:
    """Check a mobile number."""
    read = read_phone(value)
    if isinstance(read, Problem):
        _answer("phone", value, read, json)
        return
    _answer("phone", value, {"phone": read}, json, phone.warnings_of(read))


@app.command("temperature")
@guarded
def check_temperature(value: str, json: bool = JSON) -> None:
    """Check a temperature as typed."""
    read = read_temperature(value, default_rules()) or Problem("not_a_temperature", "temperature")
    if isinstance(read, Problem):
        _answer("temperature", value, read, json)
        return
    _answer("temperature", value, {"tenths": read.tenths, "site": read.site, "state": read.state}, json)


def _day(on: str | None) -> date:
    try:
        return date.fromisoformat(on) if on else local_day(SystemClock().now())
    except ValueError as error:
        raise typer.BadParameter("YYYY-MM-DD") from error


def _answer(kind: str, typed: str, read: Problem | dict[str, Any], json: bool, warnings: tuple[str, ...] = ()) -> None:
    shown: dict[str, Any] = {kind: typed, "ok": not isinstance(read, Problem)}
    shown["problem" if isinstance(read, Problem) else "value"] = read.public() if isinstance(read, Problem) else read
    if warnings:
        shown["warnings"] = list(warnings)
    if json:
        emit(shown)
    elif not isinstance(read, Problem):
        typer.echo(" ".join(f"{name}={value}" for name, value in read.items()))
    if isinstance(read, Problem):
        if not json:
            complain(read.code, {"text": read.text, "field": read.field, "candidates": read.candidates})
        raise typer.Exit(1)
