"""The transfer sheet of one fever case for the hospital: unmasked, one page, counted."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from station.clock import local
from station.entry.temperature_text import degrees
from station.handover.transfer_sheet import TransferSheet
from station.messages import label
from station.records.passage import Registration
from ui.printing.document import Document, heads, tr
from ui.printing.print_layout import Cell


class TransferPaper(Document):
    """Who is handed over, every reading, who came along."""

    def __init__(self, sheet: TransferSheet, family: str, language: str) -> None:
        self._sheet = sheet
        super().__init__(family, language, sheet.serial)

    @property
    def foot(self) -> str:
        """What may be done with it."""
        return tr("Holds full personal data: for the receiving hospital only; every print is on record.")

    def compose(self) -> None:
        """Head, person, readings, companions, signatures."""
        sheet, layout = self._sheet, self.layout
        layout.text(tr("Transfer of a Febrile Person"), 21, bold=True, centre=True, after=8, spacing=1)
        layout.rule(1.5, after=6)
        printed = f"{local(sheet.printed_at):%m-%d %H:%M}"
        layout.row(
            (
                tr("Checkpoint: {0}").format(f"{sheet.station_name} {sheet.station}"),
                tr("Sheet: {0}").format(sheet.serial),
                tr("Printed: {0} ({1})").format(printed, self.printing(sheet.printing)),
            ),
            (34, 26, 36),
        )
        layout.rule(1.0, before=6)
        self.section(tr("The person"))
        self._person()
        self.section(tr("Readings, oldest first"))
        self._readings()
        self.section(tr("Came together with"))
        self._companions()
        self.section(tr("Handed over"))
        layout.table((1,), (Cell(sheet.case.place or "", left=True, height=34),), ())
        layout.y += 16
        layout.free(70, self._signatures)

    def _person(self) -> None:
        sheet = self._sheet
        person, details = sheet.person, sheet.person.registration or Registration()
        plate = sheet.passage.vehicle.plate if sheet.passage.vehicle else ""
        facts = (
            ("name", sheet.name),
            ("phone", sheet.phone),
            ("id_number", person.id_number),
            ("plate", plate),
            ("address", details.address),
            ("origin", details.origin),
            ("destination", details.destination),
            ("enterprise", details.enterprise),
        )
        rows = [
            [Cell(label("field", one, self.language), shaded=True), Cell(value or "—", left=True)]
            for one, value in facts
        ]
        paired = [[*left, *right] for left, right in zip(rows[0::2], rows[1::2], strict=True)]
        self.layout.table((12, 34, 12, 34), paired[0], paired[1:])

    def _readings(self) -> None:
        rows = [
            [
                Cell(f"{local(one.at):%m-%d %H:%M}"),
                Cell("L" if one.tenths is None else degrees(one.tenths), bold=True),
                Cell(label("site", one.site, self.language)),
                Cell(one.thermometer or "—"),
            ]
            for one in self._sheet.chain
        ]
        self.layout.table((25, 25, 25, 25), heads((tr("Time"), tr("Temp. ℃"), tr("Site"), tr("Thermometer"))), rows)

    def _companions(self) -> None:
        rows = [
            [
                Cell(one.name or "—"),
                Cell(one.phone or "—"),
                Cell(" ".join(degrees(reading.tenths) for reading in one.readings if reading.tenths) or "—"),
            ]
            for one in self._sheet.companions
        ]
        empty = [Cell(tr("nobody")), Cell("—"), Cell("—")]
        self.layout.table((30, 35, 35), heads((tr("Name"), tr("Phone"), tr("Temp. ℃"))), rows or [empty])

    def _signatures(self, painter: QPainter, box: QRectF) -> None:
        half = (box.width() - 24) / 2
        words = (tr("Handed over by: {0}").format(self._sheet.printed_by), tr("Received by (hospital):"))
        for number, one in enumerate(words):
            self.signature(painter, QRectF(box.left() + number * (half + 24), box.top(), half, 48), one)
