"""Rows D, E, F, I, J of the matrix that are one condition each, on real disks, sticks and processes."""

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station import files
from station.batch import batch_file
from station.clock import SystemClock
from station.error_log import start_log
from station.errors import FolderProblem, MachineError, StationError, StoreProblem
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.log import passage_log
from station.services.opened_station import Station
from station.services.safety import verification
from station.store import disk_reserve
from station.store.store import Store
from tests.faults import loop_disk
from tests.faults.fuzzing import Street
from tests.faults.loop_disk import LoopDisk
from tests.faults.program import Program, command, environment
from tests.faults.stations import Acknowledged, lines, new_station, opened, settle
from tests.faults.tally import Tally
from tests.tests_support import MakeStation

ROOT = Path(__file__).parents[2]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[LoopDisk]:
    """A real ext4 of 48 MB; loudly skipped where it cannot be had."""
    lacking = loop_disk.usable()
    if lacking:
        warnings.warn(pytest.PytestWarning(f"NOT TRIED HERE: {lacking}"), stacklevel=2)
        pytest.skip(lacking)
    disk = LoopDisk(tmp_path)
    yield disk
    disk.remove()


def fill(disk: LoopDisk, leave: int) -> None:
    """Fill a disk up to so many bytes."""
    free = shutil.disk_usage(disk.at).free
    with (disk.at / "films").open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, free - leave)


def ask(data: Path, sent: list[str], tmp_path: Path) -> tuple[list[bytes], str, int]:
    program = Program(["record", "--data", str(data), "--stdin"], tmp_path / "errors")
    program.send(sent)
    said = program.rest()
    return said, (tmp_path / "errors").read_text(), program.wait()


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_d1_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(small_disk: LoopDisk, tmp_path: Path) -> None:
    data = new_station(small_disk.at / "CP17")
    fill(small_disk, 200_000)
    sent = lines(0, 400)
    said, errors, code = ask(data, sent, tmp_path)
    assert code == 1
    assert 0 < len(said) < len(sent)
    assert "NOT saved" in errors
    assert "Traceback" not in errors
    station = opened(data, writing=False)
    assert len(list(passage_log.rows(station))) == len(said)  # looking goes on
    station.close()
    (small_disk.at / "films").unlink()
    tally = Tally()
    acknowledged = Acknowledged({})
    for line, answer in zip(sent, said, strict=False):
        acknowledged.take(line, answer, tally)
    settle(data, sent, acknowledged, tally)
    assert not tally.faults, tally


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_d2_a_full_disk_gives_its_reserve_up_and_the_shift_can_be_ended(
    small_disk: LoopDisk, make_station: MakeStation, card: Path, tmp_path: Path
) -> None:
    home = make_station(card=card).store.folder
    data = small_disk.at / "CP17"
    shutil.copytree(home, data)
    station = opened(data)
    assert disk_reserve.hold(data, 8_000_000, 0)
    fill(small_disk, 200_000)
    saved = 0
    told: list[str] = []
    for line in lines(0, 400):
        try:
            scripted_records.record(station, line)
        except StoreProblem as error:
            told.append(error.code)
            scripted_records.record(station, line)  # the same Enter again
        saved += 1
    assert told == ["reserve_released"]
    assert not (data / "reserve").exists()
    assert len(list(passage_log.rows(station))) == saved == 400
    station.store.checkpoint()
    stick = tmp_path / "stick"
    stick.mkdir()
    assert station_files.export(station, stick).answer
    assert verification.verify(station).findings == ()
    assert not disk_reserve.hold(data, 8_000_000, 1 << 40)  # not taken again before there is room
    station.close()


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_d3_a_full_stick_is_said_with_its_figures_and_leaves_no_part(
    small_disk: LoopDisk, make_station: MakeStation, card: Path
) -> None:
    station = make_station(card=card)
    for line in lines(0, 300):
        scripted_records.record(station, line)
    fill(small_disk, 300_000)
    with pytest.raises(MachineError, match="no_space") as caught:
        station_files.export(station, small_disk.at)
    needed = caught.value.facts["needed_mb"]
    assert isinstance(needed, int)
    assert needed >= 1
    assert list(small_disk.at.glob("*.ys*")) == []


def test_d4_a_limit_on_the_size_of_files_is_a_fault_like_another(tmp_path: Path) -> None:
    data = new_station(tmp_path / "CP17")
    size = (data / "station.db").stat().st_size
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    sent = lines(0, 900)
    asked = command(["record", "--data", str(data), "--stdin"])
    asked[2] = f"{limited}; {asked[2]}"
    done = subprocess.run(asked, input="\n".join(sent).encode(), capture_output=True, env=environment(), check=False)
    said = done.stdout.splitlines()
    assert len(said) < len(sent)
    assert b"Traceback" not in done.stderr
    tally, acknowledged = Tally(), Acknowledged({})
    for line, answer in zip(sent, said, strict=False):
        acknowledged.take(line, answer, tally)
    settle(data, sent, acknowledged, tally)
    assert not tally.faults, tally


