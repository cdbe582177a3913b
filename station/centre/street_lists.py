"""The centre's lists: taken whole from a file, compared with what stands, kept in every version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from station import canonical
from station.centre import rule_sheets
from station.centre.centre_folder import Centre
from station.centre.centre_tables import centre_log, lists, packs
from station.centre.list_headers import FORMS
from station.centre.list_sheets import ReadLists, Rows, read_lists, to_plain
from station.errors import InputError
from station.files import write_durably
from station.masking import mask_name, mask_number
from station.messages import label
from station.paths import resource_text
from station.progress import Progress, quiet
from station.rule_pack import default_rules
from station.tables.column_names import RowProblem
from station.tables.workbook import Sheet, workbook_bytes

MASKED = {"name": mask_name, "id_number": mask_number, "phone": mask_number, "grid_phone": mask_number}


@dataclass(frozen=True)
class ListChange:
    """What a file changes in a list: rows added, taken away, changed, each shown masked."""

    name: str
    rows: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Taken:
    """What became of a file of lists: problems (then nothing was taken), or the changes.

    `left_out` are sheets that are no list, `kept` lists with rows whose sheet is empty: they stay as they were.
    """

    problems: tuple[RowProblem, ...]
    changes: tuple[ListChange, ...]
    left_out: tuple[str, ...]
    kept: tuple[str, ...]


def standing(connection: Connection) -> dict[str, Rows]:
    """The rows of every list in force; before any was taken, the default street and the shipped rules."""
    newest = select(lists.c.name, func.max(lists.c.version).label("version")).group_by(lists.c.name).subquery()
    query = select(lists.c.name, lists.c.content).join(
        newest, (lists.c.name == newest.c.name) & (lists.c.version == newest.c.version)
    )
    found: dict[str, Rows] = rule_sheets.from_rules(default_rules())
    found["checkpoints"] = default_street()
    for row in connection.execute(query):
        found[row.name] = canonical.to_value(canonical.decode(bytes(row.content)))
    return {name: found.get(name, []) for name in FORMS}


def changes(connection: Connection) -> dict[str, tuple[int, int]]:
    """The pack version each list last changed in and when (ms UTC); one that was never taken is not there."""
    query = select(lists.c.name, lists.c.version, lists.c.taken_at).order_by(lists.c.version)
    return {row.name: (row.version, row.taken_at) for row in connection.execute(query)}


def default_street() -> Rows:
    """Six communities, 29 resident groups, 50 checkpoints: a start to be edited, not facts."""
    rows: Rows = json.loads(resource_text("defaults/street.json"))
    return rows


def check_file(
    centre: Centre, path: Path, only: str | None = None, progress: Progress = quiet
) -> tuple[ReadLists, Taken]:
    """Read a file of lists and compare it with what stands; nothing is written."""
    with centre.engine.connect() as connection:
        before, taken = standing(connection), changes(connection)
    read = read_lists(path, before, only, progress)
    found = tuple(_change(name, before[name], rows) for name, rows in read.contents.items())
    kept = tuple(name for name in read.empty if name in taken and before[name])
    return read, Taken(read.problems, () if read.problems else found, read.left_out, kept)


def take_file(centre: Centre, path: Path, only: str | None = None, progress: Progress = quiet) -> Taken:
    """Put the lists of a file in place of those that stand; all of them or, at one problem, none."""
    read, taken = check_file(centre, path, only, progress)
    if taken.problems:
        return taken
    with centre.engine.begin() as connection:
        for change in taken.changes:
            if change.is_any:
                keep(connection, change.name, read.contents[change.name], centre.clock.now())
    return taken


def empty_list(centre: Centre, name: str) -> None:
    """Take every row out of a list, which an empty sheet alone never does."""
    if name not in FORMS:
        raise InputError("no_such_list", name=name)
    with centre.engine.begin() as connection:
        keep(connection, name, [], centre.clock.now())


def write_workbook(centre: Centre, path: Path, reveal: str | None) -> tuple[str, ...]:
    """Write the lists that stand as a workbook to edit; lists of people only with a reason. The sheets written."""
    with centre.engine.begin() as connection:
        rows = standing(connection)
        if reveal is not None:
            if not reveal.strip():
                raise InputError("reveal_needs_reason")
            note(connection, centre.clock.now(), "reveal_lists", {"reason": reveal.strip()})
    names = [name for name, form in FORMS.items() if reveal is not None or not form.personal]
    sheets = [_sheet(name, rows[name]) for name in names]
    write_durably(path, workbook_bytes(sheets))
    return tuple(names)


def template_bytes() -> bytes:
    """A workbook with every sheet and its header, and no rows."""
    return workbook_bytes([_sheet(name, []) for name in FORMS])


def note(connection: Connection, at: int, action: str, facts: dict[str, str | int]) -> None:
    """Account for something done at the centre."""
    connection.execute(insert(centre_log), {"at": at, "action": action, "facts": canonical.encode(facts).decode()})


def next_version(connection: Connection) -> int:
    """The version of the next pack: one more than any that was ever made."""
    return 1 + (connection.execute(select(func.max(packs.c.version))).scalar() or 0)


def keep(connection: Connection, name: str, rows: Rows, at: int) -> None:
    """Put a list in the place of the one before, from the next pack on."""
    version = next_version(connection)
    connection.execute(lists.delete().where(lists.c.name == name, lists.c.version == version))
    content = canonical.encode([to_plain(name, row) for row in rows])
    connection.execute(insert(lists), {"name": name, "version": version, "content": content, "taken_at": at})
    note(connection, at, "take_list", {"list": name, "rows": len(rows), "version": version})


def _change(name: str, before: Rows, rows: Rows) -> ListChange:
    old, new = _by_key(name, before), _by_key(name, [to_plain(name, row) for row in rows])
    changed = [key for key in new if key in old and _comparable(new[key]) != _comparable(old[key])]
    return ListChange(
        name,
        len(rows),
        tuple(_shown(name, new[key]) for key in new if key not in old),
        tuple(_shown(name, old[key]) for key in old if key not in new),
        tuple(_shown(name, new[key]) for key in changed),
    )


def _comparable(row: dict[str, Any]) -> bytes:
    return canonical.encode({key: value for key, value in row.items() if value not in ("", [], ())})


def _by_key(name: str, rows: Rows) -> dict[str, dict[str, Any]]:
    """Rows by what makes them the same row: the unique fields, else everything."""
    found = {}
    for row in rows:
        parts = [str(row.get(field, "")) for field in FORMS[name].unique]
        key = "|".join(parts) if any(parts) else canonical.encode(row).decode()
        found[key] = row
    return found


def _shown(name: str, row: dict[str, Any]) -> str:
    """A row for the screen: masked where it names people, without hashes."""
    personal = FORMS[name].personal
    parts = [
        _cell(MASKED[key](value) if personal and key in MASKED else value)
        for key, value in row.items()
        if key not in ("pin_hash", "checkpoints", "address") and value not in ("", [])
    ]
    return " ".join(parts)


def _sheet(name: str, rows: Rows) -> Sheet:
    form = FORMS[name]
    if name == rule_sheets.RULES:  # what a setting means stands beside it, whatever stood there
        rows = [{**row, "remark": label("setting", str(row["name"]), "zh")} for row in rows]
    cells = [[_cell(row.get(column.field, "")) for column in form.columns] for row in rows]
    return Sheet(form.zh, [column.zh for column in form.columns], cells)


def _cell(value: Any) -> str:
    words = {"key": "重点", "seen": "途经重点地区", "volunteer": "值守", "leader": "班长", True: "是", False: "否"}
    if isinstance(value, list | tuple):
        return " ".join(str(one) for one in value)
    if isinstance(value, bool) or value in ("key", "seen", "volunteer", "leader"):
        return words[value]
    return str(value)
