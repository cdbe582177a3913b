"""The centre went on from an older copy of its folder: F8 at the desk sends again, F2 and F4 at the centre say so."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.batch.envelope import verify
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from tests.gui.test_centre import clerk, lines, street  # noqa: F401  fixtures
from tests.tests_support import enrolled

Key = Qt.Key


def answered(centre, stick):
    """The stick at the centre: everything merged, receipts on it."""
    merged = clerk_desk.merge_files(centre, sorted(stick.glob("*.ysb")))
    clerk_desk.receipts(centre, stick)
    return merged


def emptied(stick):
    for path in stick.iterdir():
        path.unlink()


def f8(hands, stick):
    """The stick at the desk, by keys; what the page says."""
    hands.press(Key.Key_F8)
    hands.main.export.folder.setText(str(stick))
    hands.press(Key.Key_Return)
    hands.settle()
    said = hands.main.export.result
    hands.press(Key.Key_Escape)
    return said.title.text() + "\n" + said.text.text(), said.objectName()


def english(hands):
    """Ctrl+L."""
    QTest.keyClick(QApplication.focusWidget(), Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hands.settle()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_f8_sends_again_by_itself_and_says_so(hands, card, centre, stick, tmp_path, clock, language):
    station_files.receive(hands.station, card)
    enrolled(centre, hands.station, stick)
    scripted_records.record(hands.station, "B12345 365")
    f8(hands, stick)
    answered(centre, stick)
    shutil.copytree(centre.folder, tmp_path / "yesterday")
    scripted_records.record(hands.station, "B12346 365")
    f8(hands, stick)
    answered(centre, stick)
    text, _ = f8(hands, stick)
    assert "退回" not in text
    emptied(stick)
    scripted_records.record(hands.station, "B12347 365")
    f8(hands, stick)
    clock.advance(60_000)
    old = clerk_desk.open_centre(str(tmp_path / "yesterday"), "words", clock)
    try:
        assert [one.reason for one in answered(old, stick)] == ["centre_signed_more"]
        (gap,) = clerk_desk.gaps(old)
        assert gap.missing
        if language == "en":
            english(hands)
        scripted_records.record(hands.station, "B12348 365")
        text, look = f8(hands, stick)
        assert look == "alertWarn"
        assert ("退回了以前的状态" if language == "zh" else "The centre went back to an older state") in text
        assert f"#{gap.missing[0][0]}" in text
        newest = sorted(stick.glob("*.ysb"))[-1]
        assert verify(newest.read_bytes()).manifest.first_seq == gap.missing[0][0]
        answered(old, stick)
        assert clerk_desk.gaps(old)[0].missing == ()
        text, look = f8(hands, stick)
        assert (look, "退回" in text) == ("alertOk", False)
    finally:
        old.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_centre_says_at_f2_and_f4_that_it_stands_behind(clerk, tmp_path, language):  # noqa: F811
    station, stick = clerk.station, clerk.stick
    clerk.enter(clerk.fingerprint[:4])
    station_files.take_from(station, stick)
    scripted_records.record(station, "B12346 365")
    emptied(stick)
    station_files.export(station, stick)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "centre", elsewhere)
    other = clerk_desk.open_centre(str(elsewhere), "words", station.clock)
    answered(other, stick)  # the newer state: then the folder in the window is the older copy
    other.close()
    station_files.take_from(station, stick)
    emptied(stick)
    scripted_records.record(station, "B12347 365")
    station_files.export(station, stick)
    if language == "en":
        english(clerk)
    clerk.press(Key.Key_F2)
    clerk.enter(str(stick))
    page = clerk.shell.main.stick
    shown = "\n".join(lines(page))
    assert ("曾签回执到" if language == "zh" else "has signed a receipt up to") in shown
    assert ("写新的回执" if language == "zh" else "Write new receipts") in shown
    assert page.problem.objectName() == "alertWarn"
    clerk.press(Key.Key_F4)
    (line,) = lines(clerk.shell.main.street)
    assert ("曾签到 #" if language == "zh" else "signed up to #") in line
    assert line.startswith("✗")
    (taken,) = [one for one in station_files.take_from(station, stick).answer if one.kind == "receipt"]
    assert taken.again_from
    station_files.export(station, stick)
    clerk.press(Key.Key_F2)
    clerk.enter(str(stick))
    clerk.press(Key.Key_F4)
    (line,) = lines(clerk.shell.main.street)
    assert "#" in line
    assert ("曾签到" if language == "zh" else "signed up") not in line
