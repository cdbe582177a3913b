"""The keys page (F1): what can be typed and what each key does, on one screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.basic_parts import text_label


class HelpPage(QWidget):
    """Pairs of what is typed and what it means, in two blocks side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(4)
        self._title = text_label("", "heading")
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(10)
        column.addLayout(grid)
        column.addStretch(1)
        self._meanings: list[QLabel] = []
        lines = self._lines()
        rows = (len(lines) + 1) // 2
        for at, (typed, _meaning) in enumerate(lines):
            meaning = text_label("", "small")
            meaning.setWordWrap(True)
            self._meanings.append(meaning)
            block = at // rows * 2
            grid.addWidget(text_label(typed, "helpKey"), at % rows, block)
            grid.addWidget(meaning, at % rows, block + 1)
            grid.setColumnStretch(block + 1, 1)
        self.retranslate()

    def begin(self) -> None:
        """Take the focus from the line: keys typed here are not for it."""
        self.setFocus()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("What can be typed, and every key"))
        for label, (_typed, meaning) in zip(self._meanings, self._lines(), strict=True):
            label.setText(meaning)

    def _lines(self) -> list[tuple[str, str]]:
        return [
            ("365   376e  371a  364w   L", self.tr("36.5 forehead · ear · axillary · wrist · too low")),
            ("+   -   +5   -3", self.tr("in · out (alone: one pass) · so many, normal")),
            ("B12345 365 368", self.tr("a car with two people (粤 is put in front)")),
            ("12345   8K327   :D12345", self.tr("a plate of 粤B")),
            ("hb:A8K999   .327", self.tr("other province · a known ending")),
            ("zs   zhangsan   张三   /8000", self.tr("a known person: pinyin, name, number's end")),
            ("↓ Enter · Tab · 1 2 3", self.tr("take a suggestion · digits leave members out")),
            ("Alt+1 … Alt+9", self.tr("a member of the crew is not in the car")),
            ("Space · Delete", self.tr("in a temperature: one more person · one less")),
            ("Ctrl+Z · F10", self.tr("undo for a minute · the same car again")),
            ("F2 · F7 · F10", self.tr("full form · next person · field as before")),
            ("F3 · Ctrl+K", self.tr("camera · scan test (guns work anywhere)")),
            ("F4 · F6", self.tr("who is held · next allowed disposition")),
            ("F5 · F8 · F9", self.tr("passes · export · shift and handover")),
            ("Ctrl+F", self.tr("plate, name, /8000, 8: hour, 3-11 day, @who")),
            ("Ctrl+1 … Ctrl+6", self.tr("shift · all · abnormal · key · open · inside")),
            ("Ctrl+H", self.tr("the chosen record: history, correct, void")),
            ("Ctrl+P · Ctrl+L · Ctrl+M", self.tr("print the last sheet · language · mute")),
            ("F11 · Ctrl+T · F12", self.tr("night · text size · lock")),
            ("Ctrl+R · Ctrl+I · Ctrl+J", self.tr("daily report · incidents and open items · isolation round")),
            ("Ctrl+B · Ctrl+O", self.tr("key paper rows later · import a table")),
            ("Ctrl+S", self.tr("second copy, backup, passphrase, old data")),
            ("Ctrl+E", self.tr("announcements on and off")),
            ("Ctrl+G · 365#2", self.tr("next thermometer · read by thermometer 2")),
            ("Ctrl+D · Esc", self.tr("five-minute drill · back to the gate line")),
        ]
