"""One record (Enter in the log): its history, and correct, void, show in full, leave, note by one digit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from station.changes import Changes
from station.entry.line_text import line_of
from station.entry.problem import Problem
from station.errors import StationError
from station.services.gate import cases, corrections
from station.services.gate.corrections import Change
from station.services.log import passage_log, record_history
from station.services.log.passage_log import LogRow
from station.services.log.record_history import Step
from ui.language.problem_text import of_error, of_problem
from ui.log.history_text import person_lines, step_text
from ui.session.enter_once import EnterOnce
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, Segments, clear, text_label
from ui.widgets.line_edits import NameEdit, PlainEdit

ACTIONS = ("correct", "void", "reveal", "leave", "note")
NEEDS_REASON = ("correct", "void", "reveal", "note")


class RecordPage(QWidget):
    """A digit chooses what to do; what it needs is asked field by field; Enter does it."""

    finished = Signal()
    form_wanted = Signal(object)  # Draft of a standing record, to be corrected
    leave_wanted = Signal(object)  # LogRow of someone who goes out now

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._once = EnterOnce(session.background)
        self.row: LogRow | None = None
        self.action = ""
        self._steps: list[Step] = []
        self._revealed = False
        self._build()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self._title = text_label("", "heading")
        column.addWidget(self._title)
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column.addWidget(area, 1)
        self._actions = Segments()
        column.addWidget(self._actions)
        self.entry, self.line, self.reason = PlainEdit("action"), PlainEdit("line"), NameEdit("reason")
        self._labels: dict[str, QLabel] = {}
        for name, edit in (("entry", self.entry), ("line", self.line), ("reason", self.reason)):
            self._labels[name] = text_label("", "dim")
            column.addWidget(self._labels[name])
            column.addWidget(edit)
            edit.entered.connect(self.proceed)
        self.entry.textEdited.connect(self._choose)
        self.entry.setMaxLength(1)
        self.reason.setMaxLength(200)
        self.problem = Alert()
        column.addWidget(self.problem)
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        column.addWidget(self._hint)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        words = self._action_words()
        self._labels["entry"].setText(self.tr("What to do (a digit)"))
        self._labels["line"].setText(self.tr("The line as it should be"))
        self._labels["reason"].setText(self.tr("Note") if self.action == "note" else self.tr("Reason"))
        for name, edit in (("entry", self.entry), ("line", self.line), ("reason", self.reason)):
            edit.setAccessibleName(self._labels[name].text())
        self._actions.show_words(
            [
                (f"{number} {words[one]}", "On" if one == self.action else "" if self._may(one) else "Off")
                for number, one in enumerate(ACTIONS, 1)
            ]
        )
        self._hint.setText(self.tr("What stood before stays beside it, struck through. Esc back."))
        self._draw()

    def _action_words(self) -> dict[str, str]:
        return {
            "correct": self.tr("Correct"),
            "void": self.tr("Void"),
            "reveal": self.tr("Show in full"),
            "leave": self.tr("Leaves now"),
            "note": self.tr("Note"),
        }

    def _may(self, action: str) -> bool:
        voided = self.row is not None and self.row.passage.voided
        if action == "leave":
            return self.row is not None and not voided and self.row.passage.direction == "in"
        return not voided or action in ("reveal", "note")

    def touched(self, changes: Changes[object]) -> None:
        """The record that is shown was written about, or let go: it is read anew, or it is no more."""
        if self.row is not None and self.row.uid in changes.rows and self.isVisible():
            self._read()

    def begin(self) -> None:
        """Put the cursor where the digit goes."""
        self.entry.setFocus()

    def show_record(self, row: LogRow) -> None:
        """Show a record masked, with everything that was ever written about it."""
        self.row, self.action, self._revealed = row, "", False
        self._steps = []
        for edit in (self.entry, self.line, self.reason):
            edit.clear()
        self.problem.hide()
        self._show_fields()
        self.retranslate()
        self._read()
        self.entry.setFocus()

    def _read(self) -> None:
        row, station = self.row, self._session.station
        if row is None:
            return

        def work() -> tuple[LogRow, list[Step]]:
            return passage_log.row_of(station, row.uid), record_history.history(station, row.uid)

        def show(found: tuple[LogRow, list[Step]]) -> None:
            if self.row is not None and self.row.uid == row.uid:
                self.row, self._steps = found
                self.retranslate()

        self._session.background.read(work, show, self._failed)

    def _draw(self) -> None:
        clear(self._lines)
        if self.row is None:
            return
        plate = self.row.passage.vehicle.plate if self.row.passage.vehicle else ""
        self._title.setText(f"#{self.row.seq}  {plate}".strip())
        passages = [step for step in self._steps if step.record is not None and hasattr(step.record, "persons")]
        for step in self._steps:
            old = step in passages[:-1] or (self.row.passage.voided and step in passages)
            label = text_label(step_text(step, self._session), "struck" if old else "")
            label.setWordWrap(True)
            self._lines.addWidget(label)
        for line in person_lines(self.row.passage, self._session, revealed=self._revealed):
            shown = text_label(line, "strong" if self._revealed else "")
            shown.setWordWrap(True)
            self._lines.addWidget(shown)
        self._lines.addStretch(1)

    # --- choosing and doing ---------------------------------------------------------------------
    def _choose(self, text: str) -> None:
        """A digit chooses at once."""
        number = int(text) if text in tuple("12345") else 0
        if not number or not self._may(ACTIONS[number - 1]):
            self.entry.set_fault(bool(text))
            self.entry.selectAll()
            return
        self.entry.set_fault(False)
        self.action = ACTIONS[number - 1]
        self.problem.hide()
        self._show_fields()
        self.retranslate()
        self._begin_action()

    def _begin_action(self) -> None:
        row = self.row
        assert row is not None
        if self.action == "leave":
            self.leave_wanted.emit(row)
        elif self.action == "correct" and row.passage.lane == "full":
            station = self._session.station
            self._session.background.read(
                lambda: corrections.standing_draft(station, row.uid), self.form_wanted.emit, self._failed
            )
        elif self.action == "correct":
            self.line.setText(line_of(row.passage))
            self.line.setFocus()
        else:
            self.reason.setFocus()

    def _show_fields(self) -> None:
        by_line = self.action == "correct" and self.row is not None and self.row.passage.lane != "full"
        for name, edit, shown in (("line", self.line, by_line), ("reason", self.reason, self.action in NEEDS_REASON)):
            self._labels[name].setVisible(shown)
            edit.setVisible(shown)

    def proceed(self) -> None:
        """Enter: the next field that is still empty, else do it."""
        row, station = self.row, self._session.station
        if self._once.is_under_way:
            return
        if row is None or not self.action:
            self.problem.say("warn", self.tr("Choose what to do: a digit from 1 to 5."), "")
            self.entry.setFocus()
            return
        if self.line.hasFocus() or not self.reason.text().strip():
            if not self.line.hasFocus():
                self.problem.say("warn", *of_problem(Problem("missing_reason"), self._session.language.code))
            self.reason.setFocus()
            return
        reason, text = self.reason.text(), self.line.text()
        work: dict[str, Callable[[], Changes[Change | Problem | None]]] = {
            "correct": lambda: corrections.correct_by_line(station, row.uid, text, reason),
            "void": lambda: corrections.void(station, row.uid, reason),
            "reveal": lambda: passage_log.reveal(station, reason, row.uid),
            "note": lambda: cases.note_about(station, row.uid, reason),
        }
        self._once.write(work[self.action], self._done, self._failed)

    def _done(self, result: Change | Problem | None) -> None:
        if isinstance(result, Problem):
            self.problem.say("warn", *of_problem(result, self._session.language.code))
            self.line.setFocus()
            return
        self._revealed = self._revealed or self.action == "reveal"
        word = self._action_words().get(self.action, "")
        self.action = ""
        for edit in (self.entry, self.line, self.reason):
            edit.clear()
        self._show_fields()
        self.problem.say("ok", self.tr("Done: {0}").format(word), "")
        self._read()
        self.entry.setFocus()

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
        self.entry.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was shown in full is covered again."""
        if self._revealed:
            self._revealed = False
            self._draw()
        super().hideEvent(event)
