"""The title over the hour chart, with how fast the desk is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.basic_parts import text_label


class PaceTitle(QWidget):
    """Persons by hour on the left; seconds per passage and passages an hour on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._title, self._pace = text_label("", "strong"), text_label("", "dim")
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._pace)
        self._shown: tuple[float | None, int] = (None, 0)
        self.retranslate()

    def show_pace(self, seconds: float | None, an_hour: int) -> None:
        """Usual seconds per passage, and passages an hour at the pace of the last quarter."""
        self._shown = (seconds, an_hour)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Persons by hour today"))
        seconds, an_hour = self._shown
        words = [self.tr("{0} s a passage").format(f"{seconds:.1f}")] if seconds is not None else []
        words += [self.tr("%n an hour", "", an_hour)] if an_hour else []
        self._pace.setText(" · ".join(words))
