"""Figures in two blocks side by side: what is counted, of the day in bold, in all in grey."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.widgets.basic_parts import text_label

BLOCKS = 2
PARTS = ("small", "strong", "dim")  # how the word, the day's figure and the total are set


class FigureGrid(QWidget):
    """Shows (word, day, total) triples; the first half stands left, the second right."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(1)
        self._rows: list[tuple[QLabel, ...]] = []
        height = (count + BLOCKS - 1) // BLOCKS
        for at in range(count):
            labels = tuple(text_label("", name) for name in PARTS)
            for part, label in enumerate(labels):
                if part:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(label, at % height, at // height * (len(PARTS) + 1) + part)
            self._rows.append(labels)
        for block in range(BLOCKS):
            grid.setColumnStretch(block * (len(PARTS) + 1) + len(PARTS), 1)

    def show_figures(self, figures: list[tuple[str, int, int]]) -> None:
        """Show one triple in each row; the total stands in brackets."""
        for labels, (word, day, total) in zip(self._rows, figures, strict=True):
            for label, text in zip(labels, (word, str(day), f"({total})"), strict=True):
                label.setText(text)
            labels[0].setAccessibleName(f"{word} {day} ({total})")
