"""Lists as clerks write them: every broken row is named, nothing is taken while there is one, and what changes is shown."""

import pytest
from openpyxl import load_workbook

from station.centre import rule_sheets, street_lists
from station.centre.list_headers import FORMS
from station.errors import InputError
from station.rule_pack import default_rules
from station.services.centre import clerk_lists
from station.tables.table_reader import read_tables
from tests.tests_support import workbook

PEOPLE = ("姓名", "身份证号", "电话", "列管原因")
GOOD = ("张三", "449999199001010019", "13800138000", "密接")


def codes(taken):
    return [(one.row, one.column, one.code) for one in taken.problems]


def test_every_broken_row_is_named_and_nothing_is_taken(centre, tmp_path):
    rows = [
        PEOPLE,
        GOOD,
        ("", "", "13900139000", "密接"),
        ("李四", "449999199001010010", "13900139000", "密接"),
        ("王五", "", "1390013900", ""),
        (),
        ("赵六", "449999199001010019", "", "重复"),
    ]
    path = workbook(tmp_path / "l.xlsx", {"重点人员": rows, "重点车辆": [("车牌号", "原因"), ("粤B12345", "x")]})
    taken = clerk_lists.take(centre, path)
    assert codes(taken) == [
        (3, "姓名", "cell_empty"),
        (4, "证件号码", "id_check"),
        (5, "联系电话", "invalid_phone"),
        (5, "原因", "cell_empty"),
        (7, "证件号码", "row_doubled"),
    ]
    assert dict(taken.problems[-1].facts) == {"first": 2}
    with centre.engine.connect() as connection:
        assert street_lists.standing(connection)["key_vehicles"] == []


def test_no_problem_repeats_what_the_cell_said(centre, tmp_path):
    path = workbook(tmp_path / "l.xlsx", {"重点人员": [PEOPLE, ("秘密", "449999199001010010", "1390013", "x")]})
    said = repr(clerk_lists.check(centre, path))
    assert "秘密" not in said
    assert "4499991990" not in said
    assert "1390013" not in said


def test_an_xlsx_that_is_really_a_csv_is_read_as_what_it_is(centre, tmp_path):
    path = tmp_path / "vehicles.xlsx"
    path.write_bytes("车牌号,类别,原因,起\n粤B12345,途经重点地区,途经黄冈,2020/3/1\n".encode("gb18030"))
    taken = clerk_lists.take(centre, path)
    assert (taken.problems, taken.changes[0].added) == ((), ("粤B12345 途经重点地区 途经黄冈 2020-03-01",))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "table_old_excel"),
        ("torn.xlsx", b"PK\x03\x04" + bytes(80), "table_not_readable"),
        ("picture.csv", b"\x89PNG\r\n\0\0\0", "table_not_readable"),
        ("noise.csv", b"\xff\xfe\xff\x81\xff\n", "table_encoding"),
        ("empty.csv", b"\n\n", "table_empty"),
        ("letter.csv", "您好,请查收\n谢谢,再见\n".encode(), "no_list_in_file"),
    ],
)
def test_a_file_that_is_no_list_is_said_to_be_what_it_is(centre, tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=code):
        clerk_lists.take(centre, path)


def test_a_torn_workbook_of_any_length_is_one_clear_error(centre, tmp_path):
    whole = workbook(tmp_path / "l.xlsx", {"重点人员": [PEOPLE, GOOD]}).read_bytes()
    torn = tmp_path / "torn.xlsx"
    for length in range(4, len(whole), 97):
        torn.write_bytes(whole[:length])
        with pytest.raises(InputError):
            clerk_lists.check(centre, torn)


def test_what_changes_is_shown_masked_before_it_is_taken(centre, tmp_path):
    def people(*rows):
        return workbook(tmp_path / "l.xlsx", {"重点人员": [PEOPLE, *rows]})

    other = ("李四", "449999200002290134", "13900139000", "返深")
    clerk_lists.take(centre, people(GOOD, other))
    changed = clerk_lists.check(centre, people((*GOOD[:3], "已排除"), ("王五", "", "13700137000", "密接"))).changes[0]
    assert (changed.rows, len(changed.added), len(changed.removed), len(changed.changed)) == (2, 1, 1, 1)
    said = " ".join((*changed.added, *changed.removed, *changed.changed))
    assert "王*" in said
    assert "王五" not in said
    assert "13700137000" not in said
    with centre.engine.connect() as connection:
        assert len(street_lists.standing(connection)["key_persons"]) == 2  # looking takes nothing