def test_d4_a_checkpoint_that_fails_says_so_in_our_words(station: Station) -> None:
    """In a process of its own, for the limit stays: the file may not grow any more."""
    for line in lines(0, 30):
        scripted_records.record(station, line)
    size = station.store.path.stat().st_size
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        try:
            station.store.checkpoint()
        except StoreProblem as error:
            os._exit(7 if error.code == "disk_fault" else 1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_d5_out_of_memory_acknowledges_nothing_half(tmp_path: Path) -> None:
    """The memory is really used up but for some blocks, in the middle of the work; nothing it answered for is gone."""
    data = new_station(tmp_path / "CP17")
    sent = lines(0, 40)
    tally, acknowledged, failed = Tally(), Acknowledged({}), 0
    for spare in (0, 4, 16, 64, 256, 1024):
        asked = [sys.executable, "-c", SQUEEZED, str(data), str(spare)]
        done = subprocess.run(
            asked, input="\n".join(sent).encode(), capture_output=True, env=environment(), check=False, cwd=ROOT
        )
        for line, answer in zip(sent, done.stdout.splitlines(), strict=False):
            acknowledged.take(line, answer, tally)
        failed += len(done.stdout.splitlines()) < len(sent)
        said = (done.stderr.splitlines() or [b""])[-1]  # nothing where there was enough memory for all
        assert b"store_damaged" not in said  # it is not, and nobody is told so
    assert failed > 2, "there was enough memory: nothing was tried"
    assert acknowledged.uids, "there was never enough memory: nothing was tried"
    settle(data, sent, acknowledged, tally)
    assert not tally.faults, tally


SQUEEZED = """
import json, os, resource, sys
from pathlib import Path
from station.services.gate import scripted_records
from tests.faults.stations import opened

station = opened(Path(sys.argv[1]))
sent = sys.stdin.read().splitlines()
for number, line in enumerate(sent):
    if number == 10:
        used = int(open("/proc/self/statm").read().split()[0]) * 4096
        resource.setrlimit(resource.RLIMIT_AS, (used, used))
        blocks = []
        try:
            while True:
                blocks.append(bytes(4000))
        except MemoryError:
            del blocks[: int(sys.argv[2])]
    saved = scripted_records.record(station, line).answer
    os.write(1, (json.dumps({"seq": saved.seq, "uid": saved.uid}) + "\\n").encode())
"""


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_e1_e2_a_disk_that_goes_read_only(small_disk: LoopDisk, tmp_path: Path) -> None:
    data = new_station(small_disk.at / "CP17")
    ask(data, lines(0, 5), tmp_path)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.at)], check=True)
    said, errors, code = ask(data, lines(5, 9), tmp_path)
    assert (said, code) == ([], 1)
    assert "Traceback" not in errors
    assert "is read-only, nothing can be saved" in errors
    station = opened(data, writing=False)  # looking goes on
    assert len(list(passage_log.rows(station))) == 5
    assert verification.verify(station).findings == ()
    station.close()
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk.at)], check=True)
    tally = Tally()
    settle(data, lines(0, 9), Acknowledged({}), tally)
    assert not tally.faults, tally


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_e2_the_window_opens_on_a_read_only_disk_and_says_so(small_disk: LoopDisk, qapp: QApplication) -> None:
    from station.messages import parts
    from ui.demo.keyboard import Keyboard
    from ui.language.translations import CHINESE, Language
    from ui.shell.application import Shell

    data = new_station(small_disk.at / "CP17")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.at)], check=True)
    assert start_log(data / "log")
    language = Language(qapp, CHINESE)
    shell = Shell(data, language, SystemClock())
    shell.show()
    shell.activateWindow()
    keys = Keyboard(shell)
    keys.until(shell.isActiveWindow)
    shell.door.field.setFocus()
    keys.enter("words")
    keys.until(shell.door.problem.isVisible)
    assert shell.door.problem.title.text() == parts("data_read_only", {}, "zh")[0]
    shell.shut()
    language.end()
    shell.close()
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk.at)], check=True)


def test_e3_no_connection_is_opened_as_if_nobody_wrote() -> None:
    for path in (ROOT / "station").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "immutable=1" not in text, path
        assert "synchronous = NORMAL" not in text, path


def test_e5_a_cleaned_away_log_is_noticed_and_goes_on_under_a_new_epoch(tmp_path: Path) -> None:
    data = new_station(tmp_path / "CP17")
    program = Program(["record", "--data", str(data), "--stdin"], tmp_path / "errors")
    program.send(lines(0, 60))
    for _ in range(60):
        program.stdout.readline()
    program.kill()
    program.wait()
    program.close()
    (data / "station.db-wal").unlink()
    station = opened(data)
    assert station.warnings == ("journal_shorter_than_head",)
    scripted_records.record(station, "365")
    assert verification.verify(station).findings == ()
    assert (data / "enrol-CP17-E2.json").is_file()
    station.close()


