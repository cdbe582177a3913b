"""Persons by hour of today, the present hour in the brand colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets import theme

GAP = 3.0


class HourChart(QWidget):
    """Twenty-four bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hours = [0] * 24
        self.now = 0

    def show_hours(self, hours: list[int], now: int) -> None:
        """Draw these persons per hour; `now` is the present hour."""
        self.hours, self.now = list(hours), now
        self.setAccessibleName(", ".join(f"{hour}: {count}" for hour, count in enumerate(hours) if count))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars; an empty hour keeps a line so that the axis stays."""
        colours = theme.current(QApplication.instance())
        painter = QPainter(self)
        width = (self.width() - GAP * 23) / 24
        highest = max(*self.hours, 1)
        for hour, count in enumerate(self.hours):
            height = max(2.0, (self.height() - 4) * count / highest)
            colour = colours.brand if hour == self.now else colours.bar
            box = QRectF(hour * (width + GAP), self.height() - height, width, height)
            painter.fillRect(box, QColor(colour))
        painter.end()
