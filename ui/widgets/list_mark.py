"""A square of colour before a row of a list: choosing the row does not change it, as it changes the colour of words."""

from __future__ import annotations

from PySide6.QtGui import QColor, QIcon, QPixmap

from ui.widgets import theme

SIDE = 10


def mark(colour: str) -> QIcon:
    """The square as the icon of a list's item."""
    square = QPixmap(theme.px(SIDE), theme.px(SIDE))
    square.fill(QColor(colour))
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(square, mode)
    return icon
