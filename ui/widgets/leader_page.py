"""What the leader's pages share: a title, a list chosen with the arrows, fields gone through with Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from station.changes import Area, Changes
from station.entry import normal
from station.errors import StationError
from ui.language.problem_text import of_error
from ui.language.translations import Language
from ui.session.background import Background, Done, R, Work
from ui.session.enter_once import EnterOnce
from ui.session.session import Session
from ui.widgets import theme
from ui.widgets.basic_parts import Alert, text_label
from ui.widgets.line_edits import EnteringEdit, NameEdit, PlainEdit

LEAST_HEIGHT = 90  # of a list, in the units of 100 %
MOST_HEIGHT = {False: 320, True: 120}  # on a usual screen, on a small one


class PageSession(Protocol):
    """What every such page needs of whatever was opened, a station or the centre."""

    @property
    def background(self) -> Background:
        """The workers."""

    @property
    def language(self) -> Language:
        """The language in force."""

    def label(self, kind: str, code: str) -> str:
        """The word for a code in the window's language."""


Opened = TypeVar("Opened", bound=PageSession)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Field:
    """A field of the page: `kind` is plain (no input method), name, or pin."""

    name: str
    kind: str = "plain"


class WalkingPlain(PlainEdit):
    """A plain field whose up and down arrows choose in the list."""

    walked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the list."""
        if not _walk(self, event):
            super().keyPressEvent(event)


class WalkingName(NameEdit):
    """A field for words whose up and down arrows choose in the list."""

    walked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the list."""
        if self.is_composing or not _walk(self, event):
            super().keyPressEvent(event)


def _walk(edit: WalkingPlain | WalkingName, event: QKeyEvent) -> bool:
    steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
    step = steps.get(Qt.Key(event.key()))
    if step is not None:
        edit.walked.emit(step)
    return step is not None


