"""Door, form, shift, passes and preview by keys alone."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.batch import batch_file
from station.services.exchange import station_files
from station.services.log import passage_log
from station.services.safety import verification
from station.services.shift import handover_sheets

Key = Qt.Key


def count(hands):
    return len(list(passage_log.rows(hands.station)))


def test_door_names_who_works_and_refuses_a_wrong_word(door):
    door.enter("wrong")
    door.until(lambda: door.shell.door.problem.isVisible())
    assert door.shell.station is None
    door.enter("words")
    door.until(lambda: door.shell.station is not None and not door.shell.background.is_busy())
    door.enter("29999")
    assert door.shell.main is None
    door.enter("21111")
    door.until(lambda: door.shell.main is not None)
    assert door.station.operator.name == "值守甲"


def test_a_shorter_journal_is_said_after_signing_in(door):
    head = door.shell._folder / "head"
    head.write_bytes(b'{"digest":"%s","epoch":1,"seq":99}' % (b"0" * 64))
    door.enter("words")
    door.until(lambda: door.shell.station is not None and not door.shell.background.is_busy())
    door.enter("11234")
    door.until(lambda: door.shell.main is not None and not door.shell.background.is_busy())
    assert "记录比上次见到的少" in door.main.notice.title.text()
    assert door.main.notice.isVisible()
    door.enter("365")
    assert count(door) == 1


def test_more_than_nine_operators(door, make_station):
    from station.services.access import operators

    station = make_station(folder=door.shell._folder)
    for number in range(12):
        operators.new_operator(station, f"值守{number}", "volunteer", f"90{number:02d}")
    station.close()
    door.enter("words")
    door.until(lambda: door.shell.station is not None and not door.shell.background.is_busy())
    door.enter("14")
    door.enter("9011")
    door.until(lambda: door.shell.main is not None and not door.shell.background.is_busy())
    assert door.station.operator.name == "值守11"


def test_full_form_by_enter_alone(hands):
    hands.press(Key.Key_F2)
    hands.enter("")
    assert hands.main.form.edits["name"].hasFocus()
    for text in ("欧阳·𠮷", "138001", "13800138000", "探亲", "365"):
        hands.enter(text)
        if text == "138001":
            assert hands.main.form.edits["phone"].hasFocus()
    passage = passage_log.newest_rows(hands.station, 1)[0].passage
    assert (passage.lane, passage.persons[0].name, passage.persons[0].phone) == ("full", "欧阳·𠮷", "13800138000")
    assert hands.desk.line.hasFocus()
    hands.enter("366")  # the desk has a draft of its own again
    assert count(hands) == 2


def test_back_to_the_line_and_to_the_form_again_loses_no_field(hands):
    hands.press(Key.Key_F2)
    hands.enter("张三")
    hands.type("138001")
    hands.press(Key.Key_Escape)
    hands.type("B12345 366 365 -")
    hands.press(Key.Key_F2)
    form = hands.main.form
    assert (form.edits["name"].text(), form.edits["phone"].text()) == ("张三", "138001")
    assert (form.edits["plate"].text(), form.edits["reading"].text()) == ("粤B12345", "366")
    assert form.direction.currentIndex() == 1
    form.edits["phone"].setText("13800138000")
    form.edits["reason"].setFocus()
    hands.enter("探亲")
    passage = passage_log.newest_rows(hands.station, 1)[0].passage
    assert [person.readings[0].tenths for person in passage.persons] == [366, 365]
    assert (passage.persons[0].name, passage.direction) == ("张三", "out")


def test_vehicle_with_strangers(hands):
    hands.type("B12345 365 366")
    hands.press(Key.Key_F2)
    assert hands.main.form.edits["plate"].text() == "粤B12345"
    for text in ("张三", "13800138000"):
        hands.enter(text)
    hands.type("探亲")
    hands.press(Key.Key_F7)
    assert hands.main.form.edits["reading"].text() == "366"
    for text in ("李四", "13800138001", "探亲"):
        hands.enter(text)
    passage = passage_log.newest_rows(hands.station, 1)[0].passage
    assert [person.name for person in passage.persons] == ["张三", "李四"]
    assert [person.readings[0].tenths for person in passage.persons] == [365, 366]
    assert passage.vehicle.plate == "粤B12345"


def test_shift_by_keys_and_lock_keeps_the_line(hands):
    hands.press(Key.Key_F9)
    hands.enter("张三 医护 社康中心 *")
    hands.enter("李四 -")
    hands.enter("")
    hands.enter("1:365/366")
    hands.enter("365")
    hands.type("B12345 36")
    hands.press(Key.Key_F12)
    hands.enter("21111")
    hands.until(lambda: hands.shell.currentWidget() is hands.main and not hands.shell.background.is_busy())
    assert hands.desk.line.text() == "B12345 36"
    assert hands.station.operator.name == "值守甲"
    hands.press(Key.Key_F12)
    hands.enter("11234")
    hands.until(lambda: hands.shell.currentWidget() is hands.main and not hands.shell.background.is_busy())
    hands.press(Key.Key_F9)
    hands.enter("")  # figures and open items
    hands.enter("")  # the roster stays
    hands.enter("")  # the thermometers too
    for text in ("46", "2", "1", "", "", "30"):  # masks, guns … gloves
        hands.enter(text)
    for text in ("晴 12℃", "一切正常", "", "1234", "1", "1234"):
        hands.enter(text)
    sheet = handover_sheets.sheet(hands.station, 1)
    assert sheet.handover.figures.persons == 1
    assert [(one.name, one.has) for one in sheet.handover.counts] == [
        ("masks", 46),
        ("forehead_guns", 2),
        ("ear_guns", 1),
        ("gloves", 30),
    ]
    assert (sheet.handover.weather, sheet.handover.remark) == ("晴 12℃", "一切正常")
    people = [(one.name, one.role, one.pioneer, one.present) for one in sheet.shift.roster]
    assert people == [("张三", "medic", True, True), ("李四", "volunteer", False, False)]
    assert sheet.shift.guns[0].offset == -1


def test_the_window_fits_a_small_screen_on_every_page(hands):
    for code in ("zh", "en"):
        hands.language.use(code)
        for key in (Key.Key_F1, Key.Key_F2, Key.Key_F3, Key.Key_F4, Key.Key_F5, Key.Key_F8, Key.Key_F9, Key.Key_Escape):
            hands.press(key)
            assert (hands.shell.width(), hands.shell.height()) == (1366, 768)
            assert hands.shell.minimumSizeHint().height() <= 768
            assert hands.shell.minimumSizeHint().width() <= 1366


def test_a_slow_stick_holds_up_no_save(hands, monkeypatch, card, stick):
    station_files.receive(hands.station, card)
    go_on, written = threading.Event(), batch_file.write_batch

    def slow(folder, content):
        assert go_on.wait(30)
        return written(folder, content)

    monkeypatch.setattr(batch_file, "write_batch", slow)
    hands.press_without_waiting(Key.Key_F8)
    hands.main.export.folder.setText(str(stick))
    hands.press_without_waiting(Key.Key_Return)
    hands.press_without_waiting(Key.Key_Escape)
    hands.type("B12345 365")
    hands.press_without_waiting(Key.Key_Return)
    hands.until(lambda: len(hands.rows()) == 1)
    assert count(hands) == 1  # durable while the stick still writes
    assert not list(stick.glob("*.ysb"))
    go_on.set()
    hands.settle()
    assert len(list(stick.glob("*.ysb"))) == 1
    assert verification.verify(hands.station).findings == ()


def test_a_sheet_is_asked_for_before_any_shift_was_closed(hands):
    QTest.keyClick(hands.desk.line, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.main.notice.isVisible()
    assert "交班" in hands.main.notice.title.text() + hands.main.notice.text.text()


def test_pass_issued_scanned_from_a_picture_into_the_line(hands, tmp_path):
    from station.services.gate import access_passes

    hands.press(Key.Key_F5)
    hands.enter("粤B12345")
    hands.enter("")
    hands.enter("")
    made, token = hands.main.passes.issued, hands.main.passes.token
    access_passes.write_png(token, tmp_path / "p.png")
    hands.main.passes.write_card(tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    hands.press(Key.Key_F3)
    hands.enter(str(tmp_path / "p.png"))
    assert hands.desk.line.text().startswith(token)
    hands.desk.line.end(False)
    hands.enter(" 365")
    passage = passage_log.newest_rows(hands.station, 1)[0].passage
    assert passage.vehicle.plate == made.plate


def test_a_scanner_guns_text_works_in_the_line(hands):
    from station.services.gate import access_passes

    made = access_passes.issue(hands.station, days=3).answer
    QTest.keyClicks(hands.desk.line, access_passes.token_of(hands.station, made))
    QTest.keyClick(hands.desk.line, Key.Key_Return)
    hands.settle()
    hands.enter("365")
    assert passage_log.newest_rows(hands.station, 1)[0].passage.persons[0].pass_serial == made.serial