def test_an_empty_sheet_empties_no_list(centre, tmp_path):
    clerk_lists.take(centre, workbook(tmp_path / "l.xlsx", {"重点人员": [PEOPLE, GOOD]}))
    with pytest.raises(InputError, match="lists_all_empty"):
        clerk_lists.take(centre, workbook(tmp_path / "l.xlsx", {"重点人员": [PEOPLE]}))
    sheets = {
        "重点人员": [PEOPLE],
        "中心通知": [("编号", "内容")],
        "卡点": [("编号", "名称")],
        "企业备案": [("企业名称", "备案日期"), ("电子厂", "2020-03-01")],
    }
    taken = clerk_lists.take(centre, workbook(tmp_path / "l.xlsx", sheets))
    assert (taken.kept, taken.left_out) == (("key_persons",), ())  # who emptied the sheet is told; a template's is not
    with centre.engine.connect() as connection:
        assert len(street_lists.standing(connection)["key_persons"]) == 1
    clerk_lists.empty(centre, "key_persons")
    with centre.engine.connect() as connection:
        assert street_lists.standing(connection)["key_persons"] == []


def test_a_missing_column_and_an_unknown_sheet_are_said(centre, tmp_path):
    path = workbook(
        tmp_path / "l.xlsx",
        {"重点人员": [("姓名", "电话"), ("张三", "13800138000")], "通讯录": [("a", "b"), ("1", "2")]},
    )
    taken = clerk_lists.check(centre, path)
    assert codes(taken) == [(0, "原因", "column_missing")]
    assert taken.left_out == ("通讯录",)


def test_what_is_exported_and_taken_again_changes_nothing(centre, tmp_path):
    sheets = {
        "重点人员": [PEOPLE, GOOD],
        "卡点": [("编号", "名称", "道路卡口"), ("CP17", "新围", "否"), ("RP01", "官井头", "是")],
    }
    clerk_lists.take(centre, workbook(tmp_path / "l.xlsx", sheets))
    written = "编号,姓名,隔离起始日,住址,天数,适用卡点\nG1,周五,2020-03-01,=1+1,14,CP17 CP18\n"
    (tmp_path / "isolation.csv").write_text(written, encoding="utf-8")
    assert not clerk_lists.take(centre, tmp_path / "isolation.csv").problems
    out = tmp_path / "out.xlsx"
    assert "key_persons" not in clerk_lists.write_workbook(centre, out)
    assert "key_persons" in clerk_lists.write_workbook(centre, out, "update")
    again = clerk_lists.take(centre, out)
    assert again.problems == ()
    assert not any(change.is_any for change in again.changes)
    cell = load_workbook(out)["居家隔离"]["F2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")  # a formula in a list stays text


def test_lists_of_people_leave_the_centre_only_with_a_reason(centre, tmp_path):
    with pytest.raises(InputError, match="reveal_needs_reason"):
        clerk_lists.write_workbook(centre, tmp_path / "x.xlsx", "  ")
    with centre.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM centre_log WHERE action = 'reveal_lists'").scalar() == 0


def test_pins_are_kept_as_hashes_and_a_list_needs_a_leader(centre, tmp_path):
    head = ("编号", "姓名", "权限", "PIN")
    bad = workbook(tmp_path / "l.xlsx", {"值守人员": [head, ("V1", "张三", "值守", "12"), ("V2", "李四", "", "")]})
    assert [code for _row, _column, code in codes(clerk_lists.check(centre, bad))] == ["pin_form", "pin_form"]
    alone = workbook(tmp_path / "l.xlsx", {"值守人员": [head, ("V1", "张三", "值守", "1234")]})
    assert [code for *_rest, code in codes(clerk_lists.check(centre, alone))] == ["no_leader"]
    clerk_lists.take(centre, workbook(tmp_path / "l.xlsx", {"值守人员": [head, ("L1", "张三", "班长", "123456")]}))
    with centre.engine.connect() as connection:
        row = street_lists.standing(connection)["operators"][0]
    assert row["pin_hash"].startswith("$argon2id$")
    assert "123456" not in repr(row)


