"""The centre's lists (F3): look at a workbook, take it, write the packs; write those in force to edit them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from station.messages import parts
from station.services.centre import clerk_lists
from station.services.centre.clerk_lists import ListChange, Packed, Taken
from station.tables.column_names import RowProblem
from ui.centre.centre_session import CentreSession
from ui.widgets.leader_page import DutyPage, Field

BOOKS = "XLSX, CSV (*.xlsx *.csv)"
SHOWN = 200


class ListsPage(DutyPage[CentreSession, int]):
    """The first Enter looks at the file, the second takes it; Enter in the folder writes a pack for each station."""

    FIELDS = (Field("file", "name"), Field("folder", "name"))

    def __init__(self, session: CentreSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._seen: Taken | None = None
        for edit in self.edits.values():
            edit.setMaxLength(4096)
        self.edits["file"].textEdited.connect(lambda _text: self._forget())
        buttons = QHBoxLayout()
        self.browse, self.export, self.template = QPushButton(), QPushButton(), QPushButton()
        self.browse.clicked.connect(self._browse)
        self.export.clicked.connect(lambda: self._save(self._write_standing))
        self.template.clicked.connect(lambda: self._save(self._write_template))
        for button in (self.browse, self.export, self.template):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.insertLayout(self.column.count() - 1, buttons)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {"file": self.tr("Workbook with lists"), "folder": self.tr("Write packs into (stick)")}

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Lists for the stations"))
        self.browse.setText(self.tr("Choose a file …"))
        self.export.setText(self.tr("Write those in force …"))
        self.template.setText(self.tr("Empty template …"))
        self.hint.setText(self.tr("First Enter: every broken row, what would change · second Enter takes · then packs"))
        self._show()

    def begin(self) -> None:
        """Start without a file."""
        self._seen = None
        super().begin()
        self._show()

    def next_after(self, name: str) -> None:
        """Enter in the file looks, then takes; in the folder it writes packs."""
        if name == "folder":
            self._pack()
        else:
            self.act()

    def act(self) -> None:
        """Look at the file, or take it where it was looked at and nothing is wrong."""
        if self.need("file"):
            return
        centre, path = self._session.centre, Path(self.edits["file"].text().strip())
        self.problem.hide()
        if self._seen is None:
            self.read(lambda: clerk_lists.check(centre, path), self._looked)
        elif not self._seen.problems:
            self.read(lambda: clerk_lists.take(centre, path), self._taken)

    def _pack(self) -> None:
        if self.need("folder"):
            return
        centre, folder = self._session.centre, Path(self.edits["folder"].text().strip())
        self.read(lambda: clerk_lists.pack(centre, folder), self._packed)

    def _packed(self, packed: list[Packed]) -> None:
        words = self.tr("Version {0} for {1} stations; the stick may be removed.").format(
            packed[0].version, len(packed)
        )
        self.problem.say("ok", self.tr("Packs written"), words)

    def _forget(self) -> None:
        self._seen = None
        self._show()

    def _browse(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.browse.text(), "", BOOKS)
        if path:
            self.edits["file"].setText(path)
            self._forget()
            self.act()

    def _save(self, write: Callable[[Path], None]) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, self.export.text(), "lists.xlsx", "XLSX (*.xlsx)")
        if path:
            self.read(lambda: write(Path(path)), lambda _done: self.problem.say("ok", self.tr("Written."), path))

    def _write_standing(self, path: Path) -> None:
        """Lists of people stay at home: they leave by `centre lists export --reveal` with a reason."""
        clerk_lists.write_workbook(self._session.centre, path)

    def _write_template(self, path: Path) -> None:
        clerk_lists.write_template(path)

    def _looked(self, seen: Taken) -> None:
        self._seen = seen
        self._show()
        if seen.problems:
            words = self.tr("Mend the rows below; nothing of this file is taken before.")
            self.problem.say("bad", self.tr("%n row(s) with a problem", "", len(seen.problems)), words)
        else:
            self.problem.say("ok", self.tr("Nothing is wrong."), self.tr("Enter takes it."))
        self.edits["file"].setFocus()

    def _taken(self, taken: Taken) -> None:
        self._seen = None
        self._show_changes(taken)
        self.problem.say("ok", self.tr("Taken."), self.tr("Now write the packs: the folder of a stick, Enter."))
        self.edits["folder"].setFocus()

    def _show(self) -> None:
        if self._seen is None:
            self.summary.setText(self.tr("Nothing looked at yet."))
            self.show_list([], [])
        else:
            self._show_changes(self._seen)

    def _show_changes(self, seen: Taken) -> None:
        lines = [self._problem(one) for one in seen.problems]
        for change in seen.changes:
            lines += self._change(change)
        said = [("sheet_left_out", {"sheet": one}) for one in seen.left_out]
        said += [("list_kept", {"list": self._session.label("list", one), "name": one}) for one in seen.kept]
        lines += [parts(code, facts, self._session.language.code)[0] for code, facts in said]
        self.show_list(lines[:SHOWN], list(range(len(lines[:SHOWN]))))
        changed = sum(len(one.added) + len(one.removed) + len(one.changed) for one in seen.changes)
        self.summary.setText(
            self.tr("{0} problems, {1} rows change in {2} lists").format(len(seen.problems), changed, len(seen.changes))
        )

    def _change(self, change: ListChange) -> list[str]:
        head = self._session.label("list", change.name)
        rows = [("+", change.added), ("−", change.removed), ("~", change.changed)]
        counts = " ".join(f"{sign}{len(found)}" for sign, found in rows)
        return [f"{head}: {change.rows}  {counts}", *(f"    {sign} {row}" for sign, found in rows for row in found)]

    def _problem(self, one: RowProblem) -> str:
        facts = {"sheet": one.sheet, "row": one.row, "column": one.column, **dict(one.facts)}
        said = parts(one.code, facts, self._session.language.code)[0]
        return f"{one.sheet} #{one.row} {one.column}  {said}"
