"""The pass page (F5): issue a pass and write its card."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.records.access_pass import PASS_CLASSES, AccessPass
from station.services.gate import access_passes
from ui.language.problem_text import of_error
from ui.passes.pass_card import write_pass_pdf
from ui.session.enter_once import EnterOnce
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, text_label
from ui.widgets.line_edits import PlainEdit


class PassPage(QWidget):
    """Plate, days, class; Enter on the last field issues the pass."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._once = EnterOnce(session.background)
        self.issued: AccessPass | None = None
        self.token = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        self._title = text_label("", "heading")
        column.addWidget(self._title)
        form = QFormLayout()
        self._labels: dict[str, QLabel] = {}
        self.edits: dict[str, PlainEdit] = {}
        for name in ("plate", "days", "class"):
            self.edits[name] = PlainEdit(name)
            self.edits[name].entered.connect(lambda one=name: self._next(one))
            self._labels[name] = text_label("", "dim")
            form.addRow(self._labels[name], self.edits[name])
        column.addLayout(form)
        self.problem = Alert()
        column.addWidget(self.problem)
        self.save_button = QPushButton()
        self.save_button.clicked.connect(self._choose_file)
        self.save_button.hide()
        column.addWidget(self.save_button)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Issue a pass"))
        classes = " · ".join(
            f"{number} {self._session.label('pass_class', one)}" for number, one in enumerate(PASS_CLASSES, 1)
        )
        words = {
            "plate": self.tr("Plate (may be empty)"),
            "days": self.tr("Days"),
            "class": classes,
        }
        for name, word in words.items():
            self._labels[name].setText(word)
            self.edits[name].setAccessibleName(word)
        self.save_button.setText(self.tr("Save the card as PDF …"))

    def begin(self) -> None:
        """Start with the usual: fourteen days, visitor."""
        self.problem.hide()
        self.save_button.hide()
        self.edits["plate"].clear()
        self.edits["days"].setText("14")
        self.edits["class"].setText("2")
        self.edits["plate"].setFocus()

    def _next(self, name: str) -> None:
        names = list(self.edits)
        if name != names[-1]:
            self.edits[names[names.index(name) + 1]].setFocus()
            return
        days, kind = self.edits["days"].text().strip(), self.edits["class"].text().strip()
        if kind not in ("1", "2"):
            self.edits["class"].setFocus()
            return
        station = self._session.station
        plate = self.edits["plate"].text().strip() or None

        def work() -> tuple[AccessPass, str]:
            made = access_passes.issue(
                station, days=int(days) if days.isdigit() else 0, pass_class=PASS_CLASSES[int(kind) - 1], plate=plate
            ).answer
            return made, access_passes.token_of(station, made)

        self._once.write(work, self._issued, self._failed)

    def _issued(self, result: tuple[AccessPass, str]) -> None:
        issued, self.token = result
        self.issued = issued
        self.problem.say("ok", access_passes.printed_serial(issued), self.tr("Issued. Save the card and print it."))
        self.save_button.show()
        self.save_button.setFocus()

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
        self.edits["days" if error.code == "pass_days" else "plate"].setFocus()

    def _choose_file(self) -> None:
        if self.issued is None:
            return
        name = access_passes.printed_serial(self.issued) + ".pdf"
        path, _kind = QFileDialog.getSaveFileName(self, self.save_button.text(), name, "PDF (*.pdf)")
        if path:
            self.write_card(Path(path))

    def write_card(self, path: Path) -> None:
        """Write the card of the pass just issued."""
        assert self.issued is not None
        family = QApplication.font().family()
        write_pass_pdf(self.issued, self.token, self._session.station.name, path, family)
