"""The supplies of a handover: a field each, what a count should find, what came in or went out just now."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject

from station.entry.problem import Problem
from station.services.shift import supplies
from station.services.shift.supplies import Stock
from ui.language.problem_text import of_problem
from ui.session.session import Session
from ui.widgets.leader_page import Field, StationPage

MOVED = re.compile(r"[+-][0-9]{1,6}")
COUNT = re.compile(r"[0-9]{1,6}")


class SupplyStep(QObject):
    """The fields of one page in which supplies are counted."""

    def __init__(self, session: Session, page: StationPage) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.names: tuple[str, ...] = ()
        self._add(supplies.in_order(session.station.rules.supplies))

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {name: self._session.label("supply", name) for name in self.names}

    def show_stock(self, stock: list[Stock]) -> None:
        """Say in each empty field what a count should find there."""
        self._add(tuple(one.name for one in stock))
        for one in stock:
            known = self.tr("{0} expected, {1} should be here").format(one.expected, one.should)
            words = known if one.is_known else self.tr("never counted, {0} should be here").format(one.should)
            self._page.edits[one.name].setPlaceholderText(words)

    def is_movement(self, name: str) -> bool:
        """Whether a field says that some came in (`+100`) or went out (`-10`)."""
        return name in self.names and bool(MOVED.fullmatch(self._page.text(name)))

    def move(self, name: str) -> None:
        """Write a movement down at once; the count is still to be typed."""
        station, change = self._session.station, int(self._page.text(name))

        def work() -> list[Stock]:
            supplies.move(station, name, change, "received" if change > 0 else "lent")
            return supplies.stock(station)

        def done(stock: list[Stock]) -> None:
            self._page.edits[name].clear()
            self.show_stock(stock)

        self._page.write(work, done)

    def is_right(self) -> bool:
        """Whether every count is a number; the first that is not is marked, named, and has the cursor."""
        for name in self.names:
            text = self._page.text(name)
            wrong = bool(text) and not COUNT.fullmatch(text)
            edit = self._page.edits[name]
            edit.set_fault(wrong)
            if wrong:
                self._page.problem.say("warn", *of_problem(Problem("supply_number"), self._session.language.code))
                edit.setFocus()
                return False
        return True

    def counts(self) -> dict[str, int]:
        """What was counted; an empty field was not."""
        return {name: int(self._page.text(name)) for name in self.names if self._page.text(name)}

    def _add(self, names: tuple[str, ...]) -> None:
        self.names = names
        for name in names:
            if name not in self._page.edits:
                self._page.add_field(Field(name))
        for name, word in self.words().items():
            self._page.labels[name].setText(word)
            self._page.edits[name].setAccessibleName(word)
