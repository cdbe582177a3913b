"""The cases page (F4): take the next reading, or choose what became of it, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from station.entry import normal
from station.entry.problem import Problem
from station.errors import StationError
from station.handover.transfer_sheet import TransferSheet
from station.services.gate import cases
from station.services.gate.cases import OpenCase
from ui.cases import case_work
from ui.cases.case_actions import (
    INVALID_TIME,
    NOTE,
    OVERRIDE,
    TRANSFER,
    actions_of,
    first_missing,
    needs_of,
    read_ending,
)
from ui.cases.case_view import CaseView
from ui.language.problem_text import of_error, of_problem
from ui.printing.preview import Job, preview
from ui.printing.transfer_paper import TransferPaper
from ui.session.enter_once import EnterOnce
from ui.session.session import Session

TICK = 1000  # ms


class CasePage(QWidget):
    """Choose a case with the arrows; type a reading, or a digit for an outcome; Enter.

    The view shows; here it is said what can be done with the chosen case, and it is done.
    """

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._once = EnterOnce(session.background)
        self.view = view = CaseView(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        self.list, self.entry, self.fields, self.problem = view.list, view.entry, view.fields, view.problem
        self.name = self.fields["name"]
        self._action = ""
        view.walked.connect(self._walk)
        view.entered.connect(self.proceed)
        view.another_chosen.connect(self._show_chosen)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._show_left)
        self._timer.start()
        self.retranslate()

    # --- showing --------------------------------------------------------------------------------
    @property
    def cases(self) -> list[OpenCase]:
        """The open cases as they are listed."""
        return self.view.cases

    def show_cases(self, found: list[OpenCase]) -> None:
        """List the open cases; the chosen one stays chosen."""
        self.view.show_cases(found)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.view.chosen()
        self.view.show_chosen(actions_of(one) if one else ())
        self._show_left()

    def _show_left(self) -> None:
        self.view.show_left(self._session.station.clock.now())

    def show_fields(self, names: tuple[str, ...]) -> None:
        """Show the fields that the chosen action needs, and no others."""
        self.view.show_fields(names, self._action)

    def rescale(self, *, compact: bool) -> None:
        """Fit the page to the screen."""
        self.view.rescale(compact=compact)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.view.retranslate()
        self.show_cases(self.cases)

    def begin(self) -> None:
        """Put the cursor where the next key belongs."""
        self.problem.hide()
        self._clear()
        self.entry.setFocus()

    def _clear(self) -> None:
        self._action = ""
        self.view.empty()

    def _walk(self, step: int) -> None:
        self._clear()
        self.view.walk(step)

    # --- Enter ----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """Enter: a reading, an outcome, or the first field that the outcome still needs."""
        one, text = self.view.chosen(), self.entry.text().strip()
        station = self._session.station
        if one is None or not text:
            self._not_a_temperature()
        elif len(text) > 1 or text.lower() == "l":
            uid = one.uid
            self._write(lambda: cases.take_reading(station, uid, text).answer)
        elif action := _action_of(text, one):
            self._act(one, action)
        else:
            self._not_a_temperature()

    def _act(self, one: OpenCase, action: str) -> None:
        self._action = action
        if self._ask_missing(one):
            return
        work = {OVERRIDE: self._override, NOTE: self._note, TRANSFER: self._transfer}.get(action, self._finish)
        work(one)

    def _ask_missing(self, one: OpenCase) -> bool:
        """Go to the first field the action still needs; True if there is one."""
        needs = needs_of(self._action, one, self._session.station.operator.role)
        self.show_fields(needs)
        name = first_missing(needs, self.view.texts(), one)
        if name is None:
            return False
        self.problem.say("warn", self.view.label_of(name), self.tr("It is needed here; fill it in, then Enter."))
        self.fields[name].setFocus()
        return True

    def _not_a_temperature(self) -> None:
        self._say(Problem("not_a_temperature"))
        self.entry.setFocus()

    def _say(self, problem: Problem) -> None:
        self.problem.say("warn", *of_problem(problem, self._session.language.code))

    # --- what becomes of it ---------------------------------------------------------------------
    def _finish(self, one: OpenCase) -> None:
        station = self._session.station
        ending = read_ending(self._action, self.view.texts(), station.clock.now())
        if isinstance(ending, Problem):
            self._go_to_wrong(ending)
        else:
            self._write(lambda: case_work.finish(station, one.uid, ending))

    def _go_to_wrong(self, problem: Problem) -> None:
        if problem.code == INVALID_TIME:
            step = self.tr("Hours and minutes, e.g. 14:05; empty means now.")
            self.problem.say("warn", self.view.label_of("time"), step)
            self.fields["time"].setFocus()
        else:
            self._say(problem)
            self.fields["phone"].setFocus()

    def _override(self, one: OpenCase) -> None:
        station, texts = self._session.station, self.view.texts()
        self._write(lambda: case_work.override(station, one.uid, texts["note"], texts["pin"]))

    def _note(self, one: OpenCase) -> None:
        station, words = self._session.station, self.fields["note"].text()
        self._write(lambda: case_work.note(station, one.uid, words))

    def _transfer(self, one: OpenCase) -> None:
        """Preview the sheet for the hospital."""
        station, reason = self._session.station, self.fields["note"].text()
        name, phone = (normal.words(self.fields[key].text()) for key in ("name", "phone"))
        language = self._session.language.code

        def show(sheet: TransferSheet) -> None:
            self.begin()
            job = Job(sheet, lambda one: TransferPaper(one, QApplication.font().family(), language))
            preview(self._session, job, self)

        self._once.write(lambda: case_work.transfer(station, one.uid, reason, name, phone), show, self._failed)

    def _write(self, work: Callable[[], OpenCase]) -> None:
        self._once.write(work, self._done, self._failed)

    def _done(self, changed: OpenCase) -> None:
        self.begin()
        if changed.case.state == "closed":
            outcome = self._session.label("outcome", changed.case.outcome or "")
            self.problem.say("ok", f"{changed.who or ''} {outcome}".strip(), "")

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
        pin = self.fields["pin"]
        pin.clear()
        field = pin if pin.isVisible() else self.entry
        field.setFocus()
        field.selectAll()


def _action_of(text: str, one: OpenCase) -> str | None:
    """The action a digit stands for."""
    actions = actions_of(one)
    number = int(text) if text.isdigit() and text.isascii() else 0
    return actions[number - 1] if 1 <= number <= len(actions) else None
