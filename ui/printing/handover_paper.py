"""The handover sheet on paper: figures, exceptions, corrections, open matters, supplies, signatures, QR code."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from station.clock import local
from station.entry.roster_text import thermometers_text
from station.entry.temperature_text import degrees
from station.handover.handover_sheet import Sheet
from station.messages import label
from station.records.shift import CorrectionRow, Duty, ExceptionRow, Figures, HourFigures, OpenMatter, SupplyCount
from station.services.gate.access_passes import qr_modules
from station.services.shift.supplies import in_order
from ui.printing.document import Document, heads, tr
from ui.printing.print_layout import INK, Cell, font
from ui.widgets.qr_modules import paint_code

META = (29, 19, 24, 30)  # shares of the four columns at the head of the sheet
FEWEST_IN_A_ROW, MOST_IN_A_ROW = 6, 8  # supplies beside each other; what is left stays empty


class HandoverSheet(Document):
    """The sheet of one closed shift."""

    def __init__(self, sheet: Sheet, family: str, language: str) -> None:
        self._sheet = sheet
        self._handover = sheet.handover
        self._qr = qr_modules(sheet.qr_text)
        super().__init__(family, language, sheet.serial)

    def compose(self) -> None:
        """Head, six sections (seven with corrections), signatures."""
        layout = self.layout
        layout.text(tr("Checkpoint Handover Sheet"), 21, bold=True, centre=True, after=8, spacing=1)
        self._meta()
        self.section(tr("Summary of the shift"))
        self._totals(self._handover.figures)
        self.section(tr("By hour"))
        self._hours()
        self.section(tr("Exceptions and outcomes"))
        self._exceptions()
        if self._handover.corrections:
            self.section(tr("Corrections of earlier shifts"))
            self._corrections()
        self.section(tr("Open matters (to be followed up)"))
        self._open_matters()
        self.section(tr("Supplies and equipment"))
        self._supplies()
        self.section(tr("Remark"))
        layout.table((1,), (Cell(self._handover.remark, left=True, height=34),), ())
        layout.y += 6
        layout.free(112, self._signatures)

    def _meta(self) -> None:
        sheet, layout = self._sheet, self.layout
        shift = sheet.shift
        planned = sum(one.planned for one in shift.roster) + 1
        present = sum(one.present for one in shift.roster) + 1
        printed = f"{local(sheet.printed_at):%m-%d %H:%M}"
        layout.rule(1.5, after=6)
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
                tr("Outgoing: {0}").format(self._outgoing()),
                tr("Incoming: {0}").format(sheet.incoming),
                tr("On duty: {0} planned, {1} present").format(planned, present),
                tr("Printed: {0} ({1})").format(printed, self.printing(sheet.printing)),
            ),
            META,
        )
        rest = [self._roster(shift.roster)] if shift.roster else []
        rest += [tr("Weather: {0}").format(self._handover.weather)] if self._handover.weather else []
        if rest:
            layout.row(("   ".join(rest),), (1,))
        layout.rule(1.0, before=6)

    def _outgoing(self) -> str:
        """Who hands over; somebody else who closed for an absent leader is named too."""
        sheet = self._sheet
        by = self._handover.closed_by
        if not by or by == sheet.shift.leader:
            return sheet.outgoing
        return tr("{0} (closed by {1})").format(sheet.outgoing, sheet.names.get(by, by))

    def _roster(self, roster: tuple[Duty, ...]) -> str:
        people = []
        for one in roster:
            role = label("duty_role", one.role, self.language)
            words = " ".join(part for part in (role, one.agency) if part)
            marks = ("★" if one.pioneer else "") + ("" if one.present else tr(" absent"))
            people.append(f"{one.name}({words}){marks}")
        return tr("Staff: {0}").format(("、" if self.language == "zh" else ", ").join(people))

    def _totals(self, figures: Figures) -> None:
        words = (
            tr("Vehicles"),
            tr("Persons"),
            tr("In"),
            tr("Out"),
            tr("Measured"),
            tr("≥ {0} ℃").format(degrees(self._sheet.fever_from)),
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
        self.layout.table((9, 9, 9, 9, 9, 11, 11, 11, 14), heads(words), (big,))
        self.layout.text(
            tr(
                "Of these: {0} value not noted, {1} without valid reading, {2} registered, {3} fever confirmed, "
                "{4} isolation breaches; records: {5} corrected, {6} voided, {7} keyed later, {8} before the shift "
                "opened."
            ).format(
                figures.not_noted,
                figures.without_reading,
                figures.registered,
                figures.confirmed,
                figures.breaches,
                figures.corrected,
                figures.voided,
                figures.late,
                figures.before_opening,
            ),
            before=4,
            after=0,
        )

    def _hours(self) -> None:
        words = (
            tr("Hour"),
            tr("Vehicles"),
            tr("Persons"),
            tr("In"),
            tr("Out"),
            tr("Highest temp."),
            tr("Abnormal"),
        )
        rows = [self._hour(one) for one in self._handover.figures.hours]
        self.layout.table((12, 10, 10, 10, 10, 16, 10), heads(words), rows or [[Cell("—")] * 7])

    def _hour(self, one: HourFigures) -> list[Cell]:
        highest = "—" if one.highest is None else degrees(one.highest)
        texts = (one.hour, one.vehicles, one.persons, one.entries, one.exits, highest, one.abnormal)
        return [Cell(str(text)) for text in texts]

    def _exceptions(self) -> None:
        words = (tr("Time"), tr("Kind"), tr("Person / plate"), tr("Findings"), tr("Outcome"), tr("Handled by"))
        rows = [self._exception(one) for one in self._handover.exceptions]
        empty = [Cell("—"), Cell("—"), Cell("—"), Cell(tr("none")), Cell("—"), Cell("—")]
        self.layout.table((8, 15, 17, 32, 14, 9), heads(words), rows or [empty])

    def _exception(self, one: ExceptionRow) -> list[Cell]:
        kinds = dict.fromkeys(label("rule", rule, self.language) for rule in one.rules)
        shown = " / ".join(
            ("L" if tenths is None else degrees(tenths))
            + ("" if site == "forehead" else f"({label('site', site, self.language)})")
            for tenths, site in one.readings
        )
        between = "；" if self.language == "zh" else "; "
        findings = between.join(part for part in (tr("persons: {0}").format(one.persons), shown, one.found) if part)
        return [
            Cell(f"{local(one.at):%H:%M}"),
            Cell("、".join(kinds) or "—"),
            Cell(one.who or "—"),
            Cell(findings, left=True),
            Cell(self._outcome(one.outcome)),
            Cell(self._sheet.names.get(one.operator, one.operator)),
        ]

    def _outcome(self, code: str) -> str:
        word = label("outcome", code, self.language)
        return word if word != code else label("disposition", code, self.language)

    def _corrections(self) -> None:
        words = (tr("Sheet"), tr("Entry"), tr("Person / plate"), tr("Change"), tr("Reason"), tr("Handled by"))
        rows = [self._correction(one) for one in self._handover.corrections]
        self.layout.table((20, 9, 16, 12, 30, 10), heads(words), rows)
        adjusted = self._handover.adjusted
        if adjusted:
            figures = (adjusted.vehicles, adjusted.persons, adjusted.abnormal, adjusted.turned_back, adjusted.referred)
            self.layout.text(
                tr(
                    "With these, earlier sheets change by: vehicles {0}, persons {1}, abnormal {2}, turned back {3}, "
                    "referred {4}."
                ).format(*(f"{one:+d}" for one in figures)),
                before=4,
                after=0,
            )

    def _correction(self, one: CorrectionRow) -> list[Cell]:
        return [
            Cell(one.sheet),
            Cell(f"#{one.seq}"),
            Cell(one.who or "—"),
            Cell(label("change", one.change, self.language)),
            Cell(one.reason, left=True),
            Cell(self._sheet.names.get(one.operator, one.operator)),
        ]

    def _open_matters(self) -> None:
        words = ("#", tr("Matter"), tr("Time limit"), tr("Confirmed"))
        rows = [self._matter(number, one) for number, one in enumerate(self._handover.open_matters, 1)]
        empty = [Cell("—"), Cell(tr("none")), Cell("—"), Cell("")]
        self.layout.table((5, 64, 16, 15), heads(words), rows or [empty])

    def _matter(self, number: int, one: OpenMatter) -> list[Cell]:
        due = f"{local(one.due_at):%m-%d %H:%M}" if one.due_at and one.kind != "inside" else "—"
        return [Cell(str(number)), Cell(matter_words(one, self.language), left=True), Cell(due), Cell("")]

    def _supplies(self) -> None:
        supplies = self._handover.supplies
        if isinstance(supplies, dict):
            words = "  ".join(f"{label('supply', name, self.language)}: {value}" for name, value in supplies.items())
            self.layout.text(words or tr("not counted"), before=2, after=2)
        else:
            self._counts(supplies)
        self.layout.text("   ".join(self._equipment()), before=4, after=0)

    def _counts(self, counts: tuple[SupplyCount, ...]) -> None:
        """Every supply that the rules name, that was counted or that moved: one that nobody counted says so."""
        counted = {one.name: one for one in counts}
        names = in_order([*self._sheet.expected, *counted, *self._sheet.moved]) if counted else ()
        if not names:
            self.layout.text(tr("not counted"), before=2, after=2)
        for at in range(0, len(names), MOST_IN_A_ROW):
            part = names[at : at + MOST_IN_A_ROW]
            empty = [""] * (FEWEST_IN_A_ROW - len(part))
            lines = self._supply_lines([(counted.get(name), self._sheet.moved.get(name, (0, 0))) for name in part])
            rows = [[Cell(word, shaded=True), *map(Cell, [*values, *empty])] for word, values in lines]
            words = ["", *(label("supply", name, self.language) for name in part), *empty]
            self.layout.table((20, *([80 / (len(words) - 1)] * (len(words) - 1))), heads(words), rows)
        if not counted and self._sheet.moved:
            self.layout.text("   ".join(self._moves()), before=2, after=2)

    def _supply_lines(self, columns: list[tuple[SupplyCount | None, tuple[int, int]]]) -> list[tuple[str, list[str]]]:
        """What was found, what should be, and where anything moved what came and went."""
        lines = [
            (tr("there is"), [str(one.has) if one else tr("not counted") for one, _moved in columns]),
            (
                tr("should be / used / short"),
                [f"{one.should} / {one.used} / {one.short}" if one else "—" for one, _moved in columns],
            ),
        ]
        if any(came or went for _one, (came, went) in columns):
            lines.append((tr("came / went"), [f"{came} / {went}" for _one, (came, went) in columns]))
        return lines

    def _moves(self) -> list[str]:
        """What came and went of supplies in a shift that counted none."""
        return [
            tr("{0}: came {1}, went {2}").format(label("supply", name, self.language), came, went)
            for name, (came, went) in self._sheet.moved.items()
        ]

    def _equipment(self) -> list[str]:
        """Thermometers with their calibration, and the batches that left on a stick."""
        guns = self._sheet.shift.guns
        found = [tr("Thermometers: {0}").format(thermometers_text(guns))] if guns else []
        batches = self._sheet.batches
        if batches:
            shown = f"#{batches[0]}" if len(batches) == 1 else f"#{batches[0]}–#{batches[-1]}"
            return [*found, tr("Batches on a stick: {0}").format(shown)]
        return [*found, tr("No batch was exported.")]

    def _signatures(self, painter: QPainter, box: QRectF) -> None:
        half = (box.width() - 96 - 32) / 2
        for number, words in enumerate((tr("Outgoing leader signs:"), tr("Incoming leader signs:"))):
            x = box.left() + number * (half + 16)
            self.signature(painter, QRectF(x, box.top() + 30, half, 38), words)
        paint_code(painter, self._qr, QRectF(box.right() - 104, box.top(), 104, 104))
        sheet = self._sheet
        words = tr("Scan to compare this sheet with the electronic record: entries {0} to {1}, head {2}").format(
            f"#{self._handover.first_seq}", f"#{sheet.last_seq}", sheet.head_code
        )
        painter.setFont(font(self.layout.family, 12))
        painter.setPen(INK)
        painter.drawText(QRectF(box.left(), box.top() + 78, box.width() - 112, 34), 0x1000, words)


def matter_words(one: OpenMatter, language: str) -> str:
    """An open matter in one line, as the sheet and the handover show it."""
    if one.kind == "case":
        kinds = "、".join(dict.fromkeys(label("rule", rule, language) for rule in one.rules))
        parts = [kinds, one.who, label("case", one.state, language)]
    elif one.kind == "inside" and one.text:
        parts = [label("matter", "inside", language), tr("and {0} more").format(one.text)]
    elif one.kind == "inside":
        since = f"{local(one.due_at):%m-%d %H:%M}" if one.due_at else ""
        parts = [label("matter", "inside", language), one.who, label("category", one.state, language), since]
    else:
        said, arrow, whom = one.text.partition(" → ")
        words = label("incident_text", said, language) + arrow + whom
        parts = [label("matter", one.kind, language), one.who, words]
    return "  ".join(part for part in parts if part)
