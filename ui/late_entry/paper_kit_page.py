"""Paper (Ctrl+B): key the rows of numbered sheets one by one, see what is missing, print new sheets."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from station.entry.problem import Problem
from station.services.gate.registration import Saved
from station.services.late_entry import paper_kit
from station.services.late_entry.paper_kit import ROWS, PaperKit, PaperState
from ui.language.problem_text import of_problem
from ui.printing.blank_papers import KitSheets
from ui.printing.preview import Job, preview
from ui.session.session import Session
from ui.widgets.leader_page import DutyPage, Field

SHEETS = 10


class PaperPage(DutyPage[Session, PaperState]):
    """Sheet and day stay, the row counts on by itself: time, line, Enter, next."""

    FIELDS = (Field("sheet"), Field("day"), Field("row"), Field("time"), Field("line"))

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        buttons = QHBoxLayout()
        self.kit = QPushButton()
        self.kit.clicked.connect(self._print_kit)
        buttons.addWidget(self.kit)
        buttons.addStretch(1)
        self.column.insertLayout(self.column.count() - 1, buttons)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {
            "sheet": self.tr("Sheet: the number after P"),
            "day": self._session.label("field", "day"),
            "row": self._session.label("field", "row"),
            "time": self.tr("Time on the paper, e.g. 0835"),
            "line": self.tr("Gate line, e.g. B12345 365 368"),
        }

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Key paper rows later"))
        self.kit.setText(self.tr("Print %n new sheets", "", SHEETS))
        self.hint.setText(self.tr("Each row is saved once, with both times · a whole table: Ctrl+O · Esc back"))
        self._show(self.rows)

    def begin(self) -> None:
        """Start with today and the first sheet that is not complete."""
        super().begin()
        self.edits["day"].setText(self._session.station.today().isoformat())

    def load(self) -> None:
        """Read which rows are keyed."""
        station = self._session.station
        self.read(lambda: paper_kit.states(station), self._loaded)

    def _loaded(self, found: list[PaperState]) -> None:
        self._show(found)
        under_way = [one for one in found if one.keyed and len(one.keyed) < ROWS]
        if not self.text("sheet") and (under_way or found):
            self.edits["sheet"].setText(str((under_way or found)[0].number))
            self.chose_sheet()

    def _show(self, found: list[PaperState]) -> None:
        texts = []
        for one in found:
            gaps = self.tr("missing: {0}").format(", ".join(map(str, one.missing))) if one.missing else ""
            texts.append(f"P{one.number:04d}   {len(one.keyed)}/{ROWS}   {gaps}")
        self.show_list(texts, found)
        self.summary.setText(self.tr("%n sheet(s) printed", "", len(found)))

    def chose(self) -> None:
        """The sheet chosen in the list is the one to key, unless its number is being typed."""
        chosen = self.chosen()
        if chosen is not None and not self.edits["sheet"].hasFocus():
            self.edits["sheet"].setText(str(chosen.number))

    def next_after(self, name: str) -> None:
        """Leaving the sheet's number fills in its next row."""
        if name == "sheet":
            self.chose_sheet()
        super().next_after(name)

    def chose_sheet(self) -> None:
        """Offer the first row of the sheet that nobody keyed."""
        number, station = self._number("sheet"), self._session.station
        self.read(lambda: paper_kit.next_row(station, number), lambda row: self.edits["row"].setText(str(row)))

    def act(self) -> None:
        """Save the row."""
        for name in ("sheet", "day", "row", "time", "line"):
            if self.need(name):
                return
        try:
            day = date.fromisoformat(self.text("day"))
        except ValueError:
            self._stop(Problem("invalid_day", "day"))
            return
        station, number, row = self._session.station, self._number("sheet"), self._number("row")
        time, line = self.text("time"), self.text("line")
        self.write(lambda: paper_kit.key_row(station, number, row, day, time, line), self._keyed)

    def _keyed(self, result: Saved | Problem) -> None:
        if isinstance(result, Problem):
            self._stop(result)
            return
        if result.already:
            words = self.tr("It stands in the record as #{0}; nothing was added.").format(result.seq)
            self.problem.say("warn", self.tr("This row was keyed before"), words)
        else:
            self.problem.say("ok", self.tr("Saved."), "")
        for name in ("time", "line"):
            self.edits[name].clear()
        self.load()
        self.chose_sheet()
        self.edits["time"].setFocus()

    def _stop(self, problem: Problem) -> None:
        self.problem.say("warn", *of_problem(problem, self._session.language.code))
        edit = self.edits.get(problem.field, self.edits["line"])
        edit.set_fault(True)
        edit.setFocus()

    def _number(self, name: str) -> int:
        digits = self.text(name).upper().removeprefix("P")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0

    def _print_kit(self) -> None:
        station, language = self._session.station, self._session.language.code

        def make(kit: PaperKit) -> KitSheets:
            return KitSheets(kit, QApplication.font().family(), language)

        def show(kit: PaperKit) -> None:
            job = Job(kit, make, lambda: paper_kit.issue_kit(station, SHEETS))
            preview(self._session, job, self).finished.connect(lambda _result: self.load())

        self.read(lambda: paper_kit.look_at_kit(station, SHEETS), show)
