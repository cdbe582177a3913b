"""Writing tables as XLSX: text stays text, so that no ID number becomes a rounded figure or a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

WIDEST, NARROWEST = 46, 9
HEAD = PatternFill("solid", fgColor="E8EDF2")


@dataclass(frozen=True)
class Sheet:
    """One sheet: name, header, rows; `remark` stands above the header."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    remark: str = ""


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    if sheet.remark:
        page.append([sheet.remark])
        page.cell(1, 1).font = Font(bold=True, size=13)
    page.append(list(sheet.header))
    head = page.max_row
    for cell in page[head]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(sheet.rows, head + 1):
        for place, value in enumerate(row, 1):
            cell = page.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"  # `=1+1` is a text here, never a formula
    page.freeze_panes = page.cell(head + 1, 1)
    for place in range(1, len(sheet.header) + 1):
        longest = max(_width(str(one[place - 1])) for one in [sheet.header, *sheet.rows[:200]])
        page.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, NARROWEST), WIDEST)


def _width(text: str) -> int:
    """Columns that a text takes: a Chinese character takes two."""
    return sum(2 if ord(one) > 0x2E80 else 1 for one in text)
