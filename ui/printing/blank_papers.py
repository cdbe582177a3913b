"""Papers with room to write: the sheet of an isolation round, the numbered paper kit for power cuts."""

from __future__ import annotations

from station.clock import local
from station.entry.temperature_text import degrees
from station.masking import mask_name
from station.messages import label
from station.records.visit import ROUNDS
from station.services.late_entry.paper_kit import ROWS, PaperKit
from station.services.shift.isolation_rounds import RoundRow
from ui.printing.document import Document, heads, tr
from ui.printing.print_layout import Cell


class RoundSheet(Document):
    """Everybody to be visited today, with what the rounds so far found and room for the next."""

    def __init__(self, rows: list[RoundRow], place: str, now: int, family: str, language: str) -> None:
        self._rows = rows
        self._place = place
        self._now = now
        super().__init__(family, language, f"{local(now):%Y%m%d}")

    def compose(self) -> None:
        """Head and one table."""
        self.layout.text(tr("Home Isolation Round"), 21, bold=True, centre=True, after=8, spacing=1)
        self.layout.rule(1.5, after=6)
        self.layout.row((self._place, f"{local(self._now):%Y-%m-%d %H:%M}"), (60, 40))
        self.layout.rule(1.0, before=4, after=10)
        words = (
            tr("No."),
            tr("Name"),
            tr("Address"),
            tr("Day"),
            *(label("round", one, self.language) for one in ROUNDS),
            tr("Symptoms, needs"),
            tr("Signed"),
        )
        rows = [self._row(row) for row in self._rows]
        empty = [Cell(tr("none") if at == 2 else "—") for at in range(8)]
        self.layout.table((9, 9, 24, 9, 10, 10, 22, 10), heads(words), rows or [empty])

    def _row(self, row: RoundRow) -> list[Cell]:
        person = row.person
        cells = [Cell(person.number), Cell(mask_name(person.name) or ""), Cell(person.address, left=True)]
        cells.append(Cell(f"{row.day}/{person.days}", bold=row.is_over))
        for one in ROUNDS:
            visit = row.today.get(one)
            values = [degrees(reading.tenths) for reading in visit.readings if reading.tenths] if visit else []
            found = label("visit", visit.found, self.language) if visit and not values else ""
            cells.append(Cell(" ".join(values) or found, height=38))
        return [*cells, Cell(""), Cell("")]


class KitSheets(Document):
    """The numbered sheets: twenty rows each, keyed later by sheet and row."""

    def __init__(self, kit: PaperKit, family: str, language: str) -> None:
        self._kit = kit
        super().__init__(family, language, f"{kit.serial(kit.first)}…{kit.last:04d}")

    @property
    def foot(self) -> str:
        """What is written on it by hand is masked by nobody."""
        return tr("What is written here is personal data, unmasked: key it, then keep it in the checkpoint's file box.")

    def compose(self) -> None:
        """One page a sheet."""
        for number in range(self._kit.first, self._kit.last + 1):
            if number > self._kit.first:
                self.layout.new_page()
            self._sheet(number)

    def _sheet(self, number: int) -> None:
        layout, kit = self.layout, self._kit
        layout.text(tr("Checkpoint Register (paper)"), 20, bold=True, centre=True, after=6, spacing=1)
        layout.row(
            (
                tr("Checkpoint: {0}").format(f"{kit.station_name} {kit.station}"),
                tr("Sheet: {0}").format(kit.serial(number)),
                tr("Date: {0}").format("____-__-__"),
                tr("Written by: {0}").format("__________"),
            ),
            (30, 22, 20, 26),
            size=13,
        )
        layout.text(
            tr(
                "Every vehicle, every person. Under {0} measure again; {1} or more: step aside, measure again, then "
                "axillary. One row for each vehicle or walker; key the rows later with Ctrl+B."
            ).format(degrees(kit.invalid_below), degrees(kit.fever_from)),
            11,
            before=4,
            after=6,
        )
        words = (
            tr("Row"),
            tr("Time"),
            tr("In/Out"),
            tr("Plate or pass"),
            tr("Temperatures"),
            tr("Name"),
            tr("Phone"),
            tr("Reason, remark"),
        )
        rows = [[Cell(str(row), height=43), *(Cell("") for _ in range(7))] for row in range(1, ROWS + 1)]
        layout.table((5, 8, 8, 16, 18, 11, 17, 20), heads(words), rows)
