"""The shift page (F9): open a shift, or hand it over step by step; its sheet.

A step is a few fields: Enter goes through them and on to the next step, PgUp goes back. Nothing is
written before the last one, except the roster, which is a revision of the shift.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from station.entry.problem import Problem
from station.entry.roster_text import read_roster, read_thermometers, roster_text, thermometers_text
from station.handover.handover_sheet import Sheet
from station.records.operator import Operator
from station.records.shift import Duty, Figures, OpenMatter
from station.services.access import operators
from station.services.shift import shifts, supplies
from station.services.shift.shifts import ShiftState
from station.services.shift.supplies import Stock
from ui.language.problem_text import of_problem
from ui.printing.handover_paper import matter_words
from ui.printing.preview import Job, preview
from ui.session.session import Session
from ui.shift.sheet_prints import newest_sheet
from ui.shift.supply_step import SupplyStep
from ui.widgets.basic_parts import Segments
from ui.widgets.leader_page import DutyPage, Field

OPENING = ("staff",)
CLOSING = ("matters", "staff", "supplies", "sign")
STEP_FIELDS = {
    "matters": ("checked",),
    "staff": ("member", "thermometers"),
    "sign": ("weather", "remark", "outgoing", "outgoing_pin", "incoming", "incoming_pin"),
}


@dataclass(frozen=True)
class Standing:
    """What the page reads when it opens."""

    state: ShiftState | None
    figures: Figures
    matters: tuple[OpenMatter, ...]
    stock: list[Stock]
    operators: list[Operator]
    any_closed: bool


class ShiftPage(DutyPage[Session, Duty | OpenMatter]):
    """Fields top to bottom, Enter to the next, Enter on the last step does it."""

    FIELDS = (
        Field("checked", "name"),
        Field("member", "name"),
        Field("thermometers"),
        Field("weather", "name"),
        Field("remark", "name"),
        Field("outgoing"),
        Field("outgoing_pin", "pin"),
        Field("incoming"),
        Field("incoming_pin", "pin"),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._standing: Standing | None = None
        self.roster: list[Duty] = []
        self.step = "staff"
        self.steps = Segments()
        self.column.insertWidget(1, self.steps, 0, Qt.AlignmentFlag.AlignLeft)
        self.button, self.print_button = QPushButton(), QPushButton()
        self.button.clicked.connect(self._forward)
        self.print_button.clicked.connect(self.print_last)
        for button in (self.button, self.print_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.column.insertWidget(self.column.count() - 1, button)
        self.supplies = SupplyStep(session, self)
        self.retranslate()

    # --- words ----------------------------------------------------------------------------------
    def words(self) -> dict[str, str]:
        """The word beside each field."""
        words = {
            "checked": self.tr("Enter: I have gone through these"),
            "member": self.tr("Name, role, agency"),
            "thermometers": self.tr("Thermometers, e.g. 1:365/366"),
            "weather": self.tr("Weather, outside °C"),
            "remark": self.tr("Remark"),
            "outgoing": self.tr("Outgoing leader (number)"),
            "outgoing_pin": self.tr("Outgoing leader's PIN"),
            "incoming": self.tr("Incoming leader (number)"),
            "incoming_pin": self.tr("Incoming leader's PIN"),
        }
        return words | self.supplies.words()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.print_button.setText(self.tr("Print the last sheet Ctrl+P"))
        self._show()

    # --- reading --------------------------------------------------------------------------------
    def load(self) -> None:
        """Look up what the shift stands at."""
        station = self._session.station

        def work() -> Standing:
            everything = shifts.list_shifts(station)
            state = next((one for one in everything if one.closed_at is None), None)
            return Standing(
                state,
                shifts.preview_figures(station),
                shifts.preview_matters(station) if state else (),
                supplies.stock(station),
                [one for one in operators.all_operators(station) if one.role == "leader"],
                any(one.closed_at for one in everything),
            )

        self.read(work, self._loaded)

    def _loaded(self, standing: Standing) -> None:
        self._standing = standing
        state = standing.state
        self.step = CLOSING[0] if state else OPENING[0]
        self.roster = list(state.shift.roster) if state else []
        self.edits["thermometers"].setText(thermometers_text(state.shift.guns) if state else "")
        self.supplies.show_stock(standing.stock)
        self.edits["outgoing"].setText(str(self._number_of_leader()))
        self._show()
        self.focus_first()

    def _number_of_leader(self) -> int:
        """The leader who answers for the gate: of the open shift, else who is signed in, else the first."""
        assert self._standing is not None
        state = self._standing.state
        wanted = state.shift.leader if state else self._session.station.operator.id
        ids = [one.id for one in self._standing.operators]
        return ids.index(wanted) + 1 if wanted in ids else 1

    def _leader(self, name: str) -> Operator | None:
        """The leader whose number stands in a field; None after saying that there is no such one."""
        assert self._standing is not None
        leaders, typed = self._standing.operators, self.text(name)
        number = int(typed) if typed.isascii() and typed.isdigit() else 0
        if 1 <= number <= len(leaders):
            return leaders[number - 1]
        self.problem.say("warn", self.labels[name].text(), self.tr("Type the number of a leader above."))
        self.edits[name].set_fault(True)
        self.edits[name].setFocus()
        return None

    # --- showing --------------------------------------------------------------------------------
    def _steps(self) -> tuple[str, ...]:
        return CLOSING if self._standing and self._standing.state else OPENING

    def _show(self) -> None:
        standing = self._standing
        steps = self._steps()
        names = {
            "matters": self.tr("Figures, open items"),
            "staff": self.tr("Staff"),
            "supplies": self.tr("Supplies"),
            "sign": self.tr("Sign"),
        }
        words = [(f"{at} {names[one]}", "On" if one == self.step else "") for at, one in enumerate(steps, 1)]
        self.steps.show_words(words)
        self.steps.setVisible(len(steps) > 1)
        shown = self.supplies.names if self.step == "supplies" else STEP_FIELDS[self.step]
        if self._needs_leader():
            shown += ("outgoing", "outgoing_pin")
        for name in self.edits:
            self.show_field(name, name in shown)
        last = self.step == steps[-1]
        opening = len(steps) == 1
        self.button.setText(
            self.tr("Open the shift") if opening else self.tr("Hand over") if last else self.tr("Next step")
        )
        self.print_button.setVisible(bool(standing and standing.any_closed))
        self.list.setVisible(self.step in ("matters", "staff"))
        self._show_contents()

    def _needs_leader(self) -> bool:
        """Whether a volunteer is signed in where a shift is to be opened: then a leader's PIN opens it."""
        is_leader = self._session.station.operator.role == "leader"
        return self._steps() == OPENING and not is_leader

    def _numbers(self) -> str:
        found = self._standing.operators if self._standing else []
        return self.tr("Leaders: {0}").format(" · ".join(f"{at} {one.name}" for at, one in enumerate(found, 1)))

    def _show_contents(self) -> None:
        standing = self._standing
        state = standing.state if standing else None
        if state is None:
            self.title.setText(self.tr("No shift is open"))
            alone = self.tr("The leader who is signed in opens it.")
            self.summary.setText(self._numbers() if self._needs_leader() else alone)
        else:
            shift = state.shift
            self.title.setText(self.tr("Shift {0}, {1}–{2}").format(shift.number, shift.starts, shift.ends))
        language = self._session.language.code
        if self.step == "staff":
            self.show_list(roster_text(tuple(self.roster), language).splitlines(), list(self.roster))
            self.hint.setText(
                self.tr(
                    "One person, Enter: 张三 医护 社康中心. * pioneer post, - did not come, + not planned; the same "
                    "name again changes it, Delete takes it away. Empty Enter goes on."
                )
            )
            return
        self.hint.setText(self.tr("Enter goes on · PgUp a step back · Esc back to the line; nothing is lost"))
        if standing is None:
            return
        if self.step == "matters":
            figures = standing.figures
            self.summary.setText(
                self.tr("{0} vehicles, {1} persons, {2} in, {3} out, {4} abnormal").format(
                    figures.vehicles, figures.persons, figures.entries, figures.exits, figures.abnormal
                )
            )
            self.show_list([matter_words(one, language) for one in standing.matters], list(standing.matters))
        elif self.step == "supplies":
            self.summary.setText(
                self.tr("Count what is there; empty: not counted. +100 came in just now, -10 went out.")
            )
        else:
            self.summary.setText(self._numbers())

    # --- keys -----------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDown go through the steps; Delete takes the chosen person off the roster."""
        key = event.key()
        if key == Qt.Key.Key_PageUp:
            self._turn(-1)
        elif key == Qt.Key.Key_PageDown:
            self._forward()
        elif key == Qt.Key.Key_Delete and self.step == "staff" and isinstance(chosen := self.chosen(), Duty):
            self.roster.remove(chosen)
            self._show_contents()
        else:
            super().keyPressEvent(event)

    def next_after(self, name: str) -> None:
        """Enter: a person joins the roster; else the next field, then the next step."""
        if name == "member" and self.text("member"):
            self._join()
            return
        if self.supplies.is_movement(name):
            self.supplies.move(name)
            return
        super().next_after(name)

    def _join(self) -> None:
        read = read_roster(self.text("member"))
        if isinstance(read, Problem):
            self.problem.say("warn", *of_problem(read, self._session.language.code))
            self.edits["member"].set_fault(True)
            return
        self.problem.hide()
        self.edits["member"].set_fault(False)
        for one in read:
            self.roster = [other for other in self.roster if other.name != one.name]
            self.roster.append(one)
        self.edits["member"].clear()
        self._show_contents()
        self.list.setCurrentRow(len(self.roster) - 1)

    def act(self) -> None:
        """Enter on a step's last field."""
        self._forward()

    def _forward(self) -> None:
        if not self._standing:
            return
        self.problem.hide()
        if self.step == "staff" and not self._staff_is_right():
            return
        if self.step == "supplies" and not self.supplies.is_right():
            return
        if self.step != self._steps()[-1]:
            if self.step == "staff":
                self._save_staff()
            self._turn(1)
        elif self._standing.state is None:
            self._open()
        else:
            self._close()

    def _turn(self, by: int) -> None:
        steps = self._steps()
        self.step = steps[max(0, min(len(steps) - 1, steps.index(self.step) + by))]
        self._show()
        self.focus_first()

    # --- acting ---------------------------------------------------------------------------------
    def _staff_is_right(self) -> bool:
        guns = read_thermometers(self.text("thermometers"))
        if isinstance(guns, Problem):
            self.problem.say("warn", *of_problem(guns, self._session.language.code))
            self.edits["thermometers"].set_fault(True)
            self.edits["thermometers"].setFocus()
            return False
        self.guns = guns
        self.edits["thermometers"].set_fault(False)
        return True

    def _open(self) -> None:
        station, roster, guns = self._session.station, tuple(self.roster), self.guns
        needed, pin = self._needs_leader(), self.text("outgoing_pin")
        leader = self._leader("outgoing") if needed else station.operator
        if leader is None:
            return

        def work() -> ShiftState:
            by = operators.confirm_pin(station, leader.id, pin, "outgoing_pin").answer if needed else leader
            return shifts.open_shift(station.acting_as(by), roster, guns).answer

        self.write(work, self._opened)

    def _save_staff(self) -> None:
        """Write the roster where it changed."""
        assert self._standing is not None
        state = self._standing.state
        if state and (state.shift.roster, state.shift.guns) != (tuple(self.roster), self.guns):
            station, roster, guns = self._session.station, tuple(self.roster), self.guns
            self.write(lambda: shifts.revise_roster(station, roster, guns), self._staff_saved)

    def _close(self) -> None:
        outgoing = self._leader("outgoing")
        incoming = self._leader("incoming") if outgoing else None
        if outgoing is None or incoming is None:
            return
        station = self._session.station
        has = self.supplies.counts()
        text = {name: self.text(name) for name in STEP_FIELDS["sign"]}

        def work() -> ShiftState:
            by = operators.confirm_pin(station, outgoing.id, text["outgoing_pin"], "outgoing_pin").answer
            to = operators.confirm_pin(station, incoming.id, text["incoming_pin"], "incoming_pin").answer
            return shifts.close_shift(station.acting_as(by), to, has, text["remark"], text["weather"]).answer

        self.write(work, self._closed)

    def _staff_saved(self, _state: ShiftState) -> None:
        """Nothing to say: the next step is already there."""

    def _opened(self, _state: ShiftState) -> None:
        self._session.notice.emit("ok", self.tr("The shift is open."), "")
        self.finished.emit()

    def _closed(self, _state: ShiftState) -> None:
        self.begin()
        self._session.notice.emit("ok", self.tr("Handed over. Ctrl+P prints the sheet."), "")

    def print_last(self) -> None:
        """Preview the newest closed shift's sheet, on whatever page; a printer that fails changes nothing."""
        session, family = self._session, QApplication.font().family()
        station, language = session.station, session.language.code

        def show(job: Job[Sheet]) -> None:
            preview(session, job, self)

        session.background.read(lambda: newest_sheet(station, family, language), show, session.fail)
