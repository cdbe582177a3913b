"""A question the rules want asked: 1 is no, 2 is yes, Enter alone leaves it open and holds the passage."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.language.wording import Wording
from ui.widgets.basic_parts import text_label
from ui.widgets.line_edits import PlainEdit

ANSWERS = {"1": False, "2": True}


class Question(QFrame):
    """One question with its field."""

    answered = Signal(str, object)  # question, True / False / None for later

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("alertWarn")
        self.question = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        self._text = text_label("", "alertTitle")
        self._hint = text_label("", "dim")
        self.edit = PlainEdit("answer")
        self.edit.setFixedWidth(48)
        self.edit.setMaxLength(1)
        self.edit.entered.connect(self._enter)
        self.edit.setAccessibleName(self.tr("1 no · 2 yes · Enter later"))
        row.addWidget(self._text)
        row.addStretch(1)
        row.addWidget(self._hint)
        row.addWidget(self.edit)
        self.hide()

    def ask(self, question: str) -> None:
        """Show a question and put the cursor into its field."""
        self.question = question
        self.retranslate()
        self.edit.clear()
        self.show()
        self.edit.setFocus()

    def retranslate(self) -> None:
        """Take the words of the language in force, in the middle of a question too."""
        self._hint.setText(self.tr("1 no · 2 yes · Enter later"))
        if self.question:
            self._text.setText(self._words.label("question", self.question))
            self.edit.setAccessibleName(self._text.text())

    def _enter(self) -> None:
        text = self.edit.text()
        if text and text not in ANSWERS:
            self.edit.selectAll()
            self.edit.set_fault(True)
            return
        self.edit.set_fault(False)
        self.answered.emit(self.question, ANSWERS.get(text))
