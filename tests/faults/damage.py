"""G1, G2, G3, E5: a store, its log or its witness damaged on the disk; seen each time, never silent.

Every case is judged by what a person would see: the program says at the start that something is wrong, or `verify`
does, or nothing that was saved differs. Anything else is silent damage.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from station.errors import StationError
from station.records.journal_entry import Entry
from station.services.safety import verification
from station.store import journal, projections
from tests.faults import sabotage
from tests.faults.program import Program
from tests.faults.stations import copies_are_the_folder_itself, lines, new_station, opened
from tests.faults.tally import Row, Tally

RECORDS = 120
Content = tuple[list[Entry], dict[str, str]]
FILES = ("station.db", "station.db", "station.db-wal", "station.db-wal", "head", "keyslots")


def _killed_station(folder: Path) -> Path:
    """A data folder as a kill leaves it: with a log that was not brought into the store yet."""
    data = new_station(folder / "ready" / "CP17")
    program = Program(["record", "--data", str(data), "--stdin"], folder / "errors")
    sent = lines(0, RECORDS)
    program.send(sent)
    for _ in sent:
        program.stdout.readline()
    program.kill()
    program.wait()
    program.close()
    return data


def _content(data: Path) -> Content:
    """Everything that was saved, and the look-ups over it."""
    station = opened(data)
    try:
        with station.store.read() as connection:
            return list(journal.entries(connection)), projections.dump(connection)
    finally:
        station.close()


def _judge(data: Path, genuine: Content, tally: Tally) -> None:
    """Open it as at the start of a shift and verify; silent is what nobody says and yet differs."""
    try:
        station = opened(data)
    except StationError as error:
        tally.seen[f"said at the start: {error.code}"] += 1
        return
    try:
        if station.warnings:
            tally.seen[f"said at the start: {station.warnings[0]}"] += 1
            return
        try:
            findings = verification.verify(station).findings
        except StationError as error:
            tally.seen[f"verify: {error.code}"] += 1
            return
        if findings:
            tally.seen[f"verify: {findings[0].code}"] += 1
        else:
            with station.store.read() as connection:
                there = list(journal.entries(connection)), projections.dump(connection)
            if there == genuine:
                tally.seen["nothing differs"] += 1
            else:
                tally.note("lost", "silent damage")
    finally:
        station.close()


def one_bit(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Turn one bit over in one of the files, `count` times."""

    def turn(path: Path) -> str:
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        return "one bit"

    return _damaged(folder, chance, count, bug, lambda data: turn(data / chance.choice(FILES)))


def whole_files(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Cut, empty, remove, zero or swap pages of the store and its log; put other files in their place."""

    def spoil(data: Path) -> str:
        path = data / chance.choice(("station.db", "station.db-wal"))
        content = path.read_bytes()
        first, second = (chance.randrange(max(1, len(content) // 4096)) * 4096 for _ in range(2))
        ways: dict[str, Callable[[], object]] = {
            "cut": lambda: path.write_bytes(content[: chance.randrange(len(content))]),
            "emptied": lambda: path.write_bytes(b""),
            "removed": path.unlink,
            "zeroed page": lambda: path.write_bytes(content[:first] + bytes(4096) + content[first + 4096 :]),
            "swapped pages": lambda: path.write_bytes(_swapped(content, first, second)),
            "another file": lambda: path.write_bytes(b"%PDF-1.7\n" + os.urandom(9000)),
        }
        way = chance.choice(sorted(ways))
        ways[way]()
        return f"{way}: {path.name}"

    return _damaged(folder, chance, count, bug, spoil)


def _swapped(content: bytes, first: int, second: int) -> bytes:
    pages = bytearray(content)
    pages[first : first + 4096], pages[second : second + 4096] = (
        content[second : second + 4096],
        content[first : first + 4096],
    )
    return bytes(pages)


def _damaged(folder: Path, chance: Random, count: int, bug: str, spoil: Callable[[Path], str]) -> Tally:
    sabotage.commit(bug)
    copies_are_the_folder_itself()
    tally = Tally()
    ready = _killed_station(folder)
    whole = folder / "whole"
    shutil.copytree(ready, whole)
    genuine = _content(whole)
    work = folder / "work"
    for _ in range(count):
        shutil.copytree(ready, work)
        spoil(work)
        try:
            _judge(work, genuine, tally)
        except Exception as error:
            tally.note("corrupt", f"crash: {type(error).__name__}")
        shutil.rmtree(work)
        tally.tried += 1
        if tally.caught(bug):
            break
    return tally


ROWS = (
    Row("G1", "one bit turned over in the store, its log, its head or its key slots", one_bit, 150, 10_000, 1_000, ("no_head_check",), 60),
    Row("G2 G3 E5", "files cut, emptied, removed, zeroed, swapped, replaced", whole_files, 60, 2_000, 500, ("no_head_check",), 60),
)  # fmt: skip
