"""Five minutes of practice (Ctrl+D): a made-up queue, the real desk, a store that is thrown away."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.changes import Changes
from station.clock import SystemClock
from station.services.gate import drill
from station.services.gate.drill import Arrival, Score
from station.services.log import passage_log
from station.services.log.passage_log import LogRow
from station.services.opened_station import Station
from ui.desk.desk_page import DeskPage
from ui.language.translations import Language
from ui.session.background import Background
from ui.session.session import Session
from ui.session.shortcuts import Shortcut
from ui.widgets import theme
from ui.widgets.basic_parts import Alert, card, text_label


class DrillPage(QWidget):
    """Who comes on top, the desk below, the score at the end; Esc ends it at any time."""

    finished = Signal()

    def __init__(self, language: Language, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._language = language
        self._name = name
        self._folder = tempfile.TemporaryDirectory(prefix="drill-", ignore_cleanup_errors=True)
        self._background = Background(self)
        self.station: Station | None = None
        self.desk: DeskPage | None = None
        self.arrivals: list[Arrival] = []
        self.right = self.wrong = 0
        self.score: Score | None = None
        self._begun = self._ends = 0.0
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._tick)
        QShortcut(QKeySequence(Shortcut.BACK.value), self).activated.connect(self._escape)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        row = QHBoxLayout()
        frame = card()
        frame.setFixedWidth(theme.px(600))
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        head = QHBoxLayout()
        self._title, self._time = (
            text_label(self.tr("Drill: nothing here is recorded"), "heading"),
            text_label("", "strong"),
        )
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._time)
        self._column.addLayout(head)
        self.comes = text_label(self.tr("One moment …"), "comes")
        self.comes.setWordWrap(True)
        self._column.addWidget(self.comes)
        self.verdict = Alert()
        self._column.addWidget(self.verdict)
        row.addStretch(1)
        row.addWidget(frame)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def begin(self, seed: int | None = None) -> None:
        """Make the practice store and let the first one come."""
        folder, name = Path(self._folder.name), self._name
        self.arrivals = drill.queue(random.randrange(1 << 30) if seed is None else seed)  # noqa: S311
        self._background.write(
            lambda: drill.open_drill(folder, SystemClock(), name), self._opened, lambda _e: self.finished.emit()
        )

    def is_busy(self) -> bool:
        """Whether a result is still on its way."""
        return self._background.is_busy()

    def _opened(self, station: Station) -> None:
        self.station = station
        session = Session(station, self._background, self._language)
        session.setParent(self)
        self._background.changed.connect(self._read_saved)
        self.desk = DeskPage(session)
        self._column.addWidget(self.desk)
        self._begun = time.monotonic()
        self._ends = self._begun + drill.SECONDS
        self._timer.start()
        self._show_next()
        self._tick()
        self.desk.line.setFocus()

    def _show_next(self) -> None:
        one = self.arrivals[0]
        way = self.tr("goes out") if one.direction == "out" else self.tr("comes in")
        if one.kind == "group":
            words = self.tr("%n residents with passes, all normal", "", len(one.tenths))
        else:
            readings = ", ".join(f"{tenths // 10}.{tenths % 10}" for tenths in one.tenths)
            who = one.plate or self.tr("a resident with a pass")
            words = f"{who}: {readings}"
        self.comes.setText(f"{words} · {way}")

    def _read_saved(self, changes: Changes[object]) -> None:
        station = self.station
        if station is not None:
            self._background.read(lambda: passage_log.rows_by_uid(station, list(changes.rows)), self._saved)

    def _saved(self, rows: list[LogRow]) -> None:
        if self.score is not None or not any(row.revision == 1 for row in rows):
            return
        arrival = self.arrivals.pop(0)
        if drill.is_right(arrival, rows[0].passage):
            self.right += 1
            self.verdict.hide()
        else:
            self.wrong += 1
            self.verdict.say("warn", self.tr("Not what came. It would have been:"), arrival.line)
        if self.arrivals:
            self._show_next()
        else:
            self._end()

    def _tick(self) -> None:
        left = max(0, round(self._ends - time.monotonic()))
        self._time.setText(f"{left // 60}:{left % 60:02d}")
        if left == 0:
            self._end()

    def _escape(self) -> None:
        """Once to end the drill and see the score, again to go back."""
        if self.score is None and self.right + self.wrong:
            self._end()
        else:
            self.finished.emit()

    def _end(self) -> None:
        self._timer.stop()
        done = self.right + self.wrong
        self.score = Score(self.right, self.wrong, (time.monotonic() - self._begun) / max(done, 1))
        if self.desk is not None:
            self.desk.hide()
        self.comes.setText(
            self.tr("%n passage(s), {0} wrong, {1} s each", "", done).format(self.wrong, f"{self.score.seconds:.1f}")
        )
        if self.score.passed:
            self.verdict.say("ok", self.tr("Well done: you can take the gate."), self.tr("Esc goes back."))
        else:
            self.verdict.say(
                "warn", self.tr("Once more, slower and right."), self.tr("Esc goes back; Ctrl+D begins again.")
            )
        self.setFocus()

    def shut(self) -> None:
        """End the workers and throw the store away."""
        self._timer.stop()
        if self.desk is not None:
            self.desk.keeper.forget()
        self._background.stop()
        if self.station is not None:
            self.station.close()
            self.station = None
        self._folder.cleanup()
