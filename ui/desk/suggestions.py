"""Known vehicles under the gate line, and the choice between several readings of what was typed."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.clock import local
from station.masking import mask_name
from station.services.recall import KnownVehicle
from ui.session import Session
from ui.widgets.small import chip, clear, key_hint, text_label

SHOWN = 3


class Suggestions(QFrame):
    """A short list; `current` is the highlighted row, -1 for none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.vehicles: list[KnownVehicle] = []
        self.choices: tuple[str, ...] = ()
        self.current = -1
        self.setObjectName("suggestions")
        self.hide()

    def show_vehicles(self, vehicles: list[KnownVehicle]) -> None:
        """Offer known vehicles, newest first."""
        self.vehicles, self.choices, self.current = vehicles[:SHOWN], (), -1
        self._draw()

    def show_choices(self, choices: tuple[str, ...]) -> None:
        """Offer several readings; a digit picks one."""
        self.vehicles, self.choices, self.current = [], choices, -1
        self._draw()

    def walk(self, step: int) -> None:
        """Move the highlight; walking up from the first row leaves the list."""
        count = len(self.vehicles)
        if count:
            self.current = max(-1, min(count - 1, self.current + step))
            self._draw()

    def _draw(self) -> None:
        clear(self._rows)
        for number, choice in enumerate(self.choices, 1):
            self._add_row([key_hint(str(number)), text_label(choice, "strong")], "", on=False)
        for index, vehicle in enumerate(self.vehicles):
            self._add_row(self._vehicle_parts(vehicle), self._seen(vehicle), on=index == self.current)
        self.setVisible(bool(self.choices or self.vehicles))

    def _vehicle_parts(self, vehicle: KnownVehicle) -> list[QWidget]:
        kind = "Ok" if vehicle.plate_type.startswith("new_energy") else ""
        names = " ".join(mask_name(person.name) or "" for person in vehicle.crew if person.name)
        return [
            text_label(vehicle.plate, "strong"),
            chip(self._session.label("plate_type", vehicle.plate_type), kind),
            text_label(names),
        ]

    def _seen(self, vehicle: KnownVehicle) -> str:
        way = self._session.label("direction", vehicle.last_direction)
        times = self.tr("%n time(s)", "", vehicle.times)
        return f"{local(vehicle.last_at):%m-%d %H:%M} {way} · {times}"

    def _add_row(self, parts: list[QWidget], end: str, *, on: bool) -> None:
        row = QFrame()
        row.setObjectName("suggestionOn" if on else "")
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 4, 10, 4)
        line.setSpacing(10)
        if on:
            line.addWidget(text_label("▸", "strong"))
        for part in parts:
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(text_label(end, "dim"))
        self._rows.addWidget(row)
