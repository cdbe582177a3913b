"""The centre's window by keys: a stick taken, a station signed by its fingerprint, lists sent, the street looked at."""

import json

import pytest
from PySide6.QtCore import Qt

from station.clock import DAY
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.shift import daily_reports, handover_sheets, shifts
from station.triage.list_index import index_of
from tests.gui.test_fit import too_small
from tests.tests_support import CHEAP, workbook
from ui.centre.centre_window import CentreShell
from ui.demo.keyboard import Keyboard
from ui.language.translations import CHINESE, Language
from ui.widgets import theme

Key = Qt.Key
VEHICLES = {"重点车辆": [("车牌号", "原因", "处置指令"), ("粤B55555", "途经黄冈", "查行程")]}


@pytest.fixture
def street(qapp, tmp_path, clock, make_station, stick):
    """A centre's window before it is unlocked, a station with a day behind it, its stick."""
    card = tmp_path / "centre.card"
    clerk_desk.init(str(tmp_path / "centre"), "街道汇总", card, "words", clock, CHEAP)
    station = make_station(card=card)
    shifts.open_shift(station)
    scripted_records.record(station, "B12345 365 368")
    shifts.close_shift(station, station.operator)
    daily_reports.sign(station, station.today(), station.operator, zero=True)
    station_files.export(station, stick)
    (asked,) = station_files.ask_to_be_enrolled(station, stick)
    theme.apply(qapp, theme.DAY)
    language = Language(qapp, CHINESE)
    shell = CentreShell(str(tmp_path / "centre"), language, clock)
    shell.show()
    shell.activateWindow()
    hands = Keyboard(shell)
    hands.until(shell.isActiveWindow)
    shell.door.field.setFocus()
    hands.shell, hands.station, hands.stick, hands.fingerprint = shell, station, stick, asked.fingerprint
    yield hands
    shell.shut()
    language.end()
    shell.close()
    shell.deleteLater()
    hands.until(lambda: True)


@pytest.fixture
def clerk(street):
    """The window unlocked, the stick taken."""
    street.enter("words")
    street.until(lambda: street.shell.main is not None)
    street.enter(str(street.stick))
    return street


def lines(page):
    return [page.list.item(at).text() for at in range(page.list.count())]


def test_a_wrong_passphrase_is_said(street):
    street.enter("wrong")
    assert street.shell.main is None
    assert street.shell.door.problem.isVisible()
    assert street.shell.door.field.hasFocus()


def test_a_stick_waits_for_the_fingerprint_and_is_then_answered(clerk):
    page = clerk.shell.main.stick
    assert any("未入网，暂存" in line for line in lines(page))
    assert clerk.fingerprint in lines(page)[0]
    assert page.edits["fingerprint"].hasFocus()
    clerk.enter(clerk.fingerprint[:3])
    assert not list(clerk.stick.glob("*.ysc"))
    clerk.enter("0000" if not clerk.fingerprint.startswith("0000") else "1111")
    assert "没有这个指纹" in page.problem.title.text()
    assert not list(clerk.stick.glob("*.ysc"))
    clerk.enter(clerk.fingerprint[:4].lower())
    assert any("早已合并" in line for line in lines(page))
    assert not page.edits["fingerprint"].isVisible()
    taken = {one.kind: one.verdict for one in station_files.take_from(clerk.station, clerk.stick).answer}
    assert taken == {"certificate": "taken", "receipt": "taken"}


def test_lists_are_looked_at_taken_and_sent(clerk, tmp_path):
    clerk.enter(clerk.fingerprint[:4])
    clerk.press(Key.Key_F3)
    page = clerk.shell.main.lists
    bad = {"重点车辆": [*VEHICLES["重点车辆"], ("粤B1", "x", "")]}
    clerk.enter(str(workbook(tmp_path / "bad.xlsx", bad)))
    assert lines(page)[0].startswith("重点车辆 #3 车牌号")
    clerk.enter()
    assert "1 行有错" in page.problem.title.text()  # a second Enter takes nothing that is wrong
    page.begin()
    clerk.enter(str(workbook(tmp_path / "good.xlsx", VEHICLES)))
    assert lines(page) == ["重点车辆: 1  +1 −0 ~0", "    + 粤B55555 途经黄冈 查行程"]
    clerk.enter()
    assert page.edits["folder"].hasFocus()
    clerk.enter(str(clerk.stick))
    assert "第 1 版，1 个卡点" in page.problem.text.text()
    station_files.take_from(clerk.station, clerk.stick)

    assert index_of(clerk.station.lists).vehicles["粤B55555"][0].order == "查行程"


