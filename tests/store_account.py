"""What the store itself says that a use case changed: every table row by row, and what is in force; no kind is asked.

The tables below say which area of the screens is made of which table. They are written from what the screens show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from station.changes import Area
from station.records.operator import Operator
from station.services.access import operators
from station.services.log import passage_log
from station.services.opened_station import Station
from station.store import in_force, slot_file
from station.store.in_force import InForce
from station.store.station_tables import SEARCH_TABLES, metadata

Row = dict[str, Any]
Rows = dict[tuple[Any, ...], Row]
LOG, CASES, FIGURES, SHIFT, LISTS, RULES = Area.LOG, Area.CASES, Area.FIGURES, Area.SHIFT, Area.LISTS, Area.RULES
NOTHING: frozenset[Area] = frozenset()

SHOWN_BY: dict[str, frozenset[Area]] = {
    "journal": frozenset({Area.EXCHANGE}),  # whatever is written waits until the centre has it
    "passages": frozenset({LOG, FIGURES}),
    "notes": frozenset({LOG}),
    "cases": frozenset({LOG, CASES}),
    "case_subjects": frozenset({CASES}),  # the line at the desk is judged by them
    "shifts": frozenset({SHIFT}),
    "record_keys": frozenset({Area.PAPER}),
    "paper_sheets": frozenset({Area.PAPER}),
    "access_passes": frozenset({Area.PASSES}),
    "station_keys": frozenset({Area.PASSES, Area.EXCHANGE}),
    "exports": frozenset({Area.EXCHANGE}),
    "receipts": frozenset({Area.EXCHANGE}),
    "received": frozenset({Area.EXCHANGE}),
    "purge_limit": frozenset({Area.EXCHANGE}),
    "incidents": frozenset({Area.DUTIES}),
    "visits": frozenset({Area.DUTIES}),
    "supply_moves": frozenset({Area.DUTIES}),
    "prints": frozenset({Area.PRINTS}),
    "reports": frozenset({Area.PRINTS}),
    "purges": frozenset({LOG, Area.SAFETY}),
    "drafts": frozenset({Area.DRAFTS}),
    "reference_lists": NOTHING,  # by what is in force of it: lists or rules
    "operators": NOTHING,  # by column
    "meta": NOTHING,  # by name
    # Asked with every key that is typed, kept by no screen; they follow the passages.
    "vehicles": NOTHING,
    "persons": NOTHING,
    "appearances": NOTHING,
    **dict.fromkeys(SEARCH_TABLES, NOTHING),
}
SHOWN_OF_META: dict[str, frozenset[Area]] = {
    "centre": frozenset({Area.EXCHANGE}),
    "pass_key": frozenset({Area.PASSES}),
    "mirror": frozenset({Area.SAFETY}),
    "name": NOTHING,  # a checkpoint is renamed by a command, with no window open
    "pack_digest": NOTHING,
    "traces_left": NOTHING,
    "checked": NOTHING,
}
SHOWN_OF_OPERATORS = ("id", "name", "role", "agency", "active")  # not how often a PIN was mistyped
# More may be told than differs, on purpose: what belongs together is told together.
TOLD_WITH: dict[str, frozenset[Area]] = {
    "shifts": frozenset({FIGURES, Area.DUTIES}),  # figures count from a handover, and supplies from their count there
    "notes": frozenset({CASES}),  # a case shows what was noted; whether it is open is not asked
    "reference_lists": frozenset({LISTS, RULES, Area.OPERATORS}),  # a pack is taken whole
    "purges": frozenset({FIGURES, CASES, Area.DUTIES, Area.PASSES, Area.PAPER}),  # whatever retention may let go
}


@dataclass(frozen=True)
class Seen:
    """A station at one moment: its tables, its key slots, the lines of its log, what is in force, who works."""

    tables: dict[str, Rows]
    slots: tuple[slot_file.Slot, ...]
    lines: dict[str, passage_log.LogRow]
    standing: InForce
    working: list[Operator]


@dataclass
class Account:
    """What differs between two moments: the areas that show it, those that may be told with it, lines of the log."""

    areas: set[Area] = field(default_factory=set)
    may: set[Area] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)

    def add(self, other: Account) -> None:
        self.areas |= other.areas
        self.may |= other.may
        self.rows |= other.rows
        self.tables |= other.tables

    def faults(self, told: Iterable[Area], rows: Iterable[str]) -> dict[str, list[str]]:
        """Where what was told is not what the store says; empty if it is."""
        told, rows = set(told), set(rows)
        found: dict[str, list[str]] = {
            "areas not told": sorted(self.areas - told),
            "areas told for nothing": sorted(told - self.areas - self.may),
            "rows not told": sorted(self.rows - rows),
            "rows told for nothing": sorted(rows - self.rows),
        }
        return {name: what for name, what in found.items() if what}


def rows_of(connection: Connection, table: str) -> list[int]:
    """The rows a full-text table leads to."""
    return list(connection.exec_driver_sql(f"SELECT id FROM {table}_docsize ORDER BY id").scalars())


def see(station: Station) -> Seen:
    """Look at everything, beside the use cases: by the tables themselves."""
    tables: dict[str, Rows] = {}
    with station.store.read() as connection:
        for table in metadata.sorted_tables:
            keys = [column.name for column in table.primary_key.columns]
            rows = [dict(row._mapping) for row in connection.execute(select(table))]
            tables[table.name] = {tuple(row[name] for name in keys): row for row in rows}
        for name in SEARCH_TABLES:
            tables[name] = {(number,): {} for number in rows_of(connection, name)}
        there = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        shadows = tuple(f"{name}_" for name in SEARCH_TABLES)
        unknown = {name for name in there if not name.startswith((*shadows, "sqlite_", "alembic_"))} - set(SHOWN_BY)
        assert not unknown, f"nobody said what shows these tables: {unknown}"
        loaded = in_force.load(connection)
    standing = InForce(station.lists, station.rules, station.shift)
    assert standing == loaded, "what is in force is not what the store says"
    slots = slot_file.read_slots(station.store.folder).slots if slot_file.is_set_up(station.store.folder) else ()
    lines = {row.uid: row for row in passage_log.rows(station)}
    return Seen(tables, slots, lines, standing, operators.all_operators(station))


def between(before: Seen, after: Seen) -> Account:
    """What differs."""
    account = Account()
    for name, shown in SHOWN_BY.items():
        changed = _changed(before.tables[name], after.tables[name])
        if changed:
            account.tables.add(name)
            account.areas |= shown | _more(name, changed, after)
            account.may |= TOLD_WITH.get(name, NOTHING)
            account.rows |= _rows(name, changed, after)
    account.rows |= {uid for uid in {*before.lines, *after.lines} if before.lines.get(uid) != after.lines.get(uid)}
    told = {
        Area.SAFETY: before.slots != after.slots,
        LISTS: before.standing.lists != after.standing.lists,
        RULES: before.standing.rules != after.standing.rules,
        SHIFT: before.standing.shift != after.standing.shift,
        Area.OPERATORS: before.working != after.working,
    }
    account.areas |= {area for area, differs in told.items() if differs}
    _only_appended(before.tables["journal"], after.tables["journal"])
    return account


def _changed(before: Rows, after: Rows) -> list[tuple[Row | None, Row | None]]:
    keys = [*before, *(key for key in after if key not in before)]
    pairs = [(before.get(key), after.get(key)) for key in keys]
    return [(old, new) for old, new in pairs if old != new]


def _more(name: str, changed: list[tuple[Row | None, Row | None]], after: Seen) -> set[Area]:
    """What depends on more than the table."""
    if name == "meta":
        return {area for old, new in changed for area in SHOWN_OF_META[(new or old or {})["name"]]}
    if name == "operators":
        shown = [tuple((row or {}).get(column) for row in pair) for pair in changed for column in SHOWN_OF_OPERATORS]
        return {Area.OPERATORS} if any(old != new for old, new in shown) else set()
    if name == "shifts" and any(new and new["closed_at"] and not (old and old["closed_at"]) for old, new in changed):
        return {FIGURES}
    waiting = {row["passage"] for row in after.tables["cases"].values() if row["state"] != "closed"}
    return {CASES} if name in ("passages", "notes") and _rows(name, changed, after) & waiting else set()


def _rows(name: str, changed: list[tuple[Row | None, Row | None]], after: Seen) -> set[str]:
    """The passages whose line says something of these rows."""
    column = {"passages": "uid", "cases": "passage", "notes": "about"}.get(name)
    known = {row["uid"] for row in after.tables["passages"].values()}
    return {row[column] for pair in changed for row in pair if row and row[column] in known} if column else set()


def _only_appended(before: Rows, after: Rows) -> None:
    for key, row in before.items():
        assert after[key] in (row, {**row, "body": None}), f"the journal was altered at {key}"
