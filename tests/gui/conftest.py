"""A real window on a real store, driven by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from station.services import operators
from ui import theme
from ui.application import Shell
from ui.demo.keyboard import Keyboard
from ui.translations import CHINESE, Language

Key = Qt.Key


class Hands(Keyboard):
    """The demo's keyboard with the window's parts at hand."""

    def __init__(self, shell, language):
        super().__init__(shell)
        self.shell = shell
        self.language = language

    @property
    def main(self):
        return self.shell.main

    @property
    def desk(self):
        return self.shell.main.desk

    @property
    def station(self):
        return self.shell.session.station

    def rows(self):
        return self.main.records.model.rows


@pytest.fixture
def door(qapp, make_station, clock, qtbot):
    """The window before it is unlocked; 班长甲 is 1 with PIN 1234, 值守甲 is 2 with PIN 1111."""
    station = make_station()
    operators.new_operator(station, "值守甲", "volunteer", "1111")
    folder = station.store.folder
    station.close()
    theme.apply(qapp, theme.DAY)
    language = Language(qapp, CHINESE)
    shell = Shell(folder, language, clock)
    shell.show()
    shell.activateWindow()
    hands = Hands(shell, language)
    hands.until(shell.isActiveWindow)
    shell.door.field.setFocus()
    yield hands
    shell.shut()
    language.end()
    shell.close()
    shell.deleteLater()
    hands.until(lambda: True)


@pytest.fixture
def hands(door):
    """The desk with the leader signed in."""
    door.enter("words")
    door.until(lambda: door.shell.station is not None and not door.shell.background.is_busy())
    door.enter("11234")
    door.until(lambda: door.shell.main is not None and not door.shell.background.is_busy())
    return door
