"""The log as a table model: a window over the whole history, read-only, newest first.

However long the history, only the rows near what is shown are in memory. Without a filter a row's place
in the log follows from its number; with one, the matching places are fetched a page at a time.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QApplication

from station.services.log import log_filter, passage_log
from station.services.log.log_filter import LogFilter
from station.services.log.passage_log import LogRow
from ui.log.row_text import COLUMNS, row_texts
from ui.session.session import Session
from ui.widgets import theme

KEPT = 600  # rows in memory
WINDOW = 60  # rows read at once, around the one asked for
PAGE = 2000  # places of a filter's matches read at once
DISPLAY, FONT, BACKGROUND, FOREGROUND = 0, 6, 8, 9
Index = QModelIndex | QPersistentModelIndex


class RecordsModel(QAbstractTableModel):
    """Rows of the log; `newest` is the uid just saved."""

    filled = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._first, self._last = 1, 0
        self._filter = LogFilter()
        self._places: array[int] | None = None
        self._more = False
        self._asking: set[int] = set()
        self._question = 0
        self._rows: OrderedDict[int, LogRow] = OrderedDict()
        self._texts: dict[int, tuple[str, ...]] = {}
        self._blanks: dict[int, str] = {}  # places whose passage was let go or cannot be read, and which of the two
        self.newest = ""

    # --- what is shown --------------------------------------------------------------------------
    def show(self, wanted: LogFilter, last: int) -> None:
        """Show the places from `wanted.since` to `last` that match."""
        self._question += 1
        self._asking.clear()
        self._filter, self._last, self._first = wanted, last, wanted.since
        if wanted.shows_all:
            self._reset(None, more=False)
            return
        question = self._question
        station = self._session.station

        def show(found: list[int]) -> None:
            if question == self._question:
                self._reset(array("q", found), more=len(found) == PAGE)

        self._session.background.read(lambda: log_filter.places(station, wanted, last + 1, PAGE), show)

    def _reset(self, places: array[int] | None, *, more: bool) -> None:
        self.beginResetModel()
        self._places, self._more = places, more
        self.endResetModel()
        self.filled.emit()

    def canFetchMore(self, parent: Index) -> bool:
        """Whether a filter may match further back."""
        return self._places is not None and self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page of matches."""
        if self._places is None or not self._more:
            return
        self._more = False
        question, station, wanted = self._question, self._session.station, self._filter
        before = self._places[-1]

        def show(found: list[int]) -> None:
            if question != self._question or self._places is None:
                return
            at = len(self._places)
            if found:
                self.beginInsertRows(QModelIndex(), at, at + len(found) - 1)
                self._places.extend(found)
                self.endInsertRows()
            self._more = len(found) == PAGE

        self._session.background.read(lambda: log_filter.places(station, wanted, before, PAGE), show)

    def forget(self) -> None:
        """What is in memory may be gone from the store: whatever is shown next is read anew."""
        for kept in (self._rows, self._texts, self._blanks):
            kept.clear()

    # --- what writes change ---------------------------------------------------------------------
    def saved(self, row: LogRow) -> bool:
        """Put a new passage on top; False where the view has to be asked again: under a filter, or after a leap."""
        self.newest = row.uid
        if self._places is not None or row.n != self._last + 1:
            return False
        self._last = row.n
        self._keep(self._last, row)
        self.beginInsertRows(QModelIndex(), 0, 0)
        self.endInsertRows()
        if self.rowCount() > 1:  # the one that was newest loses its colour
            self.dataChanged.emit(self.index(1, 0), self.index(1, len(COLUMNS) - 1))
        return True

    def put(self, row: LogRow) -> None:
        """Show a revised passage as it stands now."""
        self._keep(row.n, row)
        at = self._row_of(row.n)
        if at is not None:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def retranslate(self) -> None:
        """Draw again in the language and the colours in force."""
        self._texts.clear()
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    # --- rows in memory -------------------------------------------------------------------------
    @property
    def rows(self) -> list[LogRow]:
        """The rows in memory in the order they are shown."""
        shown = range(min(self.rowCount(), KEPT))
        return [row for row in (self._rows.get(self._place(at)) for at in shown) if row]

    def row_at(self, at: int) -> LogRow | None:
        """The passage of a shown row, None while it is on its way."""
        return self._rows.get(self._place(at)) if 0 <= at < self.rowCount() else None

    def fetch(self, at: int, show: Callable[[LogRow], None]) -> None:
        """Hand over the passage of a shown row, at once or as soon as it is read."""
        if not 0 <= at < self.rowCount():
            return
        row = self.row_at(at)
        if row is not None:
            show(row)
            return
        station, place = self._session.station, self._place(at)
        self._session.background.read(lambda: passage_log.row_at(station, place), show, self._session.fail)

    def _place(self, at: int) -> int:
        return self._places[at] if self._places is not None else self._last - at

    def _row_of(self, place: int) -> int | None:
        if self._places is None:
            return self._last - place if self._first <= place <= self._last else None
        return next((at for at, one in enumerate(self._places) if one == place), None)

    def _keep(self, place: int, row: LogRow) -> None:
        self._rows[place] = row
        self._rows.move_to_end(place)
        self._texts.pop(place, None)
        while len(self._rows) > KEPT:
            self._texts.pop(self._rows.popitem(last=False)[0], None)

    def _ask(self, at: int) -> None:
        """Read the rows around one that is not in memory."""
        start = at // WINDOW * WINDOW
        if start in self._asking:
            return
        self._asking.add(start)
        many = min(WINDOW, self.rowCount() - start)
        places = [self._place(start + offset) for offset in range(many)]
        question, station = self._question, self._session.station

        def work() -> tuple[list[LogRow], dict[int, str]]:
            found = passage_log.rows_at(station, places)
            return found, passage_log.blanks_at(station, places) if len(found) < len(places) else {}

        def show(answer: tuple[list[LogRow], dict[int, str]]) -> None:
            self._asking.discard(start)
            found, blanks = answer
            self._blanks.update(blanks)
            for row in found:
                self._keep(row.n, row)
            if question == self._question and self.rowCount():
                last = min(start + many, self.rowCount()) - 1
                self.dataChanged.emit(self.index(start, 0), self.index(last, len(COLUMNS) - 1))
                self.filled.emit()

        self._session.background.read(work, show)

    # --- the table ------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Every match that is known of."""
        if parent.isValid():
            return 0
        return len(self._places) if self._places is not None else max(0, self._last - self._first + 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Always the same eight."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> str | None:
        """The column's word."""
        if role != DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        words = (
            self.tr("Time"),
            self.tr("Way"),
            self.tr("Plate"),
            self.tr("Persons"),
            self.tr("Temp."),
            self.tr("Category"),
            self.tr("Disposition"),
            self.tr("By"),
        )
        return words[section]

    def data(self, index: Index, role: int = DISPLAY) -> str | QFont | QBrush | None:
        """Text and colours of a cell."""
        if role not in (DISPLAY, FONT, BACKGROUND, FOREGROUND):
            return None
        place = self._place(index.row())
        row = self._rows.get(place)
        if row is None and place in self._blanks:
            shown = role == DISPLAY and index.column() == 0
            return self._session.label("row", self._blanks[place]) if shown else None
        if row is None:
            self._ask(index.row())
            return "…" if role == DISPLAY and index.column() == 0 else None
        if role == DISPLAY:
            return self._text(place, row)[index.column()]
        if role == FONT:
            return _struck() if row.passage.voided else None
        return self._colour(row, role, index.column())

    def _text(self, place: int, row: LogRow) -> tuple[str, ...]:
        texts = self._texts.get(place)
        if texts is None:
            people = self.tr("%n person(s)", "", len(row.passage.persons))
            texts = self._texts[place] = row_texts(row, self._session, people)
        return texts

    def _colour(self, row: LogRow, role: int, column: int) -> QBrush | None:
        colours = theme.current(QApplication.instance())
        if row.passage.voided:
            return QBrush(QColor(colours.dim)) if role == FOREGROUND else None
        is_open = row.case is not None and row.case.state != "closed"
        hot = any(flag.is_hot for flag in row.passage.flags)
        if role == BACKGROUND:
            if is_open:
                return QBrush(QColor(colours.bad_bg if hot else colours.warn_bg))
            return QBrush(QColor(colours.ok_bg)) if row.uid == self.newest else None
        if column == COLUMNS.index("disposition"):
            if is_open:
                return QBrush(QColor(colours.bad if hot else colours.warn))
            return QBrush(QColor(colours.ok))
        return None


def _struck() -> QFont:
    font = QFont(QApplication.font())
    font.setStrikeOut(True)
    return font
