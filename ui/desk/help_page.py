"""The keys page (F1): what can be typed and what each key does, on one screen."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.widgets.small import text_label


class HelpPage(QWidget):
    """Two columns: typed, meaning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        self._title = text_label("", "heading")
        column.addWidget(self._title)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._meanings = [text_label() for _ in self._lines()]
        for row, (typed, _meaning) in enumerate(self._lines()):
            self._grid.addWidget(text_label(typed, "strong"), row, 0)
            self._grid.addWidget(self._meanings[row], row, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("What can be typed"))
        for label, (_typed, meaning) in zip(self._meanings, self._lines(), strict=True):
            label.setText(meaning)
            label.setWordWrap(True)

    def _lines(self) -> list[tuple[str, str]]:
        return [
            ("365", self.tr("temperature 36.5, forehead")),
            ("376e · 371a · 364w", self.tr("ear · axillary · wrist")),
            ("L", self.tr("too low to read")),
            ("+   -", self.tr("in · out (alone: one pass holder, normal)")),
            ("+5   -3", self.tr("so many pass holders, measured normal")),
            ("B12345 365 368", self.tr("a car with two people (粤 is put in front)")),
            ("12345   8K327", self.tr("a plate of 粤B")),
            (":D12345", self.tr("粤B with six characters")),
            ("hb:A8K999", self.tr("another province: two letters")),
            (".327", self.tr("a known plate by its ending")),
            ("/8000", self.tr("a known person by phone or ID ending")),
            ("zs   zhangsan", self.tr("a known person by pinyin")),
            ("↓ Enter · Tab", self.tr("take a suggestion with its usual crew")),
            ("Space · Delete", self.tr("in a temperature field: one more person · one less")),
            ("F6", self.tr("next disposition that the rules allow")),
            ("F7", self.tr("full form: next person")),
            ("Ctrl+P · Ctrl+F", self.tr("print the last sheet · filter the records")),
            ("Ctrl+L · F11 · F12", self.tr("language · night · lock")),
            ("Esc", self.tr("back to the gate line")),
        ]
