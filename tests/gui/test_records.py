"""Record page and cases by keys alone: correct, void, show in full, note, override, referral time."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.records.event import Audit
from station.services.access import operators
from station.services.gate import cases, scripted_records
from station.services.log import passage_log, record_history
from station.store import journal
from ui.cases.case_actions import actions_of

Key = Qt.Key
VISITOR = {
    "persons": [
        {"name": "张三丰", "phone": "13800138000", "id_number": "449999199001010019", "category": "courier",
         "readings": [{"tenths": 365}]},
        {"name": "李四", "phone": "13800138001", "category": "courier", "readings": [{"tenths": 366}]},
    ]
}  # fmt: skip


def newest(hands):
    return passage_log.newest_rows(hands.station, 1)[0]


def open_newest(hands):
    hands.main.delivery.reload()
    hands.settle()
    QTest.keyClick(hands.desk.line, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.main.stack.currentWidget() is hands.main.record


def texts(hands):
    page = hands.main.record
    labels = [page._lines.itemAt(at).widget() for at in range(page._lines.count())]
    return [(label.text(), label.font().strikeOut()) for label in labels if label is not None]


def test_from_the_filter_down_into_the_table_and_enter(hands):
    hands.enter("B12345 365")
    QTest.keyClick(hands.desk.line, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.press(Key.Key_Down)
    assert hands.main.records.table.hasFocus()
    hands.press(Key.Key_Return)
    assert hands.main.stack.currentWidget() is hands.main.record


def test_correct_by_line_strikes_the_old_beside_the_new(hands):
    hands.enter("B12345 376 368")
    assert hands.main.header.open.text() == "1"
    open_newest(hands)
    hands.type("1")
    assert hands.main.record.line.text() == "粤B12345 376 368"
    hands.main.record.line.setText("B12346 367 368")
    hands.enter()
    hands.enter()  # no reason yet
    assert hands.main.record.problem.isVisible()
    hands.enter("看错")
    row = newest(hands)
    assert (row.passage.vehicle.plate, row.passage.persons[0].readings[0].tenths) == ("粤B12346", 367)
    assert row.passage.reason == "看错"
    assert hands.main.header.open.text() == "0"
    shown = texts(hands)
    assert ("376" in shown[0][0], shown[0][1]) == (True, True)
    assert any("367" in text and not struck for text, struck in shown)
    assert hands.main.records.model.row_at(0).revision == 2


@pytest.mark.parametrize("line", ["", "B12345", "nonsense!", "999", "B12345 365 376a 12345"])
def test_a_wrong_line_is_said_and_changes_nothing(hands, line):
    hands.enter("B12345 365")
    open_newest(hands)
    hands.type("1")
    hands.main.record.line.setText(line)
    hands.enter()
    hands.enter("原因")
    assert hands.main.record.problem.isVisible()
    assert newest(hands).revision == 1


def test_void_needs_a_reason_and_is_struck_through_in_the_log(hands):
    hands.enter("B12345 365")
    open_newest(hands)
    hands.type("2")
    hands.enter("试输入")
    assert newest(hands).passage.voided
    assert hands.main.header.persons.text() == "0"
    model = hands.main.records.model
    hands.until(lambda: model.row_at(0).passage.voided)
    assert model.data(model.index(0, 2), Qt.ItemDataRole.FontRole).strikeOut()
    hands.type("1")  # a void record is not corrected
    assert hands.main.record.action == ""


def test_full_registration_is_corrected_in_the_form_and_the_others_stay(hands):
    scripted_records.record(hands.station, json.dumps(VISITOR))
    open_newest(hands)
    hands.type("1")
    hands.settle()
    form = hands.main.form
    assert form.edits["name"].text() == "张三丰"
    assert form.edits["id_number"].text() == "449999199001010019"
    form.edits["phone"].setText("13900139000")
    hands.enter()
    assert form.edits["correction_reason"].hasFocus()
    hands.enter("号码写错")
    persons = newest(hands).passage.persons
    assert [(one.name, one.phone) for one in persons] == [("张三丰", "13900139000"), ("李四", "13800138001")]
    assert newest(hands).revision == 2
    hands.enter("366")  # the desk has a draft of its own again
    assert len(list(passage_log.rows(hands.station))) == 2


def test_personal_data_is_masked_until_a_reason_is_given_and_that_is_audited(hands):
    scripted_records.record(hands.station, json.dumps(VISITOR))
    open_newest(hands)
    everything = " ".join(text for text, _ in texts(hands))
    assert "张*" in everything
    assert "张三丰" not in everything
    assert "13800138000" not in everything
    hands.type("3")
    hands.enter("家属来问")
    everything = " ".join(text for text, _ in texts(hands))
    assert "张三丰" in everything
    assert "13800138000" in everything
    with hands.station.store.read() as connection:
        records = [journal.record_of(entry) for entry in journal.entries(connection)]
    audit = next(one for one in records if isinstance(one, Audit) and one.action == "reveal")
    assert audit.facts == {"reason": "家属来问", "what": newest(hands).uid}
    hands.press(Key.Key_Escape)
    assert "张三丰" not in " ".join(text for text, _ in texts(hands))  # covered as soon as it is left
    open_newest(hands)
    assert "张三丰" not in " ".join(text for text, _ in texts(hands))


def test_a_note_stands_in_the_history(hands):
    hands.enter("376")
    open_newest(hands)
    hands.type("5")
    hands.enter("已通知网格员")
    assert any("已通知网格员" in text for text, _ in texts(hands))
    assert cases.open_cases(hands.station)[0].notes == ("已通知网格员",)


def test_a_leader_overrides_by_pin_while_a_volunteer_works(hands):
    volunteer = next(one for one in operators.all_operators(hands.station) if one.role == "volunteer")
    hands.shell.station.sign_in(volunteer)
    hands.enter("376")
    hands.press(Key.Key_F4)
    case = hands.main.cases
    number = actions_of(case.view.chosen()).index("override") + 1
    hands.enter(str(number))
    hands.enter("医生在场")
    assert case.fields["pin"].hasFocus()
    hands.enter("9999")
    assert case.problem.isVisible()
    assert newest(hands).case.state != "closed"
    assert case.fields["pin"].hasFocus()
    hands.enter("1234")
    row = newest(hands)
    assert (row.case.outcome, row.case.override) == ("released", "医生在场")
    assert record_history.history(hands.station, row.uid)[-1].operator == "op1"


def test_a_referral_takes_the_time_it_happened(hands, clock):
    hands.enter("376")
    clock.advance(20 * 60_000)
    hands.press(Key.Key_F4)
    hands.enter("1")
    case = hands.main.cases
    assert case.name.hasFocus()
    for text in ("甲", "13900000001"):
        hands.enter(text)
    case.fields["time"].setText("nonsense")
    case.fields["place"].setFocus()
    hands.enter("社康")
    assert case.fields["time"].hasFocus()
    case.fields["time"].setText("8:15")
    hands.enter()
    row = newest(hands)
    assert row.case.outcome == "referred"
    assert (row.case.referred_at - row.at) == 15 * 60_000


def test_a_watch_hit_says_why(hands):
    hands.enter("hb:A8K999 365")
    hands.enter("")
    hands.press(Key.Key_F4)
    assert "鄂" in hands.main.cases.view.why.text()
    assert "14 天" in hands.main.cases.view.why.text()


def test_finished_by_another_volunteer_in_the_next_shift(hands):
    hands.enter("376")
    volunteer = next(one for one in operators.all_operators(hands.station) if one.role == "volunteer")
    hands.press(Key.Key_F12)
    hands.enter("21111")
    hands.until(lambda: hands.station.operator.id == volunteer.id and not hands.shell.background.is_busy())
    hands.press(Key.Key_F4)
    assert "班长甲" in hands.main.cases.view.why.text()
    hands.enter("366")
    row = newest(hands)
    assert row.case.outcome == "cleared"
    assert record_history.history(hands.station, row.uid)[-1].operator == volunteer.id
