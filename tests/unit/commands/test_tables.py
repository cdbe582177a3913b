"""Tables stand straight under Chinese names, say the same in a pipe and in a terminal, and cut nothing."""

import io
import json
import re
import sys

import pytest
from rich.cells import cell_len

from station.commands import text_tables
from station.commands.text_tables import NUMBER, PROSE, WORD, Column, Table
from tests.unit.commands.test_contract import lines, station

NAMES = ["张三", "欧阳·娜娜", "José", "𠮷田", "é" * 3, "Li Lei"]
DRAWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2500-\u259f]")  # escapes, other control codes, lines and blocks
CHEAP = {"STATION_PASSPHRASE": "words", "STATION_PIN": "1234"}


class Terminal(io.StringIO):
    """A stream that says somebody looks at it."""

    def isatty(self):
        return True


def terminal_of(monkeypatch, cells):
    """What is printed from now on goes to a terminal so wide."""
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", str(cells))
    return sys.stdout


def starts(text, mark):
    """In which cell each line has a mark."""
    return {cell_len(line[: line.index(mark)]) for line in text.splitlines()}


def people():
    with Table(WORD, NUMBER, WORD, indent="  ") as rows:
        for number, name in enumerate(NAMES):
            rows.add(name, 10**number, "|end")


def test_columns_stand_straight_under_chinese(capsys):
    people()
    text = capsys.readouterr().out
    assert len(text.splitlines()) == len(NAMES)
    assert len(starts(text, "|end")) == 1
    assert len(starts(text.replace("0  |", "0$  |").replace("1  |", "1$  |"), "$")) == 1  # numbers end together
    assert all(line.startswith("  ") and name in line for line, name in zip(text.splitlines(), NAMES, strict=True))
    assert not DRAWN.search(text)


def test_a_terminal_shows_what_a_pipe_gets(capsys, monkeypatch):
    people()
    piped = capsys.readouterr().out
    shown = terminal_of(monkeypatch, 60)
    people()
    assert shown.getvalue() == piped


def test_a_narrow_terminal_wraps_words_and_no_identifier(monkeypatch):
    terminal = terminal_of(monkeypatch, 60)
    uid, story = "CP17-0190c3f2-7b1e-7cc0-8000-1234567890ab", "有人翻墙 后门没有锁 已通知网格员 " * 4
    with Table(WORD, PROSE) as rows:
        rows.add(uid, story)
        rows.add("short", "x")
    first, *more, last = terminal.getvalue().splitlines()
    assert first.startswith(uid + "  ")
    assert more
    assert {line[: len(uid)].strip() for line in more} == {""}
    assert last.split() == ["short", "x"]
    assert "".join(line[len(uid) :] for line in [first, *more]).split() == story.split()
    assert not DRAWN.search(terminal.getvalue())
    assert max(map(cell_len, more)) <= max(60, len(uid) + 2 + text_tables.LEAST_PROSE)


def test_what_is_wider_than_the_terminal_is_whole(monkeypatch):
    terminal = terminal_of(monkeypatch, 60)
    name = "中" * 50
    with Table(WORD, WORD) as rows:
        rows.add(name, "end")
    with Table(WORD, PROSE) as rows:
        rows.add(name, "one two")
    assert [line.split()[0] for line in terminal.getvalue().splitlines()] == [name, name]


def test_a_pipe_never_wraps(capsys):
    with Table(WORD, PROSE) as rows:
        rows.add("x", "word " * 100)
    assert capsys.readouterr().out.count("\n") == 1


def test_no_cell_leaves_its_line(capsys):
    with Table(WORD, WORD, WORD) as rows:
        rows.add("a\nb", "c\x1b[31md", "e\u2028f")
    assert capsys.readouterr().out == "a b  c [31md  e f\n"


def test_empty_columns_take_no_room_and_an_empty_table_no_line(capsys):
    with Table(WORD, WORD, WORD) as rows:
        rows.add("a", "", "b")
    with Table(WORD):
        pass
    assert capsys.readouterr().out == "a  b\n"


def test_a_long_table_flows_and_what_was_done_is_said(capsys):
    with pytest.raises(KeyError), Table(Column(at_least=8), NUMBER) as rows:
        for number in range(text_tables.AT_ONCE + 5):
            rows.add("车", number)
            flowed = capsys.readouterr().out if number == text_tables.AT_ONCE - 1 else None
            assert flowed is None or flowed.count("\n") == text_tables.AT_ONCE
        raise KeyError
    rest = capsys.readouterr().out
    assert rest.splitlines()[-1].split() == ["车", str(text_tables.AT_ONCE + 4)]
    assert len(starts(rest, "1")) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_command_s_table_in_a_pipe(make_station, language):
    opened = make_station()
    opened.close()
    data = ("--data", opened.store.folder)
    secrets = {**CHEAP, "STATION_LANG": language, "FORCE_COLOR": "1", "COLUMNS": "20"}
    assert station("record", "B12345 365 366", *data, **secrets).returncode == 0
    assert station("record", "365 -", *data, **secrets).returncode == 0
    supplies = station("supply", "list", *data, **secrets).text
    assert len(supplies.splitlines()) > 3
    assert len(starts(supplies, "/")) <= 3  # the numbers before it differ
    assert {cell_len(line) - cell_len(line.split()[-1]) for line in supplies.splitlines()} == {
        cell_len(supplies.splitlines()[0]) - cell_len(supplies.splitlines()[0].split()[-1])
    }
    logged = station("log", *data, **secrets).text
    assert [line.split()[-1] for line in logged.splitlines()] == ["released", "released"]
    assert len(starts(logged, "released")) == 1
    assert not DRAWN.search(supplies + logged)


def test_json_is_as_it_was(make_station):
    opened = make_station()
    opened.close()
    data = ("--data", opened.store.folder, "--json")
    assert station("record", "B12345 365", *data[:2], **CHEAP).returncode == 0
    for command in (("log",), ("supply", "list"), ("key", "list"), ("report", "list"), ("shift", "list")):
        done = station(*command, *data, **CHEAP, FORCE_COLOR="1")
        assert done.returncode == 0
        assert done.text == "".join(
            json.dumps(one, ensure_ascii=False, separators=(", ", ": ")) + "\n" for one in lines(done)
        )
    assert station("key", "list", *data, **CHEAP).text == '{"slot": 1, "kind": "passphrase"}\n'
