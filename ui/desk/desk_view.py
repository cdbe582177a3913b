"""What the desk shows of a draft: line, chips, suggestions, occupants, alerts, segments. It decides nothing."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from station.entry.problem import Problem
from station.errors import StationError
from station.masking import mask_name
from station.services.gate.registration import judge
from station.triage.assessment import Assessment, needs_temperature
from station.triage.open_cases import OPEN_CASE
from ui.desk.gate_line_edit import GateEdit
from ui.desk.line_chips import chip_of
from ui.desk.line_draft import DeskDraft
from ui.desk.occupants import MOST_ROWS, Occupants
from ui.desk.question_bar import Question
from ui.desk.suggestion_list import Suggestions
from ui.session.session import Session
from ui.widgets import theme
from ui.widgets.basic_parts import Alert, Segments, text_label
from ui.widgets.chip_painting import ChipText
from ui.widgets.chip_row import ChipRow
from ui.widgets.line_edits import KeyHold

LOW_ROWS = 4
MOST_CHIPS = 8
BEGUN_NAME = "l"  # too low to read, or the first letter of 李: no alarm before the next key or Enter
SEGMENTS = ("released", "held", "turned_back", "referred")


class DeskView(QWidget):
    """The widgets of the desk and how a draft is drawn on them."""

    def __init__(self, session: Session, draft: DeskDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.draft = draft
        self.disposition: str | None = None
        self._compact = False
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        self.line = GateEdit()
        self.hold = KeyHold(self.line)
        self._hint = text_label("", "dim")
        self._hint.setParent(self.line)
        self._chips = ChipRow()
        self.suggestions = Suggestions(self._session)
        self.occupants = Occupants(self._session)
        self.problem = Alert()
        self.fever = Alert()
        self.flagged = Alert()
        self.question = Question(self._session)
        self._direction, self._dispositions = Segments(), Segments()
        self.button = QPushButton()
        self.button.setObjectName("save")
        self._bottom = QGridLayout()
        self._bottom.setHorizontalSpacing(8)
        self._bottom.setVerticalSpacing(6)
        self._bottom.setColumnStretch(2, 1)
        self._bottom.addWidget(self._direction, 0, 0)
        self._bottom.addWidget(self._dispositions, 0, 1)
        self._bottom.addWidget(self.button, 0, 3)
        for widget in (
            self.line,
            self._chips,
            self.suggestions,
            self.occupants,
            self.problem,
            self.fever,
            self.flagged,
            self.question,
        ):
            column.addWidget(widget)
        column.addLayout(self._bottom)
        column.addStretch(1)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._hint.setText(self.tr("plate temp. temp. … Enter"))
        self._place_hint()
        self.line.setAccessibleName(self.tr("Gate line"))
        self.occupants.retranslate()
        self.suggestions.retranslate()
        self.question.retranslate()
        self._draw()

    def resizeEvent(self, event: Any) -> None:
        """Keep the hint at the line's right end."""
        super().resizeEvent(event)
        self._place_hint()

    def rescale(self) -> None:
        """Fit heights and widths to the text size."""
        self.line.setFixedHeight(theme.px(44))
        self._chips.setFixedHeight(theme.px(26))
        self.occupants.rescale()
        self._place_hint()
        self._place_bottom()

    def set_compact(self, *, compact: bool) -> None:
        """On a low screen: fewer rows, and alerts by their titles alone."""
        if self._compact != compact:
            self._compact = compact
            self.occupants.most = LOW_ROWS if compact else MOST_ROWS
            self._draw()

    def _place_hint(self) -> None:
        self._hint.adjustSize()
        self._hint.move(self.line.width() - self._hint.width() - 14, (self.line.height() - self._hint.height()) // 2)

    # --- drawing --------------------------------------------------------------------------------
    def _draw(self, at_least: int = 0) -> None:
        self._draw_chips()
        self._hint.setVisible(not self.line.text())
        draft = self.draft
        shows_rows = bool(draft.vehicle or draft.recalls or draft.usual or draft.is_editing_rows or at_least)
        shown = max(self.draft.rows, at_least) if shows_rows else 0
        readings = self.draft.readings
        self.occupants.show_draft(shown, readings, self.draft.crew)
        value = self.draft.value()
        assessment = None
        if not isinstance(value, Problem):
            with contextlib.suppress(StationError):  # whoever saves will hear it
                assessment = judge(self._session.station, self.draft.to_draft(value))
        self._draw_alerts(assessment)
        self._draw_segments(assessment)

    def _draw_chips(self) -> None:
        typing_last = bool(self.line.text()) and not self.line.text().endswith(" ")
        last = len(self.draft.tokens) - 1
        chips = []
        for index, token in enumerate(self.draft.tokens[-MOST_CHIPS:], max(0, last + 1 - MOST_CHIPS)):
            typing = (typing_last and index == last) or self.draft.is_editing_rows
            chips.append(chip_of(token, self._session, typing=typing))
        usual = self.draft.usual  # who of them is not in the car, and the key that takes them in again
        gone = [index for index in sorted(self.draft.absent) if index < len(usual)]
        chips += [ChipText(f"Alt+{index + 1} {mask_name(usual[index].name) or '·'}", "Off") for index in gone]
        self._chips.show_chips(chips, ChipText(self._session.label("direction", self.draft.direction), "Brand"))

    def _draw_alerts(self, assessment: Assessment | None) -> None:
        self.fever.hide()
        self.flagged.hide()
        if assessment is None or self.line.text().lower().endswith(BEGUN_NAME):
            return
        hot = [flag for flag in assessment.flags if needs_temperature((flag,))]
        others = [flag for flag in assessment.flags if flag not in hot and not flag.rule.startswith("answer.m")]
        if hot:
            long = self.tr(
                "Enter saves it as held and starts the clock; take the next car. Measure again with an ear or "
                "axillary thermometer; still ≥ 37.3 ℃: lead to the holding point, tell the clinic."
            )
            short = self.tr("Enter holds it; measure again, ear or axillary.")
            self.fever.say("bad", self._named(hot), short if self._compact else long)
        if others:
            orders = " · ".join(dict.fromkeys(flag.order for flag in others if flag.order))
            advice = orders or self.tr("Ask the 14-day question and look at the documents, then decide.")
            if any(flag.rule == OPEN_CASE for flag in others):
                advice = self.tr(
                    "Enter holds it. Finish the open case in F4: what waits because of it is freed with it."
                )
            self.flagged.say("warn", self._named(others), "" if self._compact and hot and not orders else advice)

    def _named(self, flags: list[Any]) -> str:
        return " · ".join(self._session.flag_words(replace(flag, order="")) for flag in flags)

    def _draw_segments(self, assessment: Assessment | None) -> None:
        label = self._session.label
        self._direction.show_words(
            [(label("direction", one), "On" if one == self.draft.direction else "") for one in ("in", "out")]
        )
        allowed: tuple[str, ...] = assessment.allowed if assessment else SEGMENTS
        chosen = self.disposition if self.disposition in allowed else allowed[0]
        self._dispositions.show_words(
            [
                (label("disposition", one), "On" if one == chosen else "" if one in allowed else "Off")
                for one in SEGMENTS
            ]
        )
        self.button.setText(self.tr("Save ⏎"))
        self._place_bottom()

    def _place_bottom(self) -> None:
        """Direction, dispositions and button in a row; where words are long, the dispositions above."""
        parts = (self._direction, self._dispositions, self.button)
        needed = sum(part.sizeHint().width() for part in parts) + 44
        if needed > self.width():
            self._bottom.addWidget(self._dispositions, 0, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
            self._bottom.addWidget(self._direction, 1, 0)
            self._bottom.addWidget(self.button, 1, 3)
        else:
            self._bottom.addWidget(self._direction, 0, 0)
            self._bottom.addWidget(self._dispositions, 0, 1)
            self._bottom.addWidget(self.button, 0, 3)
