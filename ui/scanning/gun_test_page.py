"""The scan test (Ctrl+K): what a scanner gun really sent, and what to set on it if that was wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from ui.scanning.scanner_gun import Scan
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, text_label
from ui.widgets.line_edits import PlainEdit

LINES = ("count", "pace", "suffix", "letters", "kind")


class ScanPage(QWidget):
    """Scan anything: the page says how many characters came, how fast, with what end, and whose code it is."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.last: Scan | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        self._title, self._ask = text_label("", "heading"), text_label("")
        self._ask.setWordWrap(True)
        self.field = PlainEdit("scanTest")
        column.addWidget(self._title)
        column.addWidget(self._ask)
        column.addWidget(self.field)
        form = QFormLayout()
        self._names: dict[str, QLabel] = {}
        self.values: dict[str, QLabel] = {}
        for line in LINES:
            self._names[line], self.values[line] = text_label("", "dim"), text_label("", "strong")
            form.addRow(self._names[line], self.values[line])
        column.addLayout(form)
        self.verdict = Alert()
        column.addWidget(self.verdict)
        column.addStretch(1)
        self.field.entered.connect(self._typed)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Scan test"))
        self._ask.setText(self.tr("Scan any code three times. Nothing is recorded here. Esc back."))
        self.field.setAccessibleName(self.tr("Scan test"))
        words = {
            "count": self.tr("Characters"),
            "pace": self.tr("Milliseconds a key"),
            "suffix": self.tr("Enter at the end"),
            "letters": self.tr("Letters"),
            "kind": self.tr("Code"),
        }
        for line, word in words.items():
            self._names[line].setText(word)
        if self.last is not None:
            self.show_scan(self.last)

    def begin(self) -> None:
        """Wait for a code."""
        self.field.clear()
        self.field.setFocus()

    def _typed(self) -> None:
        """Enter without a code before it: the keys came as slowly as a hand's."""
        if self.field.text():
            self.verdict.say(
                "warn",
                self.tr("This came as slowly as typing."),
                self.tr("Set the gun to its fastest keyboard speed, without a delay between characters."),
            )
            self.field.clear()

    def show_scan(self, scan: Scan) -> None:
        """Say how a code came."""
        self.last = scan
        flipped = scan.text != scan.text.upper()
        self.values["count"].setText(str(len(scan.text)))
        self.values["pace"].setText(f"{scan.pace:.0f}")
        self.values["suffix"].setText(self.tr("yes") if scan.suffix else self.tr("no"))
        self.values["letters"].setText(self.tr("lower case (Caps Lock?)") if flipped else self.tr("as printed"))
        self.values["kind"].setText(self.tr("a pass of ours") if scan.is_pass else self.tr("not one of ours"))
        if not scan.suffix:
            self.verdict.say(
                "warn",
                self.tr("It works, but without Enter at the end."),
                self.tr("Set the gun's suffix to Enter (its booklet has a code for it): passes are taken faster."),
            )
        else:
            self.verdict.say("ok", self.tr("The gun is set up well."), "")
