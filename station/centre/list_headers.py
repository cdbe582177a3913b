"""The columns of every list that the centre keeps, as its clerks write them."""

from __future__ import annotations

from dataclasses import dataclass

from station.centre.rule_sheets import ANNOUNCEMENTS, RULES, SHIFTS
from station.records.reference_lists import ROW_TYPES
from station.tables import column_names as read
from station.tables.column_names import Column


@dataclass(frozen=True)
class ListForm:
    """A list: its sheet's names, its columns, the fields that may stand only once, whether it names people."""

    zh: str
    en: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...]
    personal: bool = False


FOR = Column("checkpoints", "适用卡点", "checkpoints", read.checkpoints, other=("卡点", "卡点编号"))
NAME = Column("name", "姓名", "name", read.text, required=True, other=("人员姓名",))
ID_NUMBER = Column("id_number", "证件号码", "ID number", read.document, other=("身份证号", "身份证", "证件号"))
PHONE = Column("phone", "联系电话", "phone", read.phone, other=("电话", "手机", "手机号"))
ADDRESS = Column("address", "住址", "address", read.text, other=("现住址", "地址", "楼栋房号"))
PLATE = Column("plate", "车牌号", "plate", read.plate, other=("车牌", "号牌"))
REASON = Column("reason", "原因", "reason", read.text, required=True, other=("列管原因", "事由"))
ORDER = Column("order", "处置指令", "order", read.text, other=("指令", "处置"))
SINCE = Column("since", "起", "since", read.day, other=("起始日期", "开始日期"))
UNTIL = Column("until", "止", "until", read.day, other=("有效期至", "截止日期", "结束日期"))

FORMS: dict[str, ListForm] = {
    "checkpoints": ListForm(
        "卡点",
        "checkpoints",
        (
            Column("code", "编号", "code", read.checkpoint, required=True, other=("卡点编号",)),
            Column("name", "名称", "name", read.text, required=True, other=("卡点名称",)),
            Column("community", "社区", "community", read.text),
            Column("group", "居民小组", "resident group", read.text, other=("小组",)),
            Column("place", "位置", "place", read.text, other=("地点",)),
            Column("road", "道路卡口", "road post", read.yes),
        ),
        ("code",),
    ),
    "residents": ListForm(
        "居民",
        "residents",
        (
            NAME,
            ADDRESS,
            Column("pass_serial", "出入证号", "pass serial", read.serial, other=("通行证号", "证号")),
            PHONE,
            PLATE,
            UNTIL,
            FOR,
        ),
        ("pass_serial",),
        personal=True,
    ),
    "key_persons": ListForm(
        "重点人员",
        "key persons",
        (NAME, ID_NUMBER, PHONE, REASON, ORDER, SINCE, UNTIL, FOR),
        ("id_number",),
        personal=True,
    ),
    "key_vehicles": ListForm(
        "重点车辆",
        "key vehicles",
        (
            Column("plate", "车牌号", "plate", read.plate, required=True, other=("车牌", "号牌")),
            Column("kind", "类别", "kind", read.choice(key="重点", seen="途经重点地区")),
            REASON,
            ORDER,
            SINCE,
            UNTIL,
            FOR,
        ),
        ("plate", "kind"),
    ),
    "isolation": ListForm(
        "居家隔离",
        "home isolation",
        (
            Column("number", "编号", "number", read.text, required=True, other=("序号",)),
            NAME,
            Column("started", "隔离起始日", "started", read.day, required=True, other=("起始日期", "开始日期")),
            ID_NUMBER,
            PHONE,
            Column("address", "住址", "address", read.text, required=True, other=("现住址", "地址")),
            Column("days", "天数", "days", read.whole),
            Column("grid_officer", "网格员", "grid officer", read.text),
            Column("grid_phone", "网格员电话", "grid officer's phone", read.phone),
            FOR,
        ),
        ("number",),
        personal=True,
    ),
    "enterprises": ListForm(
        "企业备案",
        "enterprise filings",
        (
            Column("name", "企业名称", "enterprise", read.text, required=True, other=("名称", "单位名称")),
            Column("filed_on", "备案日期", "filed on", read.day, required=True),
            Column("code", "统一社会信用代码", "credit code", read.credit_code, other=("信用代码",)),
            Column("contact", "联系人", "contact", read.text),
            FOR,
        ),
        ("name",),
    ),
    "revoked_passes": ListForm(
        "作废出入证",
        "revoked passes",
        (
            Column("serial", "出入证号", "pass serial", read.serial, required=True, other=("通行证号", "证号")),
            Column("reason", "原因", "reason", read.text),
            FOR,
        ),
        ("serial",),
    ),
    "operators": ListForm(
        "值守人员",
        "operators",
        (
            Column("number", "编号", "number", read.text, required=True, other=("工号",)),
            NAME,
            Column("role", "权限", "role", read.choice(volunteer="值守", leader="班长"), other=("角色",)),
            Column("agency", "单位", "agency", read.text),
            Column("pin", "PIN", "PIN", read.text, other=("密码", "PIN码")),
            FOR,
        ),
        ("number",),
        personal=True,
    ),
    "centre_notes": ListForm(
        "中心通知",
        "centre notes",
        (
            Column("number", "编号", "number", read.text, required=True, other=("序号",)),
            Column("text", "内容", "text", read.text, required=True, other=("通知内容",)),
            UNTIL,
            FOR,
        ),
        ("number",),
    ),
    SHIFTS: ListForm(
        "班次表",
        "shift table",
        (
            Column("checkpoint", "卡点", "checkpoint", read.checkpoint, other=("适用卡点",)),
            Column("number", "班次", "shift", read.whole, required=True),
            Column("starts", "开始", "starts", read.clock_time, required=True, other=("起",)),
            Column("ends", "结束", "ends", read.clock_time, required=True, other=("止",)),
        ),
        ("checkpoint", "number"),
    ),
    RULES: ListForm(
        "规则",
        "rules",
        (
            Column("name", "设置项", "setting", read.text, required=True),
            Column("value", "值", "value", read.text),
            Column("remark", "说明", "remark", read.text),
        ),
        ("name",),
    ),
    ANNOUNCEMENTS: ListForm(
        "广播",
        "announcements",
        (
            Column("text", "内容", "text", read.text, required=True),
            Column("starts", "开始", "starts", read.clock_time),
            Column("ends", "结束", "ends", read.clock_time),
            Column("every", "间隔分钟", "every (minutes)", read.whole),
        ),
        ("text",),
    ),
}
IN_RULES = (RULES, SHIFTS, ANNOUNCEMENTS)  # three sheets that make one rule pack
assert set(FORMS) == {*ROW_TYPES, *IN_RULES}


def named(sheet: str) -> str | None:
    """The list that a sheet's name means."""
    wanted = read.simple(sheet)
    for name, form in FORMS.items():
        if wanted in {read.simple(one) for one in (name, form.zh, form.en)}:
            return name
    return None


def guessed(header: tuple[str, ...]) -> str | None:
    """The list whose required columns a header has and of whose columns it has most; None if two are alike."""
    scores: list[tuple[int, str]] = []
    for name, form in FORMS.items():
        places = read.place(header, form.columns)
        if all(column.field in places for column in form.columns if column.required):
            scores.append((len(places), name))
    scores.sort(reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]
