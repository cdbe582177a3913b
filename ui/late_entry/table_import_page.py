"""Importing a table (Ctrl+O): choose the file, look at what it would do row by row, then take it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from station.errors import InputError, StationError
from station.messages import parts
from station.services.late_entry import table_import
from station.services.late_entry.table_import import Imported, ImportRow
from ui.session.session import Session
from ui.widgets.leader_page import DutyPage, Field

KINDS = "XLSX, CSV (*.xlsx *.csv *.txt)"


class ImportPage(DutyPage[Session, ImportRow | None]):
    """The first Enter looks, the second takes; another file or mapping has to be looked at again."""

    FIELDS = (Field("file", "name"), Field("mapping", "name"))

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._seen: Imported | None = None
        self.edits["file"].setMaxLength(4096)
        for edit in self.edits.values():
            edit.textEdited.connect(lambda _text: self._forget())
        buttons = QHBoxLayout()
        self.browse, self.button = QPushButton(), QPushButton()
        self.browse.clicked.connect(self._browse)
        self.button.clicked.connect(self.act)
        for button in (self.browse, self.button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.insertLayout(self.column.count() - 1, buttons)
        self.show_field("mapping", False)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {"file": self.tr("File (XLSX, CSV)"), "mapping": self.tr("Which is which, e.g. 体温=温度 时间=几点")}

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Import a table of records"))
        self.browse.setText(self.tr("Choose a file …"))
        self.hint.setText(
            self.tr(
                "The first Enter only looks · nothing is taken twice · day, time and temperature are needed · Esc back"
            )
        )
        self._show()

    def begin(self) -> None:
        """Start without a file."""
        self._seen = None
        self.show_field("mapping", False)
        super().begin()
        self._show()

    def next_after(self, name: str) -> None:
        """Enter in any field looks, then takes."""
        self.act()

    def act(self) -> None:
        """Look at the file; where it was looked at, take what has no problem."""
        if self.need("file"):
            return
        station, path = self._session.station, Path(self.edits["file"].text().strip())
        mapping = dict(one.partition("=")[::2] for one in self.text("mapping").replace("＝", "=").split())
        self.problem.hide()
        if self._seen is None:
            self.read(lambda: table_import.preview(station, path, mapping), self._looked)
        elif self._seen.count("new"):
            self.write(lambda: table_import.take(station, path, mapping), self._taken)

    def fail(self, error: StationError) -> None:
        """A header nobody knows is asked for here."""
        super().fail(error)
        if isinstance(error, InputError) and error.code in ("import_columns_missing", "import_mapping"):
            self.show_field("mapping", True)
            self.edits["mapping"].setFocus()

    def _forget(self) -> None:
        self._seen = None
        self._show()

    def _browse(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.browse.text(), "", KINDS)
        if path:
            self.edits["file"].setText(path)
            self._forget()
            self.act()

    def _looked(self, seen: Imported) -> None:
        self._seen = seen
        self._show()
        self.focus_first()

    def _taken(self, done: Imported) -> None:
        self.begin()
        self._show_rows(done)
        words = self.tr("{0} saved, {1} were there already, {2} not taken").format(
            done.count("saved"), done.count("already"), done.count("problem")
        )
        self.problem.say("warn" if done.count("problem") else "ok", self.tr("Imported"), words)

    def _show(self) -> None:
        seen = self._seen
        new = seen.count("new") if seen else 0
        self.button.setText(self.tr("Take %n row(s)", "", new) if seen else self.tr("Look at it"))
        self.button.setEnabled(seen is None or bool(new))
        if seen is None:
            self.summary.setText(self.tr("Nothing looked at yet."))
            self.show_list([], [])
        else:
            self._show_rows(seen)

    def _show_rows(self, seen: Imported) -> None:
        counts = (seen.count("new") + seen.count("saved"), seen.count("already"), seen.count("problem"))
        self.summary.setText(self.tr("{0} new, {1} there already, {2} with a problem").format(*counts))
        said: list[tuple[str, ImportRow | None]] = [(self._line(row), row) for row in seen.rows if row.problem]
        unused = (("columns_not_used", "columns", seen.unknown), ("sheets_not_used", "sheets", seen.left_out))
        said += [(self._sentence(code, {name: found}), None) for code, name, found in unused if found]
        said += [
            (self._sentence("paper_gap", {"sheet": f"P{sheet:04d}", "row": row}), None) for sheet, row in seen.gaps
        ]
        self.show_list([text for text, _row in said], [row for _text, row in said])

    def _line(self, row: ImportRow) -> str:
        assert row.problem is not None
        facts: dict[str, object] = {
            "row": row.number,
            "column": row.problem.column,
            "field": row.problem.column,
            **dict(row.problem.facts),
        }
        said = self._sentence(row.problem.code, facts)
        column = self._session.label("field", row.problem.column)
        return " ".join(part for part in (row.sheet, f"#{row.number}", column, said) if part)

    def _sentence(self, code: str, facts: dict[str, object]) -> str:
        return parts(code, facts, self._session.language.code)[0]
