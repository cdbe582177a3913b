"""Laying out a printed page: text and tables flow down, break between rows, repeat their headers.

Units are 1/96 inch on A4 (794 x 1123); whoever paints scales them to the device.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

WIDTH, HEIGHT = 794.0, 1123.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 748.0, 42.0, 1060.0
INK, GREY, SHADE = QColor("#111111"), QColor("#555555"), QColor("#f0f0f0")
WRAP = int(Qt.TextFlag.TextWordWrap)
# With these a CJK font swaps digit glyphs for ones that Qt's PDF maps to no character: they print, but
# nobody can search or copy them.
LOST_IN_PDF = ("locl", "ccmp", "calt")
Paint = Callable[[QPainter], None]


@dataclass(frozen=True)
class Cell:
    """One cell: its text, whether it is set left, larger, bold or shaded."""

    text: str
    left: bool = False
    size: int = 12
    bold: bool = False
    shaded: bool = False
    height: float = 0.0


def font(family: str, size: int, *, bold: bool = False) -> QFont:
    """A font by pixels of the page's unit."""
    made = QFont(family)
    made.setPixelSize(size)
    made.setBold(bold)
    for feature in LOST_IN_PDF:
        made.setFeature(QFont.Tag.fromString(feature), 0)
    return made


class PageLayout:
    """Collects what to paint, page by page, on paper that is `shrink` times as large and painted smaller."""

    def __init__(self, family: str, shrink: float = 1.0) -> None:
        self.family = family
        self.shrink = shrink
        self.left, self.right = LEFT * shrink, RIGHT * shrink
        self.top, self.bottom = TOP * shrink, BOTTOM * shrink
        self.pages: list[list[Paint]] = [[]]
        self.y = self.top

    @property
    def width(self) -> float:
        """How wide a line may be."""
        return self.right - self.left

    def room(self, height: float) -> None:
        """Begin a new page unless this much fits on the present one."""
        if self.y + height > self.bottom:
            self.new_page()

    def new_page(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = self.top

    def text(
        self,
        text: str,
        size: int = 12,
        *,
        bold: bool = False,
        centre: bool = False,
        before: float = 0.0,
        after: float = 4.0,
        spacing: float = 0.0,
    ) -> None:
        """A paragraph across the page."""
        shape = font(self.family, size, bold=bold)
        shape.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
        align = Qt.AlignmentFlag.AlignHCenter if centre else Qt.AlignmentFlag.AlignLeft
        height = _height(text, shape, self.width)
        self.y += before
        self.room(height)
        self._put(lambda painter, box: _write(painter, box, text, shape, align), height)
        self.y += after

    def rule(self, width: float = 1.0, before: float = 0.0, after: float = 0.0) -> None:
        """A line across the page."""
        self.y += before
        y = self.y
        self.pages[-1].append(lambda painter: _line(painter, self.left, self.right, y, width))
        self.y += after

    def row(self, cells: Sequence[str], widths: Sequence[float], size: int = 12) -> None:
        """Texts side by side without lines; a long one wraps and the row grows."""
        scale = (self.width) / sum(widths)
        columns = [width * scale for width in widths]
        shape = font(self.family, size)
        height = max(_height(cell, shape, width - 8) for cell, width in zip(cells, columns, strict=True)) + 3
        self.room(height)
        x = self.left
        for cell, width in zip(cells, columns, strict=True):
            box = QRectF(x, self.y, width - 8, height)
            self.pages[-1].append(_writer(box, cell, shape, Qt.AlignmentFlag.AlignLeft))
            x += width
        self.y += height

    def table(self, widths: Sequence[float], header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> None:
        """A table with lines; rows never break, the header stands again on each page."""
        scale = (self.width) / sum(widths)
        columns = [width * scale for width in widths]
        heights = [self._row_height(columns, row) for row in rows]
        head = self._row_height(columns, header)
        self.room(head + (heights[0] if heights else 0))
        self._table_row(columns, header, head)
        for row, height in zip(rows, heights, strict=True):
            if self.y + height > self.bottom:
                self.room(self.bottom)
                self._table_row(columns, header, head)
            self._table_row(columns, row, height)

    def free(self, height: float, paint: Callable[[QPainter, QRectF], None]) -> None:
        """A box across the page that the caller paints."""
        self.room(height)
        self._put(paint, height)

    def _row_height(self, columns: Sequence[float], row: Sequence[Cell]) -> float:
        pads = 8.0
        return max(
            max(cell.height, _height(cell.text, font(self.family, cell.size, bold=cell.bold), width - 12) + pads)
            for cell, width in zip(row, columns, strict=True)
        )

    def _table_row(self, columns: Sequence[float], row: Sequence[Cell], height: float) -> None:
        x = self.left
        for cell, width in zip(row, columns, strict=True):
            self.pages[-1].append(_cell(QRectF(x, self.y, width, height), cell, self.family))
            x += width
        self.y += height

    def _put(self, paint: Callable[[QPainter, QRectF], None], height: float) -> None:
        box = QRectF(self.left, self.y, self.width, height)
        self.pages[-1].append(lambda painter: paint(painter, box))
        self.y += height


def _height(text: str, shape: QFont, width: float) -> float:
    bounds = QFontMetricsF(shape).boundingRect(QRectF(0, 0, width, 10_000), WRAP, text or " ")
    return bounds.height()


def _write(painter: QPainter, box: QRectF, text: str, shape: QFont, align: Qt.AlignmentFlag) -> None:
    painter.setFont(shape)
    painter.setPen(INK)
    painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter) | WRAP, text)


def _writer(box: QRectF, text: str, shape: QFont, align: Qt.AlignmentFlag) -> Paint:
    return lambda painter: _write(painter, box, text, shape, align)


def _line(painter: QPainter, left: float, right: float, y: float, width: float) -> None:
    painter.setPen(QPen(INK, width))
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def _cell(box: QRectF, cell: Cell, family: str) -> Paint:
    def paint(painter: QPainter) -> None:
        if cell.shaded:
            painter.fillRect(box, SHADE)
        painter.setPen(QPen(GREY, 0.8))
        painter.drawRect(box)
        align = Qt.AlignmentFlag.AlignLeft if cell.left else Qt.AlignmentFlag.AlignHCenter
        top = Qt.AlignmentFlag.AlignTop if cell.height else Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(family, cell.size, bold=cell.bold))
        painter.setPen(INK)
        painter.drawText(box.adjusted(6, 4, -6, -4), int(align | top) | WRAP, cell.text)

    return paint
