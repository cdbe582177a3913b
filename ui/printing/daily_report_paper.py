"""The daily report on paper: figures of the day and up to it, the zero statement, the bulletin, signatures."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from station.clock import local
from station.entry.temperature_text import degrees
from station.handover.daily_report import EXTRAS, NAMES, DailyReport, bulletin
from station.messages import label
from ui.printing.document import Document, heads, tr
from ui.printing.print_layout import Cell


class DailySheet(Document):
    """One issue of a day's report."""

    def __init__(self, report: DailyReport, family: str, language: str) -> None:
        self._report = report
        super().__init__(family, language, report.serial)

    @property
    def foot(self) -> str:
        """Counts name nobody."""
        return tr("Counts only; the record they were counted from is at the checkpoint and at the centre.")

    def compose(self) -> None:
        """Head, figures, statement, bulletin, signatures."""
        report, layout = self._report, self.layout
        layout.text(tr("Checkpoint Daily Report"), 21, bold=True, centre=True, after=8, spacing=1)
        layout.rule(1.5, after=6)
        window = f"{local(report.starts):%m-%d %H:%M} – {local(report.ends):%m-%d %H:%M}"
        printed = f"{local(report.signed_at):%m-%d %H:%M}"
        layout.row(
            (
                tr("Checkpoint: {0}").format(f"{report.station_name} {report.station}"),
                tr("Day: {0}").format(report.day),
                tr("Report: {0}").format(report.serial),
            ),
            (36, 26, 34),
        )
        layout.row(
            (
                tr("From to: {0}").format(window),
                tr("Issue: {0}").format(report.issue),
                tr("Signed: {0} ({1})").format(printed, self.printing(report.printing)),
            ),
            (36, 26, 34),
        )
        layout.rule(1.0, before=6)
        self.section(tr("Figures"))
        self._figures()
        self.section(tr("Zero report"))
        self._zero()
        self.section(tr("Bulletin"))
        layout.table((1,), (Cell(bulletin(report, self.language), left=True, height=90),), ())
        layout.y += 16
        layout.free(70, self._signatures)

    def _figures(self) -> None:
        report = self._report
        words = (tr("Figure"), tr("This day"), tr("In all"))
        rows = [
            [
                Cell(label("daily", name, self.language), left=True),
                Cell(str(getattr(report.figures, name)), size=14, bold=True),
                Cell(str(getattr(report.cumulative, name)), size=14),
            ]
            for name in NAMES
        ]
        rows += [
            [
                Cell(label("daily", name, self.language), left=True),
                Cell(str(report.extras.get(name, 0)), size=14, bold=True),
                Cell("—"),
            ]
            for name in EXTRAS
        ]
        self.layout.table((46, 20, 20), heads(words), rows)

    def _zero(self) -> None:
        if self._report.zero:
            words = tr(
                "Stated and signed: no fever (≥{0} ℃), nobody referred, no isolation breach on this day."
            ).format(degrees(self._report.fever_from))
        else:
            words = tr("This day was not zero; see the figures.")
        self.layout.table((1,), (Cell(words, left=True),), ())

    def _signatures(self, painter: QPainter, box: QRectF) -> None:
        half = (box.width() - 24) / 2
        words = (tr("Filled in by: {0}").format(self._report.signed_by), tr("Checked by:"))
        for number, one in enumerate(words):
            self.signature(painter, QRectF(box.left() + number * (half + 24), box.top(), half, 48), one)
