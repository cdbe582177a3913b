"""Sending a sheet to Qt's print preview, and from there to a printer or a PDF."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QApplication, QWidget

from station.handover.sheet import Sheet
from ui.shift.sheet_painter import RESOLUTION, SheetPainter


def new_printer() -> QPrinter:
    """The default printer set to A4 without margins of its own; without a printer it writes a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(RESOLUTION)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


def preview(parent: QWidget, sheet: Sheet, language: str) -> None:
    """Qt's own preview window; Enter prints from there."""
    painter = SheetPainter(sheet, QApplication.font().family(), language)
    dialog = QPrintPreviewDialog(new_printer(), parent)
    dialog.paintRequested.connect(painter.paint)
    dialog.resize(1000, 720)
    dialog.open()
