"""`centre lists` and `centre pack`: the street's lists as workbooks, and the packs that carry them to stations."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from station.centre.list_headers import FORMS
from station.commands.centre_shell import AT, opened
from station.commands.command_shell import JSON, complain, emit, guarded, new_app, shown_progress
from station.commands.text_tables import NUMBER, PROSE, WORD, Table
from station.services.centre import clerk_lists
from station.services.centre.clerk_lists import ListChange, Taken

app = new_app("The lists that the centre sends: rules, checkpoints, people, vehicles, operators.")
pack_app = new_app("Packs for the stations.")
ONLY = typer.Option(None, "--list", help="Which list a CSV file is: " + ", ".join(FORMS))
SHOWN = 8


@app.command("export")
@guarded
def export(
    at: str = AT,
    out: Path = typer.Option(..., "--out", help="Workbook to write, e.g. lists.xlsx."),
    reveal: str | None = typer.Option(None, "--reveal", help="Reason for writing the lists of people too (logged)."),
) -> None:
    """Write the lists in force as a workbook to edit; lists of people only with a reason."""
    with opened(at) as centre:
        for name in clerk_lists.write_workbook(centre, out, reveal):
            typer.echo(name)


@app.command("template")
@guarded
def template(out: Path = typer.Option(..., "--out", help="Workbook to write.")) -> None:
    """Write an empty workbook with every sheet and its columns."""
    clerk_lists.write_template(out)


@app.command("check")
@guarded
def check(file: Path, at: str = AT, only: str | None = ONLY, json: bool = JSON) -> None:
    """Read a workbook or CSV and say what is wrong and what would change; nothing is taken."""
    with opened(at) as centre, shown_progress("lists", json=json) as progress:
        taken = clerk_lists.check(centre, file, only, progress)
    _show(taken, json)


@app.command("take")
@guarded
def take(file: Path, at: str = AT, only: str | None = ONLY, json: bool = JSON) -> None:
    """Put the lists of a file in place of those in force: all of them or, at one problem, none."""
    with opened(at) as centre, shown_progress("lists", json=json) as progress:
        taken = clerk_lists.take(centre, file, only, progress)
    _show(taken, json)


@app.command("empty")
@guarded
def empty(name: str, at: str = AT) -> None:
    """Take every row out of a list; an empty sheet never does that."""
    with opened(at) as centre:
        clerk_lists.empty(centre, name)


@pack_app.command("pack")
@guarded
def pack(
    at: str = AT,
    out: Path = typer.Option(..., "--out", help="Folder for the packs, e.g. of a stick."),
    days: int = typer.Option(7, "--days", help="How long the packs are good for."),
    station: str | None = typer.Option(None, "--station", help="Only this one; default: every enrolled station."),
    json: bool = JSON,
) -> None:
    """Sign and seal a pack for each enrolled station."""
    with opened(at) as centre, Table(WORD, WORD, PROSE) as shown:
        for one in clerk_lists.pack(centre, out, days, station):
            if json:
                emit(asdict(one))
            else:
                rows = "  ".join(f"{name} {count}" for name, count in one.rows.items() if count)
                shown.add(one.file, f"v{one.version}", rows)


def _show(taken: Taken, json: bool) -> None:
    if json:
        emit(asdict(taken))
    else:
        _show_changes(taken.changes)
        for one in taken.left_out:
            complain("sheet_left_out", {"sheet": one})
        for one in taken.kept:
            complain("list_kept", {"list": FORMS[one].zh, "name": one})
    for problem in taken.problems:
        if not json:
            facts = {"sheet": problem.sheet, "row": problem.row, "column": problem.column, **dict(problem.facts)}
            typer.echo(f"{problem.sheet} #{problem.row} {problem.column}", err=True)
            complain(problem.code, facts)
    if taken.problems:
        raise typer.Exit(1)


def _show_changes(changes: tuple[ListChange, ...]) -> None:
    """Every list with how much of it changes; below, the rows themselves."""
    with Table(WORD, NUMBER, NUMBER, NUMBER, NUMBER) as lists:
        for change in changes:
            form = FORMS[change.name]
            marks = f"+{len(change.added)}", f"-{len(change.removed)}", f"~{len(change.changed)}"
            lists.add(f"{form.zh} {form.en}:", change.rows, *marks)
    with Table(WORD, WORD, PROSE, indent="  ") as shown:
        for change in changes:
            name = FORMS[change.name].zh
            for sign, rows in (("+", change.added), ("-", change.removed), ("~", change.changed)):
                for row in rows[:SHOWN]:
                    shown.add(name, sign, row)
                if len(rows) > SHOWN:
                    shown.add(name, sign, f"… {len(rows) - SHOWN}")
