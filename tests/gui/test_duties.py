"""The leader's pages by keys: reports, incidents, rounds, paper, lists, thermometers, scanned sheets."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.clock import HOUR
from station.records.shift import Thermometer
from station.services.access import operators
from station.services.gate import cases, scripted_records
from station.services.late_entry import paper_kit
from station.services.log import passage_log
from station.services.shift import daily_reports, handover_sheets, incidents, isolation_rounds, shifts
from ui.late_entry.paper_kit_page import PaperPage
from ui.late_entry.table_import_page import ImportPage
from ui.printing.preview import Preview
from ui.shift.daily_report_page import ReportPage
from ui.shift.incidents_page import IncidentsPage
from ui.shift.rounds_page import RoundsPage

Key = Qt.Key


def control(hands, key):
    QTest.keyClick(hands.desk.line, key, Qt.KeyboardModifier.ControlModifier)
    hands.settle()


def test_lists_come_by_stick_and_their_age_is_on_the_screen(listed, clock):
    assert "名单 v1" in listed.main.footer._state.text()
    listed.press(Key.Key_F8)
    assert "居家隔离 2" in listed.main.export._lists.text()
    clock.advance(9 * 86_400_000)
    listed.main.delivery.tick()
    listed.settle()
    assert "过期 2 天" in listed.main.footer._state.text()
    listed.press(Key.Key_Escape)
    listed.enter("365")  # an expired list never stops registration
    assert len(list(passage_log.rows(listed.station))) == 1


def test_a_refused_pack_is_named_with_its_reason(listed, stick, clock):
    (stick / "old.ysp").write_bytes((stick / "CP17-P00001.ysp").read_bytes()[:-20])
    listed.press(Key.Key_F8)
    listed.main.export.folder.setText(str(stick))
    listed.enter()
    assert "old.ysp: 文件不完整" in listed.main.export.result.text.text()
    assert listed.station.lists.version == 1


def test_a_list_hit_says_why_and_what_is_ordered_and_needs_verification(listed):
    listed.type("B55555 365")
    listed.settle()
    assert "途经黄冈" in listed.desk.flagged.title.text()
    assert listed.desk.flagged.text.text() == "查 14 天行程"
    listed.press(Key.Key_Return)
    (case,) = cases.open_cases(listed.station)
    listed.press(Key.Key_F4)
    for text in ("1", "电话卡口", "绕行未停", "张三", "13800138000"):
        listed.enter(text)
    listed.enter()
    done = cases.find(listed.station, case.uid)
    assert (done.case.outcome, done.case.checked, done.case.found, done.case.name) == (
        "released", "电话卡口", "绕行未停", "张三"
    )  # fmt: skip


def test_a_round_and_a_release_by_keys(listed):
    control(listed, Key.Key_J)
    page = listed.main.duty(RoundsPage)
    assert [row.person.number for row in page.rows] == ["G2", "G1"]
    for text in ("365 367", "", "买菜"):
        listed.enter(text)
    assert [row.person.number for row in isolation_rounds.roster(listed.station) if row.today] == ["G2"]
    assert page.chosen().person.number == "G1"  # the next one stands ready
    listed.enter("0")
    listed.enter("")
    listed.enter("")
    assert {row.person.number: row.newest.found for row in isolation_rounds.roster(listed.station)} == {
        "G2": "home", "G1": "not_home"
    }  # fmt: skip
    listed.press(Key.Key_Up)
    listed.press(Key.Key_Up)
    listed.enter("9")
    listed.enter("满 14 天")
    assert [one.number for one in listed.station.lists.isolation] == ["G1"]


def test_an_incident_is_written_handed_on_and_closed(hands):
    control(hands, Key.Key_I)
    for text in ("9",):
        hands.enter(text)
    hands.main.duty(IncidentsPage).begin()
    for text in ("2", "后门有人翻墙", "居民", "李网格", "30"):
        hands.enter(text)
    (one,) = incidents.open_ones(hands.station)
    item = one.incident
    assert (item.kind, item.text, item.reported_by, item.handed_to) == ("tip", "后门有人翻墙", "居民", "李网格")
    assert item.due_at == item.opened_at + 30 * 60_000
    for text in ("0", "", "已劝离"):
        hands.enter(text)
    assert incidents.open_ones(hands.station) == []


def test_a_zero_report_is_said_and_signed_by_keys(hands):
    control(hands, Key.Key_R)
    page = hands.main.duty(ReportPage)
    hands.enter("")
    hands.enter("1234")
    assert "零报告" in page.problem.text.text() + page.problem.title.text()
    assert daily_reports.days(hands.station)[0].issue == 0
    page.begin()
    hands.settle()
    hands.enter("1")
    hands.enter("1234")
    assert daily_reports.signed(hands.station, daily_reports.days(hands.station)[0].day).zero
    page.copy.click()
    assert "零报告" in QApplication.clipboard().text()
    control(hands, Key.Key_P)
    preview = next(one for one in page.findChildren(Preview))
    preview.close()


def test_paper_rows_count_on_by_themselves(hands, clock):
    paper_kit.issue_kit(hands.station, 2)
    control(hands, Key.Key_B)
    page = hands.main.duty(PaperPage)
    hands.settle()
    assert (page.edits["sheet"].text(), page.edits["row"].text()) == ("1", "1")
    for text in ("", "", "", "0700", "B12345 365 368"):
        hands.enter(text)
    assert page.edits["row"].text() == "2"
    assert page.edits["time"].hasFocus()
    for text in ("0705", "366 -"):
        hands.enter(text)
    assert [row.passage.key for row in passage_log.rows(hands.station)] == ["paper/0001/01", "paper/0001/02"]
    assert hands.main.delivery.figures.passages == 2
    page.edits["row"].setText("1")
    for text in ("0705", "366 -"):
        hands.enter(text)
    assert "已经补录过" in page.problem.title.text()
    assert len(list(passage_log.rows(hands.station))) == 2
    hands.enter("2359")
    hands.enter("365")
    assert page.edits["time"].property("fault")


def test_a_table_is_looked_at_mapped_and_taken_by_keys(hands, tmp_path):
    path = tmp_path / "老表.csv"
    path.write_text("哪天,几点,体温,车牌\n2020-03-11,0:01,36.5,粤B12345\n2020-03-11,0:01,99,\n", "utf-8")
    control(hands, Key.Key_O)
    page = hands.main.duty(ImportPage)
    hands.enter(str(path))
    assert "日期、时间" in page.problem.title.text()
    assert "几点" in page.problem.title.text()
    assert page.edits["mapping"].hasFocus()
    hands.enter("日期=哪天 时间=几点")
    assert page.summary.text() == "可存入 1 行，早已有 0 行，有问题 1 行"
    assert page.list.item(0).text().startswith("#3 体温")
    assert list(passage_log.rows(hands.station)) == []
    hands.enter()
    (row,) = passage_log.rows(hands.station)
    assert row.passage.late
    assert "存入 1 行" in page.problem.text.text()
    assert hands.main.delivery.figures.passages == 1
    hands.enter(str(path))
    hands.enter("日期=哪天 时间=几点")
    assert "早已有 1 行" in page.summary.text()
    assert not page.button.isEnabled()
    hands.enter()
    assert len(list(passage_log.rows(hands.station))) == 1


def test_a_thermometer_of_the_last_shift_is_not_kept_and_the_only_one_is_taken(hands):
    hands.shell.session.thermometer = "7"
    hands.meanwhile(lambda: shifts.open_shift(hands.station, (), (Thermometer("1"), Thermometer("2"))))
    assert hands.shell.session.thermometer is None
    hands.meanwhile(lambda: shifts.revise_roster(hands.station, (), (Thermometer("3"),)))
    assert hands.shell.session.thermometer == "3"


def test_a_shift_past_its_end_says_that_it_has_to_be_handed_over(hands, clock):
    hands.meanwhile(lambda: shifts.open_shift(hands.station))  # 08:00–12:00
    header = hands.main.header
    assert header._shift._whole == "第 3 班 08:00–12:00 · 班长甲 · 在岗 1 人"
    clock.advance(4 * HOUR)
    header.tick()
    assert header._shift._whole.startswith("⚠ 该交班了：F9 · 第 3 班")
    hands.main.delivery.reload()
    hands.settle()
    assert header._shift._whole.startswith("⚠")
    clock.advance(-HOUR)
    header.tick()
    assert not header._shift._whole.startswith("⚠")


def test_the_thermometer_in_use_goes_round_and_is_noted(hands):
    hands.meanwhile(lambda: shifts.open_shift(hands.station, (), (Thermometer("1"), Thermometer("2"))))
    for expected in ("1", "2", None, "1"):
        control(hands, Key.Key_G)
        assert hands.shell.session.thermometer == expected
    hands.enter("365 366#2")
    (row,) = passage_log.rows(hands.station)
    assert [person.readings[0].thermometer for person in row.passage.persons] == ["1", "2"]


def test_a_drifting_thermometer_is_said_at_the_desk(hands):
    shifts.open_shift(hands.station, (), (Thermometer("1"), Thermometer("2")))
    for gun, tenths in (("1", 364), ("2", 371)):
        for _ in range(20):
            scripted_records.record(hands.station, f"{tenths}#{gun}")
    hands.main.delivery.reload()
    hands.settle()
    hands.shell.session.thermometer = "1"
    while hands.main.delivery.figures.passages % 10 != 9:
        hands.enter("364")
    hands.enter("364")
    hands.settle()
    assert "走偏" in hands.main.notice.title.text()


def test_a_scanned_sheet_is_compared(hands):
    shifts.open_shift(hands.station)
    hands.enter("B12345 365 368")
    shifts.close_shift(hands.station, hands.station.operator)
    code = handover_sheets.sheet(hands.station, 1).qr_text
    hands.main.scanned(code)
    hands.settle()
    assert "一致" in hands.main.notice.title.text()
    hands.main.scanned(code.replace("/1/2/2/0/0/", "/1/2/2/0/1/"))
    hands.settle()
    assert "不一致" in hands.main.notice.title.text()
    assert "异常: 1 ≠ 0" in hands.main.notice.text.text()
    assert hands.desk.line.text() == ""


def test_a_volunteer_opens_with_a_leaders_pin_and_another_leader_closes_for_an_absent_one(hands):
    operators.new_operator(hands.station, "班长乙", "leader", "4321")
    hands.press(Key.Key_F12)
    hands.enter("21111")
    hands.until(lambda: hands.shell.currentWidget() is hands.main and not hands.shell.background.is_busy())
    assert hands.station.operator.role == "volunteer"
    hands.press(Key.Key_F9)
    for text in ("", "", "1", "0000"):
        hands.enter(text)
    assert shifts.current_shift(hands.station) is None
    assert hands.main.shift.edits["outgoing_pin"].hasFocus()
    hands.enter("1234")  # typed over the wrong one
    assert shifts.current_shift(hands.station).shift.leader == "op1"
    hands.press(Key.Key_F9)
    hands.enter("")
    for _ in range(2):
        hands.enter("")
    for _ in range(6):
        hands.enter("")
    for text in ("", "", "2", "4321", "2", "4321"):
        hands.enter(text)
    sheet = handover_sheets.sheet(hands.station, 1)
    assert (sheet.outgoing, sheet.incoming) == ("班长甲", "班长乙")
    assert sheet.names[sheet.handover.closed_by] == "班长乙"


def test_the_wrong_number_of_a_supply_or_a_leader_is_said_and_nothing_closes(hands):
    shifts.open_shift(hands.station)
    hands.press(Key.Key_F9)
    hands.enter("")
    hands.enter("")
    hands.enter("")
    page = hands.main.shift
    assert page.step == "supplies"
    hands.enter("many")
    for _ in range(5):
        hands.enter("")
    assert page.step == "supplies"
    assert page.edits["masks"].property("fault")
    hands.press(Key.Key_PageUp)
    assert page.step == "staff"
    hands.press(Key.Key_PageDown)
    page.edits["masks"].setFocus()
    page.edits["masks"].clear()
    hands.enter("+100")
    assert (page.step, page.edits["masks"].text()) == ("supplies", "")
    assert page.edits["masks"].placeholderText() == "应存 100 · 应有 60"
    assert page.edits["gloves"].placeholderText() == "没清点过 · 应有 60"
    page.edits["masks"].setText("40")
    hands.press(Key.Key_PageDown)
    assert page.step == "sign"
    for text in ("", "", "1", "1234", "7", "1234"):
        hands.enter(text)
    assert page.edits["incoming"].hasFocus()
    assert shifts.current_shift(hands.station) is not None
