"""A QR code on paper: its modules as squares."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

OVERLAP = 1.02  # a hair wider than a module, so that no printer leaves white lines between them


def paint_code(painter: QPainter, grid: list[list[bool]], box: QRectF) -> None:
    """Paint a grid of modules into a square box."""
    side = box.width() / len(grid)
    for row, cells in enumerate(grid):
        for column, dark in enumerate(cells):
            if dark:
                corner = (box.left() + column * side, box.top() + row * side)
                painter.fillRect(QRectF(*corner, side * OVERLAP, side * OVERLAP), QColor("black"))
