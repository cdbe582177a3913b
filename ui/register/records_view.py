"""The shift's records: a table with a filter, fed by what saves return."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.register.records_model import RecordsModel
from ui.session import Session
from ui.widgets.inputs import PlainEdit
from ui.widgets.small import card, chip, text_label

WIDTHS = (78, 44, 94, 92, 172, 86, 88, 0)


class RecordsView(QWidget):
    """Title, counts, filter, table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = RecordsModel(session)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card()
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        self._title = text_label("", "strong")
        self._total, self._open = chip(""), chip("", "Bad")
        self.filter = PlainEdit("filter")
        self.filter.setFixedWidth(230)
        self.filter.textChanged.connect(self.model.filter_by)
        for widget in (self._title, self._total, self._open):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.filter)
        column.addLayout(bar)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(33)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(at, width)
        header.setSectionResizeMode(len(WIDTHS) - 1, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.table, 1)
        self._empty = text_label("", "dim")
        self._empty.setContentsMargins(14, 8, 14, 12)
        column.addWidget(self._empty)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Records of this shift"))
        self.filter.setPlaceholderText(self.tr("Filter Ctrl+F"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self._empty.setText(self.tr("Nothing yet: type a plate and temperatures on the left, then Enter."))
        self.model.retranslate()

    def show_counts(self, total: int, open_count: int) -> None:
        """Show how many passages the shift has and how many cases wait."""
        self._total.setText(self.tr("all %n", "", total))
        self._open.setText(self.tr("open %n", "", open_count))
        self._open.setVisible(open_count > 0)
        self._empty.setVisible(self.model.rowCount() == 0)
