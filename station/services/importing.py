"""Importing a table of records kept elsewhere: columns by their names, every row looked at before any is saved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from station.entry import normal
from station.entry.draft import Draft
from station.entry.draft_record import read_record
from station.entry.problem import Problem
from station.errors import InputError, Refused
from station.records.ids import new_uid
from station.records.passage import Disposition
from station.services.context import Station
from station.services.paper import ROWS, moment, paper_key
from station.services.registration import judge, save
from station.store.schema import record_keys
from station.tables import columns as read
from station.tables.columns import Column, RowProblem
from station.tables.reading import Table, read_tables

DIRECTION = read.choice(**{"in": "进", "out": "出"})
DISPOSITIONS: dict[str, Disposition] = {"放行": "released", "劝返": "turned_back", "移交": "referred", "离开": "left"}
CATEGORY = read.choice(resident="居民", visitor="来访", courier="快递外卖", returnee="返深人员", key_person="重点人员")
COLUMNS = (
    Column("sheet", "表号", "sheet", read.whole, other=("纸表号", "张号")),
    Column("row", "行号", "row", read.whole, other=("序号",)),
    Column("day", "日期", "date", read.day, required=True),
    Column("time", "时间", "time", read.text, required=True, other=("时刻",)),
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
REGISTRATION = ("address", "origin", "destination", "reason", "host_name")
IDENTITY = ("name", "id_number", "phone", "category")


@dataclass(frozen=True)
class ImportRow:
    """A row of the file and what an import makes of it: new, already, or a problem."""

    number: int
    status: str
    problem: RowProblem | None = None
    draft: Draft | None = None


@dataclass(frozen=True)
class Imported:
    """What an import saw (and did): rows by status, columns used, headers nobody knows; `gaps` are sheet, row."""

    rows: tuple[ImportRow, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    saved: int = 0

    def count(self, status: str) -> int:
        """How many rows are of a status."""
        return sum(row.status == status for row in self.rows)


def preview(station: Station, path: Path, mapping: dict[str, str] | None = None) -> Imported:
    """Read a file and say row by row what an import would do; nothing is saved. `mapping` is field to header."""
    table = read_tables(path)[0]
    places = _places(table, mapping or {})
    needed = [column.zh for column in COLUMNS if column.required and column.field not in places]
    if needed:
        raise InputError("import_columns_missing", columns=needed)
    rows: list[ImportRow] = []
    seen: dict[str, int] = {}
    present: dict[int, set[int]] = {}
    for number, cells in enumerate(table.rows, table.first):
        if any(cells):
            values, problems = read.read_row(cells, number, table.name, COLUMNS, places)
            if "sheet" in values and 1 <= values.get("row", 0) <= ROWS:
                present.setdefault(values["sheet"], set()).add(values["row"])
            rows.append(
                ImportRow(number, "problem", problems[0])
                if problems
                else _look_at(station, table, number, cells, values, seen)
            )
    known = {at: name for name, at in places.items()}
    unknown = tuple(name for at, name in enumerate(table.header) if name and at not in known)
    return Imported(tuple(rows), tuple(places), unknown, _gaps(present))


def take(station: Station, path: Path, mapping: dict[str, str] | None = None) -> Imported:
    """Save every row that has no problem, marked as keyed later; a row saved before is left as it is."""
    seen = preview(station, path, mapping)
    saved = 0
    rows = []
    for row in seen.rows:
        if row.draft is None:
            rows.append(row)
            continue
        try:
            already = save(station, row.draft).already
            saved += not already
            rows.append(replace(row, status="already" if already else "saved"))
        except Refused as error:
            problem = RowProblem("", row.number, str(error.facts.get("field", "")), error.code)
            rows.append(replace(row, status="problem", problem=problem))
    return replace(seen, rows=tuple(rows), saved=saved)


def _places(table: Table, mapping: dict[str, str]) -> dict[str, int]:
    places = read.place(table.header, COLUMNS)
    for field, header in mapping.items():
        if field not in {column.field for column in COLUMNS} or header not in table.header:
            raise InputError("import_mapping", field=field, header=header)
        places[field] = table.header.index(header)
    return places


def _look_at(
    station: Station, table: Table, number: int, cells: tuple[str, ...], values: dict[str, Any], seen: dict[str, int]
) -> ImportRow:
    read_draft = _draft(station, values, cells, seen)
    if isinstance(read_draft, Problem):
        return ImportRow(number, "problem", RowProblem(table.name, number, read_draft.field, read_draft.code))
    key = read_draft.key or ""
    if key in seen:
        facts = (("first", seen[key]),)
        return ImportRow(number, "problem", RowProblem(table.name, number, "行号", "row_doubled", facts))
    seen[key] = number
    missing = judge(station, read_draft).missing
    if missing:
        return ImportRow(number, "problem", RowProblem(table.name, number, missing[0].field, "cell_empty"))
    return ImportRow(number, "already" if _is_saved(station, key) else "new", None, read_draft)


def _draft(station: Station, values: dict[str, Any], cells: tuple[str, ...], seen: dict[str, int]) -> Draft | Problem:
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
    key = _key(values, cells, seen)
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


def _key(values: dict[str, Any], cells: tuple[str, ...], seen: dict[str, int]) -> str | Problem:
    """The paper row's number where there is one; else what the row says, counted, so that twice is twice."""
    if "sheet" in values and "row" in values:
        if not 1 <= values["row"] <= ROWS:
            return Problem("paper_row_number", "row")
        return paper_key(values["sheet"], values["row"])
    digest = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:24]
    times = sum(key.startswith(f"import/{digest}") for key in seen)
    return f"import/{digest}/{times}"


def _gaps(present: dict[int, set[int]]) -> tuple[tuple[int, int], ...]:
    """Rows that are not in the file between those of a sheet; one with a problem is there."""
    missing = {sheet: sorted(set(range(1, max(rows))) - rows) for sheet, rows in sorted(present.items())}
    return tuple((sheet, row) for sheet, rows in missing.items() for row in rows)


def _is_saved(station: Station, key: str) -> bool:
    with station.store.read() as connection:
        return connection.execute(select(record_keys.c.key).where(record_keys.c.key == key)).first() is not None
