"""A printed document: laid out once, the same painting for preview, printer and PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtPrintSupport import QPrinter

from ui.printing.page_layout import BOTTOM, GREY, HEIGHT, INK, LEFT, RIGHT, WIDTH, Cell, PageLayout, font

RESOLUTION = 300
NUMERALS = "一二三四五六七八九十"


def tr(text: str, count: int = -1) -> str:
    """A sentence of a printed page in the language in force."""
    return QCoreApplication.translate("", text, "", count)


def heads(words: tuple[str, ...] | list[str]) -> list[Cell]:
    """The header row of a table."""
    return [Cell(word, bold=True, shaded=True) for word in words]


def degrees(tenths: int) -> str:
    """Tenths of a degree as people read them."""
    return f"{tenths // 10}.{tenths % 10}"


class Document:
    """Lays its contents out once (`compose`) and paints its pages on any device."""

    def __init__(self, family: str, language: str, serial: str) -> None:
        self.language = language
        self.serial = serial
        self.layout = PageLayout(family)
        self._sections = 0
        self.compose()

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

    def paint(self, device: QPrinter | QPdfWriter) -> None:
        """Paint every page on a paged device."""
        painter = QPainter(device)
        for number, page in enumerate(self.layout.pages):
            if number:
                device.newPage()
            painter.save()
            painter.scale(device.width() / WIDTH, device.height() / HEIGHT)
            for one in page:
                one(painter)
            self._paint_foot(painter, number + 1)
            painter.restore()
        painter.end()

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        painter.setPen(QPen(GREY, 0.6))
        painter.drawLine(int(LEFT), int(BOTTOM + 12), int(RIGHT), int(BOTTOM + 12))
        painter.setFont(font(self.layout.family, 10))
        box = QRectF(LEFT, BOTTOM + 16, RIGHT - LEFT, 16)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), self.foot)
        pages = tr("page {0} of {1}").format(page, self.pages)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), f"{self.serial}   {pages}")


def write_pdf(document: Document, path: Path) -> int:
    """Write a document as a PDF; how many pages it has."""
    writer = QPdfWriter(str(path))
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(document.serial)
    document.paint(writer)
    return document.pages
