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


class SheetPreview(QPrintPreviewDialog):
    """Qt's own preview window with what it paints; it owns its printer, which Qt does not keep alive."""

    def __init__(self, sheet: Sheet, language: str, parent: QWidget) -> None:
        self._printer = new_printer()
        self._painter = SheetPainter(sheet, QApplication.font().family(), language)
        super().__init__(self._printer, parent)
        self.paintRequested.connect(self._painter.paint)
        self.resize(1000, 720)


def preview(parent: QWidget, sheet: Sheet, language: str) -> None:
    """Show the preview; Enter prints from there, Esc closes it."""
    SheetPreview(sheet, language, parent).open()
