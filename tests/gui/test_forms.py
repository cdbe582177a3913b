"""Names in other Unicode forms, and a record that nobody can read, in the real window by keys."""

import json

from PySide6.QtCore import Qt
from tests_support import write_odd

from station.services.gate import drafts, scripted_records
from station.services.log import passage_log
from station.services.safety import verification

Key = Qt.Key
JOSE, LIN = "Jose\u0301", "\uf9f4冲"


def test_a_pasted_name_is_saved_in_one_form_and_everything_stays_readable(hands):
    hands.press(Key.Key_F2)
    for text in (f"{JOSE} 李", "13800138000", f"Cafe\u0301 {LIN}", "365"):
        hands.enter(text)
    person = passage_log.newest_rows(hands.station, 1)[0].passage.persons[0]
    assert person.name == "José 李"
    hands.enter("366")
    assert verification.verify(hands.station).findings == ()
    assert len(hands.rows()) == 2
    hands.main.lock_wanted.emit()
    hands.enter("11234")
    hands.until(lambda: hands.shell.currentWidget() is hands.main and not hands.shell.background.is_busy())
    assert [row.passage.persons[0].name for row in hands.rows()] == [None, "José 李"]


def test_a_kept_draft_in_another_form_comes_back_in_one(hands):
    hands.press(Key.Key_F2)
    hands.type(JOSE)
    hands.main.form.keeper.write_now()
    hands.settle()
    assert "José" in json.dumps(drafts.left_over(hands.station).content, ensure_ascii=False)


def test_a_record_that_cannot_be_read_is_shown_as_that_and_the_others_as_they_are(hands):
    scripted_records.record(hands.station, "B12345 365")
    write_odd(hands.station, "passage")
    scripted_records.record(hands.station, "B99999 366")
    hands.main.delivery.reload()
    hands.settle()
    model = hands.main.records.model
    shown = [model.data(model.index(at, column)) for at in range(3) for column in (0, 2)]
    hands.settle()
    shown = [model.data(model.index(at, column)) for at in range(3) for column in (0, 2)]
    assert shown[1::2] == ["粤B99999", None, "粤B12345"]
    assert shown[2] == "读不出"
    model.fetch(1, lambda _row: None)
    hands.settle()
    assert "读不出" in hands.main.notice.title.text()
