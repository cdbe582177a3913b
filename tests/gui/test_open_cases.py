"""An open case at the desk by keys: said before Enter, never beside a release, gone once F4 has finished it."""

import json

import pytest
from PySide6.QtCore import Qt

from station.services.gate import access_passes, cases, scripted_records
from station.services.log import passage_log
from tests.gui.test_in_force import through_another_operator, through_language, through_lock
from ui.cases.case_actions import NOTE, actions_of

Key = Qt.Key
PERSON = {"name": "张三丰", "phone": "13800138000", "readings": [{"tenths": 378}]}


def newest(hands):
    return passage_log.newest_rows(hands.station, 1)[0].passage


def chosen_disposition(hands):
    return next(word for word, state in hands.desk.view.dispositions._shown if state == "On")


@pytest.mark.parametrize("way", [None, through_lock, through_another_operator, through_language])
def test_a_car_held_with_a_fever_is_not_released_a_minute_later(hands, way):
    hands.enter("B8K327 378")
    if way is not None:
        way(hands)
    hands.type(".327 365 <")
    hands.settle()
    assert hands.desk.flagged.isVisible()
    assert "有未办结的待核" in hands.desk.flagged.title.text()
    assert "粤B8K327 37.8 待复测" in hands.desk.flagged.title.text()
    assert "F4" in hands.desk.flagged.text.text()
    assert chosen_disposition(hands) == "待处置"
    hands.press(Key.Key_Return)
    assert (newest(hands).direction, newest(hands).disposition) == ("out", "held")
    assert len(cases.open_cases(hands.station)) == 2


def test_f4_finishes_the_first_and_the_car_is_free(hands):
    hands.enter("B8K327 378")
    hands.enter("B8K327 365")
    hands.press(Key.Key_F4)
    assert hands.main.cases.list.count() == 2
    uid = next(one.uid for one in hands.main.cases.cases if "temperature.abnormal" in one.case.rules)
    hands.main.cases.list.setCurrentRow([one.uid for one in hands.main.cases.cases].index(uid))
    hands.enter("366")
    assert cases.open_cases(hands.station) == []
    assert hands.main.header.open.text() == "0"
    hands.press(Key.Key_Escape)
    hands.enter("B8K327 365")
    assert newest(hands).disposition == "released"


def test_the_form_says_it_while_the_phone_is_typed(hands):
    scripted_records.record(hands.station, json.dumps({"persons": [PERSON]}))
    hands.press(Key.Key_F2)
    hands.enter("李四")
    hands.type("1380013800")
    assert "未办结" not in hands.main.form.problem.title.text()
    hands.type("0")
    assert "有未办结的待核" in hands.main.form.problem.title.text()
    hands.press(Key.Key_Backspace)
    assert not hands.main.form.problem.isVisible()
    hands.type("0")
    hands.enter("")
    for text in ("探亲", "365"):
        hands.enter(text)
    assert newest(hands).persons[0].name == "李四"
    assert newest(hands).disposition == "held"


def test_a_phone_and_a_name_in_the_line_are_met_before_enter(hands):
    scripted_records.record(hands.station, json.dumps({"persons": [PERSON]}))
    for text in ("13800138000 365", "张三丰 365"):
        hands.type(text)
        hands.settle()
        assert "有未办结的待核" in hands.desk.flagged.title.text(), text
        hands.press(Key.Key_Escape)
        hands.press(Key.Key_Escape)


def test_a_scanned_pass_is_met_before_enter(hands):
    token = access_passes.token_of(hands.station, access_passes.issue(hands.station, days=3).answer)
    scripted_records.record(hands.station, f"{token} 378")
    hands.desk.insert_code(token)
    hands.type("365")
    hands.settle()
    assert "有未办结的待核" in hands.desk.flagged.title.text()
    hands.press(Key.Key_Return)
    assert newest(hands).disposition == "held"


def test_a_fever_typed_on_a_key_vehicle_takes_the_release_away(listed):
    listed.enter("B55555 365")
    listed.press(Key.Key_F4)
    page = listed.main.cases
    assert "1 核实放行" in words(page)
    listed.enter("376a")
    (case,) = cases.open_cases(listed.station)
    assert (case.case.state, case.case.rules[0]) == ("confirmed", "temperature.abnormal")
    assert not any(word in words(page) for word in ("核实放行", "劝返"))  # a leader may still answer for it
    for text in ("1", "电话", "属实", "张三", "13800138000", ""):
        listed.enter(text)
    assert cases.find(listed.station, case.uid).case.outcome not in ("released", "turned_back")


def words(page):
    return " ".join(word for word, _state in page.view.outcomes._shown)


def test_enter_pressed_twice_is_one_step_of_a_case(hands):
    """Gloves: the second Enter comes while the first is being written."""
    hands.enter("378")
    hands.press(Key.Key_F4)
    hands.type("376")
    for _ in range(3):
        hands.press_without_waiting(Key.Key_Return)
    hands.settle()
    (case,) = cases.open_cases(hands.station)
    assert (case.case.state, len(case.case.readings)) == ("axillary", 1)
    number = actions_of(case).index(NOTE) + 1
    hands.enter(str(number))
    hands.type("已通知网格员")
    for _ in range(3):
        hands.press_without_waiting(Key.Key_Return)
    hands.settle()
    assert cases.open_cases(hands.station)[0].notes == ("已通知网格员",)
