"""What is in force stays in force: lists, rules and ended isolations through lock, operator, language, drill, export."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.clock import SetClock
from station.services.centre import clerk_desk, clerk_lists
from station.services.exchange import station_files
from station.services.log import passage_log
from station.services.shift import isolation_rounds
from station.store import journal
from tests.tests_support import put_in_force, workbook

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


def lock_and_sign_in(hands, who):
    hands.press(Key.Key_F12)
    assert hands.shell.currentWidget() is hands.shell.door
    hands.enter(who)
    hands.until(lambda: hands.shell.currentWidget() is hands.main and not hands.shell.background.is_busy())
    hands.settle()


def control(hands, key):
    QTest.keyClick(hands.desk.line, key, Control)
    hands.settle()


def through_lock(hands):
    lock_and_sign_in(hands, "11234")


def through_another_operator(hands):
    lock_and_sign_in(hands, "21111")
    assert hands.station.operator.name == "值守甲"


def through_language(hands):
    control(hands, Key.Key_L)
    control(hands, Key.Key_L)


def through_the_drill(hands):
    control(hands, Key.Key_D)
    drill = hands.shell.currentWidget()
    hands.until(lambda: drill.desk is not None and not drill.is_busy())
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    hands.until(lambda: hands.shell.currentWidget() is hands.main)


def through_everything(hands):
    for one in (through_another_operator, through_language, through_the_drill, through_lock):
        one(hands)


WAYS = [through_lock, through_another_operator, through_language, through_the_drill, through_everything]


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.__name__)
def test_a_listed_vehicle_is_held_after(listed, way):
    way(listed)
    listed.press(Key.Key_Escape)
    listed.type("B55555 365")
    listed.settle()
    assert "途经黄冈" in listed.desk.flagged.title.text()
    listed.press(Key.Key_Return)
    assert passage_log.newest_rows(listed.station, 1)[0].passage.disposition == "held"


def test_an_isolation_that_was_ended_stays_ended_after_the_lock(listed):
    control(listed, Key.Key_J)
    listed.meanwhile(lambda: isolation_rounds.release(listed.station, "G2", "期满"))
    lock_and_sign_in(listed, "11234")
    assert [one.number for one in listed.station.lists.isolation] == ["G1"]


def test_a_pack_taken_from_a_stick_that_cannot_be_written_is_in_force(listed, tmp_path):
    """The export fails after the pack was taken: the lists are the new ones, and both are said."""
    new = tmp_path / "full"
    new.mkdir()
    more_lists(listed, new)
    (new / "CP17-E1-B00001.ysb.part").mkdir()  # where the batch would be written: it cannot be
    listed.press(Key.Key_F8)
    listed.main.export.folder.setText(str(new))
    listed.enter()
    assert listed.main.export.result.objectName() == "alertBad"
    assert "已收下中心文件 1 个" in listed.main.export.result.text.text()
    listed.press(Key.Key_Escape)
    listed.type("B66666 365")
    listed.settle()
    assert "新名单" in listed.desk.flagged.title.text()


def more_lists(hands, folder):
    """A second pack with another vehicle, on a stick."""
    where = hands.station.store.folder.parent / "centre"
    centre = clerk_desk.open_centre(str(where), "words", SetClock(hands.station.clock.now()))
    rows = [("车牌号", "原因"), ("粤B66666", "新名单")]
    assert not clerk_lists.take(centre, workbook(folder / "more.xlsx", {"重点车辆": rows})).problems
    clerk_lists.pack(centre, folder)
    centre.close()


def test_new_rules_reach_what_is_typed_already(listed):
    listed.type("B12345 371")
    listed.meanwhile(lambda: put_in_force(listed.station, abnormal_from=370))
    assert listed.desk.fever.isVisible()
    listed.press(Key.Key_Return)
    assert passage_log.newest_rows(listed.station, 1)[0].passage.disposition == "held"


def test_what_somebody_began_stays_theirs_though_another_signs_in(listed, stick, monkeypatch):
    """The stick is slow; the desk is locked meanwhile and taken over: the batch is his who asked for it."""
    begun, go_on, visit = threading.Event(), threading.Event(), station_files.visit

    def slowly(*arguments):
        begun.set()
        go_on.wait()
        return visit(*arguments)

    hands = listed
    monkeypatch.setattr(station_files, "visit", slowly)
    first = hands.station.operator
    hands.enter("B12345 365")
    hands.press(Key.Key_F8)
    hands.main.export.folder.setText(str(stick))
    hands.press_without_waiting(Key.Key_Return)
    begun.wait()
    hands.press_without_waiting(Key.Key_F12)
    hands.type("21111")
    hands.press_without_waiting(Key.Key_Return)
    hands.until(lambda: hands.shell.currentWidget() is hands.main)
    assert hands.station.operator.name == "值守甲"
    go_on.set()
    hands.settle()
    with hands.station.store.read() as connection:
        entries = list(journal.entries(connection))
    actions = [(getattr(journal.record_of(one), "action", ""), one.header.operator) for one in entries]
    assert [who for action, who in actions if action == "export"] == [first.id]
    assert actions.index(("export", first.id)) > actions.index(("sign_in", hands.station.operator.id))
