"""A printed document: laid out once, the same painting for preview, printer and PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtPrintSupport import QPrinter

from station.files import write_durably
from ui.printing.print_layout import BOTTOM, GREY, HEIGHT, INK, LEFT, RIGHT, WIDTH, Cell, PageLayout, font

RESOLUTION = 300
SMALLER = (1.0, 1.06, 1.125)
NUMERALS = "一二三四五六七八九十"


def tr(text: str, count: int = -1) -> str:
    """A sentence of a printed page in the language in force."""
    return QCoreApplication.translate("", text, "", count)


def heads(words: tuple[str, ...] | list[str]) -> list[Cell]:
    """The header row of a table."""
    return [Cell(word, bold=True, shaded=True) for word in words]


class Document:
    """Lays its contents out once (`compose`) and paints its pages on any device.

    What runs over one page by a few lines is set up to an eighth smaller, so that it is one page still.
    """

    def __init__(self, family: str, language: str, serial: str) -> None:
        self.language = language
        self.serial = serial
        for shrink in (*SMALLER, 1.0):
            self.layout = PageLayout(family, shrink)
            self._sections = 0
            self.compose()
            if self.pages == 1 or (shrink == 1.0 and self.pages > 2):
                return

    def compose(self) -> None:
        """Put the contents on the layout."""
        raise NotImplementedError

    @property
    def foot(self) -> str:
        """The words at the foot of every page."""
        return tr("Names are masked; this sheet holds personal data and is kept in the checkpoint's file box.")

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.layout.pages)

    def section(self, words: str) -> None:
        """A numbered heading."""
        number = NUMERALS[self._sections] + "、" if self.language == "zh" else f"{self._sections + 1}. "
        self._sections += 1
        self.layout.text(number + words, 13, bold=True, before=9)

    def printing(self, number: int) -> str:
        """Which print this is; from the second on it says that it is one (补打)."""
        return tr("reprint, no. %n", number) if number > 1 else tr("no. %n", max(number, 1))

    def signature(self, painter: QPainter, box: QRectF, words: str) -> None:
        """A line to sign on, under its words."""
        painter.setFont(font(self.layout.family, 12))
        painter.setPen(INK)
        painter.drawText(QRectF(box.left(), box.bottom() - 22, box.width(), 20), int(Qt.AlignmentFlag.AlignLeft), words)
        painter.setPen(QPen(INK, 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def paint(self, device: QPrinter | QPdfWriter) -> bool:
        """Paint every page on a paged device; False when it does not take them."""
        painter = QPainter()
        if not painter.begin(device):
            return False
        for number, page in enumerate(self.layout.pages):
            if number and not device.newPage():
                painter.end()
                return False
            painter.save()
            painter.scale(device.width() / WIDTH, device.height() / HEIGHT)
            painter.save()
            painter.scale(1 / self.layout.shrink, 1 / self.layout.shrink)
            for one in page:
                one(painter)
            painter.restore()
            self._paint_foot(painter, number + 1)
            painter.restore()
        return painter.end()

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        painter.setPen(QPen(GREY, 0.6))
        painter.drawLine(int(LEFT), int(BOTTOM + 12), int(RIGHT), int(BOTTOM + 12))
        painter.setFont(font(self.layout.family, 10))
        box = QRectF(LEFT, BOTTOM + 16, RIGHT - LEFT, 16)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), self.foot)
        pages = tr("page {0} of {1}").format(page, self.pages)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), f"{self.serial}   {pages}")


def write_pdf(document: Document, path: Path) -> int:
    """Write a document as a PDF, whole or not at all; how many pages it has."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(document.serial)
    document.paint(writer)
    write_durably(path, bytes(content.data().data()))
    return document.pages
