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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.clock import SetClock

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FROM_THE_DEMO = ("export",)
CREW = {
    "vehicle": {"plate": "粤B8K327"},
    "persons": [
        {"name": name, "phone": f"1380013800{at}", "category": "courier", "readings": [{"tenths": 365}]}
        for at, name in enumerate(("张三", "李四", "王五"))
    ],
}
TABLE = """日期,时间,方向,车牌,体温,姓名,电话,备注
2020-03-11,08:05,进,粤B12345,36.5 36.8,,,
2020-03-11,08:11,出,,36.6,,,
2020-03-11,08:20,进,粤B1234,36.4,,,
2020-03-11,08:26,进,,99,,,
2020-03-11,08:31,进,粤S88888,36.5,王五,13800138000,走亲戚
"""
LINES = ("B12345 365 368", "365", "+4", "366 -", "BD32715 364 -", "hb:A8K999 365 366", "376", "L", "B5L07Q 362 363 -")


def main() -> int:
    """Pictures in Chinese and English."""
    sys.path.insert(0, str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from scripts.docs_centre import walk as walk_centre

    shutil.rmtree(IMAGES, ignore_errors=True)
    IMAGES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        take_from_the_demo(Path(folder) / "demo")
        for language in ("zh", "en"):
            walk(Path(folder) / language, language)
            walk_centre(Path(folder) / f"street-{language}", language, IMAGES)
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


def take_lists(folder: Path, centre_folder: str, clock: SetClock) -> None:
    """Enrol the station, take the practice lists at the centre, receive the pack."""
    from scripts.practice_lists import write_lists
    from station.services.access.data_folder import open_station
    from station.services.access.unlock_secret import Unlock
    from station.services.centre import clerk_desk, clerk_lists
    from station.services.exchange import station_files

    centre = clerk_desk.open_centre(centre_folder, "words", clock)
    stick = folder.parent / f"stick-{folder.name}"
    stick.mkdir()
    write_lists(stick / "lists.xlsx")
    clerk_desk.enrol(centre, folder / "enrol-CP17.json", stick / "CP17.ysc")
    assert not clerk_lists.take(centre, stick / "lists.xlsx").problems
    clerk_lists.pack(centre, stick)
    centre.close()
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    for path in sorted([*stick.glob("*.ysc"), *stick.glob("*.ysp")]):
        assert station_files.receive(station, path).answer.verdict == "taken"
    station.close()


def walk(folder: Path, code: str) -> None:
    """Every screen of one language on a practice morning."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from station.clock import SetClock
    from station.entry.problem import taken
    from station.entry.roster_text import read_roster
    from station.records.shift import Thermometer
    from station.services.access import operators
    from station.services.access.data_folder import SetUp, open_station, set_up
    from station.services.access.unlock_secret import Unlock
    from station.services.centre import clerk_desk
    from station.services.gate import scripted_records
    from station.services.late_entry import paper_kit
    from station.services.shift import incidents, isolation_rounds, shifts
    from station.store.slot_sealing import Cost
    from ui.demo.keyboard import Keyboard
    from ui.drill.drill_page import DrillPage
    from ui.language.translations import Language
    from ui.shell.application import Shell, new_application

    application = new_application(["docs"])
    clock = SetClock(1_583_894_520_000)  # 2020-03-11 10:42 in UTC+8
    card = folder.parent / f"card-{code}.json"
    cost = Cost(1024, 1, 1)
    clerk_desk.init(str(folder.parent / f"centre-{code}"), "街道汇总", card, "words", clock, cost)
    set_up(SetUp(folder, "CP17", "新围卡点", "words", "1234", "班长甲", card=card, cost=cost), clock)
    take_lists(folder, str(folder.parent / f"centre-{code}"), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    operators.new_operator(station, "值守甲", "volunteer", "1111")
    staff = read_roster("值守甲\n值守乙 医护 社康中心 *\n值守戊 公安 -")
    shifts.open_shift(station, taken(staff), (Thermometer("1", 365, 366), Thermometer("2", 367, 366)))
    incidents.open_incident(
        station, "follow_up", "黄埔路 9 号租户 2 人今晚返深", handed_to="李网格", due_at=clock.at + 9 * 3_600_000
    )
    incidents.open_incident(station, "notice", "街道：今日 18 时起换发新出入证", reported_by="街道值班室")
    paper_kit.issue_kit(station, 2)
    paper_kit.key_row(station, 1, 1, station.today(), "0820", "B77777 365")
    paper_kit.key_row(station, 1, 3, station.today(), "0826", "366 -")
    isolation_rounds.visit(station, "G03", "366", needs="买菜")
    for line in (json.dumps(CREW, ensure_ascii=False), *LINES):
        clock.advance(61_000)
        scripted_records.record(station, line)
    station.close()
    table = folder.parent / f"paper-{code}.csv"
    table.write_text(TABLE, encoding="utf-8")
    language = Language(application, code)
    shell = Shell(folder, language, clock)
    shell.look.preferences.night = False
    shell.show()
    shell.look.apply()
    keys = Keyboard(shell)
    shell.activateWindow()
    keys.until(shell.isActiveWindow)
    keys.press(Qt.Key.Key_F1)
    keys.screenshot(IMAGES / f"forgotten-{code}.png")
    keys.press(Qt.Key.Key_Escape)
    keys.open_desk("words", "41111")
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
    keys.type("B55555 365")
    picture("list-hit")
    keys.press(key.Key_Return)
    leave()
    keys.press(key.Key_F4)
    for _ in range(4):
        keys.press(key.Key_Down)
    keys.enter("1")
    picture("verification")
    leave()
    control(key.Key_O)
    keys.enter(str(table))
    picture("import")
    leave()
    for letter, name in ((key.Key_R, "report"), (key.Key_I, "incidents"), (key.Key_J, "rounds"), (key.Key_B, "paper")):
        control(letter)
        picture(name)
        leave()
    control(key.Key_S)
    main.safety.edits["folder"].setText(str(second_copy()))
    keys.enter()
    keys.until(lambda: main.copy.state is not None)
    main.safety.problem.hide()
    picture("safety")
    leave()
    keys.press(key.Key_F9)
    picture("handover-1")
    for step in range(2, 5):
        keys.press(key.Key_PageDown)
        picture(f"handover-{step}")
    leave()
    keys.press(key.Key_F8)
    picture("lists")
    leave()
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
    assert isinstance(drill, DrillPage)
    keys.until(lambda: drill.desk is not None and not drill.is_busy())
    picture("drill")
    drill.finished.emit()
    shell.shut()
    language.end()
    shell.close()
    shell.deleteLater()
    keys.until(lambda: not shell.isVisible())


def second_copy() -> Path:
    """The folder of the second copy, under a name that is the same each time."""
    folder = Path(tempfile.gettempdir()) / "second"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
