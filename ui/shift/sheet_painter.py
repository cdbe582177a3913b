"""The handover sheet on paper: the same painting for preview, printer and PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtPrintSupport import QPrinter

from station.clock import local
from station.handover.sheet import Sheet
from station.messages import label
from station.records.shift import ExceptionRow, HourFigures, OpenMatter
from station.services.access_passes import qr_modules
from ui.shift.page_layout import BOTTOM, GREY, HEIGHT, INK, LEFT, RIGHT, WIDTH, Cell, PageLayout, font
from ui.widgets.qr import paint_code

SUPPLIES = ("masks", "forehead_guns", "ear_guns", "disinfectant", "suits", "computer", "batches")
RESOLUTION = 300
META = (29, 19, 24, 30)  # shares of the four columns at the head of the sheet


def tr(text: str, count: int = -1) -> str:
    """A sentence of the sheet in the language in force."""
    return QCoreApplication.translate("", text, "", count)


class SheetPainter:
    """Lays a sheet out once and paints its pages on any device."""

    def __init__(self, sheet: Sheet, family: str, language: str) -> None:
        self._sheet = sheet
        self._language = language
        self._layout = PageLayout(family)
        self._qr = qr_modules(sheet.qr_text)
        self._compose()

    @property
    def pages(self) -> int:
        """How many pages the sheet has."""
        return len(self._layout.pages)

    def paint(self, device: QPrinter | QPdfWriter) -> None:
        """Paint every page on a paged device."""
        painter = QPainter(device)
        for number, page in enumerate(self._layout.pages):
            if number:
                device.newPage()
            painter.save()
            painter.scale(device.width() / WIDTH, device.height() / HEIGHT)
            for one in page:
                one(painter)
            self._foot(painter, number + 1)
            painter.restore()
        painter.end()

    # --- contents -------------------------------------------------------------------------------
    def _compose(self) -> None:
        layout = self._layout
        layout.text(tr("Checkpoint Handover Sheet"), 21, bold=True, centre=True, after=8, spacing=1)
        self._meta()
        layout.text(tr("1. Summary of the shift"), 13, bold=True, before=13)
        self._totals()
        layout.text(tr("2. By hour"), 13, bold=True, before=13)
        self._hours()
        layout.text(tr("3. Exceptions and outcomes"), 13, bold=True, before=13)
        self._exceptions()
        layout.text(tr("4. Open matters (to be followed up)"), 13, bold=True, before=13)
        self._open_matters()
        layout.text(tr("5. Supplies and equipment"), 13, bold=True, before=13)
        self._supplies()
        layout.text(tr("6. Remark"), 13, bold=True, before=13)
        remark = Cell(self._sheet.handover.remark, left=True, height=44)
        layout.table((1,), (remark,), ())
        layout.y += 10
        layout.free(130, self._signatures)

    def _meta(self) -> None:
        sheet, layout = self._sheet, self._layout
        shift = sheet.shift
        layout.rule(1.5, after=6)
        printed = f"{local(sheet.printed_at):%m-%d %H:%M}"
        again = tr("reprint, no. %n", sheet.printing) if sheet.printing > 1 else tr("no. %n", max(sheet.printing, 1))
        layout.row(
            (
                tr("Checkpoint: {0}").format(f"{sheet.station_name} {sheet.station}"),
                tr("Date: {0}").format(shift.day),
                tr("Shift: {0}, {1}–{2}").format(shift.number, shift.starts, shift.ends),
                tr("Sheet: {0}").format(sheet.serial),
            ),
            META,
        )
        layout.row(
            (
                tr("Outgoing: {0}").format(sheet.outgoing),
                tr("Incoming: {0}").format(sheet.incoming),
                tr("On duty: {0}").format(len(shift.members) + 1),
                tr("Printed: {0} ({1})").format(printed, again),
            ),
            META,
        )
        layout.rule(1.0, before=6)

    def _totals(self) -> None:
        figures = self._sheet.handover.figures
        heads = (
            tr("Vehicles"),
            tr("Persons"),
            tr("In"),
            tr("Out"),
            tr("Measured"),
            tr("≥ 37.3 ℃"),
            tr("Key persons"),
            tr("Key vehicles"),
            tr("Turned back / referred"),
        )
        values = (
            figures.vehicles,
            figures.persons,
            figures.entries,
            figures.exits,
            figures.measured,
            figures.abnormal,
            figures.key_persons,
            figures.key_vehicles,
            f"{figures.turned_back} / {figures.referred}",
        )
        big = [Cell(str(value), size=19, bold=True) for value in values]
        self._layout.table((9, 9, 9, 9, 9, 11, 11, 11, 14), self._heads(heads), (big,))
        self._layout.text(
            tr(
                "Of these: {0} value not noted, {1} without valid reading; records: {2} corrected, {3} voided, "
                "{4} keyed later, {5} before the shift opened."
            ).format(
                figures.not_noted,
                figures.without_reading,
                figures.corrected,
                figures.voided,
                figures.late,
                figures.before_opening,
            ),
            before=5,
            after=0,
        )

    def _hours(self) -> None:
        heads = (
            tr("Hour"),
            tr("Vehicles"),
            tr("Persons"),
            tr("In"),
            tr("Out"),
            tr("Highest temp."),
            tr("Abnormal"),
        )
        rows = [self._hour(one) for one in self._sheet.handover.figures.hours]
        self._layout.table((12, 10, 10, 10, 10, 16, 10), self._heads(heads), rows or [[Cell("—")] * 7])

    def _hour(self, one: HourFigures) -> list[Cell]:
        highest = "—" if one.highest is None else _degrees(one.highest)
        texts = (one.hour, one.vehicles, one.persons, one.entries, one.exits, highest, one.abnormal)
        return [Cell(str(text)) for text in texts]

    def _exceptions(self) -> None:
        heads = (
            tr("Time"),
            tr("Kind"),
            tr("Person / plate"),
            tr("Findings"),
            tr("Outcome"),
            tr("Handled by"),
        )
        rows = [self._exception(one) for one in self._sheet.handover.exceptions]
        empty = [Cell("—"), Cell("—"), Cell("—"), Cell(tr("none")), Cell("—"), Cell("—")]
        self._layout.table((8, 15, 17, 32, 14, 9), self._heads(heads), rows or [empty])

    def _exception(self, one: ExceptionRow) -> list[Cell]:
        kinds = dict.fromkeys(label("rule", rule, self._language) for rule in one.rules)
        shown = " / ".join(
            ("L" if tenths is None else _degrees(tenths))
            + ("" if site == "forehead" else f"({label('site', site, self._language)})")
            for tenths, site in one.readings
        )
        findings = tr("persons: {0}").format(one.persons) + (f"；{shown}" if self._language == "zh" else f"; {shown}")
        outcome = label("outcome", one.outcome, self._language)
        if outcome == one.outcome:
            outcome = label("disposition", one.outcome, self._language)
        return [
            Cell(f"{local(one.at):%H:%M}"),
            Cell("、".join(kinds) or "—"),
            Cell(one.who or "—"),
            Cell(findings, left=True),
            Cell(outcome),
            Cell(self._sheet.names.get(one.operator, one.operator)),
        ]

    def _open_matters(self) -> None:
        heads = ("#", tr("Matter"), tr("Time limit"), tr("Confirmed"))
        rows = [self._matter(number, one) for number, one in enumerate(self._sheet.handover.open_matters, 1)]
        empty = [Cell("—"), Cell(tr("none")), Cell("—"), Cell("")]
        self._layout.table((5, 64, 16, 15), self._heads(heads), rows or [empty])

    def _matter(self, number: int, one: OpenMatter) -> list[Cell]:
        kinds = "、".join(dict.fromkeys(label("rule", rule, self._language) for rule in one.rules))
        state = label("case", one.state, self._language)
        due = f"{local(one.due_at):%H:%M}" if one.due_at else "—"
        return [Cell(str(number)), Cell(f"{kinds}  {one.who}  {state}", left=True), Cell(due), Cell("")]

    def _supplies(self) -> None:
        supplies = dict(self._sheet.handover.supplies)
        batches = self._sheet.batches
        if batches and "batches" not in supplies:
            supplies["batches"] = f"#{batches[0]}" if len(batches) == 1 else f"#{batches[0]}–#{batches[-1]}"
        if self._sheet.shift.thermometers and "forehead_guns" not in supplies:
            supplies["forehead_guns"] = "、".join(self._sheet.shift.thermometers)
        heads = [label("supply", name, self._language) for name in SUPPLIES]
        others = {name: value for name, value in supplies.items() if name not in SUPPLIES}
        values = [Cell(supplies.get(name, "—")) for name in SUPPLIES]
        self._layout.table((9, 15, 9, 10, 10, 12, 13), self._heads(heads), (values,))
        if others:
            self._layout.text("  ".join(f"{name}: {value}" for name, value in others.items()), before=4, after=0)

    def _signatures(self, painter: QPainter, box: QRectF) -> None:
        half = (box.width() - 96 - 32) / 2
        shape = font(self._layout.family, 12)
        for number, words in enumerate((tr("Outgoing leader signs:"), tr("Incoming leader signs:"))):
            x = box.left() + number * (half + 16)
            painter.setFont(shape)
            painter.setPen(INK)
            painter.drawText(QRectF(x, box.top() + 56, half, 20), int(Qt.AlignmentFlag.AlignLeft), words)
            painter.setPen(QPen(INK, 1))
            painter.drawLine(int(x), int(box.top() + 78), int(x + half), int(box.top() + 78))
        paint_code(painter, self._qr, QRectF(box.right() - 104, box.top(), 104, 104))
        sheet = self._sheet
        words = tr("Scan to compare this sheet with the electronic record: entries {0} to {1}, head {2}").format(
            f"#{sheet.handover.first_seq}", f"#{sheet.last_seq}", sheet.head_code
        )
        painter.setPen(INK)
        painter.drawText(QRectF(box.left(), box.top() + 90, box.width() - 112, 20), 0, words)

    def _foot(self, painter: QPainter, page: int) -> None:
        painter.setPen(QPen(GREY, 0.6))
        painter.drawLine(int(LEFT), int(BOTTOM + 12), int(RIGHT), int(BOTTOM + 12))
        painter.setFont(font(self._layout.family, 10))
        box = QRectF(LEFT, BOTTOM + 16, RIGHT - LEFT, 16)
        painter.drawText(
            box,
            int(Qt.AlignmentFlag.AlignLeft),
            tr("Names are masked; this sheet holds personal data and is kept in the checkpoint's file box."),
        )
        pages = tr("page {0} of {1}").format(page, self.pages)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), pages)

    def _heads(self, words: tuple[str, ...] | list[str]) -> list[Cell]:
        return [Cell(word, bold=True, shaded=True) for word in words]


def _degrees(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def write_pdf(sheet: Sheet, path: Path, family: str, language: str) -> int:
    """Write the sheet as a PDF; how many pages it has."""
    writer = QPdfWriter(str(path))
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(sheet.serial)
    painter = SheetPainter(sheet, family, language)
    painter.paint(writer)
    return painter.pages
