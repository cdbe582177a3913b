"""A desk killed with -9 while somebody types: what was typed is offered again, and saved once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from station.clock import SystemClock
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.gate import drafts, scripted_records
from station.services.log import passage_log
from station.services.safety import verification
from tests.tests_support import CHEAP

ROOT = Path(__file__).parents[2]
TYPIST = """
import os, sys
from pathlib import Path
from station.clock import SystemClock
from ui.shell.application import Shell, new_application
from ui.demo.keyboard import Keyboard
from ui.language.translations import Language
application = new_application([])
shell = Shell(Path(sys.argv[1]), Language(application, "zh"), SystemClock())
shell.show()
keys = Keyboard(shell)
keys.open_desk("words", "1234")
desk = shell.main.desk
keys.enter("365")
keys.type("B12345 371 36")
keys.until(lambda: desk.keeper._pending is None and not shell.background.is_busy())
if sys.argv[2] == "saving":
    keys.type("6")
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    QTest.keyClick(desk.line, Qt.Key.Key_Return)
print(desk.draft.uid, flush=True)
os.kill(os.getpid(), 9)
"""


def killed(folder: Path, how: str) -> str:
    set_up(SetUp(folder, "CP17", "卡点", "words", "1234", "班长甲", cost=CHEAP), SystemClock())
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", TYPIST, str(folder), how], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout.split()[-1]


def test_a_half_typed_line_is_there_after_a_kill(tmp_path: Path) -> None:
    folder = tmp_path / "CP17"
    uid = killed(folder, "typing")
    station = open_station(folder, Unlock(passphrase="words"), SystemClock(), writing=True)
    try:
        kept = drafts.left_over(station)
        assert kept is not None
        assert (kept.uid, kept.content["line"]) == (uid, "B12345 371 36")
        assert len(list(passage_log.rows(station))) == 1
        assert verification.verify(station).findings == ()
    finally:
        station.close()


def test_killed_on_enter_it_is_either_saved_or_still_a_draft_never_both(tmp_path: Path) -> None:
    folder = tmp_path / "CP17"
    uid = killed(folder, "saving")
    station = open_station(folder, Unlock(passphrase="words"), SystemClock(), writing=True)
    try:
        saved = [row.uid for row in passage_log.rows(station)][1:]
        kept = drafts.left_over(station)
        assert (saved == [uid]) != (kept is not None and kept.uid == uid)
        scripted_records.record(station, "366")  # and it goes on
        assert verification.verify(station).findings == ()
    finally:
        station.close()
