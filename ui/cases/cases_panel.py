"""Open cases beside the desk: who, what the next step is, and how long until it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.records.flag import TEMPERATURE
from station.services.gate.cases import OpenCase
from ui.session.session import Session
from ui.widgets.basic_parts import card, chip, clear, text_label

SHOWN = 3


def chain_text(case: OpenCase) -> str:
    """The readings so far, e.g. `37.6 → 37.4`."""
    return " → ".join("L" if one.tenths is None else f"{one.tenths // 10}.{one.tenths % 10}" for one in case.chain)


def countdown(due_at: int, now: int) -> str:
    """Minutes and seconds until a reading is due; a plus once it is overdue."""
    left = (due_at - now) // 1000
    sign, seconds = ("+", -left) if left < 0 else ("", left)
    return f"{sign}{seconds // 60}:{seconds % 60:02d}"


class CasesPanel(QWidget):
    """The three cases due first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cases: list[OpenCase] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card()
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 10, 14, 10)
        self._title = text_label("", "strong")
        column.addWidget(self._title)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def show_cases(self, cases: list[OpenCase]) -> None:
        """Show the open cases, the one due first in front."""
        self.cases = cases
        self.retranslate()

    def retranslate(self) -> None:
        """Draw in the language in force."""
        self._title.setText(self.tr("Held"))
        clear(self._rows)
        self._times: list[tuple[OpenCase, object]] = []
        for case in self.cases[:SHOWN]:
            self._rows.addWidget(self._row(case))
        if not self.cases:
            self._rows.addWidget(text_label(self.tr("Nobody waits."), "dim"))
        if len(self.cases) > SHOWN:
            more = self.tr("%n more: F4", "", len(self.cases) - SHOWN)
            self._rows.addWidget(text_label(more, "dim"))

    def _row(self, case: OpenCase) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        hot = bool(case.case.rules) and case.case.rules[0].startswith(TEMPERATURE)
        label = self._session.label
        row.addWidget(chip(label("rule", case.case.rules[0]) if case.case.rules else "", "Bad" if hot else "Warn"))
        row.addWidget(text_label(self._session.case_title(case), "strong"))
        row.addWidget(text_label(f"{chain_text(case)} → {label('case', case.case.state)}"))
        row.addStretch(1)
        time = text_label("", "dim")
        self._times.append((case, time))
        row.addWidget(time)
        self._tick()
        return box

    def _tick(self) -> None:
        now = self._session.station.clock.now()
        for case, time in getattr(self, "_times", []):
            due = case.case.due_at
            time.setText(self.tr("left {0}").format(countdown(due, now)) if due else "")
