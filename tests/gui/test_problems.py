"""Each problem of the line has its sentence at the desk, in both languages, keeps the line, and names the next step."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from station.messages import parts
from station.services.gate import access_passes, scripted_records
from station.services.log import passage_log

Key = Qt.Key
PEOPLE = [("张三", "13800138000"), ("赵四", "13800138001"), ("周三", "13900138000")]
TYPED = {
    "not_understood": "365 ?!x",
    "impossible_temperature": "365 999",
    "missing_reading": "B12345",
    "ambiguous_plate": "D12345 365",
    "plate_letter": "BO1234 365",
    "invalid_plate": "粤B1234 365",
    "unknown_prefix": "qq:12345 365",
    "two_plates": "B12345 12346 365",
    "two_directions": "365 + -",
    "invalid_id": "449999199001010010 365",
    "no_match": ".999 365",
    "several_matches": "/8000 365",
    "too_many_persons": "365 " * 120,
    "line_too_long": "365 " * 600,
    "more_people_than_readings": "/8001 zs 365",
}


def add(hands, name, phone):
    value = {"persons": [{"name": name, "phone": phone, "category": "courier", "readings": [{"tenths": 365}]}]}
    scripted_records.record(hands.station, json.dumps(value, ensure_ascii=False))


def shown(hands, code):
    """The alert says this code's sentence; what stands between its facts is compared, not the facts."""
    title, step = hands.desk.problem.title.text(), hands.desk.problem.text.text()
    wanted_title, wanted_step = parts(code, {"text": "…"}, hands.language.code)
    fixed = [piece for piece in wanted_title.split("…") if piece.strip()]
    assert hands.desk.problem.isVisible()
    assert all(piece in title for piece in fixed), (title, wanted_title)
    assert step
    assert wanted_step
    return title


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("code", "typed"), list(TYPED.items()))
def test_the_sentence_is_said_and_the_line_stays(hands, language, code, typed):
    hands.language.use(language)
    for name, phone in PEOPLE:
        add(hands, name, phone)
    before = len(list(passage_log.rows(hands.station)))
    hands.desk.line.setText(typed) if len(typed) > 100 else hands.type(typed)
    hands.press(Key.Key_Return)
    shown(hands, code)
    assert hands.desk.line.text() == typed
    assert len(list(passage_log.rows(hands.station))) == before


def test_a_digit_picks_one_of_several_people(hands):
    for name, phone in PEOPLE:
        add(hands, name, phone)
    hands.enter("/8000 365")
    assert [one.person.name for one in hands.desk.suggestions.known] == ["周三", "张三"]
    hands.type("2")
    hands.settle()
    person = passage_log.newest_rows(hands.station, 1)[0].passage.persons[0]
    assert (person.name, person.readings[0].tenths) == ("张三", 365)
    assert hands.desk.line.text() == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pass_that_is_no_good_is_said(hands, clock, language):
    hands.language.use(language)
    issued = access_passes.issue(hands.station, days=1, pass_class="resident", plate="粤B12345").answer
    token = access_passes.token_of(hands.station, issued)
    hands.enter("B99999 365 " + token)
    shown(hands, "pass_plate_mismatch")
    for _ in range(2):
        hands.press(Key.Key_Escape)
    hands.enter("365 " + token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert hands.desk.problem.isVisible()
    for _ in range(2):
        hands.press(Key.Key_Escape)
    clock.advance(3 * 24 * 3_600_000)
    hands.enter("365 " + token)
    shown(hands, "pass_expired")


def test_preedit_triggers_nothing_anywhere(hands):
    for line in ("B12345 365", "376"):
        hands.enter(line)
    composing = QInputMethodEvent("zhang", [])
    for field in (hands.desk.line, hands.main.records.filter):
        field.setFocus()
        QApplication.sendEvent(field, composing)
        hands.settle()
        assert field.text() == ""
        assert hands.desk.suggestions.known == []
        QApplication.sendEvent(field, QInputMethodEvent())
    assert hands.main.records.model.rowCount() == 2
    hands.press(Key.Key_F4)
    hands.main.cases.show_fields(("name",))
    name = hands.main.cases.name
    name.setFocus()
    QApplication.sendEvent(name, composing)
    hands.press(Key.Key_Return)
    assert len(hands.main.cases.cases) == 1
    done = QInputMethodEvent()
    done.setCommitString("张")
    QApplication.sendEvent(name, done)
    assert name.text() == "张"
