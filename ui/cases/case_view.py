"""The widgets of the cases page: the list, why each waits, its next step, its fields. It decides nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from station.clock import local
from station.services.gate.cases import OpenCase
from ui.cases.case_actions import NOTE, OVERRIDE, TRANSFER
from ui.cases.cases_panel import chain_text, countdown
from ui.language.wording import Wording
from ui.widgets import theme
from ui.widgets.basic_parts import Alert, Segments, text_label
from ui.widgets.line_edits import EnteringEdit, NameEdit, PlainEdit

LONGEST = 200  # characters


class CaseEntry(PlainEdit):
    """A reading or the digit of an outcome; the arrows choose the case."""

    walked = Signal(int)

    def __init__(self) -> None:
        super().__init__("caseEntry")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the list."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.walked.emit(1 if key == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)


class CaseView(QWidget):
    """Shows the cases it is given and what it is told can be done with the chosen one."""

    entered = Signal()
    walked = Signal(int)
    another_chosen = Signal()

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.cases: list[OpenCase] = []
        self._action = ""  # what the fields are for
        self._compact = False
        self._labels: dict[str, QLabel] = {}
        self._build()

    # --- building -------------------------------------------------------------------------------
    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self.another_chosen.emit())
        column.addWidget(self.list)
        self._next, self.why, self._left = text_label("", "strong"), text_label(), text_label("", "strong")
        head = QHBoxLayout()
        head.addWidget(self._next, 1)
        head.addWidget(self._left)
        column.addLayout(head)
        for label in (self._next, self.why):
            label.setWordWrap(True)
        column.addWidget(self.why)
        column.addLayout(self._make_form())
        self.outcomes = Segments()
        column.addWidget(self.outcomes, 0, Qt.AlignmentFlag.AlignLeft)
        self.problem = Alert()
        column.addWidget(self.problem)
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        column.addWidget(self._hint)
        column.addStretch(1)
        self.show_fields((), "")

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(4)
        self.entry = CaseEntry()
        self.entry.walked.connect(self.walked)
        pin = PlainEdit("pin")
        pin.setEchoMode(PlainEdit.EchoMode.Password)
        self.fields: dict[str, EnteringEdit] = {
            "entry": self.entry,
            "checked": NameEdit("checked"),
            "found": NameEdit("found"),
            "name": NameEdit("name"),
            "phone": PlainEdit("phone"),
            "place": NameEdit("place"),
            "time": PlainEdit("time"),
            "note": NameEdit("note"),
            "pin": pin,
        }
        for key, edit in self.fields.items():
            edit.setMaxLength(LONGEST)
            edit.entered.connect(self.entered)
            self._labels[key] = text_label("", "dim")
            form.addRow(self._labels[key], edit)
        return form

    # --- look and language ----------------------------------------------------------------------
    def rescale(self, *, compact: bool) -> None:
        """Fit the list to the screen: on a low one three lines, and the fields instead of the hint."""
        self._compact = compact
        self.list.setFixedHeight(theme.px(88 if compact else 120))
        self._hint.setVisible(not compact)

    def retranslate(self) -> None:
        """Take the words of the language in force; the cases are listed anew by whoever has them."""
        for name, label in self._labels.items():
            label.setText(self.label_of(name))
            self.fields[name].setAccessibleName(label.text())
        self.fields["time"].setPlaceholderText(self.tr("now"))
        self._hint.setText(
            self.tr(
                "↑↓ choose a case · three digits are a reading (376a axillary) · one digit is an outcome · Esc back"
            )
        )

    # --- the fields -----------------------------------------------------------------------------
    def texts(self) -> dict[str, str]:
        """What stands in the fields, hidden ones too."""
        return {name: edit.text() for name, edit in self.fields.items()}

    def empty(self) -> None:
        """Fields without text or fault, none shown but the first."""
        for edit in self.fields.values():
            edit.clear()
            edit.set_fault(False)
        self.show_fields((), "")

    def show_fields(self, names: tuple[str, ...], action: str) -> None:
        """Show the fields that a chosen action needs, and no others."""
        self._action = action
        for name, edit in self.fields.items():
            shown = name == "entry" or name in names
            self._labels[name].setText(self.label_of(name))
            edit.setAccessibleName(self.label_of(name))
            self._labels[name].setVisible(shown)
            edit.setVisible(shown)
        self.why.setVisible(not (self._compact and names))

    def label_of(self, name: str) -> str:
        """The word beside a field."""
        codes = {"time": "referred_at", "note": "override" if self._action == OVERRIDE else "note"}
        if name == "note" and self._action == TRANSFER:
            return self.tr("Why it is printed unmasked")
        if name == "entry":
            return self.tr("Reading / outcome")
        if name == "pin":
            return self.tr("Leader's PIN")
        return self._words.label("field", codes.get(name, name))

    # --- the cases ------------------------------------------------------------------------------
    def show_cases(self, found: list[OpenCase]) -> None:
        """List the open cases; the chosen one stays chosen."""
        before = self.chosen()
        self.cases = found
        self.list.blockSignals(True)  # filling the list chooses nothing
        self.list.clear()
        label = self._words.label
        for one in found:
            rules = "、".join(label("rule", rule) for rule in one.case.rules[:2])
            who = self._words.case_title(one)
            self.list.addItem(f"{rules}   {who}   {chain_text(one)}   {label('case', one.case.state)}")
        uids = [one.uid for one in found]
        self.list.setCurrentRow(uids.index(before.uid) if before and before.uid in uids else 0 if found else -1)
        self.list.blockSignals(False)

    def chosen(self) -> OpenCase | None:
        """The case the next Enter is about."""
        row = self.list.currentRow()
        return self.cases[row] if 0 <= row < len(self.cases) else None

    def walk(self, step: int) -> None:
        """Choose the case above or below."""
        self.list.setCurrentRow(max(0, min(len(self.cases) - 1, self.list.currentRow() + step)))

    def show_chosen(self, actions: tuple[str, ...]) -> None:
        """Say why the chosen case waits, since when, what to do next, and what can be chosen for it."""
        one = self.chosen()
        self.why.setVisible(one is not None and not (self._compact and bool(self._action)))
        if one is None:
            self._next.setText(self.tr("Nobody waits."))
            self.why.clear()
            self.outcomes.show_words([])
            return
        steps = {
            "recheck": self.tr("Rest, then measure again (any site)."),
            "axillary": self.tr("Measure axillary, about 5 minutes: e.g. 376a."),
            "confirmed": self.tr("Fever confirmed: tell the community, refer to the fever clinic."),
            "verify": self.tr("Check documents and the declaration, then choose an outcome."),
        }
        self._next.setText(f"{self._words.case_title(one)}: {steps.get(one.case.state, '')}")
        self.why.setText("\n".join(self._reasons(one)))
        self.outcomes.show_words(
            [(f"{number} {self._action_word(each)}", "") for number, each in enumerate(actions, 1)]
        )

    def _reasons(self, one: OpenCase) -> list[str]:
        lines = [self._words.flag_words(flag) for flag in one.passage.flags[:3]]
        opened = f"{local(one.case.opened_at):%m-%d %H:%M} {self._words.operator_name(one.opened_by)}"
        lines.append(self.tr("Found {0}").format(opened))
        return lines + [f"· {words}" for words in one.notes[-2:]]

    def _action_word(self, action: str) -> str:
        words = {
            OVERRIDE: self.tr("Leader releases"),
            NOTE: self.tr("Note"),
            TRANSFER: self.tr("Transfer sheet"),
        }
        return words.get(action) or self._words.label("outcome", action)

    def show_left(self, now: int) -> None:
        """How long until the next reading of the chosen case is due."""
        one = self.chosen()
        due = one.case.due_at if one else None
        self._left.setText(self.tr("left {0}").format(countdown(due, now)) if due else "")
