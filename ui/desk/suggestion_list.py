"""Known vehicles and persons under the gate line, and the choice between several readings of what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.clock import local
from station.masking import mask_name, mask_number
from station.services.gate.suggestions import KnownPerson, KnownVehicle
from ui.language.wording import Wording
from ui.widgets import theme
from ui.widgets.chip_painting import ChipText, Words, colours, paint, width_of

SHOWN = 3
ROW = 30  # px
Known = KnownVehicle | KnownPerson
Parts = list[ChipText | Words]


class Suggestions(QWidget):
    """A short list; `current` is the highlighted row, -1 for none; `absent` are members left out of it."""

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.known: list[Known] = []
        self.choices: tuple[str, ...] = ()
        self.current = -1
        self.absent: frozenset[int] = frozenset()
        self._drawn: list[tuple[Parts, str]] = []
        self.hide()

    @property
    def vehicles(self) -> list[KnownVehicle]:
        """The known vehicles offered."""
        return [one for one in self.known if isinstance(one, KnownVehicle)]

    @property
    def highlighted(self) -> Known | None:
        """What Enter would take."""
        return self.known[self.current] if 0 <= self.current < len(self.known) else None

    def show_known(self, known: Sequence[Known]) -> None:
        """Offer known vehicles or persons, newest first."""
        if known or self.known or self.choices:
            self.known, self.choices, self.current, self.absent = list(known[:SHOWN]), (), -1, frozenset()
            self.retranslate()

    def show_choices(self, choices: tuple[str, ...]) -> None:
        """Offer several readings; a digit picks one."""
        self.known, self.choices, self.current = [], choices, -1
        self.retranslate()

    def walk(self, step: int) -> None:
        """Move the highlight; walking up from the first row leaves the list."""
        if self.known:
            self.current = max(-1, min(len(self.known) - 1, self.current + step))
            self.absent = frozenset()
            self.retranslate()

    def toggle(self, member: int) -> None:
        """Leave a member of the highlighted crew out, or take it back in."""
        vehicle = self.highlighted
        if isinstance(vehicle, KnownVehicle) and member < len(vehicle.crew):
            self.absent ^= {member}
            self.retranslate()

    def retranslate(self) -> None:
        """Make the rows in the language in force, and paint them."""
        rows: list[tuple[Parts, str]] = []
        for number, choice in enumerate(self.choices, 1):
            rows.append(([ChipText(str(number), "Off"), Words(choice, bold=True)], ""))
        for index, one in enumerate(self.known):
            on = index == self.current
            parts = self._vehicle_parts(one, on=on) if isinstance(one, KnownVehicle) else self._person_parts(one)
            rows.append(([Words("▸"), *parts] if on else parts, self._seen(one)))
        self._drawn = rows
        self.setAccessibleName("; ".join(" ".join([*(part.text for part in parts), end]) for parts, end in rows))
        height = theme.px(ROW) * len(rows) + 2
        if rows and height != self.height():
            self.setFixedHeight(height)
        self.setVisible(bool(rows))
        self.update()

    def _vehicle_parts(self, vehicle: KnownVehicle, *, on: bool) -> Parts:
        kind = "Ok" if vehicle.plate_type.startswith("new_energy") else ""
        parts: Parts = [
            Words(vehicle.plate, bold=True),
            ChipText(self._words.label("plate_type", vehicle.plate_type), kind),
        ]
        for index, person in enumerate(vehicle.crew[:4]):
            word = mask_name(person.name) or "·"
            gone = "Off" if index in self.absent else "Brand"
            parts.append(ChipText(f"{index + 1} {word}", gone) if on else Words(word))
        return parts

    def _person_parts(self, known: KnownPerson) -> Parts:
        person = known.person
        about = person.registration
        return [
            Words(mask_name(person.name) or "·", bold=True),
            ChipText(self._words.label("category", person.category), ""),
            Words(mask_number(person.phone or person.id_number) or ""),
            Words((about.reason or about.address or "") if about else ""),
        ]

    def _seen(self, one: Known) -> str:
        way = self._words.label("direction", one.last_direction)
        times = self.tr("%n time(s)", "", one.times)
        return f"{local(one.last_at):%m-%d %H:%M} {way} · {times}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows; the end of a row gives its room last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mine = colours()
        painter.setPen(QPen(QColor(mine.line), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        high = theme.px(ROW)
        for number, (parts, end) in enumerate(self._drawn):
            box = QRectF(1, 1 + number * high, self.width() - 2, high)
            if number == self.current and self.known:
                painter.fillRect(box.adjusted(2, 2, -2, -2), QColor(mine.selected))
            self._paint_row(painter, box.adjusted(10, 0, -10, 0), parts, Words(end, dim=True))
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, parts: Parts, end: Words) -> None:
        right = box.right() - width_of(self, end)
        paint(painter, self, end, QRectF(right, box.top(), width_of(self, end), box.height()))
        left = box.left()
        for part in parts:
            room = min(width_of(self, part), right - 8 - left)
            paint(painter, self, part, QRectF(left, box.top(), room, box.height()))
            left += width_of(self, part) + 8
