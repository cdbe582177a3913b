"""Keeping safe, by keys in the real window: the second copy follows, a backup, a passphrase; and every error is said."""

import inspect

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests_support import CHEAP

from station import errors
from station.messages import catalogue, parts
from station.services.access import key_slots, recovery_request
from station.services.access.data_folder import unlock
from station.services.access.unlock_secret import Unlock
from station.services.gate import scripted_records
from station.services.log import passage_log
from station.services.safety import opening_checklist, restoration, second_copy
from station.store import disk_reserve
from ui.demo.keyboard import Keyboard
from ui.language.problem_text import of_error
from ui.language.translations import CHINESE, Language
from ui.shell.application import Shell

Key = Qt.Key


def open_page(hands):
    QTest.keyClick(hands.desk.line, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    return hands.main.safety


def folder(hands, page, path):
    """A folder, which nobody types letter by letter in a test, then Enter."""
    page.edits["folder"].setText(str(path))
    hands.press(Key.Key_Return)


def choose(hands, page, action):
    while page.chosen() != action:
        hands.press(Key.Key_Down)


def test_the_copy_follows_the_desk_and_survives_the_stick(hands, tmp_path, clock):
    second = tmp_path / "second"
    second.mkdir()
    page = open_page(hands)
    assert page.chosen() == "copy"
    folder(hands, page, second)
    hands.until(lambda: hands.main.copy.state is not None and hands.main.copy.state.status == "current")
    hands.press(Key.Key_Escape)
    hands.enter("B12345 365")
    uid = hands.rows()[0].uid
    assert uid
    hands.until(lambda: _mirrored(hands, second) == _here(hands))
    assert "✓" in hands.main.footer._state.text()
    second.rename(tmp_path / "pocket")
    hands.enter("B12346 365")
    hands.until(lambda: hands.main.copy.state.status == "away")
    assert "⚠" in hands.main.footer._state.text()
    assert hands.main.notice.title.text() == parts("mirror_away", {}, "zh")[0]
    (tmp_path / "pocket").rename(second)
    hands.until(lambda: hands.main.copy.state.status == "current")
    hands.enter("B12347 365")
    hands.shell.shut()  # closing brings the last entry over
    made = restoration.restore([second], tmp_path / "again", Unlock(passphrase="words"), clock)
    assert made.entries >= 4
    assert _last_plates(tmp_path / "again", clock) == ["粤B12347", "粤B12346", "粤B12345"]


def _here(hands):
    with hands.station.store.read() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()


def _mirrored(hands, second):
    (generation,) = second_copy.generations(second / "mirror-CP17")
    return len(second_copy.entries_of(generation, hands.station.store.data_key, "CP17"))


def _last_plates(folder, clock):
    from station.services.access.data_folder import open_station
    from station.services.log import passage_log

    station = open_station(folder, Unlock(passphrase="words"), clock, writing=False)
    plates = [row.passage.vehicle.plate for row in passage_log.newest_rows(station, 3)]
    station.close()
    return plates


def test_backup_and_passphrase_need_the_leaders_pin(hands, tmp_path, monkeypatch):
    monkeypatch.setattr(key_slots, "Cost", lambda: CHEAP)
    to = tmp_path / "stick"
    to.mkdir()
    page = open_page(hands)
    choose(hands, page, "backup")
    folder(hands, page, to)
    hands.enter("9999")
    assert page.problem.title.text() == parts("wrong_pin", {}, "zh")[0]
    hands.enter("1234")
    hands.until(lambda: list(to.glob("CP17-backup-*")) and not hands.shell.background.is_busy())
    choose(hands, page, "passphrase")
    hands.enter("1234")
    hands.until(lambda: not hands.shell.background.is_busy())
    new = page.problem.text.text().partition("：")[2]
    assert len(new.split()) == 6
    assert unlock(hands.station.store.folder, Unlock(passphrase=new))[1] == hands.station.store.data_key
    choose(hands, page, "certificate")
    folder(hands, page, to)
    hands.enter("1234")
    hands.until(lambda: (to / "CP17-purged.ysg").exists())


def test_the_checks_of_the_start_are_shown_and_stop_nobody(door, clock, monkeypatch):
    door.enter("words")
    door.until(lambda: door.shell.station is not None and not door.shell.background.is_busy())
    scripted_records.record(door.shell.station, "365")
    clock.advance(-3_600_000)
    monkeypatch.setattr(opening_checklist, "LOW", 1 << 60)
    door.enter("11234")
    door.until(lambda: door.shell.main is not None and not door.shell.background.is_busy())
    assert door.shell.main.notice.title.text() == parts("clock_implausible", {}, "zh")[0]
    door.enter("B12345 365")
    assert door.rows()[0].passage.vehicle.plate == "粤B12345"


def test_a_full_disk_gives_the_reserve_up_and_the_same_enter_saves(door, monkeypatch):
    monkeypatch.setattr(disk_reserve, "SIZE", 3_000_000)
    monkeypatch.setattr(opening_checklist, "LOW", 0)
    door.shell._reserving = True
    door.enter("words")
    door.until(lambda: door.shell.station is not None and not door.shell.background.is_busy())
    store = door.shell.station.store
    door.enter("11234")
    door.until(lambda: door.shell.main is not None and not door.shell.background.is_busy())
    assert (store.folder / "reserve").stat().st_size == 3_000_000
    limit(store, 1)  # SQLite itself says from now on that the disk is full, once its free pages are used
    told = parts("reserve_released", {}, "zh")[0]
    entered = 0
    while told not in (door.desk.problem.title.text(), door.main.notice.title.text()):
        entered += 1
        assert entered < 60, "nobody is told"
        door.enter(f"{10000 + entered} 365")
    assert not (store.folder / "reserve").exists()
    limit(store, 1 << 30)  # what the reserve took is there now
    door.desk.line.setText("B12345 365")
    door.enter()
    assert door.rows()[0].passage.vehicle.plate == "粤B12345"


def limit(store, pages):
    """Let the store have so many pages at most, or as many as it has."""
    with store._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_nobody_can_unlock_and_the_centre_opens_it_again(qapp, make_station, card, centre, stick, clock, qtbot):
    station = make_station(card=card)
    folder = station.store.folder
    scripted_records.record(station, "B12345 365")
    station.close()
    language = Language(qapp, CHINESE)
    shell = Shell(folder, language, clock)
    shell.show()
    shell.activateWindow()
    keys = Keyboard(shell)
    keys.until(shell.isActiveWindow)
    shell.door.field.setFocus()
    keys.press(Key.Key_F1)
    page = shell.currentWidget()
    page.stick.setText(str(stick / "gone"))
    keys.press(Key.Key_Return)
    assert page.problem.objectName() == "alertBad"
    page.stick.setText(str(stick))
    keys.press(Key.Key_Return)
    keys.until(lambda: not shell.background.is_busy())
    passphrase = page._passphrase.text()
    (request,) = stick.glob("recover-CP17.json")
    asked = recovery_request.answer(centre, request, "words", stick / "any name")
    (stick / "holiday.jpg").write_bytes(b"newer, and no answer")
    assert asked.fingerprint in page.problem.text.text()
    keys.press(Key.Key_Escape)
    assert shell.currentWidget() is shell.door
    keys.press(Key.Key_F1)
    page = shell.currentWidget()
    page.stick.setText(str(stick))
    keys.press(Key.Key_Return)
    page.secret.setText("not the one")
    keys.press(Key.Key_Return)
    keys.until(lambda: not shell.background.is_busy())
    assert page.problem.objectName() == "alertBad"
    page.secret.setText(passphrase)
    keys.press(Key.Key_Return)
    keys.until(lambda: not shell.background.is_busy())
    assert page.problem.objectName() == "alertOk"
    keys.press(Key.Key_Escape)
    shell.door.field.setText(passphrase)
    keys.press(Key.Key_Return)
    keys.until(lambda: shell.station is not None and not shell.background.is_busy())
    assert len(list(passage_log.rows(shell.station))) == 1
    shell.shut()
    language.end()
    shell.close()
    shell.deleteLater()


def every_error():
    """A class of the tree for each code that the program can raise."""
    return [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, errors.StationError)]


