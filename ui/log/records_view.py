"""The log beside the desk: this shift or the whole history, filtered by what is typed, fed by what saves return."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from station.services.log import log_filter
from station.services.log.log_filter import LogFilter
from station.services.log.passage_log import LogRow
from ui.log.records_model import RecordsModel
from ui.session.session import Session
from ui.widgets import theme
from ui.widgets.basic_parts import Segments, card, chip, text_label
from ui.widgets.line_edits import NameEdit

WIDTHS = (84, 40, 96, 92, 150, 92, 96, 0)
SPARE = (5, 7)  # category and operator: left out where there is no room for them
ROOM = 640  # px that all columns need
VIEWS = ("shift", "history", "abnormal", "key", "open", "inside")


class FilterEdit(NameEdit):
    """The filter; the arrow goes down into the table."""

    descended = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down enters the table."""
        if event.key() == Qt.Key.Key_Down and not self.is_composing:
            self.descended.emit()
            return
        super().keyPressEvent(event)


class LogTable(QTableView):
    """The table; Enter opens the record of the row."""

    opened = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Escape belongs to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class RecordsView(QWidget):
    """Title, views, filter, table."""

    record_wanted = Signal(object)  # LogRow

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = RecordsModel(session)
        self.view = "shift"
        self._bounds = (1, 0)
        self._waiting = 0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card()
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._bar())
        self.table = LogTable()
        self._dress_table()
        column.addWidget(self.table, 1)
        self._empty = text_label("", "dim")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(14, 8, 14, 12)
        column.addWidget(self._empty)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(150)
        self._again.timeout.connect(self.apply)
        self.filter.textChanged.connect(lambda _text: self._again.start())
        self.filter.entered.connect(self._descend)
        self.filter.descended.connect(self._descend)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.model.filled.connect(self._show_empty)
        self.rescale()

    def _bar(self) -> QGridLayout:
        self._grid = bar = QGridLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setHorizontalSpacing(8)
        bar.setVerticalSpacing(6)
        bar.setColumnStretch(3, 1)
        self._total, self._open_count = chip(""), chip("", "Bad")
        self._views = Segments()
        self.filter = FilterEdit("filter")
        for column, widget in enumerate((self._views, self._total, self._open_count, self.filter)):
            bar.addWidget(widget, 0, column)
        return bar

    def _place_filter(self) -> None:
        """The filter beside the views, or below them where there is no room for its words."""
        needed = self._views.sizeHint().width() + theme.px(200)
        if needed > self.width():
            self._grid.addWidget(self._views, 0, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self.filter, 1, 0, 1, 4)
        else:
            self._grid.addWidget(self._views, 0, 0)
            self._grid.addWidget(self.filter, 0, 3)

    def _dress_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)

    def rescale(self) -> None:
        """Fit rows and columns to the text size."""
        self.table.verticalHeader().setDefaultSectionSize(theme.px(33))
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow columns on a narrow screen, the names of the operators last."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        narrow = self.width() < theme.px(ROOM)
        self._place_filter()
        for column in SPARE:
            self.table.setColumnHidden(column, narrow)
        self._total.setVisible(not narrow)
        self._open_count.setVisible(not narrow and self._waiting > 0)
        shown = [(at, width) for at, width in enumerate(WIDTHS) if width and not (narrow and at in SPARE)]
        share = min(1.0, (self.width() - 20) / theme.px(sum(width for _at, width in shown) + (0 if narrow else 70)))
        for at, width in shown:
            self.table.setColumnWidth(at, int(theme.px(width) * share))

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.filter.setPlaceholderText(self.tr("Filter Ctrl+F: plate, name, /8000, 8:, 3-11, @who"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.table.setAccessibleName(self.tr("Records"))
        self._draw_views()
        self._show_empty()
        self.model.retranslate()

    def _draw_views(self) -> None:
        words = {
            "shift": self.tr("Shift"),
            "history": self.tr("All"),
            "abnormal": self.tr("Abnormal"),
            "key": self.tr("Key"),
            "open": self.tr("Open"),
            "inside": self.tr("Inside"),
        }
        self._views.show_words([(words[one], "On" if one == self.view else "") for one in VIEWS])
        self._views.setAccessibleName(words[self.view])

    # --- what is shown --------------------------------------------------------------------------
    def show_bounds(self, first: int, newest: int) -> None:
        """The open shift's first place and the newest of all, read once."""
        self._bounds = (first, newest)
        self.model.forget()
        self.apply()

    def choose(self, view: str) -> None:
        """Show the shift, everything, or one kind of record."""
        self.view = view
        self._draw_views()
        self.apply()

    def wanted(self) -> LogFilter:
        """The filter as chosen and typed."""
        station = self._session.station
        typed = log_filter.read_words(self.filter.text(), station.today(), self._session.operator_names)
        return replace(
            typed,
            since=self._bounds[0] if self.view == "shift" else 1,
            abnormal=self.view == "abnormal",
            key=self.view == "key",
            is_open=self.view == "open",
            inside=self.view == "inside",
        )

    def apply(self) -> None:
        """Ask for what is chosen and typed."""
        self._again.stop()
        self.model.show(self.wanted(), self._bounds[1])

    def put(self, row: LogRow) -> bool:
        """A passage as it stands now: in its place, or on top where it is new; whether it is new."""
        if row.n <= self._bounds[1]:
            self.model.put(row)
            return False
        self._bounds = (self._bounds[0], row.n)
        if not self.model.saved(row):
            self._again.start()
        self._show_empty()
        return True

    def show_counts(self, total: int, open_count: int) -> None:
        """Show how many passages the shift has and how many cases wait."""
        self._total.setText(self.tr("all %n", "", total))
        self._open_count.setText(self.tr("open %n", "", open_count))
        self._waiting = open_count
        self._fit_columns()

    def _show_empty(self) -> None:
        empty = self.model.rowCount() == 0
        self._empty.setVisible(empty)
        if empty and (self.filter.text() or self.view not in ("shift", "history")):
            self._empty.setText(self.tr("Nothing matches. Esc in the filter clears it; Ctrl+1 shows this shift."))
        else:
            self._empty.setText(self.tr("Nothing yet: type a plate and temperatures on the left, then Enter."))

    def _descend(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            self.table.selectRow(max(0, self.table.currentIndex().row()))

    def open_chosen(self) -> None:
        """Open the chosen row's record, else the newest."""
        self._open(max(0, self.table.currentIndex().row()))

    def _open(self, at: int) -> None:
        self.model.fetch(at, self.record_wanted.emit)
