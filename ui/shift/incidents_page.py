"""Incidents, tips, notices, lines for the grid officer (Ctrl+I): write one down, or close the chosen one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from station.changes import Area
from station.clock import MINUTE, local
from station.records.incident import INCIDENT_KINDS
from station.services.shift import incidents
from station.services.shift.incidents import IncidentState
from ui.session.session import Session
from ui.widgets.basic_parts import text_label
from ui.widgets.leader_page import DutyPage, Field

CLOSE = "0"


class IncidentsPage(DutyPage[Session, IncidentState]):
    """The first field chooses: 1 to 4 a new one of that kind, 0 closes the chosen one."""

    SHOWS = frozenset({Area.DUTIES})
    FIELDS = (
        Field("what"),
        Field("text", "name"),
        Field("reported_by", "name"),
        Field("handed_to", "name"),
        Field("minutes"),
        Field("outcome", "name"),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.kinds = text_label("")
        self.kinds.setWordWrap(True)
        self.middle.addWidget(self.kinds)
        self.edits["what"].setMaxLength(1)
        self.edits["what"].textChanged.connect(lambda _text: self._show_fields())
        self._show_fields()
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {
            "what": self.tr("Digit"),
            "text": self._session.label("field", "text"),
            "reported_by": self.tr("Reported by"),
            "handed_to": self._session.label("field", "handed_to"),
            "minutes": self.tr("Within (minutes)"),
            "outcome": self._session.label("field", "outcome"),
        }

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Incidents and open items"))
        kinds = [f"{at} {self._session.label('incident_kind', one)}" for at, one in enumerate(INCIDENT_KINDS, 1)]
        self.kinds.setText(" · ".join([*kinds, self.tr("0 close the chosen one")]))
        self.hint.setText(self.tr("↑↓ choose · what is open is carried over at handover · Esc back"))
        self._show(self.rows)

    def load(self) -> None:
        """Read the open ones."""
        station = self._session.station
        self.read(lambda: incidents.open_ones(station), self._show)

    def _show(self, found: list[IncidentState]) -> None:
        self.show_list([self._line(one) for one in found], found)
        self.summary.setText(self.tr("%n open item(s)", "", len(found)))

    def _line(self, one: IncidentState) -> str:
        item = one.incident
        kind = self._session.label("incident_kind", item.kind)
        due = f"{local(item.due_at):%H:%M} " if item.due_at else ""
        text = self._session.label("incident_text", item.text)
        handed = f" → {item.handed_to}" if item.handed_to else ""
        return f"{due}{kind}  {item.who} {text}{handed}"

    def _show_fields(self) -> None:
        closing = self.edits["what"].text() == CLOSE
        for name in ("text", "reported_by", "minutes"):
            self.show_field(name, not closing)
        self.show_field("outcome", closing)

    def act(self) -> None:
        """Write it down, or close the chosen one."""
        what = self.text("what")
        station = self._session.station
        if what == CLOSE:
            chosen = self.chosen()
            if chosen is None or self.need("outcome"):
                return
            outcome, handed = self.text("outcome"), self.text("handed_to")
            self.write(lambda: incidents.close(station, chosen.uid, outcome, handed), self._done)
            return
        number = int(what) if what.isdigit() and what.isascii() else 0
        if not 1 <= number <= len(INCIDENT_KINDS):
            self.edits["what"].clear()
            self.need("what")
            return
        if self.need("text"):
            return
        minutes = self.text("minutes")
        due = station.clock.now() + int(minutes) * MINUTE if minutes.isascii() and minutes.isdigit() else None
        kind, text = INCIDENT_KINDS[number - 1], self.text("text")
        by, to = self.text("reported_by"), self.text("handed_to")
        self.write(
            lambda: incidents.open_incident(station, kind, text, reported_by=by, handed_to=to, due_at=due), self._done
        )

    def _done(self, _done: IncidentState) -> None:
        self.begin()
        self.problem.say("ok", self.tr("Saved."), "")
