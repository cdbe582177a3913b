"""Reading a table from CSV or XLSX as text: the kind is told by the first bytes, never by the name."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from station.errors import InputError
from station.files import read_limited

LARGEST = 32 << 20
MOST_ROWS = 200_000
MOST_COLUMNS = 64
LONGEST_CELL = 500
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in Chinese saves CSV in the second


@dataclass(frozen=True)
class Table:
    """A table: the sheet's name (empty for CSV), the header, rows of text; `first` is the row number of the first."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int = 2


def read_tables(path: Path) -> list[Table]:
    """Every table in a file; what cannot be read is an InputError that says what the file really is."""
    if not path.is_file():
        raise InputError("no_such_file")
    content = read_limited(path, LARGEST)
    if len(content) > LARGEST:
        raise InputError("table_too_large", file=path.name)
    if content.startswith(OLD_EXCEL):
        raise InputError("table_old_excel", file=path.name)
    tables = _workbook(content, path.name) if content.startswith(ZIP) else [_csv(content, path.name)]
    found = [table for table in tables if table.header]
    if not found:
        raise InputError("table_empty", file=path.name)
    return found


def _workbook(content: bytes, name: str) -> list[Table]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, InvalidFileException, SyntaxError) as error:
        raise InputError("table_not_readable", file=name) from error
    try:
        return [_table(sheet.title, [[_text(cell) for cell in row] for row in _rows(sheet)]) for sheet in book]
    finally:
        book.close()


def _rows(sheet: Any) -> Any:
    if not hasattr(sheet, "iter_rows"):  # a chart has none
        return []
    return sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)


def _csv(content: bytes, name: str) -> Table:
    if b"\0" in content[:4096]:
        raise InputError("table_not_readable", file=name)
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("table_encoding", file=name)
    head = text.split("\n", 1)[0]
    separator = max(",\t;", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError("table_not_readable", file=name) from error
    return _table("", [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in rows])


def _table(name: str, rows: list[list[str]]) -> Table:
    """The first row with anything in it is the header; empty rows stay, so that row numbers are the file's."""
    start = next((at for at, row in enumerate(rows) if any(row)), None)
    if start is None:
        return Table(name, (), ())
    if len(rows) > MOST_ROWS + 1:
        raise InputError("table_too_large", file=name)
    header = tuple(cell.strip() for cell in rows[start])
    while header and not header[-1]:
        header = header[:-1]
    body = tuple(tuple((row + [""] * len(header))[: len(header)]) for row in rows[start + 1 :])
    while body and not any(body[-1]):
        body = body[:-1]
    return Table(name, header, body, start + 2)


def _text(cell: Any) -> str:
    """A cell as people see it: days as ISO text, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:LONGEST_CELL]
