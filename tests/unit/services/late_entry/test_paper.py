"""Paper rows and tables keyed later: both times, each row once, what is missing is said."""

import contextlib
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from station.clock import DAY, HOUR, day_start, local
from station.entry.problem import Problem
from station.errors import InputError, Refused
from station.services.gate import cases
from station.services.late_entry import paper_kit, table_import
from station.services.late_entry.paper_kit import ROWS
from station.services.log import passage_log
from station.services.safety import verification
from tests.tests_support import workbook

TODAY = date(2020, 3, 11)
HEAD = ("表号", "行号", "日期", "时间", "进出", "车牌", "体温", "姓名", "电话", "类别", "事由")


def rows(station):
    return list(passage_log.rows(station))


def test_numbers_go_on_from_kit_to_kit(station):
    first, second = paper_kit.issue_kit(station, 3).answer, paper_kit.issue_kit(station, 2).answer
    assert [(one.first, one.last) for one in (first, second)] == [(1, 3), (4, 5)]
    assert second.serial(4) == "CP17-P0004"
    for count in (0, 201):
        with pytest.raises(Refused, match="kit_size"):
            paper_kit.issue_kit(station, count)
    assert verification.verify(station).findings == ()


def test_a_row_keyed_later_has_both_times_and_stands_once(station, clock):
    paper_kit.issue_kit(station, 1)
    clock.advance(2 * HOUR)
    saved = paper_kit.key_row(station, 1, 7, TODAY, "08:35", "B12345 365 376").answer
    again = paper_kit.key_row(station, 1, 7, TODAY, "0835", "B99999 365").answer
    assert (again.already, again.uid) == (True, saved.uid)
    (row,) = rows(station)
    assert row.passage.late
    assert row.passage.happened_at == day_start(TODAY) + 8 * HOUR + 35 * 60_000
    assert row.at == clock.at
    assert row.passage.persons[0].readings[0].at == row.passage.happened_at
    assert len(cases.open_cases(station)) == 1  # a fever of this morning is followed up as any other
    assert paper_kit.states(station)[0].keyed == (7,)
    assert paper_kit.states(station)[0].missing == (1, 2, 3, 4, 5, 6)
    assert paper_kit.next_row(station, 1) == 1


@pytest.mark.parametrize(
    ("sheet", "row", "time", "line", "code"),
    [
        (1, 0, "0800", "365", "paper_row_number"),
        (1, ROWS + 1, "0800", "365", "paper_row_number"),
        (9, 1, "0800", "365", "paper_sheet_unknown"),
        (1, 1, "2460", "365", "invalid_clock_time"),
        (1, 1, "soon", "365", "invalid_clock_time"),
        (1, 1, "2359", "365", "time_in_future"),
        (1, 1, "0700", "999", "impossible_temperature"),
        (1, 1, "0700", "", "empty"),
        (1, 1, "0700", ".999 365", "no_match"),
    ],
)
def test_a_row_that_cannot_be_saves_nothing_and_says_why(station, sheet, row, time, line, code):
    paper_kit.issue_kit(station, 1)
    done = paper_kit.key_row(station, sheet, row, TODAY, time, line).answer
    assert isinstance(done, Problem)
    assert done.code == code
    assert rows(station) == []


def test_a_workbook_is_looked_at_and_then_taken_once(station, tmp_path, clock):
    clock.advance(12 * HOUR)
    path = workbook(
        tmp_path / "paper.xlsx",
        {
            "登记": [
                HEAD,
                (1, 1, "2020-03-11", "08:05", "进", "粤B12345", "36.5 36.8", "", "", "", ""),
                (1, 2, "2020/3/11", "0810", "出", "", "36.6", "", "", "", ""),
                (1, 4, "2020年3月11日", "8:20", "进", "粤B54321", 36.4, "张三", "13800138000", "来访", "探亲"),
                (1, 4, "2020-03-11", "8:21", "进", "", "36.5", "", "", "", ""),
                (1, 5, "2020-03-11", "8:22", "进", "粤B1234", "36.5", "", "", "", ""),
                (1, 6, "2020-03-11", "8:23", "进", "", "99", "", "", "", ""),
                (1, 7, "2020-03-11", "8:24", "进", "", "36.5", "李四", "", "来访", ""),
                (1, 8, "2020-03-12", "8:24", "进", "", "36.5", "", "", "", ""),
                (1, 9, "", "8:24", "进", "", "36.5", "", "", "", ""),
                (1, 30, "2020-03-11", "8:24", "进", "", "36.5", "", "", "", ""),
            ]
        },
    )
    seen = table_import.preview(station, path)
    assert rows(station) == []
    assert (seen.count("new"), seen.count("problem")) == (3, 7)
    said = {row.number: (row.problem.column, row.problem.code) for row in seen.rows if row.problem}
    assert said == {
        5: ("行号", "row_doubled"),
        6: ("车牌号", "invalid_plate"),
        7: ("temperature", "not_a_temperature"),
        8: ("phone", "cell_empty"),
        9: ("time", "time_in_future"),
        10: ("日期", "cell_empty"),
        11: ("row", "paper_row_number"),
    }
    assert seen.gaps == ((1, 3),)
    done = table_import.take(station, path).answer
    assert (done.count("saved"), done.count("problem")) == (3, 7)
    again = table_import.take(station, path).answer
    assert (again.count("saved"), again.count("already")) == (0, 3)
    kept = rows(station)
    assert [len(row.passage.persons) for row in kept] == [2, 1, 1]
    assert all(row.passage.late for row in kept)
    assert kept[2].passage.persons[0].registration.reason == "探亲"
    assert verification.verify(station).findings == ()