def test_the_street_shows_who_is_silent_and_compares_a_sheet(clerk, clock):
    clerk.enter(clerk.fingerprint[:4])
    clock.advance(DAY)
    clerk.press(Key.Key_F4)
    page = clerk.shell.main.street
    assert page.edits["day"].text() == "2020-03-11"
    (line,) = lines(page)
    assert line.startswith("✓ CP17 新围卡点 E1")
    assert page.figures._rows[0][1].text() == "1"
    page.edits["day"].selectAll()
    clerk.enter("2020-03-12")
    assert lines(page)[0].startswith("✗ CP17")
    assert page.list.item(0).icon().pixmap(8).toImage().pixelColor(2, 2).name() == theme.DAY.bad
    code = handover_sheets.sheet(clerk.station, 1).qr_text
    page.edits["code"].setFocus()
    clerk.enter(code)
    assert "一致" in page.problem.title.text()
    clerk.enter(code.replace("/1/2/2/0/0/", "/1/2/2/0/1/"))
    assert "异常: 1 ≠ 0" in page.problem.text.text()
    clerk.enter("hello")
    assert page.problem.isVisible()
    page.edits["day"].setFocus()
    page.edits["day"].selectAll()
    clerk.enter("tomorrow")
    assert page.problem.objectName() == "alertWarn"


def test_who_passed_is_asked_by_keys_and_masked_until_there_is_a_reason(clerk):
    visitor = {"name": "王小明", "phone": "13800138000", "category": "courier", "readings": [{"tenths": 365}]}
    scripted_records.record(clerk.station, json.dumps({"vehicle": {"plate": "粤B12345"}, "persons": [visitor]}))
    clerk.enter(clerk.fingerprint[:4])
    station_files.export(clerk.station, clerk.stick)
    clerk.press(Key.Key_F2)
    clerk.enter(str(clerk.stick))
    clerk.press(Key.Key_F5)
    page = clerk.shell.main.passed
    assert not page.edits["reason"].isVisible()
    clerk.enter("12345")
    assert len(lines(page)) == 2
    assert "王*" in lines(page)[1]
    assert page.summary.text().startswith("粤B12345 · 经过 2 次")
    assert page.edits["reason"].hasFocus()
    clerk.enter("密接排查")
    assert "王小明 13800138000" in lines(page)[1]
    assert page.edits["wanted"].hasFocus()
    clerk.enter("365")
    assert "一次查一个" in page.problem.title.text()
    page.edits["wanted"].clear()
    clerk.enter()
    assert [line.split("  ")[1:] for line in lines(page)] == [["CP17", "王* ****8000 配送"]]
    clerk.enter()  # no reason: the next question, and nothing of this one left
    assert lines(page) == []
    assert page.edits["wanted"].hasFocus()


@pytest.mark.parametrize("size", [(1024, 720), (1366, 768), (1093, 614)])
def test_nothing_is_cut_off(clerk, tmp_path, size):
    clerk.shell.resize(*size)
    main, found = clerk.shell.main, {}
    for code in ("zh", "en"):
        clerk.shell._language.use(code)
        for page in main.pages:
            main.show_page(page)
            clerk.settle()
            if page is main.stick:
                clerk.enter(str(clerk.stick))
            if page is main.lists:
                clerk.enter(str(workbook(tmp_path / f"{code}.xlsx", VEHICLES)))
            if page is main.passed:
                clerk.enter("12345")
            found[f"{type(page).__name__} {code}"] = too_small(main)
    assert clerk.shell.size().toTuple() == size
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_words_follow_the_language(clerk):
    for page in clerk.shell.main.pages:
        clerk.shell.main.show_page(page)
        clerk.settle()
    clerk.shell.look.change("language")
    clerk.settle()
    assert clerk.shell.main.street.title.text() == "The street"
    assert clerk.shell.main.tabs[0].word.text() == "Stick"
