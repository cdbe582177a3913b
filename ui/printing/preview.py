"""Sending a document to Qt's print preview, and from there to a printer or a PDF."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from ui.printing.document import RESOLUTION, Document


def new_printer() -> QPrinter:
    """The default printer set to A4 without margins of its own; without a printer it writes a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(RESOLUTION)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


class Preview(QPrintPreviewDialog):
    """Qt's own preview window with what it paints; it owns its printer, which Qt does not keep alive."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        self._printer = new_printer()
        self._document = document
        super().__init__(self._printer, parent)
        self.paintRequested.connect(document.paint)
        self.resize(1000, 720)


def preview(parent: QWidget, document: Document) -> None:
    """Show the preview; Enter prints from there, Esc closes it."""
    Preview(document, parent).open()
