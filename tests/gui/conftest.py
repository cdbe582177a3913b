"""A real window on a real store, driven by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from station.services.access import operators
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from tests.tests_support import CHEAP, given_lists
from ui.demo.keyboard import Keyboard
from ui.language.translations import CHINESE, Language
from ui.shell.application import Shell
from ui.widgets import theme

Key = Qt.Key
LISTS = {
    "居家隔离": [
        ("编号", "姓名", "隔离起始日", "电话", "住址", "网格员"),
        ("G1", "周五", "2020-03-08", "13900139000", "12 栋 502", "李网格"),
        ("G2", "吴六", "2020-02-20", "13900139001", "3 栋 1201", "李网格"),
    ],
    "重点车辆": [("车牌号", "原因", "处置指令"), ("粤B55555", "途经黄冈", "查 14 天行程")],
}


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

    def meanwhile(self, work):
        """Something is written by another part of the program while this window shows."""
        self.shell.background.write(work, lambda _answer: None, self.shell.session.fail)
        self.settle()

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


@pytest.fixture
def listed(hands, tmp_path, clock, stick):
    """The desk with the lists of a centre in force, received from the stick by keys."""
    card = tmp_path / "centre.card"
    clerk_desk.init(str(tmp_path / "centre"), "centre", card, "words", clock, CHEAP)
    centre = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)

    def visit():
        station_files.receive(hands.station, card)
        given_lists(centre, hands.station, stick, LISTS)

    hands.meanwhile(visit)
    centre.close()
    return hands
