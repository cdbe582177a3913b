"""Recall, crew, undo, repeat, drafts and filters by keys alone."""

import json

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.services.gate import drafts, scripted_records
from station.services.log import passage_log

Key = Qt.Key
CREW = {
    "vehicle": {"plate": "粤B8K327"},
    "persons": [
        {"name": name, "phone": f"1380013800{number}", "category": "courier", "readings": [{"tenths": 365}]}
        for number, name in enumerate(("张三", "李四", "王五"))
    ],
}
ALICE = {"persons": [{"name": "曾小明", "phone": "13900139000", "category": "courier", "readings": [{"tenths": 365}]}]}


def known(hands, value):
    uid = scripted_records.record(hands.station, json.dumps(value, ensure_ascii=False)).answer.uid
    hands.main.delivery.reload()  # the window did not save this itself
    hands.settle()
    return uid


def newest(hands):
    return passage_log.newest_rows(hands.station, 1)[0].passage


def names(passage):
    return [person.name for person in passage.persons]


def test_the_usual_crew_comes_and_digits_leave_members_out(hands):
    known(hands, CREW)
    hands.type("8K3")
    hands.settle()
    hands.press(Key.Key_Down)
    hands.type("2")
    hands.settle()
    assert hands.desk.line.text() == "8K3"  # the digit chose, it was not typed
    hands.press(Key.Key_Return)
    hands.enter("364 366")
    assert names(newest(hands)) == ["张三", "王五"]


