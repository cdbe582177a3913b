"""One row of an imported table: its columns by their names, its values as a draft, what makes it the same row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container
from dataclasses import fields, replace
from datetime import date
from typing import Any

from station.canonical import encode
from station.entry import normal
from station.entry.draft import Draft
from station.entry.draft_record import read_record
from station.entry.problem import Problem
from station.records import disposition
from station.records.ids import new_uid
from station.records.passage import Registration
from station.services.late_entry.paper_kit import ROWS, moment, paper_key
from station.services.opened_station import Station
from station.tables import column_names as read
from station.tables.column_names import Column

DIRECTION = read.choice(**{"in": "进", "out": "出"})
DISPOSITIONS = {word: code for word, code in disposition.BY_WORD.items() if code != "held"}  # rows are over
CATEGORY = read.choice(resident="居民", visitor="来访", courier="快递外卖", returnee="返深人员", key_person="重点人员")


def _time_part(text: str) -> str:
    """The time of day in a cell that may hold the day too."""
    words = text.replace("T", " ").split()
    return words[-1] if words else text


WHEN = "when"  # a column that holds day and time
COLUMNS = (
    Column(WHEN, "日期时间", "date and time", read.text, other=("登记时间", "通行时间")),
    Column("sheet", "表号", "sheet", read.whole, other=("纸表号", "张号")),
    Column("row", "行号", "row", read.whole, other=("序号",)),
    Column("day", "日期", "date", read.day, required=True),
    Column("time", "时间", "time", _time_part, required=True, other=("时刻",)),
    Column("direction", "方向", "direction", DIRECTION, other=("进出",)),
    Column("plate", "车牌号", "plate", read.plate, other=("车牌",)),
    Column("readings", "体温", "temperature", read.text, required=True, other=("测温",)),
    Column("category", "类别", "category", CATEGORY, other=("人员类别",)),
    Column("name", "姓名", "name", read.text),
    Column("id_number", "证件号码", "ID number", read.document, other=("身份证号", "身份证")),
    Column("phone", "联系电话", "phone", read.phone, other=("电话", "手机")),
    Column("address", "住址", "address", read.text, other=("现住址",)),
    Column("origin", "来自何地", "origin", read.text, other=("来源地", "出发地")),
    Column("destination", "目的地", "destination", read.text),
    Column("reason", "事由", "reason", read.text, other=("来访事由",)),
    Column("host_name", "被访人", "host", read.text),
    Column("disposition", "处置", "disposition", lambda text: DISPOSITIONS.get(text, text)),
)
REGISTRATION = tuple(one.name for one in fields(Registration) if one.name in {column.field for column in COLUMNS})
IDENTITY = ("name", "id_number", "phone", "category")


def draft_of(station: Station, values: dict[str, Any], seen: Container[str]) -> Draft | Problem:
    """A row's values as a draft that is keyed later; `seen` are the keys of the rows before it."""
    happened = moment(date.fromisoformat(values["day"]), values["time"])
    if isinstance(happened, Problem):
        return happened
    if happened > station.clock.now():
        return Problem("time_in_future", "time")
    tenths = _tenths(values["readings"])
    if isinstance(tenths, Problem):
        return tenths
    first: dict[str, Any] = {name: values[name] for name in IDENTITY if name in values}
    registration = {name: values[name] for name in REGISTRATION if name in values}
    persons: list[dict[str, Any]] = [{"readings": [{"tenths": one, "site": site}]} for one, site in tenths]
    persons[0].update(first)
    if registration:
        persons[0]["registration"] = registration
    value = {
        "direction": values.get("direction", "in"),
        "vehicle": {"plate": values["plate"]} if "plate" in values else None,
        "persons": persons,
        "happened_at": happened,
        "late": True,
        "disposition": values.get("disposition"),
    }
    draft = read_record(json.dumps(value), new_uid(station.code), station.rules, station.today())
    key = _key(values, value, seen)
    if isinstance(draft, Problem) or isinstance(key, Problem):
        return draft if isinstance(draft, Problem) else key  # type: ignore[return-value]
    return replace(draft, key=key)


def _tenths(text: str) -> list[tuple[int, str]] | Problem:
    """Readings as written: `36.5`, `36.5 36.8`, `365/368`; one for each person."""
    words = normal.line_text(text).replace("℃", " ").replace("/", " ").replace("、", " ").replace(",", " ").split()
    found = []
    for word in words:
        digits = word.replace(".", "")
        if not (len(digits) == 3 and digits.isascii() and digits.isdigit()):
            return Problem("not_a_temperature", "temperature")
        found.append((int(digits), "forehead"))
    return found or Problem("missing_reading", "temperature")


def _key(values: dict[str, Any], value: dict[str, Any], seen: Container[str]) -> str | Problem:
    """The paper row's number where there is one; else what the row says, counted, so that twice is twice."""
    if "sheet" in values and "row" in values:
        if not 1 <= values["row"] <= ROWS:
            return Problem("paper_row_number", "row")
        return paper_key(values["sheet"], values["row"])
    digest = hashlib.sha256(encode(value)).hexdigest()[:24]
    times = 0
    while f"import/{digest}/{times}" in seen:
        times += 1
    return f"import/{digest}/{times}"
