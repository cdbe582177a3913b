"""Contrast from the tokens, accessible names, focus order, drill, sound, night by the clock, keys page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QTableView, QWidget

from station.batch import envelope
from station.clock import SetClock
from station.errors import Refused
from station.records.ids import DRILL, is_station_code
from station.services.gate import drill, scripted_records
from station.services.log import passage_log
from station.store import journal
from ui.session.shortcuts import CREW_KEYS, VIEW_KEYS, Shortcut
from ui.shell.appearance import Look
from ui.sound.prompts import kind_of
from ui.widgets import theme

Key = Qt.Key
AA, AA_LARGE = 4.5, 3.0
PAIRS = [
    (ink, paper)
    for ink, papers in {
        "ink": ("surface", "bg", "ok_bg", "warn_bg", "bad_bg", "selected", "key"),
        "dim": ("surface", "bg", "key"),
        "brand": ("surface", "selected"),
        "on_header": ("header",),
        "on_brand": ("brand",),
        "ok": ("surface", "ok_bg"),
        "warn": ("surface", "warn_bg"),
        "bad": ("surface", "bad_bg"),
    }.items()
    for paper in papers
]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [theme.DAY, theme.NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-on-".join(pair))
def test_every_text_reaches_aa(colours, pair):
    ink, paper = (getattr(colours, name) for name in pair)
    assert contrast(ink, paper) >= AA


@pytest.mark.parametrize("colours", [theme.DAY, theme.NIGHT], ids=["day", "night"])
def test_the_focus_ring_and_the_bars_stand_out(colours):
    """WCAG 1.4.11: what is not text but tells something needs 3 : 1 against what is beside it."""
    assert contrast(colours.brand, colours.surface) >= AA_LARGE
    assert contrast(colours.bad, colours.bad_bg) >= AA_LARGE


def test_whatever_takes_the_focus_has_a_name(hands):
    hands.press(Key.Key_F2)
    unnamed = [
        (type(one).__name__, one.objectName())
        for one in hands.main.findChildren(QWidget)
        if isinstance(one, QLineEdit | QComboBox | QPushButton | QTableView)
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (one.accessibleName() or (isinstance(one, QPushButton) and one.text()))
        and one.objectName() != "qt_spinbox_lineedit"
    ]
    assert unnamed == []


def test_tab_walks_the_form_in_the_order_it_reads(hands):
    hands.press(Key.Key_F2)
    form = hands.main.form
    walked = []
    for _ in form.shown_fields():
        walked.append(QApplication.focusWidget().objectName())
        hands.press(Key.Key_Tab)
    shown = list(form.shown_fields())
    start = shown.index("name")
    assert walked[: len(shown) - start] == shown[start:]


def test_every_shortcut_is_on_the_keys_page_once_and_none_is_taken_twice(hands):
    keys = [*(one.value for one in Shortcut), *VIEW_KEYS, *CREW_KEYS]
    assert len(set(keys)) == len(keys)
    typed = " ".join(line for line, _meaning in hands.main.help._lines())
    missing = [one.value for one in Shortcut if one.value not in typed]
    assert missing == []


@pytest.mark.parametrize(("hour", "night"), [(6, True), (7, False), (12, False), (18, False), (19, True), (23, True)])
def test_the_desk_dims_by_the_clock_until_somebody_chooses(qapp, tmp_path, monkeypatch, hour, night):
    from ui.language.translations import CHINESE, Language

    midnight = 1_583_856_000_000  # 2020-03-11 00:00 in UTC+8
    monkeypatch.setattr("ui.shell.appearance.SystemClock", lambda: SetClock(midnight + hour * 3_600_000))
    window, language = QWidget(), Language(qapp, CHINESE)
    window.resize(1366, 768)
    look = Look(window, tmp_path, language)
    look.apply()
    assert (theme.current(qapp) is theme.NIGHT) is night
    look.change("night")
    assert (theme.current(qapp) is theme.NIGHT) is not night
    again = Look(window, tmp_path, language)  # remembered
    again.apply()
    assert (theme.current(qapp) is theme.NIGHT) is not night
    look._dim.stop()
    again._dim.stop()
    language.end()
    theme.apply(qapp, theme.DAY)


def test_what_is_not_allowed_is_struck_through_by_night_too(hands):
    hands.type("376 ")
    hands.settle()

    def struck():
        return [label.text() for label in hands.desk.view.dispositions._labels if label.font().strikeOut()]

    by_day = struck()
    assert "放行" in by_day
    assert "待处置" not in by_day
    hands.press(Key.Key_F11)
    assert struck() == by_day
    QTest.keyClick(hands.desk.line, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert struck() == by_day


def test_text_sizes_go_round_and_only_where_there_is_room(hands, qapp):
    hands.shell.resize(1366, 768)
    seen = []
    for _ in range(3):
        QTest.keyClick(hands.desk.line, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        seen.append(theme.percent())
    assert seen == [112, 125, 100]
    hands.shell.resize(1093, 614)
    QTest.keyClick(hands.desk.line, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert theme.percent() == 100


def test_each_result_has_its_own_prompt_and_mute_silences_them(hands):
    for line in ("365", "376", "l"):
        hands.enter(line)
    hands.enter("hb:A8K999 365")
    hands.enter("")
    assert hands.main.prompts.played == ["pass", "recheck", "recheck", "stop"]
    QTest.keyClick(hands.desk.line, Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    hands.enter("366")
    assert len(hands.main.prompts.played) == 4
    assert kind_of(passage_log.newest_rows(hands.station, 1)[0].passage) == "pass"


def test_a_drill_by_keys_is_scored_and_leaves_nothing(hands):
    hands.type("B12345 36")  # the desk keeps what was being typed
    before = len(list(passage_log.rows(hands.station)))
    QTest.keyClick(hands.desk.line, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    page = hands.shell.currentWidget()
    hands.until(lambda: page.desk is not None and not page.is_busy())
    folder = page._folder.name
    for number in range(6):
        arrival = page.arrivals[0]
        hands.enter(arrival.line if number != 2 else "369 369 369 369")
        hands.until(lambda: not page.is_busy() and not page.desk.hold.holding)
        if page.desk.question.isVisible():
            hands.press(Key.Key_Return)
            hands.until(lambda: not page.is_busy())
    assert (page.right, page.wrong) == (5, 1)
    with pytest.raises(Refused, match="drill_data"):
        seal(page.station)
    hands.press(Key.Key_Escape)
    assert page.score is not None
    assert not page.score.passed  # five of six are not nine of ten
    hands.press(Key.Key_Escape)
    hands.settle()
    assert hands.shell.currentWidget() is hands.main
    from pathlib import Path

    assert not Path(folder).exists()
    assert hands.desk.line.text() == "B12345 36"
    assert len(list(passage_log.rows(hands.station))) == before


def seal(station):
    with station.store.read() as connection:
        entries = list(journal.entries(connection))
    from pyrage import x25519

    key = str(x25519.Identity.generate().to_public())
    return envelope.seal(entries, number=1, previous_batch="", program="", private_key=b"1" * 32, box=key, recovery=key)


def test_practice_is_no_station(tmp_path):
    assert not is_station_code(DRILL)
    station = drill.open_drill(tmp_path, SetClock(1_583_884_800_000), "甲")
    try:
        for arrival in drill.queue(7)[:60]:
            saved = scripted_records.record(station, arrival.line).answer
            assert drill.is_right(arrival, saved.passage), arrival
    finally:
        station.close()
