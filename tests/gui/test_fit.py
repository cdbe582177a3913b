"""Everything fits: 1366×768 at 100 % and 125 %, three text sizes, zh, en and en stretched by 30 %."""

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QScrollBar

from station import messages
from station.services.gate import scripted_records
from station.services.late_entry import paper_kit
from station.services.shift import incidents, shifts
from ui.widgets import theme

Key = Qt.Key
SCREENS = {"100 %": ((1366, 768), 100), "125 %": ((1093, 614), 100), "middle text": ((1366, 768), 112),
           "large text": ((1366, 768), 125)}  # fmt: skip


class Stretched(QTranslator):
    """English, 30 % longer, as a translation might be."""

    def translate(self, context, source, disambiguation=None, n=-1):
        source = source if isinstance(source, str) else bytes(source).decode()
        return longer(source.replace("%n", str(n)))


def longer(text):
    return text + "~" * (len(text) * 3 // 10)


def too_small(window):
    """What is cut off, squeezed or scrolled: texts of the widgets concerned."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if label.wordWrap():
            needed = label.heightForWidth(label.width())
            if needed > label.height() + 2:
                found.append(("wrapped", label.text(), needed, label.height()))
        elif label.sizeHint().width() > label.width() + 1 or label.sizeHint().height() > label.height() + 3:
            found.append(("label", label.text(), label.sizeHint().toTuple(), label.size().toTuple()))
    for edit in (*window.findChildren(QLineEdit), *window.findChildren(QPushButton), *window.findChildren(QComboBox)):
        if edit.isVisible() and edit.minimumSizeHint().height() > edit.height() + 2:
            found.append(("height", edit.objectName(), edit.minimumSizeHint().height(), edit.height()))
        outside = edit.mapTo(window, edit.rect().bottomRight())
        if edit.isVisible() and not window.rect().contains(outside):
            found.append(("outside", edit.objectName(), outside.toTuple()))
    for bar in window.findChildren(QScrollBar):
        if bar.isVisible() and bar.orientation() == Qt.Orientation.Horizontal:
            found.append(("scrollbar", bar.parent().parent().objectName()))
    return found


LINES = ["B12345 365 368", "376", "L", "hb:A8K999 365 366", "+4", "B5L07Q 362 363 364 365 -"]
CREW = (
    '{"vehicle":{"plate":"粤B8K327"},"persons":[{"name":"张三","phone":"13800138000","category":"courier",'
    '"readings":[{"tenths":366}]},{"name":"李四","phone":"13800138001","category":"courier","readings":[{"tenths":365}]}]}'
)


@pytest.fixture(params=["zh", "en", "stretched"])
def language(request, hands, qapp, monkeypatch):
    if request.param == "stretched":
        english = messages._labels("en")
        monkeypatch.setattr(messages, "_labels", lambda _language: {key: longer(word) for key, word in english.items()})
    hands.language.use("zh" if request.param == "zh" else "en")
    translator = Stretched()
    if request.param == "stretched":
        qapp.installTranslator(translator)
    hands.settle()
    yield request.param
    qapp.removeTranslator(translator)


def walk(hands):
    """Every screen in its fullest state; yields its name."""
    yield "desk"
    hands.type("8K3")
    hands.press(Key.Key_Down)
    yield "suggestion"
    hands.press(Key.Key_Return)
    hands.type("364 376 ")
    hands.settle()
    yield "fever"
    hands.press(Key.Key_Escape)
    hands.type("hb:A8K111 365 376 l 366")
    hands.settle()
    yield "fever and key vehicle"
    hands.press(Key.Key_Escape)
    hands.type("ls")
    hands.settle()
    yield "person"
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    hands.enter("D12345 365")
    yield "choice"
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_F2)
    hands.enter("欧阳")
    hands.enter("138001")
    yield "form"
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_F4)
    yield "cases"
    hands.enter("1")
    yield "referral"
    hands.press(Key.Key_Escape)
    hands.main.records.table.selectRow(1)
    hands.main.records.open_chosen()
    hands.settle()
    hands.type("1")
    hands.settle()
    yield "record"
    for key in (Key.Key_F1, Key.Key_F5, Key.Key_F8, Key.Key_F9):
        hands.press(key)
        yield key.name
        hands.press(Key.Key_Escape)
    for page in hands.main.duties[1:]:
        hands.main.show_page(page)
        hands.settle()
        yield type(page).__name__
        hands.press(Key.Key_Escape)
    shifts.open_shift(hands.station, ("张三", "李四"), ())
    hands.main.delivery.reload()
    hands.press(Key.Key_F9)
    for step in ("matters", "staff", "supplies", "sign"):
        assert hands.main.shift.step == step
        yield f"handover {step}"
        hands.press(Key.Key_PageDown)
    yield "handover stopped"
    hands.press(Key.Key_Escape)
    hands.main.show_page(hands.main.scan)
    yield "scan test"
    hands.press(Key.Key_Escape)


@pytest.mark.parametrize("screen", list(SCREENS))
def test_nothing_is_cut_off(hands, qapp, language, screen):
    for line in (CREW, *LINES):
        scripted_records.record(hands.station, line)
    incidents.open_incident(hands.station, "follow_up", "黄埔路 9 号租户 2 人今晚返深，名单已加", handed_to="李网格")
    paper_kit.issue_kit(hands.station, 3)
    (width, height), percent = SCREENS[screen]
    theme.apply(qapp, theme.DAY, percent)
    try:
        hands.shell.resize(width, height)
        hands.main.delivery.reload()
        hands.settle()
        hands.main.repaint_all()
        assert hands.shell.size().toTuple() == (width, height)
        faults = {name: too_small(hands.main) for name in walk(hands)}
        assert {name: found for name, found in faults.items() if found} == {}
    finally:
        theme.apply(qapp, theme.DAY)
