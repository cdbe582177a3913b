"""The isolation round (Ctrl+J): who is due, readings at the door, the explicit release; the round's sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from station.changes import Area
from station.entry.temperature_text import degrees
from station.masking import mask_name
from station.records.visit import ROUNDS, Visit
from station.services.access import operators
from station.services.shift import handover_sheets, isolation_rounds
from station.services.shift.isolation_rounds import RoundRow
from ui.printing.blank_papers import RoundSheet
from ui.printing.preview import Job, preview
from ui.session.session import Session
from ui.widgets.leader_page import DutyPage, Field

NOT_HOME, RELEASE = "0", "9"


class RoundsPage(DutyPage[Session, RoundRow]):
    """Readings for the chosen person; 0 says nobody was home, 9 asks for the release."""

    SHOWS = frozenset({Area.DUTIES, Area.LISTS})
    FIELDS = (
        Field("readings"),
        Field("symptoms", "name"),
        Field("needs", "name"),
        Field("reason", "name"),
        Field("pin", "pin"),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.edits["readings"].textChanged.connect(lambda _text: self._show_fields())
        self._show_fields()
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {
            "readings": self.tr("Readings · 0 not home · 9 release"),
            "symptoms": self.tr("Symptoms"),
            "needs": self.tr("Needs"),
            "reason": self.tr("Why isolation ends"),
            "pin": self.tr("Leader's PIN"),
        }

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Home isolation round"))
        self.hint.setText(self.tr("↑↓ choose · the roster comes from the centre · Ctrl+P prints the round · Esc back"))
        self._show(self.rows)

    def load(self) -> None:
        """Read the roster."""
        station = self._session.station
        self.read(lambda: isolation_rounds.roster(station), self._show)

    def _show(self, rows: list[RoundRow]) -> None:
        self.show_list([self._line(row) for row in rows], rows)
        due = sum(isolation_rounds.present_round(self._session.station) not in row.today for row in rows)
        self.summary.setText(self.tr("{0} in isolation, {1} not yet visited this round").format(len(rows), due))

    def _line(self, row: RoundRow) -> str:
        person = row.person
        over = self.tr(" · days are full") if row.is_over else ""
        found = "  ".join(
            f"{self._session.label('round', one)} {self._found(row.today[one])}" for one in ROUNDS if one in row.today
        )
        day = self.tr("day {0} of {1}").format(row.day, person.days)
        return f"{person.number}  {mask_name(person.name)}  {person.address}  {day}{over}  {found}"

    def _found(self, visit: Visit) -> str:
        values = " ".join(degrees(one.tenths) for one in visit.readings if one.tenths)
        return values or self._session.label("visit", visit.found)

    def _show_fields(self) -> None:
        releasing = self.edits["readings"].text().strip() == RELEASE
        for name in ("symptoms", "needs"):
            self.show_field(name, not releasing)
        self.show_field("reason", releasing)
        self.show_field("pin", releasing and self._session.station.operator.role != "leader")

    def act(self) -> None:
        """Write the visit or the release of the chosen person."""
        row = self.chosen()
        if row is None or self.need("readings"):
            return
        station, typed = self._session.station, self.text("readings")
        number = row.person.number
        if typed == RELEASE:
            if self.need("reason"):
                return
            reason, pin = self.text("reason"), self.text("pin")

            def release() -> Visit:
                leader = station.operator
                if leader.role != "leader":
                    leader = operators.confirm_pin(station, operators.leader_on_duty(station).id, pin).answer
                return isolation_rounds.release(station.acting_as(leader), number, reason).answer

            self.write(release, self._released)
            return
        symptoms, needs, at_home = self.text("symptoms"), self.text("needs"), typed != NOT_HOME
        readings = typed if at_home else ""
        self.write(
            lambda: isolation_rounds.visit(station, number, readings, at_home=at_home, symptoms=symptoms, needs=needs),
            self._done,
        )

    def _done(self, visit: Visit) -> None:
        self.begin()
        self.walk(1)
        abnormal = any(one.state == "abnormal" for one in visit.readings)
        if abnormal:
            self.problem.say(
                "bad", self.tr("Fever in home isolation"), self.tr("Tell the community and the clinic now.")
            )
        else:
            self.problem.say("ok", self.tr("Saved."), "")

    def _released(self, _visit: Visit) -> None:
        self.begin()
        self.problem.say("ok", self.tr("Released."), "")

    def print_it(self) -> bool:
        """Preview the sheet of the round."""
        station, language = self._session.station, self._session.language.code
        place, now = f"{station.name} {station.code}", station.clock.now()

        def make(rows: list[RoundRow]) -> RoundSheet:
            return RoundSheet(rows, place, now, QApplication.font().family(), language)

        def count() -> list[RoundRow]:
            handover_sheets.count_print(station, f"round/{station.today().isoformat()}")
            return isolation_rounds.roster(station)

        self.read(
            lambda: isolation_rounds.roster(station), lambda rows: preview(self._session, Job(rows, make, count), self)
        )
        return True