def test_every_code_of_the_tree_is_said_in_the_window_in_both_languages(hands):
    codes = sorted(catalogue("zh"))
    for language in ("zh", "en"):
        hands.language.use(language)
        for number, code in enumerate(codes):
            kind = every_error()[number % len(every_error())]
            error = kind(code, file="x.ysb", folder="D:", field="plate", free_mb=1, needed_mb=2)
            hands.shell.session.fail(error)
            title, step = of_error(error, language)
            assert (hands.main.notice.title.text(), hands.main.notice.text.text()) == (title, step)
            assert title
            assert step
            assert "{" not in title + step


@pytest.mark.parametrize("damage", ["cut", "gone", "foreign", "key slots"])
def test_what_is_wrong_with_the_folder_is_said_at_the_door(door, damage):
    folder = door.shell._folder
    path = folder / "station.db"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "gone":
        path.unlink()
    elif damage == "foreign":
        path.write_bytes(b"%PDF-1.7" * 900)
    else:
        for name in ("keyslots", "keyslots.copy"):
            (folder / name).write_bytes(b"{")
    door.enter("words")
    door.until(lambda: not door.shell.background.is_busy())
    code = {"gone": "store_missing", "key slots": "keyslots_damaged"}.get(damage, "store_damaged")
    assert door.shell.door.problem.isVisible()
    assert door.shell.door.problem.title.text() == parts(code, {"folder": str(folder)}, "zh")[0]
