"""Known vehicles and persons under the gate line, and the choice between several readings of what was typed."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.clock import local
from station.masking import mask_name, mask_number
from station.services.suggestions import KnownPerson, KnownVehicle
from ui.session import Session
from ui.widgets.small import chip, clear, key_hint, text_label

SHOWN = 3
Known = KnownVehicle | KnownPerson


class Suggestions(QFrame):
    """A short list; `current` is the highlighted row, -1 for none; `absent` are members left out of it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.known: list[Known] = []
        self.choices: tuple[str, ...] = ()
        self.current = -1
        self.absent: frozenset[int] = frozenset()
        self.setObjectName("suggestions")
        self.hide()

    @property
    def vehicles(self) -> list[KnownVehicle]:
        """The known vehicles offered."""
        return [one for one in self.known if isinstance(one, KnownVehicle)]

    @property
    def highlighted(self) -> Known | None:
        """What Enter would take."""
        return self.known[self.current] if 0 <= self.current < len(self.known) else None

    def show_known(self, known: list[Known]) -> None:
        """Offer known vehicles or persons, newest first."""
        if known or self.known or self.choices:
            self.known, self.choices, self.current, self.absent = known[:SHOWN], (), -1, frozenset()
            self._draw()

    def show_choices(self, choices: tuple[str, ...]) -> None:
        """Offer several readings; a digit picks one."""
        self.known, self.choices, self.current = [], choices, -1
        self._draw()

    def walk(self, step: int) -> None:
        """Move the highlight; walking up from the first row leaves the list."""
        if self.known:
            self.current = max(-1, min(len(self.known) - 1, self.current + step))
            self.absent = frozenset()
            self._draw()

    def toggle(self, member: int) -> None:
        """Leave a member of the highlighted crew out, or take it back in."""
        vehicle = self.highlighted
        if isinstance(vehicle, KnownVehicle) and member < len(vehicle.crew):
            self.absent ^= {member}
            self._draw()

    def retranslate(self) -> None:
        """Draw in the language in force."""
        self._draw()

    def _draw(self) -> None:
        clear(self._rows)
        for number, choice in enumerate(self.choices, 1):
            self._add_row([key_hint(str(number)), text_label(choice, "strong")], "", on=False)
        for index, one in enumerate(self.known):
            on = index == self.current
            parts = self._vehicle_parts(one, on=on) if isinstance(one, KnownVehicle) else self._person_parts(one)
            self._add_row(parts, self._seen(one), on=on)
        self.setVisible(bool(self.choices or self.known))

    def _vehicle_parts(self, vehicle: KnownVehicle, *, on: bool) -> list[QWidget]:
        kind = "Ok" if vehicle.plate_type.startswith("new_energy") else ""
        parts: list[QWidget] = [
            text_label(vehicle.plate, "strong"),
            chip(self._session.label("plate_type", vehicle.plate_type), kind),
        ]
        for index, person in enumerate(vehicle.crew[:4]):
            word = mask_name(person.name) or "·"
            if not on:
                parts.append(text_label(word))
                continue
            member = chip(f"{index + 1} {word}", "Off" if index in self.absent else "Brand")
            shape = member.font()
            shape.setStrikeOut(index in self.absent)
            member.setFont(shape)
            parts.append(member)
        return parts

    def _person_parts(self, known: KnownPerson) -> list[QWidget]:
        person = known.person
        number = mask_number(person.phone or person.id_number) or ""
        about = person.registration
        return [
            text_label(mask_name(person.name) or "·", "strong"),
            chip(self._session.label("category", person.category)),
            text_label(number),
            text_label((about.reason or about.address or "")[:8] if about else ""),
        ]

    def _seen(self, one: Known) -> str:
        way = self._session.label("direction", one.last_direction)
        times = self.tr("%n time(s)", "", one.times)
        return f"{local(one.last_at):%m-%d %H:%M} {way} · {times}"

    def _add_row(self, parts: list[QWidget], end: str, *, on: bool) -> None:
        row = QFrame()
        row.setObjectName("suggestionOn" if on else "")
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 4, 10, 4)
        line.setSpacing(8)
        if on:
            line.addWidget(text_label("▸", "strong"))
        for part in parts:
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(text_label(end, "dim"))
        self._rows.addWidget(row)
