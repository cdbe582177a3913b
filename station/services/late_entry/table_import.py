"""Importing a table of records kept elsewhere: every row is looked at before any is saved, nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from station.changes import writes
from station.entry.draft import Draft
from station.entry.problem import Problem
from station.errors import InputError, Refused
from station.progress import Progress, quiet, share, told
from station.services.gate.registration import judge, save
from station.services.late_entry.paper_kit import ROWS
from station.services.late_entry.table_import_rows import COLUMNS, WHEN, draft_of
from station.services.opened_station import Station
from station.store import paper_rows
from station.tables import column_names as read
from station.tables.column_names import RowProblem
from station.tables.table_reader import Table, read_tables

EVERY = 100  # rows until progress is told: each is judged, and saved for good
Places = dict[str, int]  # field to column


@dataclass(frozen=True)
class ImportRow:
    """A row of the file and what an import makes of it: new, already, saved, or a problem."""

    sheet: str
    number: int
    status: str
    problem: RowProblem | None = None
    draft: Draft | None = None


@dataclass(frozen=True)
class Imported:
    """What an import saw (and did): rows by status; headers and sheets it knows nothing of; `gaps` are sheet, row."""

    rows: tuple[ImportRow, ...]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]

    def count(self, status: str) -> int:
        """How many rows are of a status."""
        return sum(row.status == status for row in self.rows)


def preview(
    station: Station, path: Path, mapping: dict[str, str] | None = None, progress: Progress = quiet
) -> Imported:
    """Read a file and say row by row what an import would do; nothing is saved.

    `mapping` is field (or its usual name) to header, where a header is not known. Every sheet with the needed
    columns is read; the others are named.
    """
    tables = read_tables(path)
    chosen = _chosen(tables, mapping or {})
    placed = [(table, _places(table, chosen)) for table in tables]
    usable = [(table, places) for table, places in placed if not _lacking(places)]
    if not usable:
        raise InputError("import_columns_missing", columns=_lacking(placed[0][1]), headers=placed[0][0].header)
    look = _Look(station)
    for at, (table, places) in enumerate(usable):
        look.at(table, places, share(progress, at, len(usable)))
    unknown = [name for table, places in usable for name in _unknown(table, places)]
    left_out = tuple(table.name for table, places in placed if _lacking(places))
    return Imported(tuple(look.rows), tuple(dict.fromkeys(unknown)), left_out, _gaps(look.present))


@writes
def take(station: Station, path: Path, mapping: dict[str, str] | None = None, progress: Progress = quiet) -> Imported:
    """Save every row that has no problem, marked as keyed later; a row saved before is left as it is."""
    seen = preview(station, path, mapping, share(progress, 0, 2))
    rows = told(seen.rows, len(seen.rows), share(progress, 1, 2), EVERY)
    return replace(seen, rows=tuple(_saved(station, row) for row in rows))


def _saved(station: Station, row: ImportRow) -> ImportRow:
    if row.draft is None:
        return row
    try:
        already = save(station, row.draft).answer.already
    except Refused as error:
        problem = RowProblem(row.sheet, row.number, str(error.facts.get("field", "")), error.code)
        return replace(row, status="problem", problem=problem)
    return replace(row, status="already" if already else "saved")


def _chosen(tables: list[Table], mapping: dict[str, str]) -> dict[str, str]:
    """The mapping by field; what names no field, or a header that no sheet has, is refused."""
    chosen = {}
    for name, header in mapping.items():
        fields = [column.field for column in COLUMNS if column.is_named(name)]
        if not fields or not any(header in table.header for table in tables):
            raise InputError("import_mapping", field=name, header=header)
        chosen[fields[0]] = header
    return chosen


def _places(table: Table, chosen: dict[str, str]) -> Places:
    named = {field: table.header.index(header) for field, header in chosen.items() if header in table.header}
    places = {**read.place(table.header, COLUMNS), **named}
    both = places.pop(WHEN, None)
    return places if both is None else {"day": both, "time": both, **places}


def _lacking(places: Places) -> list[str]:
    return [column.zh for column in COLUMNS if column.required and column.field not in places]


def _unknown(table: Table, places: Places) -> list[str]:
    return [name for at, name in enumerate(table.header) if name and at not in places.values()]


class _Look:
    """Looks at one row after the other; the same key twice in a file is a problem of the second."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._first: dict[str, int] = {}
        self.rows: list[ImportRow] = []
        self.present: dict[int, set[int]] = {}

    def at(self, table: Table, places: Places, progress: Progress) -> None:
        """Look at every row of a sheet."""
        for number, cells in enumerate(told(table.rows, len(table.rows), progress, EVERY), table.first):
            if any(cells):
                self.rows.append(self._row(table.name, number, cells, places))

    def _row(self, sheet: str, number: int, cells: tuple[str, ...], places: Places) -> ImportRow:
        values, problems = read.read_row(cells, number, sheet, COLUMNS, places)
        if "sheet" in values and 1 <= values.get("row", 0) <= ROWS:
            self.present.setdefault(values["sheet"], set()).add(values["row"])
        if problems:
            return ImportRow(sheet, number, "problem", problems[0])
        draft = draft_of(self._station, values, self._first)
        if isinstance(draft, Problem):
            return ImportRow(sheet, number, "problem", RowProblem(sheet, number, draft.field, draft.code))
        key = draft.key or ""
        if key in self._first:
            facts = (("first", self._first[key]),)
            return ImportRow(sheet, number, "problem", RowProblem(sheet, number, "行号", "row_doubled", facts))
        self._first[key] = number
        missing = judge(self._station, draft).missing
        if missing:
            problem = RowProblem(sheet, number, missing[0].field, "cell_empty")
            return ImportRow(sheet, number, "problem", problem)
        return ImportRow(sheet, number, "already" if _is_saved(self._station, key) else "new", None, draft)


def _gaps(present: dict[int, set[int]]) -> tuple[tuple[int, int], ...]:
    """Rows that are not in the file between those of a sheet; one with a problem is there."""
    missing = {sheet: sorted(set(range(1, max(rows))) - rows) for sheet, rows in sorted(present.items())}
    return tuple((sheet, row) for sheet, rows in missing.items() for row in rows)


def _is_saved(station: Station, key: str) -> bool:
    with station.store.read() as connection:
        return paper_rows.record_with_key(connection, key) is not None
