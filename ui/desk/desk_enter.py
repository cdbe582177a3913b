"""The Enter rule of the desk: what is missing is asked for by name, else the draft becomes durable."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.entry.draft import Draft
from station.entry.gate_line import Recall, Token
from station.entry.problem import Problem
from station.errors import StationError
from station.masking import mask_name
from station.services.gate import corrections, recall, registration, suggestions
from station.services.gate.corrections import Change
from station.services.gate.registration import Saved, judge
from station.services.gate.suggestions import KnownPerson, KnownVehicle
from station.triage.assessment import Assessment
from ui.desk.desk_view import DeskView
from ui.desk.line_draft import DeskDraft
from ui.language.problem_text import of_error, of_problem
from ui.session.draft_keeper import DraftKeeper
from ui.session.session import Session

DOUBLE_ENTER = 0.3  # seconds in which a second Enter on the emptied line does nothing


class DeskEnter(DeskView):
    """From the draft to the durable record, and back within a minute."""

    form_wanted = Signal(object)  # Draft

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        super().__init__(session, self._new_draft(), parent)
        self.keeper = DraftKeeper(session, self)
        self._saved_at = 0.0
        self._begun_at = 0.0
        self._asked: set[str] = set()
        self._last: tuple[str, DeskDraft] | None = None

    # --- what the page below fills in -----------------------------------------------------------
    def typed(self, text: str) -> None:
        """The line changed."""

    def take(self, known: object, absent: frozenset[int] = frozenset()) -> None:
        """A suggestion was chosen."""

    def bring_crew(self, known: KnownVehicle, absent: frozenset[int] = frozenset()) -> None:
        """The usual crew of a known car joins the draft."""

    def refresh(self) -> None:
        """Draw everything the draft says."""
        self._draw()

    # --- Enter ----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """If something required is missing go there and say what; else save."""
        if self.suggestions.highlighted is not None:
            self.take(self.suggestions.highlighted, self.suggestions.absent)
            return
        if not self.line.text().strip() and time.monotonic() - self._saved_at < DOUBLE_ENTER:
            return
        value = self.draft.value()
        if isinstance(value, Problem):
            self._stopped(value)
            return
        row = self.draft.missing_row()
        if row is not None:
            self._say_missing(row)
            return
        draft = self.draft.to_draft(value)
        if draft.recall:
            self._resolve(draft)
        else:
            self._judge(draft)

    def _stopped(self, problem: Problem) -> None:
        if problem.code == "missing_reading" and (self.draft.vehicle or self.draft.recalls):
            self._ask_readings()
            return
        self._show_problem(problem)
        self.line.setFocus()

    def _show_problem(self, problem: Problem) -> None:
        if problem.code == "several_matches" and problem.field == "person":
            self._offer_persons(problem)
            return
        if problem.candidates and problem.field == "plate":
            self.line.choosing = len(problem.candidates)
            self.suggestions.show_choices(problem.candidates)
            self.line.setFocus()
        title, step = of_problem(problem, self._session.language.code)
        self.problem.say("warn", title, step)

    def _offer_persons(self, problem: Problem) -> None:
        """Several people are meant: a digit picks one of the newest."""
        station = self._session.station
        token = next((one for one in self.draft.tokens if self._means(one, problem)), None)
        asked = token.text if token else problem.text

        def show(found: list[KnownPerson]) -> None:
            self.suggestions.show_known(list(found))
            self.line.choosing = len(self.suggestions.known)
            names = tuple(mask_name(one.person.name) or "·" for one in found)
            shown = replace(problem, candidates=names)
            self.problem.say("warn", *of_problem(shown, self._session.language.code))
            self.line.setFocus()

        self._session.background.read(lambda: suggestions.suggest_persons(station, asked), show)

    @staticmethod
    def _means(token: Token, problem: Problem) -> bool:
        """Whether a token is the one a look-up found several answers for."""
        return isinstance(token.meaning, Recall) and token.meaning.text == problem.text

    def _ask_readings(self) -> None:
        """A plate without readings: bring the usual crew if the car is known, then go to the first field."""
        vehicle = self.draft.vehicle
        if vehicle is None or self.draft.crew:
            self._say_missing(0)
            return
        self.hold.hold()

        def show(known: KnownVehicle | None) -> None:
            if known:
                self.bring_crew(known)
            self._say_missing(0)
            self.hold.release()

        station = self._session.station
        self._session.background.read(lambda: recall.known_vehicle(station, vehicle.plate), show, self._not_saved)

    def _say_missing(self, row: int) -> None:
        self._draw(at_least=row + 1)
        self.problem.say("warn", *of_problem(Problem("missing_reading"), self._session.language.code))
        self.occupants.focus_row(row)

    def _resolve(self, draft: Draft) -> None:
        self.hold.hold()

        def show(found: Draft | Problem) -> None:
            if isinstance(found, Problem):
                self._show_problem(found)
                self.hold.release()
            else:
                self._judge(found)

        station = self._session.station
        self._session.background.read(lambda: recall.resolve(station, draft), show, self._not_saved)

    def _judge(self, draft: Draft) -> None:
        assessment = judge(self._session.station, draft)
        if assessment.missing:
            self.hold.release()
            self.form_wanted.emit(draft)
            return
        unasked = [one for one in assessment.questions if one not in self._asked]
        if unasked:
            self._asked.add(unasked[0])
            self.question.ask(unasked[0])
            self.hold.release()
            return
        gun = self._session.thermometer
        self._save(replace(draft, disposition=self._chosen(assessment), thermometer=gun))

    def _chosen(self, assessment: Assessment) -> str | None:
        return self.disposition if self.disposition in assessment.allowed else None

    def _save(self, draft: Draft) -> None:
        self.hold.hold()
        self.keeper.pause()
        station = self._session.station
        self._session.background.write(lambda: registration.save(station, draft), self._saved, self._not_saved)

    def _saved(self, saved: Saved) -> None:
        """Only now the form clears."""
        self._last = (saved.uid, self.draft)
        seconds = time.monotonic() - self._begun_at if self._begun_at else 0.0
        self.start_over()
        self.line.setFocus()
        if seconds:
            self._session.timed.emit(seconds)
        self.hold.release()

    def start_over(self) -> None:
        """An empty line with a draft of its own: the one before is saved, its uid must not come again."""
        self._saved_at = time.monotonic()
        self._begun_at = 0.0
        self.disposition = None
        self.draft = self._new_draft()
        if self.line.text():
            self.line.setText("")  # not clear(): Ctrl+Z must mean the record now, not its text
        else:
            self.typed("")
        self.keeper.forget()

    # --- undo and repeat ------------------------------------------------------------------------
    def undo(self) -> None:
        """Take the last record back and put its line where it was."""
        if self._last is None:
            self.problem.say("warn", *of_problem(Problem("no_last_record"), self._session.language.code))
            return
        uid, draft = self._last
        station = self._session.station
        self.hold.hold()

        def done(change: Change) -> None:
            self._last = None
            self.show_again(draft)
            self.problem.say("ok", self.tr("Undone."), self.tr("The record is void; its line stands here again."))
            self.hold.release()

        self._session.background.write(lambda: corrections.undo(station, uid), done, self._not_saved)

    def repeat(self) -> None:
        """The last record's car and people once more, readings to be taken anew."""
        if self._last is None:
            self.problem.say("warn", *of_problem(Problem("no_last_record"), self._session.language.code))
            return
        before = self._last[1]
        words = [before.vehicle.plate] if before.vehicle else []
        words += [] if before.direction == "in" else ["-"]
        self.line.setText(" ".join([*words, ""]))
        self.draft.take_crew(before.usual, before.absent)
        self.refresh()
        self.line.setFocus()

    def show_again(self, before: DeskDraft) -> None:
        """The line and the crew of an earlier draft, under the new draft's own uid."""
        self.line.setText(before.text)
        self.draft.take_crew(before.usual, before.absent)
        self.draft.answers = dict(before.answers)
        self.refresh()
        self.line.setFocus()

    def _not_saved(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
        self.line.setFocus()
        self.hold.release()

    def _new_draft(self) -> DeskDraft:
        station = self._session.station
        return DeskDraft(registration.new_draft(station).uid, station.rules, station.today())
