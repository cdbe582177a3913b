"""The cases page (F4): take the next reading, or choose what became of it, by keyboard alone."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from station.clock import DAY, HOUR, MINUTE, day_start, local_day
from station.entry import normal
from station.entry.phone import read_phone
from station.entry.problem import Problem
from station.errors import StationError
from station.handover.transfer_sheet import TransferSheet
from station.records.case import Outcome
from station.services.access import operators
from station.services.gate import cases, transfer_sheets
from station.services.gate.cases import OpenCase
from ui.cases.case_view import CaseView
from ui.language.problem_text import of_error, of_problem
from ui.printing.preview import Job, preview
from ui.printing.transfer_paper import TransferPaper
from ui.session.session import Session

TIME = re.compile(r"([01]?[0-9]|2[0-3])[:：.]?([0-5][0-9])")
TEMPERATURE_STATES = ("recheck", "axillary", "confirmed")
OVERRIDE, NOTE, TRANSFER = "override", "note", "transfer"
VERIFY_NEEDS = ("checked", "found", "name", "phone")  # 核查信息, 核实情况, 逐一登记
NEEDS: dict[str, tuple[str, ...]] = {
    "referred": ("name", "phone", "place", "time"),
    OVERRIDE: ("note", "pin"),
    NOTE: ("note",),
    TRANSFER: ("note", "name", "phone"),
}


class CasePage(CaseView):
    """Choose a case with the arrows; type a reading, or a digit for an outcome; Enter."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.entry.walked.connect(self._walk)
        for edit in self.fields.values():
            edit.entered.connect(self.proceed)
        self.list.currentRowChanged.connect(lambda _row: self.show_chosen())
        self.retranslate()

    def begin(self) -> None:
        """Put the cursor where the next key belongs."""
        self.problem.hide()
        self._clear()
        self.entry.setFocus()

    def _clear(self) -> None:
        self.action = ""
        for edit in self.fields.values():
            edit.clear()
            edit.set_fault(False)
        self.show_fields(())

    def _walk(self, step: int) -> None:
        self._clear()
        self.list.setCurrentRow(max(0, min(len(self.cases) - 1, self.list.currentRow() + step)))

    def actions_of(self, one: OpenCase) -> tuple[str, ...]:
        """The outcomes the rules allow, a leader's override where they allow no release, a note, the transfer sheet."""
        hot = one.case.state in TEMPERATURE_STATES
        return (*one.outcomes, *((OVERRIDE,) if hot else ()), NOTE, *((TRANSFER,) if hot else ()))

    # --- Enter ----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """Enter: a reading, an outcome, or the first field that the outcome still needs."""
        one, text = self.chosen(), self.entry.text().strip()
        if one is None or not text:
            self._say(Problem("not_a_temperature"))
            self.entry.setFocus()
            return
        station = self._session.station
        if len(text) > 1 or text.lower() == "l":
            self._write(lambda: cases.take_reading(station, one.uid, text))
            return
        actions = self.actions_of(one)
        number = int(text) if text.isdigit() and text.isascii() else 0
        if not 1 <= number <= len(actions):
            self._say(Problem("not_a_temperature"))
            self.entry.setFocus()
            return
        self.action = actions[number - 1]
        if self._ask_missing(one):
            return
        work = {OVERRIDE: self._override, NOTE: self._note, TRANSFER: self._transfer}.get(self.action, self._finish)
        work(one)

    def _say(self, problem: Problem) -> None:
        self.problem.say("warn", *of_problem(problem, self._session.language.code))

    def _ask_missing(self, one: OpenCase) -> bool:
        """Go to the first field the action still needs; True if there is one."""
        known = any(person.name and person.phone for person in one.passage.persons)
        verifying = self.action == "released" and one.case.state == "verify"
        needs = VERIFY_NEEDS if verifying else NEEDS.get(self.action, ())
        if self.action == OVERRIDE and self._session.station.operator.role == "leader":
            needs = ("note",)
        self.show_fields(needs)
        optional = ("name", "phone", "time") if known else ("time",)
        for name in needs:
            if name not in optional and not self.fields[name].text().strip():
                self.problem.say("warn", self.label_of(name), self.tr("It is needed here; fill it in, then Enter."))
                self.fields[name].setFocus()
                return True
        return False

    def _finish(self, one: OpenCase) -> None:
        name, phone, place = (normal.words(self.fields[key].text()) for key in ("name", "phone", "place"))
        if phone and isinstance(checked := read_phone(phone), Problem):
            self._say(checked)
            self.fields["phone"].setFocus()
            return
        at = self._handed_over_at()
        if isinstance(at, Problem):
            self.problem.say("warn", self.label_of("time"), self.tr("Hours and minutes, e.g. 14:05; empty means now."))
            self.fields["time"].setFocus()
            return
        station = self._session.station
        outcome: Outcome = self.action  # type: ignore[assignment]
        verified = cases.Verification(self.fields["checked"].text(), self.fields["found"].text())
        facts: dict[str, Any] = {"place": place or None, "name": name or None, "phone": phone or None, "at": at}
        facts["verified"] = verified if verified.checked and verified.found else None
        self._write(lambda: cases.finish(station, one.uid, outcome, **facts))

    def _handed_over_at(self) -> int | Problem | None:
        """The time typed, today or, if that is yet to come, yesterday; None for now."""
        text = self.fields["time"].text().strip()
        if not text:
            return None
        match = TIME.fullmatch(text)
        if not match:
            return Problem("invalid_time", "referred_at")
        now = self._session.station.clock.now()
        at = day_start(local_day(now)) + int(match[1]) * HOUR + int(match[2]) * MINUTE
        return at if at <= now else at - DAY

    def _override(self, one: OpenCase) -> None:
        station, reason, pin = self._session.station, self.fields["note"].text(), self.fields["pin"].text()

        def work() -> OpenCase:
            leader = station.operator
            if leader.role != "leader":
                leader = operators.confirm_pin(station, operators.leader_on_duty(station).id, pin).answer
            return cases.override(station, one.uid, reason, leader).answer

        self._write(work)

    def _note(self, one: OpenCase) -> None:
        station, words = self._session.station, self.fields["note"].text()

        def work() -> OpenCase:
            cases.add_note(station, one.uid, words)
            return cases.find(station, one.uid)

        self._write(work)

    def _transfer(self, one: OpenCase) -> None:
        """Preview the sheet for the hospital; name and phone given here go into the case first."""
        station, reason = self._session.station, self.fields["note"].text()
        name, phone = (normal.words(self.fields[key].text()) for key in ("name", "phone"))
        language = self._session.language.code

        def work() -> TransferSheet:
            if name or phone:
                cases.identify(station, one.uid, name, phone)
            return transfer_sheets.transfer_sheet(station, one.uid, reason).answer

        def show(sheet: TransferSheet) -> None:
            self.begin()
            job = Job(sheet, lambda one: TransferPaper(one, QApplication.font().family(), language))
            preview(self._session, job, self)

        self._session.background.write(work, show, self._failed)

    def _write(self, work: Any) -> None:
        self._session.background.write(work, self._done, self._failed)

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
