"""Persons by hour of today, the present hour in the brand colour; hours below, the number above each bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets import theme

GAP = 3.0
LABELLED = range(0, 24, 3)  # hours whose number stands below
TALL = 60  # px, in the units of 100 %, from which there is room for the numbers above the bars
WORDS = 9  # px of the smallest words, in the same units


class HourChart(QWidget):
    """Twenty-four bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hours = [0] * 24
        self.now = 0

    def show_hours(self, hours: list[int], now: int) -> None:
        """Draw these persons per hour; `now` is the present hour."""
        self.hours, self.now = list(hours), now
        said = "  ".join(f"{hour}:00 {count}" for hour, count in enumerate(hours) if count)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars on their axis; an empty hour keeps a line."""
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(theme.px(WORDS))
        painter.setFont(font)
        strip = theme.px(WORDS + 3)
        top = strip if self.height() >= theme.px(TALL) else 0
        box = QRectF(0, top, self.width(), self.height() - strip - top)
        width = (box.width() - GAP * 23) / 24
        for hour, count in enumerate(self.hours):
            self._bar(painter, QRectF(hour * (width + GAP), box.top(), width, box.height()), hour, count, top)
        painter.end()

    def _bar(self, painter: QPainter, room: QRectF, hour: int, count: int, above: int) -> None:
        colours = theme.current(QApplication.instance())
        height = max(2.0, room.height() * count / max(*self.hours, 1))
        bar = QRectF(room.left(), room.bottom() - height, room.width(), height)
        painter.fillRect(bar, QColor(colours.brand if hour == self.now else colours.bar))
        painter.setPen(QColor(colours.dim))
        wide = room.adjusted(-GAP * 2, 0, GAP * 2, 0)  # a number may be wider than its bar
        if hour == self.now or (hour in LABELLED and abs(hour - self.now) > 1):
            below = QRectF(wide.left(), room.bottom() + 1, wide.width(), self.height() - room.bottom() - 1)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(hour))
        if above and count:
            over = QRectF(wide.left(), bar.top() - above, wide.width(), above)
            painter.drawText(over, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, str(count))