class DutyPage(QWidget, Generic[Opened, Row]):
    """Subclasses name their fields, fill the list, and act when Enter leaves the last field."""

    finished = Signal()
    FIELDS: tuple[Field, ...] = ()
    SHOWS: frozenset[Area] = frozenset()  # what its list is made of: read anew when somebody writes it

    def __init__(self, session: Opened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._most_height = MOST_HEIGHT[False]
        self._once = EnterOnce(session.background)
        self.rows: list[Row] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self.title = text_label("", "heading")
        self.summary = text_label("")
        self.summary.setWordWrap(True)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self.chose())
        self.form = QFormLayout()
        self.form.setVerticalSpacing(4)
        self.edits: dict[str, EnteringEdit] = {}
        self.labels: dict[str, QLabel] = {}
        for field in self.FIELDS:
            self.add_field(field)
        self.problem = Alert()
        self.hint = text_label("", "dim")
        self.hint.setWordWrap(True)
        for one in (self.title, self.summary, self.list):
            column.addWidget(one)
        self.middle = QVBoxLayout()
        column.addLayout(self.middle)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        column.addWidget(self.hint)
        column.addStretch(1)
        self.column = column

    def add_field(self, field: Field) -> None:
        """A field with its word at the foot of the form."""
        edit: WalkingPlain | WalkingName = WalkingName(field.name) if field.kind == "name" else WalkingPlain(field.name)
        if field.kind == "pin":
            edit.setEchoMode(EnteringEdit.EchoMode.Password)
        edit.setMaxLength(300)
        edit.entered.connect(lambda: self.next_after(field.name))
        edit.walked.connect(self.walk)
        self.edits[field.name] = edit
        self.labels[field.name] = text_label("", "dim")
        self.form.addRow(self.labels[field.name], edit)

    # --- what a page fills in -------------------------------------------------------------------
    def act(self) -> None:
        """Enter on the last field."""

    def chose(self) -> None:
        """Another row of the list was chosen."""

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {}

    def load(self) -> None:
        """Read what the page shows."""

    def print_it(self) -> bool:
        """Preview what the page is about; False where it has no paper of its own."""
        return False

    def touched(self, changes: Changes[object]) -> None:
        """Something was written while the page shows: what stands in its fields stays."""
        if self.isVisible() and changes.areas & self.SHOWS:
            self.load()

    # --- shared ---------------------------------------------------------------------------------
    def begin(self) -> None:
        """Empty the fields, read anew, put the cursor into the first."""
        self.problem.hide()
        for edit in self.edits.values():
            edit.clear()
            edit.set_fault(False)
        self.load()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the cursor into the first field that shows."""
        for edit in self.edits.values():
            if edit.isVisibleTo(self):
                edit.setFocus()
                edit.selectAll()
                return

    def rescale(self, *, compact: bool) -> None:
        """Fit the list to the screen."""
        self._most_height = MOST_HEIGHT[compact]
        self._fit_list()
        self.hint.setVisible(not compact)

    def _fit_list(self) -> None:
        """As high as what is listed, so that the fields stand right below it; a long list scrolls."""
        row = self.list.sizeHintForRow(0) if self.list.count() else 0
        wanted = row * self.list.count() + 2 * self.list.frameWidth() + theme.px(4)
        self.list.setFixedHeight(max(theme.px(LEAST_HEIGHT), min(theme.px(self._most_height), wanted)))

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        for name, word in self.words().items():
            self.labels[name].setText(word)
            self.edits[name].setAccessibleName(word)

    def show_field(self, name: str, shown: bool) -> None:
        """Show a field with its word, or hide both."""
        self.labels[name].setVisible(shown)
        self.edits[name].setVisible(shown)

    def show_list(self, texts: list[str], rows: list[Row], icons: list[QIcon] | None = None) -> None:
        """Fill the list, each row with its icon if it has one; the chosen place stays chosen."""
        before = max(self.list.currentRow(), 0)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(texts)
        for at, icon in enumerate(icons or ()):
            self.list.item(at).setIcon(icon)
        self.rows = rows
        self.list.setCurrentRow(min(before, len(rows) - 1))
        self.list.blockSignals(False)
        self._fit_list()
        self.chose()

    def chosen(self) -> Row | None:
        """The chosen row, None in an empty list."""
        at = self.list.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def walk(self, step: int) -> None:
        """An arrow in a field."""
        if self.rows:
            self.list.setCurrentRow(max(0, min(len(self.rows) - 1, self.list.currentRow() + step)))

    def next_after(self, name: str) -> None:
        """Enter: the next field that shows; on the last one act."""
        visible = [one for one in self.edits if self.edits[one].isVisible()]
        place = visible.index(name) + 1 if name in visible else len(visible)
        if place < len(visible):
            following = self.edits[visible[place]]
            following.setFocus()
            following.selectAll()  # what is filled in already is replaced by typing, kept by Enter
        else:
            self.act()

    def text(self, name: str) -> str:
        """A field's text without stray spaces."""
        return normal.words(self.edits[name].text())

    def need(self, name: str) -> bool:
        """Whether a field is empty: then it is marked, named, and has the cursor."""
        empty = not self.text(name)
        self.edits[name].set_fault(empty)
        if empty:
            self.problem.say("warn", self.labels[name].text(), self.tr("It is needed here; fill it in, then Enter."))
            self.edits[name].setFocus()
        return empty

    def read(self, work: Work[R], done: Done[R]) -> None:
        """Look something up off the GUI thread."""
        self._session.background.read(work, done, self.fail)

    def write(self, work: Work[R], done: Done[R]) -> None:
        """Save something off the GUI thread."""
        self._once.write(work, done, self.fail)

    def wait_for_device(self, work: Work[R], done: Done[R]) -> None:
        """Do something that a stick may hold up."""
        self._once.wait_for_device(work, done, self.fail)

    def fail(self, error: StationError) -> None:
        """Say what went wrong, and mark its field where it has one here."""
        self.problem.say("bad", *of_error(error, self._session.language.code))
        edit = self.edits.get(str(error.facts.get("field", "")))
        if edit is not None and edit.isVisible():
            edit.set_fault(True)
            edit.setFocus()
            edit.selectAll()  # typed over by the next try, a PIN too


StationPage = DutyPage[Session, Any]  # a page of the station's window, whatever it lists
