"""Reading lists out of a file, row by row: every problem is named, and nothing is taken while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from argon2 import PasswordHasher

from station.centre import rule_sheets
from station.centre.list_headers import FORMS, IN_RULES, ListForm, guessed, named
from station.errors import InputError
from station.progress import Progress, quiet, share, told
from station.records.reference_lists import ROW_TYPES
from station.tables import column_names as table_columns
from station.tables.column_names import RowProblem
from station.tables.table_reader import Table, read_tables

PIN_FORM = range(4, 13)
MOST_PROBLEMS = 500
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class ReadLists:
    """What a file says: rows by list, what is wrong, sheets that are no list, lists whose sheet is empty."""

    contents: dict[str, Rows]
    problems: tuple[RowProblem, ...]
    left_out: tuple[str, ...]
    empty: tuple[str, ...]


def read_lists(path: Path, standing: dict[str, Rows], only: str | None = None, progress: Progress = quiet) -> ReadLists:
    """Every list in a file; `standing` are those in force, for PINs that are not given anew."""
    contents: dict[str, Rows] = {}
    problems: list[RowProblem] = []
    sheets: dict[str, str] = {}
    left_out, empty = [], []
    tables = read_tables(path)
    for at, table in enumerate(tables):
        mine = share(progress, at, len(tables))
        name = only or named(table.name) or guessed(table.header)
        if name is None:
            left_out.append(table.name or path.name)
            continue
        if name not in FORMS:
            raise InputError("no_such_list", name=name)
        if not table.rows:
            empty.append(name)
            continue
        sheets[name] = sheet = table.name or FORMS[name].zh
        rows, faults = _read(table, name, sheet, share(mine, 0, 2) if name == "operators" else mine)
        if name == "operators":
            faults += _hash_pins(rows, standing.get(name, []), sheet, share(mine, 1, 2))
        contents[name] = [row for _number, row in rows]
        problems += faults
    if not contents and not problems:
        raise InputError("lists_all_empty" if empty else "no_list_in_file", file=path.name)
    faulty = {problem.sheet for problem in problems}
    changed_rules = [name for name in IN_RULES if name in contents]
    if changed_rules and not faulty.intersection(sheets[name] for name in changed_rules):
        problems += _check_rules(contents, standing)
    progress(1, 1)
    return ReadLists(contents, tuple(problems[:MOST_PROBLEMS]), tuple(left_out), tuple(empty))


def _read(
    table: Table, name: str, sheet: str, progress: Progress
) -> tuple[list[tuple[int, dict[str, Any]]], list[RowProblem]]:
    form = FORMS[name]
    places = table_columns.place(table.header, form.columns)
    missing = [column.zh for column in form.columns if column.required and column.field not in places]
    if missing:
        return [], [RowProblem(sheet, 0, one, "column_missing") for one in missing]
    rows, problems = [], []
    for number, cells in enumerate(told(table.rows, len(table.rows), progress), table.first):
        if not any(cells):
            continue
        values, faults = table_columns.read_row(cells, number, sheet, form.columns, places)
        problems += faults
        if not faults:
            rows.append((number, values))
    return rows, problems + _doubled(rows, form, sheet)


def _doubled(rows: list[tuple[int, dict[str, Any]]], form: ListForm, sheet: str) -> list[RowProblem]:
    seen: dict[tuple[Any, ...], int] = {}
    problems = []
    for number, values in rows:
        key = tuple(values.get(name) for name in form.unique)
        if not any(key):
            continue
        if key in seen:
            column = next(one.zh for one in form.columns if one.field == form.unique[0])
            problems.append(RowProblem(sheet, number, column, "row_doubled", (("first", seen[key]),)))
        seen.setdefault(key, number)
    return problems


def _hash_pins(
    rows: list[tuple[int, dict[str, Any]]], standing: Rows, sheet: str, progress: Progress
) -> list[RowProblem]:
    """Put the hash in place of each PIN, the one in force where none is given; the PIN itself is kept nowhere."""
    known = {row["number"]: row["pin_hash"] for row in standing if row.get("pin_hash")}
    problems = []
    for number, row in told(rows, len(rows), progress, every=1):  # a hash takes its time on purpose
        pin = row.pop("pin", "")
        if not pin and row["number"] in known:
            row["pin_hash"] = known[row["number"]]
        elif pin.isascii() and pin.isdigit() and len(pin) in PIN_FORM:
            row["pin_hash"] = HASHER.hash(pin)
        else:
            problems.append(RowProblem(sheet, number, "PIN", "pin_form", (("shortest", PIN_FORM.start),)))
    if rows and not problems and not any(row.get("role") == "leader" for _number, row in rows):
        problems.append(RowProblem(sheet, 0, "权限", "no_leader"))
    return problems


def _check_rules(contents: dict[str, Rows], standing: dict[str, Rows]) -> list[RowProblem]:
    together = {name: contents.get(name, standing.get(name, [])) for name in IN_RULES}
    _rules, faults = rule_sheets.to_rules(together)
    return [RowProblem(FORMS[one.sheet].zh, one.row, one.column, one.code, one.facts) for one in faults]


def to_plain(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is packed: the record's fields that are set, checked by the record's own type."""
    if name in IN_RULES:
        return {key: value for key, value in row.items() if key != "remark"}  # written anew beside each setting
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.convert(row, ROW_TYPES[name]))
    return plain
