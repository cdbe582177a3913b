"""`station import` and `station paper`: records kept on paper or elsewhere, keyed later."""

from __future__ import annotations

from pathlib import Path

import typer

from station.commands.command_shell import DATA, JSON, STICK, complain, emit, guarded, new_app, opened, shown_progress
from station.commands.text_tables import PROSE, WORD, Table
from station.errors import InputError
from station.services.late_entry import paper_kit, table_import
from station.services.late_entry.table_import import ImportRow

app = new_app("Records keyed later.")
paper_app = new_app("The paper kit: numbered sheets and what is keyed of them.")


@app.command("import")
@guarded
def import_table(
    file: Path,
    data: Path = DATA,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would be done."),
    column: list[str] = typer.Option([], "--column", help="FIELD=HEADER where a header is not known; repeatable."),
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Save the rows of a CSV or XLSX as records keyed later; nothing twice. Exit 1 if a row had a problem."""
    mapping = dict(one.partition("=")[::2] for one in column)
    if not all(mapping.values()):
        raise InputError("import_mapping", field=column[0], header="")
    with (
        opened(data, stick, writing=not dry_run, signing_in=not dry_run) as station,
        shown_progress("import", json=json) as progress,
    ):
        asked = (station, file, mapping, progress)
        done = table_import.preview(*asked) if dry_run else table_import.take(*asked).answer
    for row in done.rows:
        _show(row, json)
    totals = {status: done.count(status) for status in ("new", "saved", "already", "problem")}
    if json:
        more = {"gaps": [list(one) for one in done.gaps], "unknown": list(done.unknown)}
        emit({**totals, **more, "left_out": list(done.left_out)})
    else:
        typer.echo("  ".join(f"{name} {count}" for name, count in totals.items()))
        for number, missing in done.gaps:
            complain("paper_gap", {"sheet": f"P{number:04d}", "row": missing})
        if done.unknown:
            complain("columns_not_used", {"columns": done.unknown})
        if done.left_out:
            complain("sheets_not_used", {"sheets": done.left_out})
    if done.count("problem"):
        raise typer.Exit(1)


def _show(row: ImportRow, json: bool) -> None:
    problem = row.problem
    if json:
        shown: dict[str, object] = {"row": row.number, "status": row.status}
        if row.sheet:
            shown["sheet"] = row.sheet
        emit({**shown, "column": problem.column, "code": problem.code} if problem else shown)
    elif problem:
        facts = {"row": row.number, "column": problem.column, "field": problem.column, **dict(problem.facts)}
        typer.echo(f"{row.sheet} #{row.number} {problem.column}".strip(), err=True)
        complain(problem.code, facts)


@paper_app.command("list")
@guarded
def paper_list(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Every printed sheet: how many rows are keyed, which are missing between them."""
    with opened(data, stick, writing=False) as station, Table(WORD, WORD, PROSE) as rows:
        for state in paper_kit.states(station):
            if json:
                emit({"sheet": state.number, "keyed": list(state.keyed), "missing": list(state.missing)})
            else:
                gaps = ", ".join(map(str, state.missing)) or "—"
                rows.add(f"P{state.number:04d}", f"{len(state.keyed)}/{paper_kit.ROWS}", f"missing: {gaps}")
