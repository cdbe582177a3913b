"""Real prints: the desk's preview sends to a private CUPS, whose printer then vanishes; a PDF is always left."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from station.services.shift import handover_sheets, shifts
from tests.tests_support import put_in_force
from ui.printing.preview import Preview

ROOT = Path(__file__).parents[2]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
HAS_CUPS = os.name == "posix" and os.geteuid() == 0 and bool(shutil.which("cupsd") and shutil.which("lpadmin"))
DAEMON = """Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
<Location />
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """ServerRoot {folder}
ServerBin {folder}/bin
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/run
TempDir {folder}/tmp
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
"""
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cp "$6" "{paper}/$1.pdf"
"""


def wait_for(condition, what):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, what
        QTest.qWait(10) if QApplication.instance() else time.sleep(0.01)


@pytest.fixture
def hand_over(hands):
    """A closed shift, its sheet in the preview by Ctrl+P; the preview."""

    def ready():
        if not [one for one in shifts.list_shifts(hands.station) if one.closed_at]:
            shifts.open_shift(hands.station)
            hands.enter("B12345 365 368")
            shifts.close_shift(hands.station, hands.station.operator)
        hands.shell.activateWindow()  # the offscreen platform has no window manager to do it
        hands.until(hands.shell.isActiveWindow)
        hands.desk.line.setFocus()
        QTest.keyClick(hands.desk.line, Key.Key_P, CONTROL)
        hands.settle()
        found = [one for one in hands.main.shift.findChildren(Preview) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    return ready


def test_looking_counts_nothing_and_a_pdf_counts_as_a_print(hands, hand_over, tmp_path):
    for _ in range(2):
        preview = hand_over()
        QTest.keyClick(preview, Key.Key_Escape)
        hands.settle()
    assert handover_sheets.sheet(hands.station, 1).printing == 1
    hand_over().save(tmp_path / "sheet.pdf")
    hands.settle()
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "sheet.pdf"), "-"], capture_output=True).stdout
    assert handover_sheets.sheet(hands.station, 1).serial in text.decode()
    assert handover_sheets.sheet(hands.station, 1).printing == 2


def test_the_limit_of_the_rules_in_force_is_said_on_the_screen_and_on_paper(hands, hand_over, tmp_path):
    """A street that sends its limit down (37.0): no word of the desk or the sheet still says 37.3."""
    hands.meanwhile(lambda: put_in_force(hands.station, abnormal_from=370))
    hands.type("B12345 371")
    assert "37.0" in " ".join(shown_words(hands.desk.fever))
    for key in (Key.Key_Escape, Key.Key_F2, Key.Key_F4):
        hands.press(key)
        assert "37.3" not in " ".join(shown_words(hands.main))
    hands.press(Key.Key_Escape)
    hand_over().save(tmp_path / "sheet.pdf")
    hands.settle()
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "sheet.pdf"), "-"], capture_output=True).stdout
    assert "≥ 37.0 ℃" in re.sub(r"\s+", " ", text.decode())
    assert "37.3" not in text.decode()


def shown_words(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def test_an_older_sheet_is_looked_at_and_printed_again(hands, hand_over, tmp_path):
    hand_over().close()
    shifts.open_shift(hands.station)
    shifts.close_shift(hands.station, hands.station.operator)
    preview = hand_over()
    newest = preview.windowTitle()
    for key, ordinal in (
        (Key.Key_Left, 1),
        (Key.Key_Left, 1),
        (Key.Key_Right, 2),
        (Key.Key_Right, 2),
        (Key.Key_Left, 1),
    ):
        QTest.keyClick(preview, key)
        hands.settle()
        assert preview.windowTitle() == handover_sheets.sheet(hands.station, ordinal).serial
    assert newest == handover_sheets.sheet(hands.station, 2).serial
    preview.save(tmp_path / "again.pdf")
    hands.settle()
    assert [handover_sheets.sheet(hands.station, one).printing for one in (1, 2)] == [2, 1]


def test_without_a_printer_it_is_said_nothing_is_counted_and_the_preview_stays(hands, hand_over, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    preview = hand_over()
    QTest.keyClick(preview, Key.Key_Return)
    hands.settle()
    assert preview.isVisible()
    assert preview.problem.title.text() == "没有找到打印机"
    assert handover_sheets.sheet(hands.station, 1).printing == 1
    assert shifts.current_shift(hands.station) is None


@pytest.mark.qt_log_ignore("begin.*Returned false")  # how Qt says that there is no such printer
def test_enter_twice_is_one_print(hands, hand_over, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["no such printer"]))
    preview = hand_over()
    for _ in range(2):
        QTest.keyClick(preview, Key.Key_Return)
    hands.settle()
    assert "no such printer" in preview.problem.title.text()
    assert handover_sheets.sheet(hands.station, 1).printing == 2  # asked for once, counted once


def test_a_printer_that_fails_after_the_preview_was_closed_is_said_all_the_same(hands, hand_over, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    preview = hand_over()
    QTest.keyClick(preview, Key.Key_Return)
    QTest.keyClick(preview, Key.Key_Escape)
    assert not preview.isVisible()
    hands.settle()
    assert hands.main.notice.title.text() == "没有找到打印机"


def test_a_place_that_cannot_be_written_is_said(hands, hand_over, tmp_path):
    preview = hand_over()
    preview.save(tmp_path / "missing" / "sheet.pdf")
    hands.settle()
    assert "sheet.pdf" in preview.problem.title.text()


@pytest.fixture
def queue(tmp_path):
    """A CUPS of our own with one printer `gate` whose paper is a folder; yields (address, paper, stop)."""
    folder, paper = tmp_path / "cups", tmp_path / "paper"
    for one in ("bin/backend", "bin/filter", "spool", "cache", "run", "tmp"):
        (folder / one).mkdir(parents=True)
    (folder / "bin" / "daemon").symlink_to("/usr/lib/cups/daemon")  # its helper that runs a backend
    paper.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "cupsd.conf").write_text(DAEMON.format(port=port))
    (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
    backend = folder / "bin" / "backend" / "paper"
    backend.write_text(BACKEND.format(paper=paper))
    backend.chmod(0o700)  # CUPS runs such a one as root: the folder of a test is nobody else's
    address = f"127.0.0.1:{port}"
    daemon = subprocess.Popen(
        ["cupsd", "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def stop():
        daemon.terminate()
        daemon.wait(20)

    def cups(*command):
        return subprocess.run(command, env={**os.environ, "CUPS_SERVER": address, "LC_ALL": "C"}, capture_output=True)

    try:
        wait_for(lambda: b"is running" in cups("lpstat", "-r").stdout, "cupsd does not start")
        cups("lpadmin", "-p", "gate", "-v", "paper:/", "-E", "-m", "raw")
        cups("lpadmin", "-d", "gate")
        assert b"gate" in cups("lpstat", "-d").stdout
        yield address, paper, stop
    finally:
        if daemon.poll() is None:
            stop()


ASKED = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
from station.clock import SetClock
from station.errors import MachineError
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.shift import handover_sheets
from pathlib import Path
from ui.printing.handover_paper import HandoverSheet
from ui.printing.printer import print_document, printer_name
application = QApplication([])
station = open_station(Path(sys.argv[1]), Unlock(passphrase="words"), SetClock(1_583_894_520_000), writing=False)
document = HandoverSheet(handover_sheets.sheet(station, 1), QApplication.font().family(), "zh")
station.close()
for line in sys.stdin:
    try:
        print(print_document(document, line.strip() or printer_name()), flush=True)
    except MachineError as error:
        print(error.code, flush=True)
"""


@pytest.mark.skipif(not HAS_CUPS, reason="no CUPS here: the desk's own PDFs stand in (tests above)")
def test_a_real_queue_gets_the_sheet_and_one_that_vanished_is_said(make_station, queue):
    address, paper, stop = queue
    station = make_station()
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator)
    serial = handover_sheets.sheet(station, 1).serial
    station.close()
    # CUPS remembers its server for the life of a process: a fresh one, as the desk is.
    environment = {**os.environ, "CUPS_SERVER": address, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", ASKED, str(station.store.folder)]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:

        def ask(name=""):
            program.stdin.write(name + "\n")
            program.stdin.flush()
            return program.stdout.readline().strip()

        assert ask() == "gate"
        wait_for(lambda: list(paper.glob("*.pdf")), "nothing came out of the printer")
        (printed,) = paper.glob("*.pdf")
        wait_for(lambda: printed.read_bytes().rstrip().endswith(b"%%EOF"), "the paper is torn")
        text = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, check=True).stdout
        assert serial in re.sub(r"\s+", " ", text.decode())
        stop()
        assert ask() == "no_printer"
        assert ask("gate") == "printer_failed"
        assert len(list(paper.glob("*.pdf"))) == 1
