"""The head and the foot of the window: where, which shift, how many, who; and the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.clock import local
from station.services.exchange.reference_pack import PackState
from station.services.exchange.station_files import ExchangeState
from station.services.safety.second_copy import MirrorState
from station.services.shift import shifts
from station.services.shift.shifts import ShiftState
from ui.session.session import Session
from ui.session.shortcuts import Shortcut
from ui.widgets import theme
from ui.widgets.basic_parts import ElidingLabel, clear, key_hint, text_label

WEEKDAYS = "一二三四五六日"


class Header(QWidget):
    """Station, shift, counters, clock, operator."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state: ShiftState | None = None
        self._is_overdue = False
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(20)
        station = session.station
        row.addWidget(text_label(f"{station.name} {station.code}", "title"))
        self._shift = ElidingLabel()
        row.addWidget(self._shift)
        self._gun = text_label("")
        row.addWidget(self._gun)
        self._gun.hide()
        row.addStretch(1)
        self.vehicles, self._vehicles_name = self._counter(row)
        self.persons, self._persons_name = self._counter(row)
        self.open, self._open_name = self._counter(row)
        self._time, self._date = self._counter(row)
        self._operator = ElidingLabel()
        row.addWidget(self._operator)
        row.addWidget(key_hint(Shortcut.LOCK.value))
        self._lock = text_label("")
        row.addWidget(self._lock)

    def rescale(self) -> None:
        """Fit the height to the text size."""
        self.setFixedHeight(theme.px(52))

    def _counter(self, row: QHBoxLayout) -> tuple[QLabel, QLabel]:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.setContentsMargins(0, 4, 0, 4)
        value, name = text_label("0", "counter"), text_label("", "counterName")
        for label in (value, name):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        row.addLayout(column)
        return value, name

    def retranslate(self, shift: ShiftState | None) -> None:
        """Take the words of the language in force and show the shift."""
        self._vehicles_name.setText(self.tr("vehicles"))
        self._persons_name.setText(self.tr("persons"))
        self._open_name.setText(self.tr("held"))
        self._lock.setText(self.tr("lock"))
        self._operator.show_text(self._session.station.operator.name)
        self._state = shift
        if shift is None:
            self._shift.show_text(self.tr("no shift is open · F9"))
            return
        self._show_shift(shift)

    def _show_shift(self, state: ShiftState) -> None:
        """The shift and who leads it; past its end that it has to be handed over."""
        shift = state.shift
        self._is_overdue = self._session.station.clock.now() >= shifts.ends_at(shift)
        leader = self._session.operator_name(shift.leader)
        count = sum(one.present for one in shift.roster) + 1
        words = self.tr("shift {0} {1}–{2} · {3} · {4} on duty").format(
            shift.number, shift.starts, shift.ends, leader, count
        )
        self._shift.show_text(self.tr("⚠ hand over: F9 · {0}").format(words) if self._is_overdue else words)

    def show_counts(self, vehicles: int, persons: int, waiting: int) -> None:
        """Show the counters; the number of held ones stands out while it is not zero."""
        self.vehicles.setText(str(vehicles))
        self.persons.setText(str(persons))
        self.open.setText(str(waiting))
        self.open.setObjectName("counterAlarm" if waiting else "counter")
        self.open.style().unpolish(self.open)
        self.open.style().polish(self.open)

    def show_thermometer(self, number: str | None, any_here: bool) -> None:
        """The thermometer whose readings are typed, where the shift named some."""
        self._gun.setVisible(any_here)
        self._gun.setText(self.tr("gun {0}").format(number or "—"))

    def tick(self) -> None:
        """Show the time, and that the open shift has come to its end."""
        at = self._session.station.clock.now()
        if self._state is not None and (at >= shifts.ends_at(self._state.shift)) != self._is_overdue:
            self._show_shift(self._state)
        now = local(at)
        self._time.setText(f"{now:%H:%M}")
        day = f"周{WEEKDAYS[now.weekday()]}" if self._session.language.code == "zh" else f"{now:%a}"
        self._date.setText(f"{now:%m-%d} {day}")


class Footer(QWidget):
    """The keys on the left, the state of the exchange on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(16)
        self._hints: list[QWidget] = []
        self._pack: PackState | None = None
        self._last: ExchangeState | None = None
        self._mirror: MirrorState | None = None
        self._state = text_label("")
        self.setMinimumWidth(1)

    def rescale(self) -> None:
        """Fit the height to the text size."""
        self.setFixedHeight(theme.px(30))

    def retranslate(self, exchange: ExchangeState | None) -> None:
        """Take the words of the language in force."""
        clear(self._row)
        keys = (
            ("Enter", self.tr("register / next")),
            (Shortcut.UNDO.value, self.tr("undo")),
            (Shortcut.HELP.value, self.tr("help")),
            (Shortcut.PASSES.value, self.tr("passes")),
            (Shortcut.EXPORT.value, self.tr("export")),
            (Shortcut.SHIFT.value, self.tr("handover")),
            (Shortcut.NIGHT.value, self.tr("night")),
        )
        self._hints = [key_hint(key, word) for key, word in keys]
        for hint in self._hints:
            self._row.addWidget(hint)
        self._row.addStretch(1)
        self._state = text_label("")
        self._row.addWidget(self._state)
        self.show_exchange(exchange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many keys as there is room for; F1 shows them all."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 48 - self._state.sizeHint().width()
        for hint in self._hints:
            hint.ensurePolished()
            room -= hint.sizeHint().width() + self._row.spacing()
            hint.setVisible(room >= 0)

    def show_exchange(self, exchange: ExchangeState | None) -> None:
        """Show the last export and what is still only on this laptop."""
        self._last = exchange
        self._state.setText(self._copy() + self._lists() + self._exchange(exchange))
        self._state.ensurePolished()
        self._fit()

    def show_pack(self, pack: PackState) -> None:
        """Show how old the lists of the centre are."""
        self._pack = pack
        self.show_exchange(self._last)

    def show_mirror(self, state: MirrorState | None) -> None:
        """Show whether the second copy is current."""
        if state is None or self._mirror is None or state.status != self._mirror.status or state.status == "away":
            self._mirror = state
            self.show_exchange(self._last)

    def _copy(self) -> str:
        if self._mirror is None:
            return ""
        if self._mirror.status == "current":
            return self.tr("second copy ✓ · ")
        return self.tr("⚠ second copy away, %n behind · ", "", self._mirror.behind)

    def _lists(self) -> str:
        pack = self._pack
        if pack is None or not pack.version:
            return ""
        if pack.days_left < 0:
            return self.tr("lists {0} days past their date! · ").format(-pack.days_left)
        return self.tr("lists v{0}, {1} days left · ").format(pack.version, pack.days_left)

    def _exchange(self, state: ExchangeState | None) -> str:
        if state is None:
            return ""
        waiting = self.tr("not exported: %n", "", state.not_exported)
        if state.last_number is None or state.last_at is None:
            return self.tr("no export yet · {0}").format(waiting)
        at = f"{local(state.last_at):%H:%M}"
        return self.tr("last export {0} batch #{1} · {2}").format(at, state.last_number, waiting)
