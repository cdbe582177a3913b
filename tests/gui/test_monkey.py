"""Two thousand random keys on each screen, and whatever can be pasted: no exception, no Qt warning, no lost draft."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from station.entry.temperature_text import Measured
from station.services.gate import drafts, scripted_records
from station.services.log import passage_log
from station.services.safety import verification
from ui.printing.preview import Preview
from ui.widgets import theme

Key = Qt.Key
KEYS = 2000
LETTERS = "0123456789 365 376aL+-<>./:@粤鄂张zsABDFOYy1。《\u3000😀\u202e"
PRESSED = (
    Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right,
    Key.Key_Delete, Key.Key_Backspace, Key.Key_Space, Key.Key_Home, Key.Key_End, Key.Key_PageDown, Key.Key_F6,
    Key.Key_F7, Key.Key_F10,
)  # fmt: skip
COMMANDS = (
    Key.Key_Z, Key.Key_F, Key.Key_H, Key.Key_T, Key.Key_L, Key.Key_M, Key.Key_K, Key.Key_A, Key.Key_V, Key.Key_X,
    *(Key(Key.Key_1.value + number) for number in range(6)),
)  # fmt: skip
PAGES = ("desk", "form", "cases", "record", "passes", "export", "shift", "scan", "help")
DUTIES = ("incidents", "rounds", "report", "paper", "importing")
DIALOGS = ("passes.pass_page", "printing.preview", "shift.daily_report_page", "exchange.table_import_page")
BAD = [
    "x" * 10_000, "365 " * 2_500, "\x00\x01\x1f\x7f", "粤B12345\n365\r\n366", "😀" * 200, "\u202e543 54321B",
    "https://example.org/?q=%22%27--;DROP", "{\"a\": [" * 500, "Y1" + "A" * 600, "\u0301" * 300, "１２３４５　３６５", "𠮷" * 50,
    "' OR 1=1 --", "<b>bold</b>", "../../etc/passwd", "\ufeff365", "365\u200b", "%s %n {0}",
]  # fmt: skip


def go_to(hands, page):
    main = hands.main
    if page == "form":
        main._open_form(main.desk.present_draft())
    elif page == "record":
        main.records.open_chosen()
    else:
        main.show_page(getattr(main, page))
    hands.settle()


def one_key(hands, chance):
    target = QApplication.focusWidget() or hands.shell
    what = chance.random()
    if what < 0.62:
        hands.type(chance.choice(LETTERS))
    elif what < 0.93:
        QTest.keyClick(target, chance.choice(PRESSED))
    elif what < 0.97:
        QTest.keyClick(target, chance.choice(COMMANDS), Qt.KeyboardModifier.ControlModifier)
    elif what < 0.98:
        QTest.keyClick(target, Key(Key.Key_1.value + chance.randrange(4)), Qt.KeyboardModifier.AltModifier)
    elif isinstance(target, QLineEdit):
        event = QInputMethodEvent("zhang" if chance.random() < 0.5 else "", [])
        if not event.preeditString():
            event.setCommitString("张")
        QApplication.sendEvent(target, event)


@pytest.mark.parametrize("page", PAGES + DUTIES)
def test_a_monkey_breaks_nothing(hands, page, tmp_path, monkeypatch, qapp):
    for module in DIALOGS:  # the system's own dialogs wait for somebody
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(f"ui.{module}.QFileDialog.{name}", lambda *_args, **_kw: ("", ""))
    scripted_records.record(hands.station, "B8K327 376 365")
    hands.main.delivery.reload()
    hands.settle()
    chance = random.Random((PAGES + DUTIES).index(page) + 20)
    for number in range(KEYS if page in PAGES else KEYS // 2):
        if number % 250 == 0:
            go_to(hands, page)
        one_key(hands, chance)
        if number % 50 == 0:
            hands.settle()
    hands.settle()
    QTest.keyClick(QApplication.focusWidget() or hands.shell, Key.Key_Escape)
    hands.settle()
    for preview in hands.main.findChildren(Preview):
        preview.close()
    hands.shell.activateWindow()
    hands.until(hands.shell.isActiveWindow)
    theme.apply(qapp, theme.DAY)
    assert verification.verify(hands.station).findings == ()
    hands.main.show_page(hands.desk)
    QApplication.sendEvent(hands.desk.line, QInputMethodEvent())  # whatever was being composed is dropped
    hands.desk.escape()
    hands.desk.escape()
    before = len(list(passage_log.rows(hands.station)))
    hands.enter("365")
    if hands.desk.question.isVisible():
        hands.enter("1")
    assert len(list(passage_log.rows(hands.station))) == before + 1  # the desk is usable


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_whatever_is_pasted_is_answered_and_loses_nothing(hands, text):
    hands.desk.line.insert(text)
    shown = hands.desk.line.text()
    hands.settle()
    hands.press(Key.Key_Return)
    saved = len(list(passage_log.rows(hands.station)))
    if saved == 0:
        assert hands.desk.problem.isVisible() or hands.desk.question.isVisible() or not shown.strip()
        assert hands.desk.line.text() == shown or hands.desk.line.text().strip() == shown.strip()
    else:
        assert all(isinstance(t.meaning, Measured) or True for t in hands.desk.draft.tokens)
    for _ in range(3):
        hands.press(Key.Key_Escape)
    hands.enter("B12345 366")
    assert passage_log.newest_rows(hands.station, 1)[0].passage.persons[0].readings[0].tenths == 366


@pytest.mark.parametrize("text", BAD[:8], ids=range(8))
def test_whatever_is_pasted_into_the_form_is_answered(hands, text):
    hands.press(Key.Key_F2)
    form = hands.main.form
    for edit in form.edits.values():
        edit.insert(text)
    hands.press(Key.Key_Return)
    assert form.problem.isVisible() or len(list(passage_log.rows(hands.station))) == 1
    hands.press(Key.Key_Escape)
    hands.enter("366")


def test_a_crash_in_the_middle_of_the_form_loses_nothing(hands, tmp_path):
    hands.type("B12345 365 366")
    hands.press(Key.Key_F2)
    hands.enter("欧阳")
    hands.type("138")
    hands.until(lambda: not hands.main.form.keeper._pause.isActive() and not hands.shell.background.is_busy())
    kept = drafts.left_over(hands.station)
    assert kept.content["fields"]["name"] == "欧阳"
    hands.press(Key.Key_Escape)
    for edit in hands.main.form.edits.values():
        edit.clear()
    hands.desk.start_over()  # a new run's desk has a draft of its own
    hands.main.offer(kept)
    assert hands.main.form.edits["name"].text() == "欧阳"
    assert hands.main.form.edits["phone"].text() == "138"
    assert hands.main.form.draft.uid == kept.uid
    hands.press(Key.Key_Escape)  # to the line and back again: it is the same draft
    hands.press(Key.Key_F2)
    assert hands.main.form.edits["name"].text() == "欧阳"
    for text in ("00138000", "探亲"):
        hands.main.form.edits["phone" if text[0] == "0" else "reason"].setFocus()
        hands.type(text)
    hands.enter()
    row = passage_log.newest_rows(hands.station, 1)[0]
    assert (row.uid, row.passage.persons[0].name, len(row.passage.persons)) == (kept.uid, "欧阳", 2)
