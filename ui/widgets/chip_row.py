"""The chips under the gate line, painted: redrawn at every key, so no widget is made for one."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.chip_painting import ChipText, paint, width_of

GAP = 6
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
        room = self.width() - 4 - width_of(self, self._end)
        self._put(painter, self._end, room)
        shown: list[ChipText] = []
        used = 4
        for one in reversed(self._chips):
            used += width_of(self, one) + GAP
            if used > room - width_of(self, MORE) - GAP and shown:
                shown.insert(0, MORE)
                break
            shown.insert(0, one)
        left = 4
        for one in shown:
            self._put(painter, one, left)
            left += width_of(self, one) + GAP
        painter.end()

    def _put(self, painter: QPainter, chip: ChipText, left: int) -> None:
        paint(painter, self, chip, QRectF(left, 0, max(self.width() - left, 0), self.height()))
