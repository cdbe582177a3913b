"""The door: unlock the data folder, then say who works; also the screen lock (F12)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.errors import StationError
from station.messages import label
from station.records.operator import Operator
from station.services.access.unlock_secret import STICK_FILE, Unlock
from ui.language.problem_text import of_error
from ui.language.translations import Language
from ui.widgets.basic_parts import Alert, card, clear, key_hint, text_label
from ui.widgets.line_edits import PlainEdit

ONE_KEY = 9


class DoorPage(QWidget):
    """A card in the middle with one field: passphrase (or PIN with a stick), or number and PIN."""

    unlock = Signal(object)  # Unlock
    sign_in = Signal(str, str)  # operator id, PIN
    forgotten = Signal()  # F1 while the folder is locked

    def __init__(self, language: Language, station_name: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._language = language
        self._station_name = station_name
        self._note = note
        self._operators: list[Operator] = []
        self._chosen: Operator | None = None
        self._build()
        self.ask_secret()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        row = QHBoxLayout()
        frame = card()
        frame.setFixedWidth(460)
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        self._title = text_label(self._station_name, "heading")
        self._ask = text_label("", "")
        self._ask.setWordWrap(True)
        self._people = QGridLayout()
        self.field = PlainEdit("doorField")
        self.field.setEchoMode(PlainEdit.EchoMode.Password)
        self.field.setFixedHeight(40)
        self.field.entered.connect(self._enter)
        self.field.textEdited.connect(self._choose)
        self.problem = Alert()
        self._note_label = text_label(self._note, "dim")
        self._help = text_label("", "dim")
        QShortcut(QKeySequence("F1"), self).activated.connect(self._ask_help)
        column.addWidget(self._title)
        column.addWidget(self._ask)
        column.addLayout(self._people)
        column.addWidget(self.field)
        column.addWidget(self.problem)
        column.addWidget(self._note_label)
        column.addWidget(self._help)
        self._note_label.setVisible(bool(self._note))
        row.addStretch(1)
        row.addWidget(frame)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def ask_secret(self) -> None:
        """Ask for the passphrase, or the PIN when a leader's stick is in."""
        self._operators, self._chosen = [], None
        self.field.setEchoMode(PlainEdit.EchoMode.Password)
        words = self.tr("PIN (a leader's stick is in)") if find_stick() else self.tr("Leader's passphrase")
        self._ask.setText(words)
        self._help.setText(self.tr("F1 nobody knows it"))
        self._help.show()
        self.field.setAccessibleName(words)
        self.field.setFocus()

    def _ask_help(self) -> None:
        if not self._operators:
            self.forgotten.emit()

    def ask_operator(self, operators: list[Operator]) -> None:
        """Ask who works: a digit chooses, then the PIN."""
        self._operators, self._chosen = operators, None
        self._help.hide()
        clear(self._people)
        columns = 1 if len(operators) <= ONE_KEY else 3
        for number, one in enumerate(operators):
            role = label("role", one.role, self._language.code)
            hint = key_hint(str(number + 1), f"{one.name}   {role}")
            self._people.addWidget(hint, number // columns, number % columns)
        self.field.setEchoMode(PlainEdit.EchoMode.Normal)
        self._ask.setText(self.tr("Who works? Press your number, then type your PIN and Enter."))
        self.field.setAccessibleName(self._ask.text())
        self.field.clear()
        self.problem.hide()
        if len(operators) == 1:
            self._take(operators[0])
        self.field.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """A new language; behind the desk it must not take the cursor."""
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        if self._operators:
            chosen = self._chosen
            self.ask_operator(self._operators)
            if chosen:
                self._take(chosen)
        else:
            self.ask_secret()

    def say(self, error: StationError) -> None:
        """Show why the door stays shut."""
        self.problem.say("bad", *of_error(error, self._language.code))
        self.field.clear()
        self.field.setEnabled(True)
        if self._operators and len(self._operators) > 1:
            self._chosen = None
            self.field.setEchoMode(PlainEdit.EchoMode.Normal)
            self._ask.setText(self.tr("Who works? Press your number, then type your PIN and Enter."))
        self.field.setFocus()

    def _choose(self, text: str) -> None:
        """Up to nine operators one digit chooses; it is not part of the PIN. Beyond that Enter ends the number."""
        if 0 < len(self._operators) <= ONE_KEY and self._chosen is None and text[:1].isdigit():
            self._take_number(text[0])

    def _take_number(self, text: str) -> None:
        self.field.clear()
        if text.isdigit() and 1 <= int(text) <= len(self._operators):
            self._take(self._operators[int(text) - 1])

    def _take(self, operator: Operator) -> None:
        self._chosen = operator
        self.field.setEchoMode(PlainEdit.EchoMode.Password)
        self._ask.setText(self.tr("{0}: PIN, then Enter").format(operator.name))

    def _enter(self) -> None:
        text = self.field.text()
        if not text:
            return
        if self._chosen is not None:
            self.field.clear()
            self.sign_in.emit(self._chosen.id, text)
        elif self._operators:
            self._take_number(text.strip())
        else:
            stick = find_stick()
            self.field.clear()
            self.unlock.emit(Unlock(pin=text, stick=stick) if stick else Unlock(passphrase=text))


def find_stick() -> Path | None:
    """A mounted volume that holds a leader's key file."""
    from PySide6.QtCore import QStorageInfo

    for volume in QStorageInfo.mountedVolumes():
        path = Path(volume.rootPath())
        if volume.isReady() and path != Path("/") and (path / STICK_FILE).is_file():
            return path
    return None
