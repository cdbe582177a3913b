"""`station report`: the daily report, its signature, its workbook."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import typer

from station.commands.command_shell import DATA, JSON, STICK, emit, guarded, new_app, opened
from station.commands.text_tables import NUMBER, WORD, Column, Table
from station.files import write_durably
from station.handover.daily_report import NAMES, DailyFigures, DailyReport, bulletin
from station.messages import label, user_language
from station.services.shift import daily_reports

app = new_app("Daily reports: figures of a day, signed, zero stated.")
DAY = typer.Argument(..., help="Report day, YYYY-MM-DD.")


def report_day(text: str) -> date:
    """The day as typed; anything else is a usage error."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("YYYY-MM-DD") from error


@app.command("show")
@guarded
def show(day: str = DAY, data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """What the report of a day would say now."""
    with opened(data, stick, writing=False) as station:
        _show(daily_reports.work_out(station, report_day(day)), json)


@app.command("sign")
@guarded
def sign(
    day: str = DAY,
    data: Path = DATA,
    zero: bool = typer.Option(False, "--zero", help="State that there was no fever, nobody referred, no breach."),
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Sign a day's report as its next issue; where all is zero, --zero has to say so."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        _show(daily_reports.sign(station, report_day(day), station.operator, zero=zero).answer, json)


@app.command("list")
@guarded
def list_days(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """The last days: signed as which issue, changed since, or silent."""
    with opened(data, stick, writing=False) as station, Table(WORD, WORD, WORD) as rows:
        for state in daily_reports.days(station):
            if json:
                emit({"day": state.day.isoformat(), "issue": state.issue, "changed": state.is_stale})
            else:
                word = "silent" if not state.issue else "changed" if state.is_stale else "signed"
                said = label("report", word, user_language())
                rows.add(state.day, said, f"#{state.issue}" if state.issue else "")


@app.command("xlsx")
@guarded
def xlsx(
    day: str = DAY,
    data: Path = DATA,
    out: Path = typer.Option(..., "--out", help="Workbook to write."),
    stick: Path | None = STICK,
) -> None:
    """Write the newest signed report of a day as a workbook."""
    with opened(data, stick, writing=False) as station:
        write_durably(out, daily_reports.workbook(daily_reports.signed(station, report_day(day)), user_language()))


def _show(report: DailyReport, json: bool) -> None:
    if json:
        emit({**asdict(report), "serial": report.serial})
        return
    language = user_language()
    show_figures(report.figures, report.cumulative)
    typer.echo(bulletin(report, language))


def show_figures(of_day: DailyFigures, up_to: DailyFigures) -> None:
    """Every figure by its name: of the day, and up to it."""
    with Table(Column(at_least=16), NUMBER, NUMBER) as rows:
        for name in NAMES:
            rows.add(label("daily", name, user_language()), getattr(of_day, name), getattr(up_to, name))