def test_f1_a_second_program_is_told_and_the_lock_dies_with_the_first(tmp_path: Path) -> None:
    data = new_station(tmp_path / "CP17")
    first = Program(["record", "--data", str(data), "--stdin"], tmp_path / "first")
    first.send(["365"])
    first.stdout.readline()
    said, errors, code = ask(data, ["366"], tmp_path)
    assert (said, code) == ([], 1)
    assert "open already" in errors
    first.kill()
    first.wait()
    first.close()
    said, _errors, code = ask(data, ["366"], tmp_path)
    assert (len(said), code) == (1, 0)


def test_f2_f3_writers_on_many_threads_keep_their_order_and_never_meet_half_a_state(station: Station) -> None:
    failed: list[StationError] = []

    def work(part: int) -> None:
        try:
            for number in range(40):
                scripted_records.record(station, f"@{part}-{number} {10000 + number} 365")
                list(passage_log.newest_rows(station, 3))
        except StationError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert len(list(passage_log.rows(station))) == 160
    assert verification.verify(station).findings == ()
    with pytest.raises(FolderProblem, match="already_open"):
        Store(station.store.folder, station.store.data_key, "CP17", SystemClock(), writing=True)


def test_i2_to_i5_bombs_foreign_files_and_links_on_the_stick(tmp_path: Path) -> None:
    street = Street(tmp_path)
    street.batches((3,))
    good = next(street.stick.glob("*.ysb"))
    bomb = zlib.compress(bytes(40 << 20))
    deep = b"YSB1\n" + (60_000).to_bytes(4, "big") + b"[" * 60_000 + bytes(64)
    huge = b"YSB1\n" + (0xFFFFFFFF).to_bytes(4, "big") + bytes(100)
    foreign = {"bomb.ysb": bomb, "deep.ysb": deep, "huge.ysb": huge, "._CP17-E1-B00001.ysb": b"\x00\x05\x16\x07" * 20}
    for name, content in foreign.items():
        (street.stick / name).write_bytes(content)
    (street.stick / "renamed.txt").write_bytes(good.read_bytes())
    (street.stick / "link.ysb").symlink_to("/etc/passwd")
    merged = {one.file: one for one in clerk_desk.merge_files(street.centre, sorted(street.stick.iterdir()))}
    assert merged[good.name].verdict == "new"
    assert merged["renamed.txt"].verdict == "already"
    for name in (*foreign, "link.ysb"):
        assert merged[name].verdict == "refused", name
        assert merged[name].reason in ("not_a_batch", "truncated", "altered", "too_large"), merged[name]
    street.close()


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_j2_a_read_only_stick(small_disk: LoopDisk, make_station: MakeStation, card: Path) -> None:
    station = make_station(card=card)
    scripted_records.record(station, "365")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.at)], check=True)
    with pytest.raises(MachineError, match="cannot_write"):
        station_files.export(station, small_disk.at)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk.at)], check=True)
    assert station_files.export(station, small_disk.at).answer


def test_j3_a_stick_that_forgets_what_lies_beyond_its_real_size(
    make_station: MakeStation, card: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device answers every write and keeps the first half: reading back finds it out."""
    station = make_station(card=card)
    for line in lines(0, 50):
        scripted_records.record(station, line)
    genuine = files.write_durably

    def forgetful(path: Path, content: bytes) -> None:
        genuine(path, content)
        path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))

    monkeypatch.setattr(batch_file, "write_durably", forgetful)
    with pytest.raises(MachineError, match="stick_unreliable"):
        station_files.export(station, stick)


def test_the_torture_goes_on_where_it_was_stopped_and_ends_in_a_table(tmp_path: Path) -> None:
    arguments = ["--row", "K3", "--row", "A7", "--jobs", "2", "--out", str(tmp_path)]
    asked = [sys.executable, "-m", "tests.faults.torture", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    (tmp_path / "progress.json").write_text(
        json.dumps(
            {
                "K3": {"chunks": 5, "seconds": 9.0, "commits": ["abc"], "tally": Tally(tried=999_000).plain()},
                "A7": {"chunks": 1, "seconds": 1.0, "commits": ["abc"], "tally": Tally(tried=30).plain()},
            }
        )
    )
    done = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = {row["row"]: row for row in json.loads((tmp_path / "torture.json").read_text())["rows"]}
    assert rows["K3"]["tried"] > 1_100_000  # one more chunk, on top of what was there
    assert rows["A7"]["tried"] == 30
    assert (tmp_path / "torture.md").read_text().count("\n| ") == 4
