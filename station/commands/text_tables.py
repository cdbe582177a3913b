"""Tables of the commands: columns that stand straight under Chinese text, the same in a terminal and in a pipe."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

import typer
from rich.cells import cell_len

from station.commands.command_shell import is_terminal

GAP = "  "
AT_ONCE = 1_000  # rows held back to see how wide their columns are: a long log still flows, in little memory
LEAST_PROSE = 20  # cells that words get, however narrow the terminal: an ID number is not broken
BREAKING = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")  # what would leave the line


@dataclass(frozen=True)
class Column:
    """How a column is set: from how many cells on, numbers to the right, words that may go on in the next line."""

    at_least: int = 0
    right: bool = False
    wraps: bool = False


WORD, NUMBER, PROSE = Column(), Column(right=True), Column(wraps=True)


class Table:
    """Rows on standard output, printed when the `with` ends, whatever ends it: what was done is said.

    A row is one line; only in a terminal that is too narrow do the words of a PROSE column go on below each other.
    Nothing is ever cut off. There are neither colours nor lines to draw, so that a script reads what a person reads.
    """

    def __init__(self, *columns: Column, indent: str = "") -> None:
        self._columns = columns
        self._indent = indent
        self._widths = [one.at_least for one in columns]
        self._rows: list[list[str]] = []

    def __enter__(self) -> Table:
        """Take rows from now on."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Print what is left."""
        self._print()

    def add(self, *cells: object) -> None:
        """One more row; a cell for each column."""
        row = [str(one).translate(BREAKING) for one in cells]
        assert len(row) == len(self._columns), "a cell for each column"
        self._rows.append(row)
        if len(self._rows) == AT_ONCE:
            self._print()

    def _print(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        for row in rows:  # a later part of a long table only ever gets wider
            self._widths = [max(width, cell_len(cell)) for width, cell in zip(self._widths, row, strict=True)]
        room = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None
        needed = len(self._indent) + sum(self._widths) + len(GAP) * (len(self._columns) - 1)
        # rich takes 100 times as long to lay out a row; it does where it has to
        narrow = room is not None and needed > room and any(one.wraps for one in self._columns)
        typer.echo(self._wrapped(rows, room or 0) if narrow else "\n".join(map(self._line, rows)))

    def _shown(self) -> list[int]:
        """The columns that have anything in them."""
        return [at for at, width in enumerate(self._widths) if width]

    def _line(self, row: list[str]) -> str:
        """A row as one line, its columns as wide as the widest cell in a terminal's cells, not in characters."""
        parts = []
        for at in self._shown():
            cell, width = row[at], self._widths[at]
            fill = " " * (width - cell_len(cell))
            parts.append(fill + cell if self._columns[at].right else cell + fill)
        return (self._indent + GAP.join(parts)).rstrip()

    def _wrapped(self, rows: list[list[str]], room: int) -> str:
        """Rows for a terminal that is too narrow for them: words are wrapped in their column, nothing else."""
        from rich.console import Console  # loaded only where it is needed: most commands print nothing that wraps
        from rich.table import Table as Grid
        from rich.text import Text

        grid = Grid.grid(padding=(0, len(GAP), 0, 0), pad_edge=False)
        least = -len(GAP)  # none after the last
        for at in self._shown():
            column, width = self._columns[at], self._widths[at]
            narrowest = min(width, LEAST_PROSE) if column.wraps else width
            least += narrowest + len(GAP)
            justify: Literal["left", "right"] = "right" if column.right else "left"
            grid.add_column(justify=justify, no_wrap=not column.wraps, min_width=narrowest, overflow="fold")
        for row in rows:
            grid.add_row(*(Text(row[at]) for at in self._shown()))
        out = io.StringIO()
        width = max(least, room - len(self._indent))  # what is wider than the terminal goes on in its next line
        Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False).print(grid)
        return "\n".join((self._indent + line).rstrip() for line in out.getvalue().splitlines())