def test_equal_rows_without_numbers_are_two_and_stay_two(station, tmp_path, clock):
    clock.advance(12 * HOUR)
    path = tmp_path / "x.csv"
    path.write_bytes("日期,时间,体温\n2020-03-11,08:00,36.5\n2020-03-11,08:00,36.5\n".encode("gb18030"))
    assert table_import.take(station, path).answer.count("saved") == 2
    assert table_import.take(station, path).answer.count("saved") == 0
    path.write_text("日期,时间,体温\n2020-03-11,08:00,36.5\n2020-03-11,08:00,36.5\n2020-03-11,08:00,36.5\n", "utf-8")
    assert table_import.take(station, path).answer.count("saved") == 1


def test_strange_headers_are_mapped_or_named(station, tmp_path, clock):
    clock.advance(DAY)
    path = tmp_path / "x.csv"
    path.write_text("哪天;几点;温度;颜色\n2020-03-11;08:00;36.5;蓝\n", "utf-8")
    with pytest.raises(InputError, match="import_columns_missing"):
        table_import.preview(station, path)
    mapping = {"日期": "哪天", "time": "几点", "readings": "温度"}
    seen = table_import.preview(station, path, mapping)
    assert (seen.count("new"), seen.unknown) == (1, ("颜色",))
    with pytest.raises(InputError, match="import_mapping"):
        table_import.preview(station, path, {"day": "没有这列"})


def test_every_sheet_is_read_and_one_that_is_no_table_of_records_is_named(station, tmp_path, clock):
    clock.advance(12 * HOUR)
    head = ("登记时间", "体温", "车牌")
    first, second = ("2020-03-11 08:00:00", "36.5", "粤B12345"), (datetime(2020, 3, 11, 8, 5), 36.6, "")  # noqa: DTZ001
    path = workbook(tmp_path / "x.xlsx", {"早": [head, first], "晚": [head, second], "说明": [("谁填的",), ("王",)]})
    done = table_import.take(station, path).answer
    assert [(row.sheet, row.number, row.status) for row in done.rows] == [("早", 2, "saved"), ("晚", 2, "saved")]
    assert done.left_out == ("说明",)
    assert [f"{local(row.passage.happened_at):%H:%M}" for row in rows(station)] == ["08:00", "08:05"]


def test_a_row_is_the_same_row_in_whichever_form_the_file_comes(station, tmp_path, clock):
    clock.advance(12 * HOUR)
    path = tmp_path / "x.csv"
    path.write_text("日期,时间,体温,车牌\n2020/3/11,8:05,36.5,粤b·12345\n", "utf-8")
    assert table_import.take(station, path).answer.count("saved") == 1
    again = workbook(
        tmp_path / "x.xlsx",
        {"1": [("车牌号", "体温", "时间", "日期"), ("粤B12345", 36.5, time(8, 5), date(2020, 3, 11))]},
    )
    assert table_import.take(station, again).answer.count("already") == 1
    assert len(rows(station)) == 1


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([["2020-03-11", "T", "365"]])
@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=6), max_size=6))
def test_no_table_breaks_the_import(station, tmp_path, table):
    path = tmp_path / "any.csv"
    lines = [
        ",".join(cell.replace(",", " ").replace("\n", " ").replace("\r", " ").replace('"', "") for cell in row)
        for row in table
    ]
    path.write_text("日期,时间,体温\n" + "\n".join(lines), encoding="utf-8", errors="replace")
    with contextlib.suppress(InputError):
        table_import.preview(station, path)
