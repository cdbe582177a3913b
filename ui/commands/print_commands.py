"""The commands that print: each writes one PDF, and what is numbered is counted and audited as a print."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from station.commands import duty_commands, late_entry_commands, report_commands
from station.commands.command_shell import DATA, STICK, emit, guarded, opened
from station.commands.report_commands import DAY, report_day
from station.errors import MachineError
from station.messages import user_language
from station.services.gate import transfer_sheets
from station.services.late_entry import paper_kit
from station.services.opened_station import Station
from station.services.shift import handover_sheets, isolation_rounds, report_prints
from ui.shell import qt_platform

if TYPE_CHECKING:
    from ui.printing.document import Document

Result = TypeVar("Result")
PDF = typer.Option(..., "--pdf", help="Where to write it.")


def mount(app: typer.Typer) -> None:
    """Put the printing commands beside those that need no Qt."""
    app.command("sheet")(sheet)
    app.command("transfer")(transfer)
    report_commands.app.command("pdf")(daily)
    late_entry_commands.paper_app.command("kit")(kit)
    duty_commands.round_app.command("print")(round_sheet)


@guarded
def sheet(
    data: Path = DATA,
    shift: int = typer.Option(..., "--shift", help="Number in `station shift list`."),
    pdf: Path = PDF,
    stick: Path | None = STICK,
) -> None:
    """Write the handover sheet of a closed shift as a PDF (counted and audited as a print)."""
    from ui.printing.handover_paper import HandoverSheet

    content = _with(data, stick, pdf, lambda station: handover_sheets.print_sheet(station, shift).answer)
    pages = _write(lambda family, language: HandoverSheet(content, family, language), pdf)
    emit({"pdf": str(pdf), "sheet": content.serial, "pages": pages, "qr": content.qr_text})


@guarded
def transfer(
    case: str,
    data: Path = DATA,
    reason: str = typer.Option(..., "--reveal", help="Reason: nothing on this sheet is masked (audited)."),
    pdf: Path = PDF,
    stick: Path | None = STICK,
) -> None:
    """Write the transfer sheet of a fever case for the hospital."""
    from ui.printing.transfer_paper import TransferPaper

    content = _with(data, stick, pdf, lambda station: transfer_sheets.transfer_sheet(station, case, reason).answer)
    pages = _write(lambda family, language: TransferPaper(content, family, language), pdf)
    emit({"pdf": str(pdf), "sheet": content.serial, "pages": pages})


@guarded
def daily(day: str = DAY, data: Path = DATA, pdf: Path = PDF, stick: Path | None = STICK) -> None:
    """Write the newest signed report of a day (counted and audited as a print)."""
    from ui.printing.daily_report_paper import DailySheet

    content = _with(data, stick, pdf, lambda station: report_prints.print_report(station, report_day(day)).answer)
    pages = _write(lambda family, language: DailySheet(content, family, language), pdf)
    emit({"pdf": str(pdf), "report": content.serial, "pages": pages})


@guarded
def kit(
    data: Path = DATA,
    count: int = typer.Option(10, "--sheets", help="How many numbered sheets."),
    pdf: Path = PDF,
    stick: Path | None = STICK,
) -> None:
    """Number new sheets for a power cut and write them."""
    from ui.printing.blank_papers import KitSheets

    content = _with(data, stick, pdf, lambda station: paper_kit.issue_kit(station, count).answer)
    pages = _write(lambda family, language: KitSheets(content, family, language), pdf)
    emit(
        {"pdf": str(pdf), "first": content.serial(content.first), "last": content.serial(content.last), "pages": pages}
    )


@guarded
def round_sheet(data: Path = DATA, pdf: Path = PDF, stick: Path | None = STICK) -> None:
    """Write the sheet of today's isolation round."""
    from ui.printing.blank_papers import RoundSheet

    def gather(station: Station) -> tuple[list[isolation_rounds.RoundRow], str, int]:
        handover_sheets.count_print(station, f"round/{station.today().isoformat()}")
        return isolation_rounds.roster(station), f"{station.name} {station.code}", station.clock.now()

    rows, place, now = _with(data, stick, pdf, gather)
    pages = _write(lambda family, language: RoundSheet(rows, place, now, family, language), pdf)
    emit({"pdf": str(pdf), "people": len(rows), "pages": pages})


def _with(data: Path, stick: Path | None, pdf: Path, work: Callable[[Station], Result]) -> Result:
    """Refuse a place that cannot be written before a print is counted; then do the work."""
    if not pdf.parent.is_dir() or not os.access(pdf.parent, os.W_OK):
        raise MachineError("cannot_write", file=pdf.name)
    with opened(data, stick, writing=True, signing_in=True) as station:
        return work(station)


def _write(made: Callable[[str, str], Document], pdf: Path) -> int:
    """Lay out and write; Qt is loaded only here."""
    qt_platform.choose(offscreen=True)
    from PySide6.QtWidgets import QApplication

    from ui.language.translations import Language
    from ui.printing.document import write_pdf
    from ui.shell.application import new_application

    application = new_application(["station"])
    language = Language(application, user_language())
    return write_pdf(made(QApplication.font().family(), language.code), pdf)
