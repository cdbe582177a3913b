"""The cases page (F4): take the next reading, or choose what became of it, by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from station.entry.phone import read_phone
from station.entry.problem import Problem
from station.errors import StationError
from station.records.case import Outcome
from station.services import cases
from station.services.cases import OpenCase
from ui.cases.cases_panel import chain_text
from ui.problem_text import of_error, of_problem
from ui.session import Session
from ui.widgets.inputs import NameEdit, PlainEdit
from ui.widgets.small import Alert, Segments, text_label


class CasePage(QWidget):
    """Choose a case with the arrows; type a reading, or a digit for an outcome; Enter."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cases: list[OpenCase] = []
        self._build()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self.list = QListWidget()
        self.list.setFixedHeight(150)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        column.addWidget(self.list)
        self._next = text_label("", "strong")
        self._next.setWordWrap(True)
        column.addWidget(self._next)
        form = QFormLayout()
        self.entry = CaseEntry()
        self.entry.walked.connect(self._walk)
        self.name, self.phone, self.place = NameEdit("name"), PlainEdit("phone"), NameEdit("place")
        self._fields = {"entry": self.entry, "name": self.name, "phone": self.phone, "place": self.place}
        self._labels: dict[str, QLabel] = {}
        for key, edit in self._fields.items():
            self._labels[key] = text_label("", "dim")
            form.addRow(self._labels[key], edit)
            edit.entered.connect(self.proceed)
        column.addLayout(form)
        outcomes = QHBoxLayout()
        self._outcomes = Segments()
        outcomes.addWidget(self._outcomes)
        outcomes.addStretch(1)
        column.addLayout(outcomes)
        self.problem = Alert()
        column.addWidget(self.problem)
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        column.addWidget(self._hint)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        label = self._session.label
        words = {
            "entry": self.tr("Reading / outcome"),
            "name": label("field", "name"),
            "phone": label("field", "phone"),
            "place": label("field", "place"),
        }
        for key, word in words.items():
            self._labels[key].setText(word)
            self._fields[key].setAccessibleName(word)
        self._hint.setText(
            self.tr(
                "↑↓ choose a case · three digits are a reading (376a axillary) · one digit is an outcome · Esc back"
            )
        )
        self.show_cases(self.cases)

    def show_cases(self, found: list[OpenCase]) -> None:
        """List the open cases; the chosen one stays chosen."""
        chosen = self.cases[self.list.currentRow()].uid if 0 <= self.list.currentRow() < len(self.cases) else ""
        self.cases = found
        self.list.blockSignals(True)
        self.list.clear()
        label = self._session.label
        for one in found:
            rules = "、".join(label("rule", rule) for rule in one.case.rules[:2])
            who = self._session.case_title(one)
            self.list.addItem(f"{rules}   {who}   {chain_text(one)}   {label('case', one.case.state)}")
        uids = [one.uid for one in found]
        self.list.setCurrentRow(uids.index(chosen) if chosen in uids else 0 if found else -1)
        self.list.blockSignals(False)
        self._show()

    def begin(self) -> None:
        """Put the cursor where the next key belongs."""
        self.problem.hide()
        for edit in self._fields.values():
            edit.clear()
        self.entry.setFocus()

    def chosen(self) -> OpenCase | None:
        """The case the next Enter is about."""
        row = self.list.currentRow()
        return self.cases[row] if 0 <= row < len(self.cases) else None

    def _walk(self, step: int) -> None:
        self.list.setCurrentRow(max(0, min(len(self.cases) - 1, self.list.currentRow() + step)))

    def _show(self) -> None:
        one = self.chosen()
        if one is None:
            self._next.setText(self.tr("Nobody waits."))
            self._outcomes.show_words([])
            return
        steps = {
            "recheck": self.tr("Rest, then measure again (any site)."),
            "axillary": self.tr("Measure axillary, about 5 minutes: e.g. 376a."),
            "confirmed": self.tr("Fever confirmed: tell the community, refer to the fever clinic."),
            "verify": self.tr("Check documents and the declaration, then choose an outcome."),
        }
        who = self._session.case_title(one)
        self._next.setText(f"{who}: {steps.get(one.case.state, '')}")
        words = [
            (f"{number} {self._session.label('outcome', outcome)}", "")
            for number, outcome in enumerate(one.outcomes, 1)
        ]
        self._outcomes.show_words(words)

    def proceed(self) -> None:
        """Enter: a reading, an outcome, or the first field that a referral still needs."""
        one, text = self.chosen(), self.entry.text().strip()
        if one is None or not text:
            self.problem.say("warn", *of_problem(Problem("not_a_temperature"), self._session.language.code))
            self.entry.setFocus()
            return
        station = self._session.station
        if len(text) > 1 or text.lower() == "l":
            self._write(lambda: cases.take_reading(station, one.uid, text))
            return
        number = int(text) if text.isdigit() else 0
        if not 1 <= number <= len(one.outcomes):
            self.problem.say("warn", *of_problem(Problem("not_a_temperature"), self._session.language.code))
            return
        self._finish(one, one.outcomes[number - 1])

    def _finish(self, one: OpenCase, outcome: Outcome) -> None:
        name, phone, place = (" ".join(edit.text().split()) for edit in (self.name, self.phone, self.place))
        if outcome == "referred":
            known = any(person.name and person.phone for person in one.passage.persons)
            needed = {"name": name or known, "phone": phone or known, "place": place}
            missing = next((key for key, value in needed.items() if not value), None)
            if missing:
                word = self._labels[missing].text()
                self.problem.say("warn", word, self.tr("A referral needs it; fill it in, then Enter."))
                self._fields[missing].setFocus()
                return
        if phone and isinstance(checked := read_phone(phone), Problem):
            self.problem.say("warn", *of_problem(checked, self._session.language.code))
            self.phone.setFocus()
            return
        station = self._session.station
        self._write(
            lambda: cases.finish(station, one.uid, outcome, place=place or None, name=name or None, phone=phone or None)
        )

    def _write(self, work: object) -> None:
        self._session.background.write(work, self._done, self._failed)  # type: ignore[arg-type]

    def _done(self, changed: OpenCase) -> None:
        self.begin()
        if changed.case.state == "closed":
            outcome = self._session.label("outcome", changed.case.outcome or "")
            self.problem.say("ok", f"{changed.who or ''} {outcome}".strip(), "")
        self._session.cases_changed.emit()

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
        self.entry.setFocus()


class CaseEntry(PlainEdit):
    """A reading or the digit of an outcome; the arrows choose the case."""

    walked = Signal(int)

    def __init__(self) -> None:
        super().__init__("caseEntry")

    def keyPressEvent(self, event: object) -> None:
        """Arrows belong to the list."""
        key = event.key()  # type: ignore[attr-defined]
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.walked.emit(1 if key == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]
