"""The desk: the gate line, what it means, who is in the car, what is the matter, and Enter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.changes import Area, Changes
from station.entry.draft import Draft, DraftPerson, from_person
from station.entry.gate_line import read_tokens
from station.entry.problem import Problem
from station.records.passage import Passage
from station.services.gate.drafts import KeptDraft
from ui.desk.desk_view import DeskView
from ui.desk.draft_in_hand import DraftInHand
from ui.desk.enter_rule import EnterRule
from ui.desk.line_draft import DeskDraft
from ui.desk.suggestion_taking import SuggestionTaking
from ui.session.session import Session

SHOWN_OF_A_CODE = 24  # characters


class DeskPage(QWidget):
    """One line, Enter, next; nothing typed is lost while a save is on its way.

    The view shows, the draft in hand is what it shows, the Enter rule saves it; here they are put together and told
    what the operator and the rest of the window do.
    """

    form_wanted = Signal(object)  # Draft

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = DeskView(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._hand = DraftInHand(session, self.view, self)
        self._enter = EnterRule(session, self.view, self._hand, self)
        self._taking = SuggestionTaking(self.view, self._hand, self)
        self._name_parts()
        self._connect()
        self.retranslate()

    def _name_parts(self) -> None:
        """The parts of the view that the window and the hands at its keys ask for."""
        view = self.view
        self.line, self.hold, self.question = view.line, view.hold, view.question
        self.suggestions, self.occupants = view.suggestions, view.occupants
        self.problem, self.fever, self.flagged = view.problem, view.fever, view.flagged
        self.keeper = self._hand.keeper

    def _connect(self) -> None:
        self.line.textChanged.connect(self._hand.typed)
        self.line.entered.connect(self.proceed)
        self.line.undo_wanted.connect(self._enter.undo)
        self.line.escaped.connect(self.escape)
        self.occupants.edited.connect(self._row_edited)
        self.occupants.entered.connect(lambda _row: self.proceed())
        self.occupants.added.connect(self._add_row)
        self.occupants.dropped.connect(self._drop_row)
        self.occupants.escaped.connect(self.line.setFocus)
        self.question.answered.connect(self._answered)
        self.view.button.clicked.connect(self.proceed)
        self._taking.picked.connect(self.proceed)
        self._enter.form_wanted.connect(self.form_wanted)

    @property
    def draft(self) -> DeskDraft:
        """What the line says so far."""
        return self._hand.draft

    @property
    def disposition(self) -> str | None:
        """What was chosen for it, if anything."""
        return self._hand.disposition

    # --- look and language ----------------------------------------------------------------------
    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.view.retranslate()
        self._hand.draw()

    def rescale(self) -> None:
        """Fit everything to the text size."""
        self.view.rescale()

    def set_compact(self, *, compact: bool) -> None:
        """Take less room on a low screen."""
        self.view.set_compact(compact=compact)

    # --- keys -----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """Enter: take what is highlighted, else ask for what is missing, else save."""
        if not self._taking.take_highlighted():
            self._enter.proceed()

    def repeat(self) -> None:
        """The last record's car and people once more, readings to be taken anew."""
        self._enter.repeat()

    def toggle_member(self, member: int) -> None:
        """Drop one of the crew in the rows, or add them again."""
        self._hand.toggle_member(member)

    def cycle_disposition(self) -> None:
        """The next disposition the rules allow."""
        self._hand.cycle_disposition()

    def escape(self) -> None:
        """First the suggestions go, then what is typed (Ctrl+Z brings it back)."""
        if self.line.choosing or self.suggestions.isVisible():
            self.line.choosing = self.line.toggling = 0
            self.suggestions.show_known([])
        elif self.line.text() or self.draft.usual:
            self.draft.forget_crew()
            if self.line.text():
                self.line.selectAll()
                self.line.del_()  # Ctrl+Z brings it back
            self._hand.typed("")

    # --- what comes from elsewhere --------------------------------------------------------------
    def touched(self, changes: Changes[Any]) -> None:
        """Other rules or lists came in force, or a case moved on: what stands in the line is judged by them."""
        if changes.areas & {Area.LISTS, Area.RULES, Area.CASES}:
            self._hand.judge_anew()

    def insert_code(self, text: str) -> None:
        """Put a scanned code in front of the line; one that means nothing here is said and leaves it alone."""
        station = self._session.station
        tokens = read_tokens(text, station.rules, station.today())
        if not tokens or any(isinstance(token.meaning, Problem) for token in tokens):
            shown = "".join(one for one in text if one.isprintable())[:SHOWN_OF_A_CODE]
            self._hand.warn(Problem("unknown_scan", text=shown))
        else:
            self.line.setText(f"{text} {self.line.text()}")  # never stripped: a code may end in a space
        self.line.setFocus()

    def leave(self, passage: Passage) -> None:
        """Somebody inside goes out: the car and its people stand here, with the direction set."""
        words = [passage.vehicle.plate] if passage.vehicle else []
        crew = tuple(from_person(person) for person in passage.persons)
        self._hand.show_crew(" ".join([*words, "-", ""]), crew)

    def restore(self, kept: KeptDraft) -> None:
        """Take up what an earlier run did not save, under its own uid."""
        self.draft.uid = kept.uid
        self.line.setText(str(kept.content.get("line", "")))
        self.draft.take_content(kept.content)
        self._hand.draw()
        self.line.setFocus()
        self._session.notice.emit(
            "warn",
            self.tr("This line was not saved when the program stopped."),
            self.tr("Go on with it, or Esc to clear it."),
        )

    def present_draft(self) -> Draft:
        """The draft as it stands, for the full form."""
        return self.draft.as_far_as_read()

    def start_over(self) -> None:
        """An empty line with a draft of its own: the form saved the one before."""
        self._hand.start_over()

    # --- rows -----------------------------------------------------------------------------------
    def _row_edited(self, row: int, text: str) -> None:
        self.line.setText(self.draft.with_row(row, text))

    def _add_row(self, row: int) -> None:
        if row + 1 >= self.draft.rows:
            for _ in range(row + 2 - len(self.draft.crew)):
                self.draft.add_member(DraftPerson())
            self._hand.draw()
        self.occupants.focus_row(row + 1)

    def _drop_row(self, row: int) -> None:
        self.draft.drop_row(row)
        self._hand.draw()
        self.occupants.focus_row(min(row, self.occupants.shown - 1))

    def _answered(self, question: str, answer: bool | None) -> None:
        if answer is not None:
            self.draft.answers[question] = answer
            self._hand.keep()
        self.question.hide()
        self.line.setFocus()
        self.proceed()
