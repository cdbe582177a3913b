"""Which column of a table is which field: by the names people write, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from station.entry import normal
from station.entry.credit_code import read_credit_code
from station.entry.day_text import read_day
from station.entry.id_document import read_id
from station.entry.pass_text import typed_serial
from station.entry.phone import read_phone
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.records.ids import is_station_code

NOISE = re.compile(r"[\s*＊:：()（）/、._-]+")
CLOCK = re.compile(r"([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?::[0-5][0-9])?")
Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, its names in Chinese and English, how its text is read.

    `other` are further names people use; a `required` cell may not be empty.
    """

    field: str
    zh: str
    en: str
    read: Reader
    required: bool = False
    other: tuple[str, ...] = ()

    def is_named(self, header: str) -> bool:
        """Whether a header means this column."""
        wanted = simple(header)
        return wanted in {simple(name) for name in (self.field, self.zh, self.en, *self.other)}


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a table: sheet, row as the file numbers it (0: the header), column, code of the sentence.

    The cell's own text stays out of it: it may be somebody's number.
    """

    sheet: str
    row: int
    column: str
    code: str
    facts: tuple[tuple[str, str | int], ...] = ()


def simple(header: str) -> str:
    """A header without the marks people decorate it with."""
    return NOISE.sub("", header).casefold()


def place(header: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Field to column number for every column that is there; the first of two wins."""
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        for column in columns:
            if name and column.field not in found and column.is_named(name):
                found[column.field] = at
                break
    return found


def read_row(
    row: Sequence[str], number: int, sheet: str, columns: Sequence[Column], places: dict[str, int]
) -> tuple[dict[str, Any], list[RowProblem]]:
    """The values of a row and everything wrong with it; an empty cell fills nothing."""
    values: dict[str, Any] = {}
    problems = []
    for column in columns:
        at = places.get(column.field)
        text = normal.words(row[at]) if at is not None and at < len(row) else ""
        if not text:
            if column.required:
                problems.append(RowProblem(sheet, number, column.zh, "cell_empty"))
            continue
        value = column.read(text)
        if isinstance(value, Problem):
            problems.append(RowProblem(sheet, number, column.zh, value.code))
        else:
            values[column.field] = value
    return values, problems


# --- readers of one cell ----------------------------------------------------------------------------
def text(value: str) -> str:
    """Any text."""
    return value


def day(value: str) -> str | Problem:
    """A day as ISO text."""
    return read_day(value)


def clock_time(value: str) -> str | Problem:
    """A time of day as HH:MM; 24:00 is 00:00."""
    match = CLOCK.fullmatch(normal.line_text(value).strip())
    if not match or (int(match[1]) == 24 and match[2] != "00"):
        return Problem("invalid_clock_time")
    return f"{int(match[1]) % 24:02d}:{match[2]}"


def whole(value: str) -> int | Problem:
    """A whole number."""
    digits = normal.line_text(value).strip()
    return int(digits) if re.fullmatch(r"-?[0-9]{1,6}", digits) else Problem("not_a_number")


def plate(value: str) -> str | Problem:
    """A full plate."""
    read = read_plate(value)
    return read if isinstance(read, Problem) else read.plate


def phone(value: str) -> str | Problem:
    """A mobile number."""
    return read_phone(value)


def document(value: str) -> str | Problem:
    """The number of an identity document; a list knows nobody who is not born yet, so no day is asked for."""
    read = read_id(value, date.max)
    return read if isinstance(read, Problem) else read.id_number


def credit_code(value: str) -> str | Problem:
    """A credit code."""
    return read_credit_code(value)


def serial(value: str) -> str | Problem:
    """A pass's printed serial, without dashes and prefix."""
    return typed_serial(value.strip()) or Problem("pass_serial_typo")


def checkpoints(value: str) -> tuple[str, ...] | Problem:
    """Codes of checkpoints with spaces or commas between."""
    codes = tuple(re.split(r"[\s,，、;；]+", value.strip().upper()))
    return codes if all(is_station_code(one) for one in codes) else Problem("cell_station_code")


def checkpoint(value: str) -> str | Problem:
    """The code of one checkpoint."""
    code = value.strip().upper()
    return code if is_station_code(code) else Problem("cell_station_code")


def yes(value: str) -> bool | Problem:
    """Yes or no."""
    answers = {"是": True, "否": False, "y": True, "n": False, "yes": True, "no": False, "1": True, "0": False}
    return answers.get(value.casefold(), Problem("not_yes_or_no"))


def choice(**words: str) -> Reader:
    """One of some codes, each also by its Chinese word."""
    by_word = {**{code: code for code in words}, **{word: code for code, word in words.items()}}
    return lambda value: by_word.get(value.casefold(), Problem("not_a_choice"))
