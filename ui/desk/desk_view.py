"""The widgets of the desk and how a picture of a draft is drawn on them. It knows no station and decides nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from station.entry.temperature_text import degrees
from station.records.disposition import SEGMENTS
from station.records.flag import Flag
from ui.desk.desk_picture import DeskPicture, Objections
from ui.desk.gate_line_edit import GateEdit
from ui.desk.occupants import MOST_ROWS, Occupants
from ui.desk.question_bar import Question
from ui.desk.suggestion_list import Suggestions
from ui.language.wording import Wording
from ui.widgets import theme
from ui.widgets.basic_parts import Alert, Segments, text_label
from ui.widgets.chip_painting import ChipText
from ui.widgets.chip_row import ChipRow
from ui.widgets.line_edits import KeyHold

LOW_ROWS = 4


class DeskView(QWidget):
    """Line, chips, suggestions, occupants, alerts, question, segments; what the user does is the parts' own signals."""

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._compact = False
        self._picture: DeskPicture | None = None
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
        self.suggestions = Suggestions(self._words)
        self.occupants = Occupants(self._words)
        self.problem, self.fever, self.flagged = Alert(), Alert(), Alert()
        self.question = Question(self._words)
        self._direction, self.dispositions = Segments(), Segments()
        self.button = QPushButton()
        self.button.setObjectName("save")
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
        column.addLayout(self._make_bottom())
        column.addStretch(1)

    def _make_bottom(self) -> QGridLayout:
        self._bottom = QGridLayout()
        self._bottom.setHorizontalSpacing(8)
        self._bottom.setVerticalSpacing(6)
        self._bottom.setColumnStretch(2, 1)
        self._bottom.addWidget(self._direction, 0, 0)
        self._bottom.addWidget(self.dispositions, 0, 1)
        self._bottom.addWidget(self.button, 0, 3)
        return self._bottom

    # --- look and language ----------------------------------------------------------------------
    def retranslate(self) -> None:
        """Take the words of the language in force; the picture is made anew by whoever has the draft."""
        self._hint.setText(self.tr("plate temp. temp. … Enter"))
        self._place_hint()
        self.line.setAccessibleName(self.tr("Gate line"))
        self.button.setText(self.tr("Save ⏎"))
        self.occupants.retranslate()
        self.suggestions.retranslate()
        self.question.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
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
            if self._picture is not None:
                self.show_picture(self._picture)

    def _place_hint(self) -> None:
        self._hint.adjustSize()
        self._hint.move(self.line.width() - self._hint.width() - 14, (self.line.height() - self._hint.height()) // 2)

    def _place_bottom(self) -> None:
        """Direction, dispositions and button in a row; where words are long, the dispositions above."""
        parts = (self._direction, self.dispositions, self.button)
        needed = sum(part.sizeHint().width() for part in parts) + 44
        if needed > self.width():
            self._bottom.addWidget(self.dispositions, 0, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
            self._bottom.addWidget(self._direction, 1, 0)
            self._bottom.addWidget(self.button, 1, 3)
        else:
            self._bottom.addWidget(self._direction, 0, 0)
            self._bottom.addWidget(self.dispositions, 0, 1)
            self._bottom.addWidget(self.button, 0, 3)

    # --- drawing --------------------------------------------------------------------------------
    def show_picture(self, picture: DeskPicture) -> None:
        """Draw a draft."""
        self._picture = picture
        direction = self._words.label("direction", picture.direction)
        self._chips.show_chips(list(picture.chips), ChipText(direction, "Brand"))
        self._hint.setVisible(not self.line.text())
        self.occupants.show_draft(picture.rows, list(picture.readings), picture.crew)
        self._show_objections(picture.objections)
        self._show_segments(picture)

    def _show_objections(self, found: Objections) -> None:
        self.fever.hide()
        self.flagged.hide()
        if found.hot:
            long = self.tr(
                "Enter saves it as held and starts the clock; take the next car. Measure again with an ear or "
                "axillary thermometer; still ≥ {0} ℃: lead to the holding point, tell the clinic."
            )
            short = self.tr("Enter holds it; measure again, ear or axillary.")
            said = short if self._compact else long.format(degrees(found.fever_from))
            self.fever.say("bad", self._named(found.hot), said)
        if found.others:
            advice = found.orders or self.tr("Ask the 14-day question and look at the documents, then decide.")
            if found.is_open_case:
                advice = self.tr(
                    "Enter holds it. Finish the open case in F4: what waits because of it is freed with it."
                )
            is_brief = self._compact and found.hot and not found.orders
            self.flagged.say("warn", self._named(found.others), "" if is_brief else advice)

    def _named(self, flags: tuple[Flag, ...]) -> str:
        return " · ".join(self._words.flag_words(replace(flag, order="")) for flag in flags)

    def _show_segments(self, picture: DeskPicture) -> None:
        label = self._words.label
        self._direction.show_words(
            [(label("direction", one), "On" if one == picture.direction else "") for one in ("in", "out")]
        )
        states = dict.fromkeys(picture.allowed, "") | {picture.chosen: "On"}
        self.dispositions.show_words([(label("disposition", one), states.get(one, "Off")) for one in SEGMENTS])
        self._place_bottom()
