"""The Enter rule of the desk: what is missing is asked for by name, else the draft becomes durable."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

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
from ui.desk.draft_in_hand import DraftInHand
from ui.desk.line_draft import DeskDraft
from ui.language.problem_text import of_error
from ui.session.session import Session

DOUBLE_ENTER = 0.3  # seconds in which a second Enter on the emptied line does nothing


class EnterRule(QObject):
    """From the draft in hand to the durable record, and back within a minute."""

    form_wanted = Signal(object)  # Draft: its lane asks for more than a line can say

    def __init__(self, session: Session, view: DeskView, hand: DraftInHand, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._hand = hand
        self._last: tuple[str, DeskDraft] | None = None

    def proceed(self) -> None:
        """If something required is missing go there and say what; else save."""
        if not self._view.line.text().strip() and self._hand.seconds_since_cleared() < DOUBLE_ENTER:
            return
        value = self._hand.draft.value()
        if isinstance(value, Problem):
            self._stopped(value)
            return
        row = self._hand.draft.missing_row()
        if row is not None:
            self._say_missing(row)
            return
        draft = self._hand.draft.to_draft(value)
        if draft.recall:
            self._resolve(draft)
        else:
            self._judge(draft)

    # --- what is missing ------------------------------------------------------------------------
    def _stopped(self, problem: Problem) -> None:
        draft = self._hand.draft
        if problem.code == "missing_reading" and (draft.vehicle or draft.recalls):
            self._ask_readings()
            return
        self._show_problem(problem)
        self._view.line.setFocus()

    def _show_problem(self, problem: Problem) -> None:
        if problem.code == "several_matches" and problem.field == "person":
            self._offer_persons(problem)
            return
        if problem.candidates and problem.field == "plate":
            self._view.line.choosing = len(problem.candidates)
            self._view.suggestions.show_choices(problem.candidates)
            self._view.line.setFocus()
        self._hand.warn(problem)

    def _offer_persons(self, problem: Problem) -> None:
        """Several people are meant: a digit picks one of the newest."""
        station, view = self._session.station, self._view
        token = next((one for one in self._hand.draft.tokens if _means(one, problem)), None)
        asked = token.text if token else problem.text

        def show(found: list[KnownPerson]) -> None:
            view.suggestions.show_known(list(found))
            view.line.choosing = len(view.suggestions.known)
            names = tuple(mask_name(one.person.name) or "·" for one in found)
            self._hand.warn(replace(problem, candidates=names))
            view.line.setFocus()

        self._session.background.read(lambda: suggestions.suggest_persons(station, asked), show)

    def _ask_readings(self) -> None:
        """A plate without readings: bring the usual crew if the car is known, then go to the first field."""
        vehicle = self._hand.draft.vehicle
        if vehicle is None or self._hand.draft.crew:
            self._say_missing(0)
            return
        self._view.hold.hold()

        def show(known: KnownVehicle | None) -> None:
            if known:
                self._hand.bring_crew(known)
            self._say_missing(0)
            self._view.hold.release()

        station = self._session.station
        self._session.background.read(lambda: recall.known_vehicle(station, vehicle.plate), show, self._not_saved)

    def _say_missing(self, row: int) -> None:
        self._hand.draw()
        self._hand.warn(Problem("missing_reading"))
        self._view.occupants.focus_row(row)

    # --- saving ---------------------------------------------------------------------------------
    def _resolve(self, draft: Draft) -> None:
        self._view.hold.hold()

        def show(found: Draft | Problem) -> None:
            if isinstance(found, Problem):
                self._show_problem(found)
                self._view.hold.release()
            else:
                self._judge(found)

        station = self._session.station
        self._session.background.read(lambda: recall.resolve(station, draft), show, self._not_saved)

    def _judge(self, draft: Draft) -> None:
        assessment = judge(self._session.station, draft)
        if assessment.missing:
            self._view.hold.release()
            self.form_wanted.emit(draft)
            return
        unasked = [one for one in assessment.questions if one not in self._hand.asked]
        if unasked:
            self._hand.asked.add(unasked[0])
            self._view.question.ask(unasked[0])
            self._view.hold.release()
            return
        gun = self._session.thermometer
        self._save(replace(draft, disposition=self._chosen(assessment), thermometer=gun))

    def _chosen(self, assessment: Assessment) -> str | None:
        return self._hand.disposition if self._hand.disposition in assessment.allowed else None

    def _save(self, draft: Draft) -> None:
        self._view.hold.hold()
        self._hand.keeper.pause()
        station = self._session.station
        self._session.background.write(lambda: registration.save(station, draft), self._saved, self._not_saved)

    def _saved(self, saved: Saved) -> None:
        """Only now the form clears."""
        self._last = (saved.uid, self._hand.draft)
        seconds = self._hand.seconds()
        self._hand.start_over()
        self._view.line.setFocus()
        if seconds:
            self._session.timed.emit(seconds)
        self._view.hold.release()

    def _not_saved(self, error: StationError) -> None:
        self._view.problem.say("bad", *of_error(error, self._session.language.code))
        self._view.line.setFocus()
        self._view.hold.release()

    # --- undo and repeat ------------------------------------------------------------------------
    def undo(self) -> None:
        """Take the last record back and put its line where it was."""
        if self._last is None:
            self._hand.warn(Problem("no_last_record"))
            return
        uid, draft = self._last
        station, view = self._session.station, self._view
        view.hold.hold()

        def done(_change: Change) -> None:
            self._last = None
            self._show_again(draft)
            view.problem.say("ok", self.tr("Undone."), self.tr("The record is void; its line stands here again."))
            view.hold.release()

        self._session.background.write(lambda: corrections.undo(station, uid), done, self._not_saved)

    def repeat(self) -> None:
        """The last record's car and people once more, readings to be taken anew."""
        if self._last is None:
            self._hand.warn(Problem("no_last_record"))
            return
        before = self._last[1]
        words = [before.vehicle.plate] if before.vehicle else []
        words += [] if before.direction == "in" else ["-"]
        self._hand.show_crew(" ".join([*words, ""]), before.usual, before.absent)

    def _show_again(self, before: DeskDraft) -> None:
        """The line, the crew and the answers of an earlier draft, under the new draft's own uid."""
        self._hand.show_crew(before.text, before.usual, before.absent)
        self._hand.draft.answers = dict(before.answers)
        self._hand.draw()


def _means(token: Token, problem: Problem) -> bool:
    """Whether a token is the one a look-up found several answers for."""
    return isinstance(token.meaning, Recall) and token.meaning.text == problem.text
