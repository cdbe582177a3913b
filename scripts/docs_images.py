#!/usr/bin/env python3
"""Make the screenshots of the docs: the demo for shift, export and sheet; a walk through every screen for the rest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FROM_THE_DEMO = ("door", "shift", "export", "lock", "question")
CREW = {
    "vehicle": {"plate": "粤B8K327"},
    "persons": [
        {"name": name, "phone": f"1380013800{at}", "category": "courier", "readings": [{"tenths": 365}]}
        for at, name in enumerate(("张三", "李四", "王五"))
    ],
}
LINES = ("B12345 365 368", "365", "+4", "366 -", "BD32715 364 -", "hb:A8K999 365 366", "376", "L", "B5L07Q 362 363 -")


def main() -> int:
    """Pictures in Chinese and English."""
    sys.path.insert(0, str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shutil.rmtree(IMAGES, ignore_errors=True)
    IMAGES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        take_from_the_demo(Path(folder) / "demo")
        for language in ("zh", "en"):
            walk(Path(folder) / language, language)
    return 0


def take_from_the_demo(out: Path) -> None:
    """Run the demo and take what only a whole shift shows."""
    command = [sys.executable, "-m", "ui", "demo", "--out", str(out), "--stations", "1", "--passages", "100"]
    subprocess.run(command, env=dict(os.environ), cwd=ROOT, check=True)
    for name in FROM_THE_DEMO:
        for picture in (out / "screens").glob(f"{name}-??.png"):
            shutil.copy(picture, IMAGES / picture.name)
    sheets = (
        (next(one for one in (out / "sheets").glob("*-3.pdf")), "sheet-zh"),
        (next((out / "sheets").glob("*.en.pdf")), "sheet-en"),
    )
    for pdf, name in sheets:
        subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", str(pdf), str(IMAGES / name)], check=True)


def walk(folder: Path, code: str) -> None:
    """Every screen of one language on a practice morning."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from station.clock import SetClock
    from station.services import operators, scripting, shifts
    from station.services.opening import SetUp, open_station, set_up
    from station.services.unlocking import Unlock
    from station.store.keyslots import Cost
    from ui.application import Shell, new_application
    from ui.demo.keyboard import Keyboard
    from ui.translations import Language

    application = new_application(["docs"])
    clock = SetClock(1_583_894_520_000)  # 2020-03-11 10:42 in UTC+8
    set_up(SetUp(folder, "CP17", "新围卡点", "words", "1234", "班长甲", cost=Cost(1024, 1, 1)), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    operators.new_operator(station, "值守甲", "volunteer", "1111")
    shifts.open_shift(station, ("值守甲", "值守乙"), ())
    for line in (json.dumps(CREW, ensure_ascii=False), *LINES):
        clock.advance(61_000)
        scripting.record(station, line)
    station.close()
    language = Language(application, code)
    shell = Shell(folder, language, clock)
    shell.look.preferences.night = False
    shell.show()
    shell.look.apply()
    keys = Keyboard(shell)
    keys.open_desk("words", "21111")
    main, key = shell.main, Qt.Key
    assert main is not None

    def picture(name: str) -> None:
        keys.settle()
        keys.screenshot(IMAGES / f"{name}-{code}.png")

    def leave() -> None:
        for _ in range(3):
            keys.press(key.Key_Escape)

    def control(letter: Qt.Key) -> None:
        QTest.keyClick(main.desk.line, letter, Qt.KeyboardModifier.ControlModifier)
        keys.settle()

    keys.type("8K3")
    keys.settle()
    keys.press(key.Key_Down)
    keys.type("2")
    picture("suggestion")
    keys.press(key.Key_Return)
    keys.type("364 376 ")
    picture("desk")
    shell.look.change("night")
    main.repaint_all()
    picture("desk-night")
    shell.look.change("night")
    main.repaint_all()
    leave()
    keys.enter("D12345 365")
    picture("choice")
    leave()
    keys.press(key.Key_F2)
    keys.enter("欧阳")
    main.form.edits["id_number"].setText("449999199001010019")
    main.form.show_id_words()
    keys.enter("138001")
    picture("form")
    leave()
    keys.press(key.Key_F4)
    picture("cases")
    keys.enter("1")
    picture("referral")
    leave()
    keys.enter("B99876 367")
    control(key.Key_H)
    keys.type("1")
    main.record.line.setText("B99876 376")
    keys.enter()
    keys.enter("看错一位" if code == "zh" else "misread")
    picture("record")
    leave()
    control(key.Key_5)
    picture("records")
    control(key.Key_1)
    main.show_page(main.scan)
    picture("scan")
    leave()
    keys.press(key.Key_F1)
    picture("help")
    leave()
    for _ in range(2):
        shell.look.change("size")
    main.repaint_all()
    keys.type("B12345 365")
    picture("large")
    leave()
    shell.look.change("size")
    main.repaint_all()
    control(key.Key_D)
    drill = shell.currentWidget()
    keys.until(lambda: drill.desk is not None and not drill.is_busy())
    picture("drill")
    drill.finished.emit()
    shell.shut()
    language.end()
    shell.close()
    shell.deleteLater()
    keys.until(lambda: not shell.isVisible())


if __name__ == "__main__":
    sys.exit(main())
