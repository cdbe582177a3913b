"""`station lists` and `station rules try`: what came from the centre, and what it does to a line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import typer

from station.clock import SystemClock, local, local_day
from station.commands.command_shell import DATA, JSON, STICK, complain, emit, guarded, new_app, opened
from station.commands.text_tables import NUMBER, PROSE, WORD, Table
from station.entry.problem import Problem
from station.messages import label, user_language
from station.services.exchange import reference_pack
from station.services.gate import rule_trial

app = new_app("Lists from the centre.")
rules_app = new_app("Rules.")


@app.command("lists")
@guarded
def lists(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """The pack in force: how old it is, until when it is good, how many rows each list has, when each last changed."""
    with opened(data, stick, writing=False) as station:
        state = reference_pack.pack_state(station)
    if json:
        emit(asdict(state))
        return
    if not state.version:
        complain("no_pack", {})
        return
    typer.echo(f"v{state.version}  {local(state.issued_at):%Y-%m-%d %H:%M} → {local(state.expires_at):%Y-%m-%d %H:%M}")
    with Table(WORD, NUMBER, WORD, WORD) as rows:
        for one in state.lists:
            changed = f"{local(one.changed_at):%Y-%m-%d %H:%M}" if one.changed_at else "—"
            rows.add(label("list", one.name, user_language()), one.rows, f"v{one.version}", changed)
    if state.days_left < 0:
        complain("pack_past_date", {"days": -state.days_left})


@rules_app.command("try")
@guarded
def try_line(
    line: str,
    pack: Path | None = typer.Option(None, "--pack", help="Rules, workbook or sealed pack (with --data)."),
    data: Path | None = typer.Option(None, "--data", help="Data folder, to recall what the station knows."),
    on: str | None = typer.Option(None, "--on", help="The day to try (YYYY-MM-DD), default today."),
    json: bool = JSON,
) -> None:
    """Say which rules fire for a gate line and why; nothing is saved and nothing put in force."""
    try:
        day = date.fromisoformat(on) if on else local_day(SystemClock().now())
    except ValueError as error:
        raise typer.BadParameter("YYYY-MM-DD") from error
    if data is None:
        _show(rule_trial.try_line(line, pack, day), json)
        return
    with opened(data, writing=False) as station:
        _show(rule_trial.try_line(line, pack, day, station), json)


def _show(tried: rule_trial.Tried | Problem, json: bool) -> None:
    if isinstance(tried, Problem):
        emit({"problem": tried.public()}) if json else complain(tried.code, {"text": tried.text, "field": tried.field})
        raise typer.Exit(1)
    found = tried.assessment
    if json:
        shown: dict[str, Any] = {
            "rules": tried.rules_version,
            "pack": tried.pack_version,
            "flags": [asdict(flag) for flag in found.flags],
            "questions": list(found.questions),
            "allowed": list(found.allowed),
            "disposition": found.disposition,
        }
        emit(shown)
        return
    language = user_language()
    with Table(WORD, WORD, PROSE) as rows:
        for flag in found.flags:
            order = f"  → {flag.order}" if flag.order else ""
            rows.add(flag.rule, label("rule", flag.rule, language), f"{flag.reason}{order}")
    for question in found.questions:
        typer.echo(f"? {label('question', question, language)}")
    for one in found.missing:
        typer.echo(f"… {label('field', one.field, language)} #{one.person + 1}")
    typer.echo(f"= {label('disposition', found.disposition, language)}")