@pytest.mark.parametrize(
    ("sheet", "rows", "code"),
    [
        ("规则", [("设置项", "值"), ("abnormal_form", "373")], "unknown_setting"),
        ("规则", [("设置项", "值"), ("abnormal_from", "37.33")], "setting_value"),
        ("规则", [("设置项", "值"), ("abnormal_from", "34.0")], "limits_not_rising"),
        ("规则", [("设置项", "值"), ("abnormal_from", "340")], "limits_not_rising"),
        ("规则", [("设置项", "值"), ("cut_off", "25:00")], "setting_value"),
        ("班次表", [("班次", "开始", "结束"), (1, "08:00", "08:00")], "shift_table_size"),
        ("班次表", [("班次", "开始", "结束"), (1, "08:00", "20:00"), (2, "21:00", "08:00")], "shift_table_gap"),
        ("班次表", [("班次", "开始", "结束"), (1, "08:00", "20:00"), (1, "20:00", "08:00")], "row_doubled"),
        ("班次表", [("班次", "开始", "结束"), (1, "8点", "20:00"), (2, "20:00", "08:00")], "invalid_clock_time"),
    ],
)
def test_rules_that_cannot_be_are_refused(centre, tmp_path, sheet, rows, code):
    taken = clerk_lists.take(centre, workbook(tmp_path / "l.xlsx", {sheet: rows}))
    assert code in [one.code for one in taken.problems]


def test_the_rule_sheets_say_the_whole_rule_pack():
    rules, faults = rule_sheets.to_rules(rule_sheets.from_rules(default_rules()))
    assert (rules, faults) == (default_rules(), [])


def test_every_setting_says_what_it_means_in_the_workbook(centre, tmp_path):
    clerk_lists.write_workbook(centre, tmp_path / "l.xlsx", None)
    (page,) = [table for table in read_tables(tmp_path / "l.xlsx") if table.name == "规则"]
    meanings = {row[0]: row[2] for row in page.rows}
    assert meanings["abnormal_from"] == "达到此体温为异常（℃）"
    assert [name for name, meaning in meanings.items() if not meaning or meaning == name] == []
    assert {row[0]: row[1] for row in page.rows}["abnormal_from"] == "37.3"


def test_broken_rules_are_said_beside_broken_rows(centre, tmp_path):
    sheets = {"重点人员": [PEOPLE, ("张三", "1", "", "x")], "规则": [("设置项", "值"), ("abnormal_form", "37.3")]}
    taken = clerk_lists.check(centre, workbook(tmp_path / "l.xlsx", sheets))
    assert {one.code for one in taken.problems} >= {"unknown_setting", "invalid_id"}


def test_the_default_street_is_six_communities_29_groups_and_50_gates():
    street = street_lists.default_street()
    gates = [row for row in street if not row.get("road")]
    assert len(gates) == 50
    assert len({row["group"] for row in gates}) == 29
    assert len({row["community"] for row in gates}) == 6
    assert len({row["code"] for row in street}) == len(street)


def test_a_template_has_every_sheet_with_its_columns(tmp_path):
    clerk_lists.write_template(tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == [form.zh for form in FORMS.values()]
    assert [cell.value for cell in book["居家隔离"][1]][:3] == ["编号", "姓名", "隔离起始日"]


def test_a_centre_of_the_release_before_is_brought_up(centre, tmp_path, clock):
    from station.services.centre import clerk_desk

    with centre.engine.begin() as connection:
        for table in ("lists", "packs", "centre_log", "decisions", "retired", "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE meta SET value = '1' WHERE name = 'version'")
    before = clerk_desk.state(centre)
    centre.close()
    again = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    try:
        assert clerk_desk.state(again) == before
        assert not clerk_lists.take(again, workbook(tmp_path / "l.xlsx", {"重点人员": [PEOPLE, GOOD]})).problems
    finally:
        again.close()
