"""The desk by keys alone: what is typed is what stands, and Enter has one rule."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.services.gate import scripted_records
from station.services.log import passage_log
from station.services.safety import verification

Key = Qt.Key


def facts(row):
    passage = row.passage
    chains = [[reading.tenths for reading in person.readings] for person in passage.persons]
    return passage.direction, passage.vehicle.plate if passage.vehicle else None, chains


def newest(hands):
    return facts(passage_log.newest_rows(hands.station, 1)[0])


def count(hands):
    return len(list(passage_log.rows(hands.station)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("365", ("in", None, [[365]])),
        ("365 368 -", ("out", None, [[365], [368]])),
        ("B12345 365 368", ("in", "粤B12345", [[365], [368]])),
        ("粤B12345 365", ("in", "粤B12345", [[365]])),
        ("+3", ("in", None, [[None], [None], [None]])),
        ("３６５ 《", ("out", None, [[365]])),
    ],
)
def test_one_line_one_enter(hands, typed, expected):
    hands.enter(typed)
    assert newest(hands) == expected
    assert hands.desk.line.text() == ""
    assert hands.desk.line.hasFocus()


def test_line_and_form_are_two_views_of_one_draft(hands):
    hands.enter("B12345 361 362")
    hands.enter("B12345")  # known with two seats: the rows ask for both
    assert hands.desk.occupants.rows[0].edit.hasFocus()
    hands.enter("365")
    assert hands.desk.occupants.rows[1].edit.hasFocus()
    assert hands.desk.line.text() == "B12345 365"
    hands.enter("368")
    by_rows = newest(hands)
    hands.enter("B12345 365 368")
    assert newest(hands) == by_rows == ("in", "粤B12345", [[365], [368]])


def test_missing_reading_goes_to_the_first_missing_field_and_says_so(hands):
    hands.enter("B12345")
    assert hands.desk.occupants.rows[0].edit.hasFocus()
    assert hands.desk.problem.isVisible()
    assert count(hands) == 0
    hands.type("36")
    hands.enter()
    assert count(hands) == 0
    assert hands.desk.line.text() == "B12345 36"


def test_space_adds_an_occupant_and_delete_drops_one(hands):
    hands.enter("B12345")
    hands.type("365 368 ")
    hands.press(Key.Key_Delete)
    hands.enter()
    assert newest(hands) == ("in", "粤B12345", [[365], [368]])


def test_ambiguous_plate_is_picked_by_one_digit(hands):
    hands.enter("D12345 365")
    assert count(hands) == 0
    assert hands.desk.suggestions.choices == ("粤BD12345", "粤D12345")
    hands.type("1")
    hands.settle()
    assert newest(hands) == ("in", "粤BD12345", [[365]])


def test_o_and_i_offer_the_correction(hands):
    hands.enter("BO1234 365")
    assert hands.desk.suggestions.choices == ("粤B01234",)
    hands.type("1")
    hands.settle()
    assert newest(hands)[1] == "粤B01234"


def test_a_suggestion_brings_the_usual_crew(hands):
    scripted_records.record(
        hands.station,
        '{"vehicle":{"plate":"粤B8K327"},"persons":[{"name":"张三","phone":"13800138000",'
        '"readings":[{"tenths":366}]},{"readings":[{"tenths":365}]}]}',
    )
    hands.type("8K")
    hands.settle()
    assert [one.plate for one in hands.desk.suggestions.vehicles] == ["粤B8K327"]
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert hands.desk.line.text() == "粤B8K327 "
    hands.enter("365 366")
    row = passage_log.newest_rows(hands.station, 1)[0]
    assert [person.name for person in row.passage.persons] == ["张三", None]


def test_fever_is_saved_at_once_and_followed_to_its_outcome(hands, clock):
    hands.enter("B12345 365 376")
    row = passage_log.newest_rows(hands.station, 1)[0]
    assert row.passage.disposition == "held"
    assert hands.desk.line.text() == ""
    assert hands.main.header.open.text() == "1"
    assert hands.main.panel.cases[0].waiting == 1
    hands.press(Key.Key_F4)
    clock.advance(300_000)
    hands.enter("375")
    hands.enter("376a")
    hands.enter("1")  # refer: the first missing field takes the cursor
    assert hands.main.cases.name.hasFocus()
    hands.enter("甲")
    hands.enter("13900000001")
    hands.enter("社康")
    assert passage_log.newest_rows(hands.station, 1)[0].case.outcome == "referred"
    assert hands.main.header.open.text() == "0"


def test_key_plate_asks_and_remembers_the_answer(hands):
    hands.enter("hb:A8K999 365")
    assert hands.desk.question.edit.hasFocus()
    hands.enter("1")
    assert passage_log.newest_rows(hands.station, 1)[0].passage.disposition == "released"
    hands.enter("hb:A8K998 365")
    hands.enter("")  # later: held
    assert passage_log.newest_rows(hands.station, 1)[0].passage.disposition == "held"


def test_keys_typed_while_a_save_is_on_its_way_are_kept(hands):
    for line in ("365", "12345 366", "367 -", "+2", "368"):
        for character in line:
            QTest.keyClicks(QApplication.focusWidget(), character)
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)  # nobody waits
    hands.until(lambda: not hands.desk.hold.holding and not hands.shell.background.is_busy())
    assert [facts(row) for row in passage_log.rows(hands.station)] == [
        ("in", None, [[365]]), ("in", "粤B12345", [[366]]), ("out", None, [[367]]), ("in", None, [[None], [None]]),
        ("in", None, [[368]]),
    ]  # fmt: skip


def test_a_second_enter_on_the_emptied_line_does_nothing(hands):
    hands.enter("365")
    hands.press(Key.Key_Return)
    assert not hands.desk.problem.isVisible()
    assert count(hands) == 1


def test_counters_and_records_refresh_from_the_save(hands):
    hands.enter("B12345 365 368")
    hands.enter("+2")
    assert (hands.main.header.vehicles.text(), hands.main.header.persons.text()) == ("1", "4")
    assert len(hands.rows()) == 2
    hands.press(Key.Key_F11)
    hands.main.records.filter.setText("12345")
    hands.until(lambda: len(hands.rows()) == 1)


def test_a_disk_fault_keeps_the_line(hands, monkeypatch):
    from station.errors import StoreProblem
    from station.store.store import Store

    def broken(self, operator):
        raise StoreProblem("disk_full")

    hands.type("B12345 365")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", broken)
        hands.enter()
    assert hands.desk.line.text() == "B12345 365"
    assert "磁盘满" in hands.desk.problem.title.text()
    hands.enter()
    assert count(hands) == 1


def test_language_and_theme_change_while_a_draft_is_open(hands):
    hands.type("B12345 365 376")
    for key in (Key.Key_F11, Key.Key_F11):
        hands.press(key)
    hands.language.toggle()
    hands.settle()
    assert hands.main.tabs[0].word.text() == "Register"
    hands.language.toggle()
    hands.settle()
    assert hands.main.tabs[0].word.text() == "登记"
    assert hands.desk.line.text() == "B12345 365 376"
    assert hands.desk.line.hasFocus()


def test_an_open_question_changes_its_language(hands):
    hands.enter("hb:A8K999 365")
    assert "14 天" in hands.desk.question._text.text()
    hands.language.toggle()
    hands.settle()
    assert "14" in hands.desk.question._text.text()
    assert "天" not in hands.desk.question._text.text()
    assert hands.desk.question.edit.hasFocus()


def test_input_method_is_off_for_codes_and_on_for_names(hands):
    off, on = hands.desk.line, hands.main.form.edits["name"]
    assert off.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert hands.main.form.edits["phone"].inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert on.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True


def test_what_an_input_method_commits_is_taken_and_preedit_triggers_nothing(hands):
    from PySide6.QtGui import QInputMethodEvent

    name = hands.main.form.edits["name"]
    hands.press(Key.Key_F2)
    QApplication.sendEvent(name, QInputMethodEvent("zhang", []))
    QTest.keyClick(name, Key.Key_Return)  # belongs to the composition
    assert not hands.main.form.problem.isVisible()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("张·𠮷")
    QApplication.sendEvent(name, commit)
    assert name.text() == "张·𠮷"
    hands.press(Key.Key_Escape)
    commit = QInputMethodEvent("", [])
    commit.setCommitString("粤")
    QApplication.sendEvent(hands.desk.line, commit)
    hands.enter("B12345 365")
    assert newest(hands) == ("in", "粤B12345", [[365]])


KEYS = st.lists(
    st.sampled_from(
        [*"0123456789+-.lB粤 /:", "\n", "\t", "↓", "↑", "esc", "F1", "F2", "F4", "F5", "F6", "F7", "F9", "del"]
    ),
    max_size=60,
)
SPECIAL = {"\n": Key.Key_Return, "\t": Key.Key_Tab, "↓": Key.Key_Down, "↑": Key.Key_Up, "esc": Key.Key_Escape,
           "F1": Key.Key_F1, "F2": Key.Key_F2, "F4": Key.Key_F4, "F5": Key.Key_F5, "F6": Key.Key_F6, "F7": Key.Key_F7,
           "F9": Key.Key_F9, "del": Key.Key_Delete}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=KEYS)
def test_random_keys_never_break_the_desk(hands, keys):
    for key in keys:
        target = QApplication.focusWidget() or hands.shell
        if key in SPECIAL:
            QTest.keyClick(target, SPECIAL[key])
        else:
            hands.type(key)
    hands.settle()
    hands.press(Key.Key_Escape)
    assert verification.verify(hands.station).findings == ()


def test_what_was_chosen_for_a_line_that_is_gone_is_chosen_for_no_other(hands):
    hands.type("B44455 365")
    hands.press(Key.Key_F6)
    hands.press(Key.Key_F6)
    assert hands.desk.disposition == "turned_back"
    hands.press(Key.Key_Escape)
    hands.enter("B44456 365")
    assert passage_log.newest_rows(hands.station, 1)[0].passage.disposition == "released"
    hands.type("B44457 365")
    seen = set()
    for _ in range(6):
        hands.press(Key.Key_F6)
        seen.add(hands.desk.disposition)
    assert seen <= {"released", "held", "turned_back", "referred"}
