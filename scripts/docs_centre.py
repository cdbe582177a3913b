"""The pictures of the centre's window: three stations, one of them silent, one not enrolled."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from station.clock import DAY, HOUR, SetClock
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.shift import daily_reports, shifts
from station.store.slot_sealing import Cost
from ui.centre.centre_window import CentreShell
from ui.demo.keyboard import Keyboard
from ui.language.translations import Language
from ui.shell.application import new_application

MORNING = 1_583_894_520_000  # 2020-03-11 10:42 in UTC+8
COST = Cost(1024, 1, 1)
STATIONS = (("CP17", "新围卡点", True), ("CP18", "西坑卡点", False), ("CP19", "大康卡点", True))


def walk(folder: Path, code: str, images: Path) -> None:
    """Take a stick, sign two stations, look at lists, take and send them, look at the street."""
    from scripts.practice_lists import write_lists

    application = new_application(["docs"])
    clock = SetClock(MORNING)
    stick = folder / "stick"
    stick.mkdir(parents=True)
    clerk_desk.init(str(folder / "centre"), "街道汇总", folder / "c.card", "words", clock, COST)
    for number, (station, name, signs) in enumerate(STATIONS):
        _a_day(folder, station, name, number + 5, signs, stick, clock)
    write_lists(folder / "lists.xlsx")
    language = Language(application, code)
    shell = CentreShell(str(folder / "centre"), language, clock)
    shell.look.preferences.night = False
    shell.look.apply()
    shell.show()
    keys = Keyboard(shell)
    shell.activateWindow()
    keys.until(shell.isActiveWindow)
    shell.door.field.setFocus()
    keys.enter("words")
    keys.until(lambda: shell.main is not None)
    assert shell.main is not None
    keys.enter(str(stick))
    keys.screenshot(images / f"centre-stick-{code}.png")
    answered = shell.main.stick.answered
    for one in answered.asking[:2] if answered else ():
        keys.enter(one.fingerprint[:4])
    keys.press(Qt.Key.Key_F3)
    keys.enter(str(folder / "lists.xlsx"))
    keys.screenshot(images / f"centre-lists-{code}.png")
    keys.enter()
    keys.enter(str(stick))
    clock.advance(DAY)
    keys.press(Qt.Key.Key_F4)
    keys.screenshot(images / f"centre-street-{code}.png")
    keys.press(Qt.Key.Key_F5)
    keys.enter("12341")
    keys.screenshot(images / f"centre-passed-{code}.png")
    shell.shut()
    language.end()
    shell.close()
    shell.deleteLater()
    keys.until(lambda: not shell.isVisible())


def _a_day(folder: Path, code: str, name: str, cars: int, signs: bool, stick: Path, clock: SetClock) -> None:
    set_up(SetUp(folder / code, code, name, "words", "1234", "班长甲", folder / "c.card", cost=COST), clock)
    station = open_station(folder / code, Unlock(passphrase="words"), clock, writing=True)
    shifts.open_shift(station)
    for number in range(cars):
        scripted_records.record(station, f"B1234{number} 365 368")
    visitor = '{"persons":[{"name":"王小明","phone":"13800138000","category":"courier","readings":[{"tenths":365}]}]}'
    scripted_records.record(station, visitor)
    clock.advance(HOUR)
    shifts.close_shift(station, station.operator)
    if signs:
        daily_reports.sign(station, station.today(), station.operator, zero=True)
    station_files.export(station, stick)
    station_files.ask_to_be_enrolled(station, stick)
    station.close()
