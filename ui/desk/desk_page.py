"""The desk: the gate line, what it means, who is in the car, what is the matter, and Enter."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.entry.draft import Draft, DraftPerson
from station.entry.gate_line import Token
from station.entry.problem import Problem
from station.entry.temperature_text import Measured
from station.errors import StationError
from station.records.passage import Vehicle
from station.services import recall, registration
from station.services.recall import KnownVehicle
from station.services.registration import Saved
from station.triage.assess import Assessment, assess
from ui.desk.desk_draft import DeskDraft
from ui.desk.desk_view import DeskView
from ui.problem_text import of_error, of_problem
from ui.session import Session

DOUBLE_ENTER = 0.3  # seconds in which a second Enter on the emptied line does nothing


class DeskPage(DeskView):
    """One line, Enter, next; nothing typed is lost while a save is on its way."""

    form_wanted = Signal(object)  # Draft

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        super().__init__(session, self._new_draft(), parent)
        self._saved_at = 0.0
        self._asked = False
        self._connect()
        self.retranslate()
        self.refresh()

    def _connect(self) -> None:
        self.line.textChanged.connect(self._typed)
        self.line.entered.connect(self.proceed)
        self.line.walked.connect(self._walk)
        self.line.taken.connect(self._take_first)
        self.line.picked.connect(self._pick)
        self.line.escaped.connect(self._escape)
        self.occupants.edited.connect(self._row_edited)
        self.occupants.entered.connect(lambda _row: self.proceed())
        self.occupants.added.connect(self._add_row)
        self.occupants.dropped.connect(self._drop_row)
        self.occupants.escaped.connect(self.line.setFocus)
        self.question.answered.connect(self._answered)
        self.button.clicked.connect(self.proceed)

    def refresh(self) -> None:
        """Draw everything the draft says."""
        self._draw()

    def insert_code(self, text: str) -> None:
        """Put a scanned code into the line, as a scanner gun would have typed it."""
        self.line.setText(f"{text} {self.line.text()}")  # never stripped: a code may end in a space
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
    def _typed(self, text: str) -> None:
        self.draft.today = self._session.station.today()
        self.draft.set_text(text)
        self._asked = False
        self.line.choosing = 0
        self.problem.hide()
        self.question.hide()
        self._suggest()
        self._draw()

    def _suggest(self) -> None:
        """Look up plates from the second character on; only the newest question's answer is shown."""
        part = self._plate_part()
        if len(part) < 2:
            self.suggestions.show_vehicles([])
            return
        text = self.line.text()

        def show(found: list[KnownVehicle]) -> None:
            if self.line.text() == text and not self.line.choosing:
                self.suggestions.show_vehicles(found)

        self._session.background.read(lambda: recall.suggest_vehicles(self._session.station, part), show)

    def _plate_part(self) -> str:
        if self.draft.vehicle:
            return self.draft.vehicle.plate if not self.draft.crew and not self.draft.readings else ""
        last = self.draft.tokens[-1].text.upper() if self.draft.tokens else ""
        part = last.rpartition(":")[2].removeprefix(".")
        usable = part.isalnum() and any(one.isdigit() for one in part) and len(part) <= 8
        return part if usable and not isinstance(self.draft.tokens[-1].meaning, Measured) else ""

    def _walk(self, step: int) -> None:
        if self.suggestions.vehicles:
            self.suggestions.walk(step)
        elif step > 0:
            self.occupants.focus_row(0)

    def _take_first(self) -> None:
        if self.suggestions.vehicles:
            self._take(self.suggestions.vehicles[max(self.suggestions.current, 0)])

    def _take(self, known: KnownVehicle) -> None:
        """Put a known vehicle into the line together with its usual crew."""
        tokens = [token.text for token in self.draft.tokens if not isinstance(token.meaning, Vehicle)]
        if not self.draft.vehicle:
            tokens = [text for text in tokens if text != self.draft.tokens[-1].text]
        self.line.setText(" ".join([known.plate, *tokens]) + " ")
        self._bring_crew(known)

    def _bring_crew(self, known: KnownVehicle) -> None:
        strangers = max(known.seats, 1) - len(known.crew)
        self.draft.crew = known.crew + tuple(DraftPerson() for _ in range(strangers))
        self.suggestions.show_vehicles([])
        self._draw()

    def _pick(self, index: int) -> None:
        token = next((one for one in self.draft.tokens if self._is_open(one)), None)
        if token is not None:
            choice = self.suggestions.choices[index]
            self.line.setText(self.draft.replaced(token.text, choice))
            self.proceed()

    @staticmethod
    def _is_open(token: Token) -> bool:
        return token.text.startswith(".") or (isinstance(token.meaning, Problem) and bool(token.meaning.candidates))

    def _escape(self) -> None:
        if self.line.choosing or self.suggestions.isVisible():
            self.line.choosing = 0
            self.suggestions.show_vehicles([])
        elif self.line.text():
            self.line.selectAll()
            self.line.del_()  # Ctrl+Z brings it back

    # --- rows -----------------------------------------------------------------------------------
    def _row_edited(self, row: int, text: str) -> None:
        crew = self.draft.crew
        answers = self.draft.answers
        self.line.setText(self.draft.with_row(row, text))
        self.draft.crew, self.draft.answers = crew, answers
        self._draw()

    def _add_row(self, row: int) -> None:
        if row + 1 >= self.draft.rows:
            crew = self.draft.crew + tuple(DraftPerson() for _ in range(row + 2 - len(self.draft.crew)))
            self.draft.crew = crew
            self._draw()
        self.occupants.focus_row(row + 1)

    def _drop_row(self, row: int) -> None:
        if row < len(self.draft.crew):
            self.draft.crew = self.draft.crew[:row] + self.draft.crew[row + 1 :]
        self._draw()
        self.occupants.focus_row(min(row, self.occupants.shown - 1))

    def _answered(self, question: str, answer: bool | None) -> None:
        if answer is not None:
            self.draft.answers[question] = answer
        self.question.hide()
        self.line.setFocus()
        self.proceed()

    def cycle_disposition(self) -> None:
        """The next disposition the rules allow."""
        value = self.draft.value()
        if isinstance(value, Problem):
            return
        allowed = assess(self.draft.to_draft(value), self._session.station.rules).allowed
        chosen = self.disposition if self.disposition in allowed else allowed[0]
        self.disposition = allowed[(allowed.index(chosen) + 1) % len(allowed)]  # type: ignore[arg-type]
        self._draw()

    # --- Enter ----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """If something required is missing go there and say what; else save."""
        if self.suggestions.current >= 0:
            self._take(self.suggestions.vehicles[self.suggestions.current])
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
        if problem.candidates and problem.field == "plate":
            self.line.choosing = len(problem.candidates)
            self.suggestions.show_choices(problem.candidates)
            self.line.setFocus()
        title, step = of_problem(problem, self._session.language.code)
        self.problem.say("warn", title, step)

    def _ask_readings(self) -> None:
        """A plate without readings: bring the usual crew if the car is known, then go to the first field."""
        vehicle = self.draft.vehicle
        if vehicle is None or self.draft.crew:
            self._say_missing(0)
            return
        self.hold.hold()

        def show(known: KnownVehicle | None) -> None:
            if known:
                self._bring_crew(known)
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
        assessment = assess(draft, self._session.station.rules)
        if assessment.missing:
            self.hold.release()
            self.form_wanted.emit(draft)
            return
        if assessment.questions and not self._asked:
            self._asked = True
            self.question.ask(assessment.questions[0])
            self.hold.release()
            return
        self._save(replace(draft, disposition=self._chosen(assessment)))

    def _chosen(self, assessment: Assessment) -> str | None:
        return self.disposition if self.disposition in assessment.allowed else None

    def _save(self, draft: Draft) -> None:
        self.hold.hold()
        station = self._session.station
        self._session.background.write(lambda: registration.save(station, draft), self._saved, self._not_saved)

    def _saved(self, saved: Saved) -> None:
        """Only now the form clears."""
        self.start_over()
        self.line.setFocus()
        self._session.announce(saved)
        self.hold.release()

    def start_over(self) -> None:
        """An empty line with a draft of its own: the one before is saved, its uid must not come again."""
        self._saved_at = time.monotonic()
        self.disposition = None
        self.draft = self._new_draft()
        self.line.clear()
        self._typed("")

    def _not_saved(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
        self.line.setFocus()
        self.hold.release()

    def _new_draft(self) -> DeskDraft:
        station = self._session.station
        return DeskDraft(registration.new_draft(station).uid, station.rules, station.today())
