"""Painting chips and words without making a widget for each: what changes at every key is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets import theme

PAD = 8
COLOURS = {  # kind: ink, paper
    "": ("dim", "bg"),
    "Brand": ("brand", "selected"),
    "Ok": ("ok", "ok_bg"),
    "Warn": ("warn", "warn_bg"),
    "Bad": ("bad", "bad_bg"),
    "Pending": ("dim", "surface"),
    "Off": ("dim", "surface"),
}
BOLD = ("Brand", "Warn", "Bad")
OUTLINED = {"Pending": Qt.PenStyle.DashLine, "Off": Qt.PenStyle.SolidLine}


@dataclass(frozen=True)
class ChipText:
    """A chip: its words and its kind."""

    text: str
    kind: str


@dataclass(frozen=True)
class Words:
    """Plain words: bold, dim, or neither."""

    text: str
    bold: bool = False
    dim: bool = False


def colours() -> theme.Theme:
    """The colours in force."""
    return theme.current(QApplication.instance())


def font_of(widget: QWidget, part: ChipText | Words) -> QFont:
    """How a part is written."""
    font = QFont(widget.font())
    if isinstance(part, Words):
        font.setPixelSize(theme.px(12 if part.dim else 14))
        font.setBold(part.bold)
        return font
    font.setPixelSize(theme.px(12))
    font.setBold(part.kind in BOLD)
    font.setStrikeOut(part.kind == "Off")
    return font


def width_of(widget: QWidget, part: ChipText | Words) -> int:
    """Pixels a part takes; none if it says nothing."""
    if not part.text:
        return 0
    width = QFontMetrics(font_of(widget, part)).horizontalAdvance(part.text)
    return width + (2 * PAD if isinstance(part, ChipText) else 2)


def paint(painter: QPainter, widget: QWidget, part: ChipText | Words, box: QRectF) -> None:
    """Paint a part at the left of a box, as high as the box, its words elided to the box's width."""
    if not part.text or box.width() < 1:
        return
    painter.setFont(font_of(widget, part))
    mine = colours()
    if isinstance(part, Words):
        painter.setPen(QColor(mine.dim if part.dim else mine.ink))
        text = painter.fontMetrics().elidedText(part.text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        return
    ink, paper = (QColor(getattr(mine, name)) for name in COLOURS[part.kind])
    height = theme.px(21)
    shape = QRectF(box.left(), box.center().y() - height / 2, min(width_of(widget, part), box.width()), height)
    style = OUTLINED.get(part.kind)
    painter.setPen(QPen(ink, 1, style) if style else Qt.PenStyle.NoPen)
    painter.setBrush(paper)
    painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    painter.setPen(ink)
    painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, part.text)
