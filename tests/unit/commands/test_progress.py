"""Long commands show how far they are on a terminal, and are quiet in a pipe and with --json."""

import os
import pty
import re
import subprocess
import sys

import pytest

from station.commands.progress_bar import TimeLeft
from station.progress import quiet, share, told
from station.services.centre import clerk_desk, clerk_lists
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.late_entry import table_import
from station.services.safety import verification
from tests.tests_support import enrolled, workbook
from tests.unit.commands.test_contract import ROOT

SECRETS = {"STATION_PASSPHRASE": "words", "STATION_PIN": "1234", "CENTRE_PASSPHRASE": "words"}


class Heard:
    """Keeps what was told."""

    def __init__(self):
        self.steps = []

    def __call__(self, done, total):
        self.steps.append((done, total))

    def is_sound(self):
        """From something to all of it, never back."""
        shares = [done / total for done, total in self.steps]
        return shares == sorted(shares) and shares[-1] == 1


@pytest.fixture
def gate(make_station, card):
    """A station that knows its centre."""
    return make_station(card=card)


def test_told_gives_every_item_and_tells_the_end():
    heard = Heard()
    assert list(told(range(7), 7, heard, every=3)) == list(range(7))
    assert heard.steps == [(3, 7), (6, 7), (7, 7)]
    assert list(told([], 0, heard)) == []
    assert heard.steps[-1] == (0, 0)
    assert list(told("abc", 2, quiet, every=1)) == ["a", "b", "c"]


def test_shares_follow_each_other():
    heard = Heard()
    for number in range(3):
        list(told(range(number), number, share(heard, number, 3), every=1))
    assert heard.is_sound()


def test_use_cases_tell_how_far_they_are(gate, centre, stick, tmp_path):
    enrolled(centre, gate, stick)
    for number in range(12):
        scripted_records.record(gate, f"B{number:05d} 365")
    csv = tmp_path / "rows.csv"
    csv.write_text(
        "日期,时间,体温,车牌\n" + "2020-03-11,00:00,36.5,粤B12345\n" * 1 + "2020-03-11,00:01,36.6,\n", "utf-8-sig"
    )
    book = workbook(
        tmp_path / "l.xlsx", {"重点车辆": [("车牌号", "原因", "处置指令"), ("粤B55555", "途经黄冈", "查行程")]}
    )
    works = {
        "verify": lambda heard: verification.verify(gate, heard),
        "rebuild": lambda heard: verification.rebuild(gate, heard),
        "export": lambda heard: station_files.export(gate, stick, None, heard),
        "merge": lambda heard: clerk_desk.merge_files(centre, [*stick.glob("*.ysb"), tmp_path / "none.ysb"], heard),
        "import": lambda heard: table_import.take(gate, csv, None, heard),
        "lists": lambda heard: clerk_lists.take(centre, book, None, heard),
    }
    for name, work in works.items():
        heard = Heard()
        work(heard)
        assert heard.is_sound(), name


def test_the_time_left_counts_down_between_steps():
    column = TimeLeft("left")

    class Task:
        completed, elapsed, fields = 0.25, 10.0, {"at": 8.0}

    assert column.render(Task).plain == "left 0:00:22"
    Task.completed = 0
    assert column.render(Task).plain == ""
    Task.completed, Task.elapsed = 1.0, 60.0
    assert column.render(Task).plain == "left 0:00:00"


def on_terminal(module, *arguments, language="en", **environment):
    """Run a command whose standard error alone is a terminal: exit code, standard output, what the terminal got."""
    master, slave = pty.openpty()
    env = {**os.environ, **SECRETS, "STATION_LANG": language, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "90"}
    command = [sys.executable, "-c", f"from {module} import main; main()", *map(str, arguments)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=slave, env={**env, **environment}, cwd=ROOT)
    os.close(slave)
    seen = b""
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not some:
            break
        seen += some
    out = program.stdout.read().decode()
    program.stdout.close()
    os.close(master)
    return program.wait(), out, seen.decode()


@pytest.fixture
def street(gate, centre, stick):
    """A centre and a station with a batch on the stick; both closed."""
    enrolled(centre, gate, stick)
    for number in range(5):
        scripted_records.record(gate, f"B{number:05d} 365")
    station_files.export(gate, stick)
    gate.close()
    centre.close()
    verify = ("station.commands.station_program", "verify", "--data", gate.store.folder)
    merge = ("station.commands.centre_program", "merge", *stick.glob("*.ysb"), "--at", centre.at)
    return {"verify": verify, "merge": merge}


@pytest.mark.parametrize(("work", "zh", "en"), [("verify", "正在检查", "Checking"), ("merge", "正在合并", "Merging")])
def test_a_bar_on_a_terminal_only(street, work, zh, en):
    code, out, seen = on_terminal(*street[work])
    assert code == 0
    assert en in seen
    assert re.findall(r"(\d+)%", seen)[-1] == "100"
    assert seen.endswith("\x1b[1A\x1b[2K")  # gone at the end: the result alone stays
    assert "\x1b" not in out
    code, again, seen = on_terminal(*street[work], language="zh")
    assert (code, zh in seen, "还需" in seen) == (0, True, True)
    code, shown, seen = on_terminal(*street[work], "--json")
    assert (code, seen, shown[0]) == (0, "", "{")
    code, plain, seen = on_terminal(*street[work], TERM="dumb")
    assert (code, "%" in seen, plain) == (0, False, again)
    module, *arguments = street[work]
    env = {**os.environ, **SECRETS, "STATION_LANG": "zh", "FORCE_COLOR": "1"}
    command = [sys.executable, "-c", f"from {module} import main; main()", *map(str, arguments)]
    piped = subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=True)
    assert piped.stdout.decode() == again
    assert b"\x1b" not in piped.stderr
    assert "%" not in piped.stderr.decode()
