"""Nobody can unlock (F1 at the door): ask the centre by stick, and take its answer when it comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.clock import Clock
from station.errors import InputError, StationError
from station.services.access import passphrases, recovery_request
from station.services.access.recovery_request import Asked
from ui.exchange.stick_drive import removable_folder
from ui.language.problem_text import of_error
from ui.language.translations import Language
from ui.session.background import Background
from ui.widgets.basic_parts import Alert, card, text_label
from ui.widgets.line_edits import NameEdit, PlainEdit

WIDTH = 620


class ForgottenPage(QWidget):
    """First a stick's folder: a request and the new passphrase; later the same stick and that passphrase."""

    finished = Signal()

    def __init__(self, folder: Path, language: Language, clock: Clock, background: Background) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._folder, self._language, self._clock, self._background = folder, language, clock, background
        self._stage: Literal["ask", "asked", "take", "taken"] = "ask"
        self._build()
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.finished)
        QShortcut(QKeySequence("F2"), self).activated.connect(lambda: self._go("ask"))
        self._go("take" if recovery_request.is_waiting(folder) else "ask")

    def _build(self) -> None:
        frame = card()
        frame.setFixedWidth(WIDTH)
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        self._title, self._steps = text_label("", "heading"), text_label("")
        self._passphrase = text_label("", "heading")
        self._passphrase.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.stick, self.secret = NameEdit("stick"), PlainEdit("doorField")
        self.secret.setEchoMode(PlainEdit.EchoMode.Password)
        self._stick_word, self._secret_word, self._hint = (text_label("", "dim") for _ in range(3))
        self.problem = Alert()
        for label in (self._steps, self._passphrase, self._hint):
            label.setWordWrap(True)
        self.stick.entered.connect(self._enter)
        self.secret.entered.connect(self._enter)
        fields = (self._stick_word, self.stick, self._secret_word, self.secret)
        for widget in (self._title, self._steps, self._passphrase, *fields, self.problem, self._hint):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(frame)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def changeEvent(self, event: QEvent) -> None:
        """A new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Take the words of the language in force; a passphrase that is shown stays."""
        self._title.setText(self.tr("Nobody can unlock"))
        self._steps.setText(self._told())
        self._stick_word.setText(self.tr("Folder of the stick"))
        self._secret_word.setText(self.tr("The new passphrase that was written down when asking"))
        self.stick.setAccessibleName(self._stick_word.text())
        self.secret.setAccessibleName(self._secret_word.text())
        again = self.tr("F2 ask anew (the paper with the passphrase is lost)") if self._stage == "take" else ""
        self._hint.setText(" · ".join(one for one in (again, self.tr("Esc back to the door")) if one))

    def _told(self) -> str:
        if self._stage == "take":
            return self.tr(
                "The request is written. With the stick back from the centre: its folder, then the passphrase."
            )
        if self._stage in ("asked", "taken"):
            return ""
        return self.tr(
            "1  Put a stick in and press Enter: a request is written, and a new passphrase is shown once.\n"
            "2  Take the stick to the centre and read the fingerprint out on the phone.\n"
            "3  When it is back, press F1 here again. Until then use the paper kit; nothing is lost."
        )

    def _go(self, stage: Literal["ask", "asked", "take", "taken"]) -> None:
        self._stage = stage
        self._passphrase.clear()
        self._passphrase.setVisible(stage == "asked")
        self.problem.hide()
        self._steps.setVisible(stage in ("ask", "take"))
        for widget in (self._stick_word, self.stick):
            widget.setVisible(stage in ("ask", "take"))
        for one in (self._secret_word, self.secret):
            one.setVisible(stage == "take")
        self.stick.setText(self.stick.text() or removable_folder() or "")
        self.retranslate()
        self.stick.setFocus()

    def _enter(self) -> None:
        """Enter walks through the fields; on the last one it asks, or takes."""
        if not self.stick.text().strip():
            self._failed(InputError("folder_unreachable", folder="…"))
        elif self._stage == "ask":
            self._ask(Path(self.stick.text().strip()))
        elif not self.secret.text():
            self.secret.setFocus()
        else:
            self._take(Path(self.stick.text().strip()), self.secret.text())

    def _ask(self, stick: Path) -> None:
        folder, passphrase = self._folder, passphrases.generated()
        work = lambda: recovery_request.ask(folder, stick, passphrase)  # noqa: E731
        self._background.write(work, lambda asked: self._asked(asked, passphrase), self._failed)

    def _asked(self, asked: Asked, passphrase: str) -> None:
        self._go("asked")
        self._passphrase.setText(passphrase)
        self.problem.say(
            "ok",
            self.tr("Write this passphrase down now; it is not shown again"),
            self.tr("{0} is on the stick. Fingerprint for the phone: {1}").format(asked.file, asked.fingerprint),
        )

    def _take(self, stick: Path, passphrase: str) -> None:
        folder, clock = self._folder, self._clock
        self._background.write(
            lambda: recovery_request.take(folder, recovery_request.answer_on(stick), passphrase, clock),
            self._taken,
            self._failed,
        )

    def _taken(self, _result: object) -> None:
        self._go("taken")
        self.secret.clear()
        told = self.tr("Press Esc and unlock with it. Sticks and older passphrases open no more.")
        self.problem.say("ok", self.tr("The new passphrase opens the laptop"), told)

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._language.code))
        field = self.secret if self._stage == "take" and self.secret.text() else self.stick
        field.setFocus()
        field.selectAll()
