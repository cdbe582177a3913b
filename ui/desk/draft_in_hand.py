"""The draft the desk is busy with: read from the line, drawn on the view, kept on the disk, replaced once saved."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject

from station.entry.draft import DraftPerson
from station.entry.problem import Problem
from station.records.disposition import SEGMENTS
from station.services.gate import registration
from station.services.gate.suggestions import KnownVehicle
from ui.desk import look_up
from ui.desk.desk_picture import assessment_of, picture_of
from ui.desk.desk_view import DeskView
from ui.desk.line_draft import DeskDraft
from ui.desk.suggestion_list import Known
from ui.language.problem_text import of_problem
from ui.session.draft_keeper import DraftKeeper
from ui.session.session import Session


class DraftInHand(QObject):
    """One draft at a time; `disposition` is what was chosen for it, `asked` the questions put for it."""

    def __init__(self, session: Session, view: DeskView, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self.draft = self._new_draft()
        self.disposition: str | None = None
        self.asked: set[str] = set()
        self.keeper = DraftKeeper(session, self)
        self._cleared_at = 0.0
        self._begun_at = 0.0

    def _new_draft(self) -> DeskDraft:
        station = self._session.station
        return DeskDraft(registration.new_draft(station).uid, station.rules, station.today())

    # --- the line -------------------------------------------------------------------------------
    def typed(self, text: str) -> None:
        """Read the line anew, ask what it may mean, draw it, keep it."""
        if not text:
            self.disposition = None  # what was chosen for the line that is gone is chosen for no other
        if not self._begun_at and text:
            self._begun_at = time.monotonic()
        station = self._session.station
        self.draft.rules, self.draft.today = station.rules, station.today()
        self.draft.set_text(text)
        self.asked = set()
        self._view.line.choosing = self._view.line.toggling = 0
        self._view.problem.hide()
        self._view.question.hide()
        self._suggest()
        self.draw()
        self.keep()

    def _suggest(self) -> None:
        """Look up from the second character on; only the newest question's answer is shown."""
        line, text = self._view.line, self._view.line.text()

        def show(found: Sequence[Known]) -> None:
            if line.text() == text and not line.choosing:
                self._view.suggestions.show_known(found)

        if not look_up.ask(self._session, self.draft, show):
            self._view.suggestions.show_known([])

    def judge_anew(self) -> None:
        """Other rules are in force: read and draw what stands in the line by them."""
        self.draft.rules = self._session.station.rules
        self.draft.set_text(self.draft.text)
        self.draw()

    def start_over(self) -> None:
        """An empty line with a draft of its own: the one before is saved, its uid must not come again."""
        self._cleared_at = time.monotonic()
        self._begun_at = 0.0
        self.disposition = None
        self.draft = self._new_draft()
        if self._view.line.text():
            self._view.line.setText("")  # not clear(): Ctrl+Z must mean the record now, not its text
        else:
            self.typed("")
        self.keeper.forget()

    def seconds(self) -> float:
        """How long ago its first key was; 0 for a draft that no key began."""
        return time.monotonic() - self._begun_at if self._begun_at else 0.0

    def seconds_since_cleared(self) -> float:
        """How long ago the line was last emptied by a save."""
        return time.monotonic() - self._cleared_at

    # --- showing and keeping --------------------------------------------------------------------
    def draw(self) -> None:
        """Show everything the draft says."""
        self._view.show_picture(picture_of(self.draft, self.disposition, self._session.station, self._session))

    def keep(self) -> None:
        """Have the draft written to the disk soon."""
        self.keeper.touch(self.draft.uid, self.draft.content())

    def warn(self, problem: Problem) -> None:
        """Say what is wrong with it and what to do."""
        self._view.problem.say("warn", *of_problem(problem, self._session.language.code))

    # --- who is in the car ----------------------------------------------------------------------
    def bring_crew(self, known: KnownVehicle, absent: frozenset[int] = frozenset()) -> None:
        """The usual crew of a known car joins, strangers' seats behind it."""
        strangers = max(known.seats, 1) - len(known.crew)
        self.draft.take_crew(known.crew + tuple(DraftPerson() for _ in range(strangers)), absent)
        self._view.suggestions.show_known([])
        self.draw()
        self.keep()

    def show_crew(self, line: str, usual: tuple[DraftPerson, ...], absent: frozenset[int] = frozenset()) -> None:
        """Put a line with its crew on the desk; whoever has the cursor next types readings."""
        self._view.line.setText(line)
        self.draft.take_crew(usual, absent)
        self.draw()
        self._view.line.setFocus()

    def toggle_member(self, member: int) -> None:
        """Drop a member of the usual crew, or add it again."""
        self.draft.toggle(member)
        self.draw()
        self.keep()

    def cycle_disposition(self) -> None:
        """The next disposition the rules allow."""
        assessment = assessment_of(self.draft, self._session.station)
        if assessment is None:
            return
        allowed = [one for one in assessment.allowed if one in SEGMENTS]  # nothing is chosen that no button shows
        at = next((index for index, one in enumerate(allowed) if one == self.disposition), 0)
        self.disposition = allowed[(at + 1) % len(allowed)]
        self.draw()
