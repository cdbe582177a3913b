"""The desk: the gate line, what it means, who is in the car, what is the matter, and Enter."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtWidgets import QWidget

from station.changes import Area, Changes
from station.entry.draft import Draft, DraftPerson, from_person
from station.entry.gate_line import Recall, Token, read_tokens
from station.entry.problem import Problem
from station.entry.temperature_text import Measured
from station.records.passage import Passage, Vehicle
from station.services.gate.drafts import KeptDraft
from station.services.gate.registration import judge
from station.services.gate.suggestions import KnownPerson, KnownVehicle
from ui.desk import look_up
from ui.desk.desk_enter import DeskEnter
from ui.desk.desk_view import SEGMENTS
from ui.desk.suggestion_list import Known
from ui.language.problem_text import of_problem
from ui.session.session import Session

SHOWN_OF_A_CODE = 24  # characters


class DeskPage(DeskEnter):
    """One line, Enter, next; nothing typed is lost while a save is on its way."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._connect()
        self.retranslate()
        self.refresh()

    def _connect(self) -> None:
        self.line.textChanged.connect(self.typed)
        self.line.entered.connect(self.proceed)
        self.line.walked.connect(self._walk)
        self.line.taken.connect(self._take_first)
        self.line.picked.connect(self._pick)
        self.line.toggled.connect(self._toggle)
        self.line.undo_wanted.connect(self.undo)
        self.line.escaped.connect(self.escape)
        self.occupants.edited.connect(self._row_edited)
        self.occupants.entered.connect(lambda _row: self.proceed())
        self.occupants.added.connect(self._add_row)
        self.occupants.dropped.connect(self._drop_row)
        self.occupants.escaped.connect(self.line.setFocus)
        self.question.answered.connect(self._answered)
        self.button.clicked.connect(self.proceed)

    def touched(self, changes: Changes[Any]) -> None:
        """Other rules or lists came in force, or a case moved on: what stands in the line is judged by them."""
        if not changes.areas & {Area.LISTS, Area.RULES, Area.CASES}:
            return
        self.draft.rules = self._session.station.rules
        self.draft.set_text(self.draft.text)
        self._draw()

    def insert_code(self, text: str) -> None:
        """Put a scanned code in front of the line; one that means nothing here is said and leaves it alone."""
        station = self._session.station
        tokens = read_tokens(text, station.rules, station.today())
        if not tokens or any(isinstance(token.meaning, Problem) for token in tokens):
            shown = "".join(one for one in text if one.isprintable())[:SHOWN_OF_A_CODE]
            self.problem.say("warn", *of_problem(Problem("unknown_scan", text=shown), self._session.language.code))
        else:
            self.line.setText(f"{text} {self.line.text()}")  # never stripped: a code may end in a space
        self.line.setFocus()

    def leave(self, passage: Passage) -> None:
        """Somebody inside goes out: the car and its people stand here, with the direction set."""
        words = [passage.vehicle.plate] if passage.vehicle else []
        self.line.setText(" ".join([*words, "-", ""]))
        self.draft.take_crew(tuple(from_person(person) for person in passage.persons))
        self.refresh()
        self.line.setFocus()

    def present_draft(self) -> Draft:
        """The draft as it stands, for the full form; whatever the line cannot say yet is left out."""
        value = self.draft.value()
        if not isinstance(value, Problem):
            return self.draft.to_draft(value)
        readings = [t.meaning for t in self.draft.readings if isinstance(t.meaning, Measured)]
        persons = tuple(DraftPerson(readings=(one,)) for one in readings)
        direction = "out" if self.draft.direction == "out" else "in"
        return Draft(self.draft.uid, direction, self.draft.vehicle, persons, self.draft.recalls)

    # --- typing ---------------------------------------------------------------------------------
    def typed(self, text: str) -> None:
        """Read the line anew, ask what it may mean, draw it, keep it."""
        if not text:
            self.disposition = None  # what was chosen for the line that is gone is chosen for no other
        if not self._begun_at and text:
            self._begun_at = time.monotonic()
        station = self._session.station
        self.draft.rules, self.draft.today = station.rules, station.today()
        self.draft.set_text(text)
        self._asked = set()
        self.line.choosing = self.line.toggling = 0
        self.problem.hide()
        self.question.hide()
        self._suggest()
        self._draw()
        self.keep()

    def keep(self) -> None:
        """Have the draft written to the disk soon."""
        self.keeper.touch(self.draft.uid, self.draft.content())

    def _suggest(self) -> None:
        """Look up from the second character on; only the newest question's answer is shown."""
        text = self.line.text()

        def show(found: list[Known]) -> None:
            if self.line.text() == text and not self.line.choosing:
                self.suggestions.show_known(found)

        if not look_up.ask(self._session, self.draft, show):
            self.suggestions.show_known([])

    def _walk(self, step: int) -> None:
        if self.suggestions.known:
            self.suggestions.walk(step)
            one = self.suggestions.highlighted
            self.line.toggling = len(one.crew) if isinstance(one, KnownVehicle) else 0
        elif step > 0:
            self.occupants.focus_row(0)

    def _toggle(self, member: int) -> None:
        """A digit on a highlighted car drops one of its crew, or adds them again."""
        self.suggestions.toggle(member)

    def toggle_member(self, member: int) -> None:
        """The same once the crew stands in the rows."""
        self.draft.toggle(member)
        self._draw()
        self.keep()

    def _take_first(self) -> None:
        if self.suggestions.known:
            self.take(self.suggestions.known[max(self.suggestions.current, 0)], self.suggestions.absent)

    def take(self, known: Known, absent: frozenset[int] = frozenset()) -> None:
        """Put a known vehicle into the line with its usual crew, or a known person into the draft."""
        if isinstance(known, KnownPerson):
            self._take_person(known.person)
            return
        tokens = [token.text for token in self.draft.tokens if not isinstance(token.meaning, Vehicle)]
        if not self.draft.vehicle:
            tokens = [text for text in tokens if text != self.draft.tokens[-1].text]
        self.line.setText(" ".join([known.plate, *tokens]) + " ")
        self.bring_crew(known, absent)

    def _take_person(self, person: DraftPerson) -> None:
        rest = self.draft.without_last()
        self.line.setText(rest + " " if rest else "")
        self.draft.add_member(person)
        self.suggestions.show_known([])
        self._draw()
        self.keep()

    def bring_crew(self, known: KnownVehicle, absent: frozenset[int] = frozenset()) -> None:
        """The usual crew of a known car joins the draft, strangers' seats behind it."""
        strangers = max(known.seats, 1) - len(known.crew)
        self.draft.take_crew(known.crew + tuple(DraftPerson() for _ in range(strangers)), absent)
        self.suggestions.show_known([])
        self._draw()
        self.keep()

    def _pick(self, index: int) -> None:
        if self.suggestions.known:
            self._pick_person(index)
            return
        token = next((one for one in self.draft.tokens if self._is_open(one)), None)
        if token is not None:
            choice = self.suggestions.choices[index]
            self.line.setText(self.draft.replaced(token.text, choice))
            self.proceed()

    def _pick_person(self, index: int) -> None:
        """One of several people the line may mean: they take the place of what was typed for them."""
        known = self.suggestions.known[index]
        token = next((one for one in self.draft.tokens if isinstance(one.meaning, Recall)), None)
        if isinstance(known, KnownPerson) and token is not None:
            rest = [one.text for one in self.draft.tokens if one is not token]
            self.line.setText(" ".join(rest))
            self.draft.add_member(known.person)
            self.suggestions.show_known([])
            self._draw()
            self.proceed()

    @staticmethod
    def _is_open(token: Token) -> bool:
        return token.text.startswith(".") or (isinstance(token.meaning, Problem) and bool(token.meaning.candidates))

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
            self.typed("")

    def restore(self, kept: KeptDraft) -> None:
        """Take up what an earlier run did not save, under its own uid."""
        self.draft.uid = kept.uid
        self.line.setText(str(kept.content.get("line", "")))
        self.draft.take_content(kept.content)
        self._draw()
        self.line.setFocus()
        self._session.notice.emit(
            "warn",
            self.tr("This line was not saved when the program stopped."),
            self.tr("Go on with it, or Esc to clear it."),
        )

    # --- rows -----------------------------------------------------------------------------------
    def _row_edited(self, row: int, text: str) -> None:
        self.line.setText(self.draft.with_row(row, text))

    def _add_row(self, row: int) -> None:
        if row + 1 >= self.draft.rows:
            for _ in range(row + 2 - len(self.draft.crew)):
                self.draft.add_member(DraftPerson())
            self._draw()
        self.occupants.focus_row(row + 1)

    def _drop_row(self, row: int) -> None:
        self.draft.drop_row(row)
        self._draw()
        self.occupants.focus_row(min(row, self.occupants.shown - 1))

    def _answered(self, question: str, answer: bool | None) -> None:
        if answer is not None:
            self.draft.answers[question] = answer
            self.keep()
        self.question.hide()
        self.line.setFocus()
        self.proceed()

    def cycle_disposition(self) -> None:
        """The next disposition the rules allow."""
        value = self.draft.value()
        if isinstance(value, Problem):
            return
        ruled = judge(self._session.station, self.draft.to_draft(value)).allowed
        allowed = [one for one in ruled if one in SEGMENTS]  # nothing is chosen that no button shows
        chosen = self.disposition if self.disposition in allowed else allowed[0]
        self.disposition = allowed[(allowed.index(chosen) + 1) % len(allowed)]  # type: ignore[arg-type]
        self._draw()