def test_alt_and_a_digit_drops_and_adds_a_member_once_the_crew_is_there(hands):
    known(hands, CREW)
    hands.enter("8K327")  # 粤B8K327, known: the crew stands in the rows
    QTest.keyClick(QApplication.focusWidget(), Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hands.settle()
    assert hands.desk.occupants.shown == 2
    QTest.keyClick(QApplication.focusWidget(), Key.Key_1, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_3, Qt.KeyboardModifier.AltModifier)
    hands.settle()
    hands.enter("361")
    hands.enter("362")
    assert names(newest(hands)) == ["张三", "李四"]


def test_a_person_is_recalled_by_initials_characters_and_phone_ending(hands):
    known(hands, ALICE)
    for typed in ("zxm", "zengx", "曾小", "/9000"):
        hands.type(typed)
        hands.settle()
        assert [one.person.name for one in hands.desk.suggestions.known] == ["曾小明"], typed
        hands.press(Key.Key_Tab)
        assert hands.desk.line.text() == ""
        hands.enter("366")
        assert names(newest(hands)) == ["曾小明"]
    hands.enter("366 /9000")  # and without looking
    assert names(newest(hands)) == ["曾小明"]


def test_undo_brings_the_line_back_and_the_counters_down(hands, clock):
    hands.enter("B12345 365 368")
    assert hands.main.header.persons.text() == "2"
    QTest.keyClick(hands.desk.line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.desk.line.text() == "B12345 365 368"
    assert newest(hands).voided
    assert hands.main.header.persons.text() == "0"
    hands.enter()
    assert not newest(hands).voided
    clock.advance(61_000)
    QTest.keyClick(hands.desk.line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert "60" in hands.desk.problem.title.text()
    assert not newest(hands).voided


def test_undo_of_typing_is_still_undo_of_typing(hands):
    hands.enter("365")
    hands.type("B12")
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    assert hands.desk.line.text() == ""
    QTest.keyClick(hands.desk.line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.desk.line.text() == "B12"
    assert not newest(hands).voided


def test_the_same_car_again_by_one_key(hands):
    known(hands, CREW)
    hands.enter("8K327")
    for reading in ("361", "362", "363"):
        hands.enter(reading)
    hands.press(Key.Key_F10)
    hands.enter("371 372 370")
    assert names(newest(hands)) == ["张三", "李四", "王五"]
    assert newest(hands).vehicle.plate == "粤B8K327"


def test_a_draft_survives_the_program_and_is_offered_again(hands, make_station, qapp, clock):
    from ui.demo.keyboard import Keyboard
    from ui.language.translations import CHINESE, Language
    from ui.shell.application import Shell

    known(hands, CREW)
    hands.type("8K3")
    hands.settle()
    hands.press(Key.Key_Tab)
    hands.type("364 36")
    uid = hands.desk.draft.uid
    hands.until(lambda: drafts.left_over(hands.station) is not None and not hands.desk.keeper._pause.isActive())
    kept = drafts.left_over(hands.station)
    assert (kept.uid, kept.content["line"]) == (uid, "粤B8K327 364 36")
    folder = hands.shell._folder
    hands.shell.shut()
    language = Language(qapp, CHINESE)
    shell = Shell(folder, language, clock)
    shell.show()
    again = Keyboard(shell)
    try:
        again.open_desk("words", "11234")
        assert shell.main.desk.line.text() == "粤B8K327 364 36"
        assert shell.main.notice.isVisible()
        again.enter("5 366")
        row = passage_log.newest_rows(shell.session.station, 1)[0]
        assert (row.uid, names(row.passage)) == (uid, ["张三", "李四", "王五"])
        assert drafts.left_over(shell.session.station) is None
    finally:
        shell.shut()
        language.end()
        shell.close()
        shell.deleteLater()
        again.until(lambda: not shiboken6.isValid(shell))


def test_a_saved_line_leaves_no_draft_behind(hands):
    hands.type("B12345 365")
    hands.desk.keeper.write_now()
    hands.settle()
    assert drafts.left_over(hands.station) is not None
    hands.enter()
    hands.settle()
    assert drafts.left_over(hands.station) is None
    with hands.station.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar() == 0


def test_another_plate_takes_the_crew_away(hands):
    known(hands, CREW)
    hands.type("8K3")
    hands.settle()
    hands.press(Key.Key_Tab)
    assert hands.desk.occupants.shown == 3
    hands.desk.line.setText("B99999 365")
    hands.settle()
    assert hands.desk.occupants.shown == 1
    hands.enter()
    assert names(newest(hands)) == [None]


def test_views_and_filter_words(hands):
    known(hands, ALICE)
    for line in ("B12345 365", "376", "hb:A8K999 365", "+3"):
        hands.enter(line)
        if hands.desk.question.isVisible():
            hands.enter("")
    view = hands.main.records

    def shown(count):
        hands.until(lambda: not view._again.isActive() and view.model.rowCount() == count)

    for key, count in ((Key.Key_3, 1), (Key.Key_4, 1), (Key.Key_5, 2), (Key.Key_6, 1), (Key.Key_2, 5), (Key.Key_1, 5)):
        QTest.keyClick(hands.desk.line, key, Qt.KeyboardModifier.ControlModifier)
        shown(count)
    for words, count in (
        ("12345", 1),
        ("zxm", 1),
        ("曾", 1),
        ("@班长", 5),
        ("@没有", 0),
        ("8:", 5),
        ("7:", 0),
        ("/9000", 1),
    ):
        view.filter.setText(words)
        shown(count)
    assert view._empty.isHidden()
    view.filter.setText("没有这个人")
    shown(0)
    assert view._empty.isVisible()
    QTest.keyClick(hands.desk.line, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.press(Key.Key_Escape)
    assert view.filter.text() == ""


def test_somebody_inside_leaves_by_three_keys_and_readings(hands):
    known(hands, CREW)
    hands.main.delivery.reload()
    hands.settle()
    QTest.keyClick(hands.desk.line, Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    QTest.keyClick(hands.desk.line, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    hands.type("4")
    hands.settle()
    assert hands.desk.line.text() == "粤B8K327 - "
    hands.enter("361 362 363")
    assert newest(hands).direction == "out"
    hands.until(lambda: hands.main.records.model.rowCount() == 0)
