"""The shift's records as a table model: plain rows, read-only, newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QApplication

from station.clock import local
from station.masking import mask_name
from station.services.log import LogRow
from ui import theme
from ui.session import Session

COLUMNS = ("time", "direction", "plate", "persons", "temperature", "category", "disposition", "operator")
MOST = 500
DISPLAY, BACKGROUND, FOREGROUND = 0, 8, 9
Index = QModelIndex | QPersistentModelIndex


class RecordsModel(QAbstractTableModel):
    """Rows of the log; `newest` is the uid just saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._all: list[LogRow] = []
        self.rows: list[LogRow] = []
        self.newest = ""
        self._wanted = ""

    def show_rows(self, rows: list[LogRow]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._all = list(rows)
        self._filter()
        self.endResetModel()

    def put(self, row: LogRow) -> None:
        """A saved or revised passage: in place if it is shown, else on top."""
        self.beginResetModel()
        known = next((at for at, one in enumerate(self._all) if one.uid == row.uid), None)
        if known is None:
            self._all.insert(0, row)
            self.newest = row.uid
            del self._all[MOST:]
        else:
            self._all[known] = row
        self._filter()
        self.endResetModel()

    def filter_by(self, text: str) -> None:
        """Show only rows that hold this text in what is displayed."""
        self.beginResetModel()
        self._wanted = text.strip().upper()
        self._filter()
        self.endResetModel()

    def retranslate(self) -> None:
        """Draw again in the language in force."""
        self.beginResetModel()
        self._filter()
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _filter(self) -> None:
        wanted = self._wanted
        self.rows = [row for row in self._all if not wanted or wanted in " ".join(self.texts(row)).upper()]

    def texts(self, row: LogRow) -> tuple[str, ...]:
        """A row as displayed: masked."""
        passage = row.passage
        label = self._session.label
        names = [mask_name(person.name) for person in passage.persons if person.name]
        count = len(passage.persons)
        who = names[0] or "" if names else ""
        if count > 1:
            who = self.tr("%n person(s)", "", count) if not who else f"{who} +{count - 1}"
        chain = [row.readings_of(index) for index in range(count)]
        readings = [
            "—" if one[-1].tenths is None else f"{one[-1].tenths // 10}.{one[-1].tenths % 10}" for one in chain if one
        ]
        shown = " / ".join(readings[:4]) + (" …" if len(readings) > 4 else "")
        return (
            f"{local(row.at):%H:%M:%S}",
            label("direction", passage.direction),
            passage.vehicle.plate if passage.vehicle else "",
            who,
            shown,
            self._category(row),
            self.outcome(row),
            self._session.operator_name(row.operator),
        )

    def outcome(self, row: LogRow) -> str:
        """What became of it: the case's outcome once there is one."""
        if row.case and row.case.outcome:
            return self._session.label("outcome", row.case.outcome)
        return self._session.label("disposition", row.passage.disposition)

    def _category(self, row: LogRow) -> str:
        rules = [flag.rule for flag in row.passage.flags]
        if "area.key_plate" in rules:
            return self._session.label("rule", "area.key_plate")
        categories = [person.category for person in row.passage.persons if person.category != "resident"]
        return self._session.label("category", categories[0] if categories else "resident")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows after the filter."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Always the same eight."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
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

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Text and colours of a cell."""
        row = self.rows[index.row()]
        if role == DISPLAY:
            return self.texts(row)[index.column()]
        if role in (BACKGROUND, FOREGROUND):
            return self._colour(row, role, index.column())
        return None

    def _colour(self, row: LogRow, role: int, column: int) -> QBrush | None:
        application = QApplication.instance()
        colours = theme.current(application)  # type: ignore[arg-type]
        is_open = row.case is not None and row.case.state != "closed"
        hot = any(flag.rule.startswith("temperature") for flag in row.passage.flags)
        if role == BACKGROUND:
            if is_open:
                return QBrush(QColor(colours.bad_bg if hot else colours.warn_bg))
            return QBrush(QColor(colours.ok_bg)) if row.uid == self.newest else None
        if column == COLUMNS.index("disposition"):
            if is_open:
                return QBrush(QColor(colours.bad if hot else colours.warn))
            return QBrush(QColor(colours.ok))
        return None
