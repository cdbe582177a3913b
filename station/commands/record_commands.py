"""`station record`, `log`, `verify`, `rebuild`: the journal by script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from station.clock import local
from station.commands.command_shell import DATA, JSON, STICK, complain, emit, guarded, new_app, opened, shown_progress
from station.commands.text_tables import PROSE, WORD, Column, Table
from station.entry.problem import Problem
from station.errors import InputError
from station.services.gate import scripted_records
from station.services.log import passage_log
from station.services.log.passage_log import LogRow
from station.services.safety import verification

LOG = (  # as wide from the first row on as most of them need
    Column(at_least=6, right=True),
    WORD,
    Column(at_least=3),
    Column(at_least=10),
    Column(at_least=24, wraps=True),
    WORD,
)
app = new_app("Record and read passages.")


@app.command()
@guarded
def record(
    line: str | None = typer.Argument(None, help="[@KEY ]gate line, or {…} in the shape of `log`."),
    data: Path = DATA,
    stdin: bool = typer.Option(False, "--stdin", help="One line each from standard input."),
    stick: Path | None = STICK,
) -> None:
    """Save passages: one JSON line out per DURABLE record, or {"problem": …} and the rest go on."""
    if line is None and not stdin:
        raise InputError("nothing_to_record")
    failed = False
    with opened(data, stick, writing=True, signing_in=True) as station:
        for text in [line] if line is not None else _lines():
            result = Problem("not_utf8") if text is None else scripted_records.record(station, text).answer
            failed |= isinstance(result, Problem)
            emit(scripted_records.answer(result))
    if failed:
        raise typer.Exit(1)


def _lines() -> Iterator[str | None]:
    """Lines of standard input as UTF-8 whatever the locale; None for one that is not."""
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        try:
            yield raw.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            yield None


@app.command("log")
@guarded
def show_log(
    data: Path = DATA,
    json: bool = JSON,
    reveal: str | None = typer.Option(None, "--reveal", help="Reason for showing data unmasked (audited)."),
    stick: Path | None = STICK,
) -> None:
    """Print the passages, current revisions; masked unless revealed with a reason."""
    revealed = reveal is not None
    with opened(data, stick, writing=revealed, signing_in=revealed) as station:
        if reveal is not None:
            passage_log.reveal(station, reveal, "log")
        with Table(*LOG) as table:
            for row in passage_log.rows(station):
                shown = passage_log.line(row, revealed=revealed)
                emit(shown) if json else table.add(*_cells(row, shown))


def _cells(row: LogRow, shown: dict[str, Any]) -> tuple[object, ...]:
    """A passage by columns: number, time, which way, plate, readings, what became of it."""
    readings = [str(one["tenths"] or one["state"]) for person in shown["persons"] for one in person["readings"]]
    plate = row.passage.vehicle.plate if row.passage.vehicle else "-"
    outcome = (row.case.outcome if row.case else None) or row.passage.disposition
    return row.seq, f"{local(row.at):%m-%d %H:%M:%S}", row.passage.direction, plate, " ".join(readings), outcome


@app.command()
@guarded
def verify(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Check chain, tables against journal and the file; exit 1 names what is wrong."""
    with opened(data, stick, writing=False) as station, shown_progress("verify", json=json) as progress:
        done = verification.verify(station, progress)
    if json:
        findings = [{"code": finding.code, **finding.facts} for finding in done.findings]
        emit({"entries": done.entries, "clean": not findings, "findings": findings})
    else:
        typer.echo(f"entries: {done.entries}  findings: {len(done.findings)}")
        with Table(WORD, PROSE, indent="  ") as rows:
            for finding in done.findings:
                rows.add(finding.code, finding.facts)
        for finding in done.findings:
            complain(finding.code, finding.facts)
    if done.findings:
        raise typer.Exit(1)


@app.command()
@guarded
def rebuild(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Make the look-up tables again from the journal."""
    with opened(data, stick, writing=True) as station, shown_progress("rebuild", json=json) as progress:
        count = verification.rebuild(station, progress).answer
    emit({"entries": count}) if json else typer.echo(f"rebuilt from {count} entries")
