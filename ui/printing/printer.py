"""Sending a document to the default printer: what can go wrong there is an error with its own sentence."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from station.errors import MachineError
from ui.printing.document import RESOLUTION, Document


def new_printer(name: str = "") -> QPrinter:
    """A printer set to A4 without margins of its own; without a name it is only good for a preview."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    printer.setResolution(RESOLUTION)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


def printer_name() -> str:
    """The default printer, else the first there is; MachineError without any.

    Asked anew each time: a printer's cable comes out in the middle of a shift.
    """
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        raise MachineError("no_printer")
    default = QPrinterInfo.defaultPrinterName()
    return default if default in names else names[0]


def print_document(document: Document, name: str) -> str:
    """Send every page to a printer, off the GUI thread; its name. MachineError when it did not take them."""
    printer = new_printer(name)
    if not document.paint(printer) or printer.printerState() in (
        QPrinter.PrinterState.Error,
        QPrinter.PrinterState.Aborted,
    ):
        raise MachineError("printer_failed", printer=name)
    return name
