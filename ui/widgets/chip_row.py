"""The chips under the gate line, painted: redrawn at every key, so no widget is made for one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.desk.line_view import ChipText

GAP, PAD = 6, 8
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
MORE = ChipText("…", "")


class ChipRow(QWidget):
    """Chips from the left, one at the right end; the newest stay when there is no room for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[ChipText] = []
        self._end = ChipText("", "")

    def show_chips(self, chips: list[ChipText], end: ChipText) -> None:
        """Show these chips, and `end` on the right."""
        if (chips, end) != (self._chips, self._end):
            self._chips, self._end = chips, end
            self.setAccessibleName(", ".join(one.text for one in (*chips, end)))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - 4 - self._width(self._end)
        self._paint(painter, self._end, room)
        shown: list[ChipText] = []
        used = 4
        for one in reversed(self._chips):
            used += self._width(one) + GAP
            if used > room - self._width(MORE) - GAP and shown:
                shown.insert(0, MORE)
                break
            shown.insert(0, one)
        left = 4
        for one in shown:
            self._paint(painter, one, left)
            left += self._width(one) + GAP
        painter.end()

    def _font(self, chip: ChipText) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(12))
        font.setBold(chip.kind in BOLD)
        font.setStrikeOut(chip.kind == "Off")
        return font

    def _width(self, chip: ChipText) -> int:
        return QFontMetrics(self._font(chip)).horizontalAdvance(chip.text) + 2 * PAD if chip.text else 0

    def _paint(self, painter: QPainter, chip: ChipText, left: int) -> None:
        if not chip.text:
            return
        application = QApplication.instance()
        colours = theme.current(application)  # type: ignore[arg-type]
        ink, paper = (QColor(getattr(colours, name)) for name in COLOURS[chip.kind])
        height = theme.px(21)
        box = QRectF(left, (self.height() - height) / 2, self._width(chip), height)
        style = OUTLINED.get(chip.kind)
        painter.setPen(QPen(ink, 1, style) if style else Qt.PenStyle.NoPen)
        painter.setBrush(paper)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        painter.setPen(ink)
        painter.setFont(self._font(chip))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip.text)
