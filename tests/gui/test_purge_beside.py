"""A purge, a clock that goes back and midnight, beside an open desk: what the window shows is what the store says."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.exceptions import capture_exceptions

from station.changes import gathering
from station.clock import DAY, HOUR
from station.errors import StoreProblem
from station.messages import label, parts
from station.services.centre import clerk_desk
from station.services.desk import dashboard
from station.services.exchange import station_files
from station.services.gate import cases, scripted_records
from station.services.log import passage_log
from station.services.safety import retention, verification
from station.services.shift import handover_sheets, shifts
from tests.tests_support import CHEAP, enrolled

Key = Qt.Key


@pytest.fixture
def street(hands, tmp_path, clock, stick):
    """The desk of an enrolled station; gives the stick that carries batches and receipts."""
    card = tmp_path / "centre.card"
    clerk_desk.init(str(tmp_path / "centre"), "centre", card, "words", clock, CHEAP)
    centre = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    hands.meanwhile(lambda: station_files.receive(hands.station, card))
    hands.meanwhile(lambda: enrolled(centre, hands.station, stick))
    yield centre
    centre.close()


def bring(station, centre, stick):
    clerk_desk.merge_files(centre, [stick / one.file for one in station_files.export(station, stick).answer])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(station, stick)


def control(hands, key):
    QTest.keyClick(hands.desk.line, key, Qt.KeyboardModifier.ControlModifier)
    hands.settle()


def shown(hands):
    model = hands.main.records.model
    for at in range(model.rowCount()):  # asks for what is not in memory
        model.data(model.index(at, 0))
    hands.settle()
    return [model.data(model.index(at, 0)) for at in range(model.rowCount())]


def test_a_purge_by_keys_is_told_to_every_screen(hands, street, clock, stick):
    station = hands.station
    hands.meanwhile(lambda: shifts.open_shift(station))
    hands.enter("B12345 365")
    hands.enter("378")
    hands.enter("B12346 366")
    hands.meanwhile(lambda: shifts.close_shift(station, station.operator, {}, ""))
    hands.meanwhile(lambda: bring(station, street, stick))
    control(hands, Key.Key_2)  # the whole history
    shown(hands)
    row = next(one for one in hands.rows() if one.passage.vehicle and one.passage.vehicle.plate == "粤B12346")
    clock.advance(4 * DAY)
    control(hands, Key.Key_S)
    page = hands.main.safety
    while page.chosen() != "purge":
        hands.press(Key.Key_Down)
    hands.enter("1234")
    hands.until(lambda: not hands.shell.background.is_busy())
    assert page.problem.objectName() == "alertOk"
    hands.press(Key.Key_Escape)
    gone = label("row", "purged", "zh")
    assert shown(hands).count(gone) == 2  # the open case with its passage stays
    assert len(hands.rows()) == 1
    case = cases.open_cases(station)[0]
    hands.press(Key.Key_F4)
    hands.enter("376a")  # the case that stayed goes on, with the rows of others gone
    assert cases.find(station, case.uid).case.state == "confirmed"
    hands.press(Key.Key_Escape)
    hands.main.records.record_wanted.emit(row)  # a row that somebody still sees
    hands.settle()
    assert hands.main.record.problem.title.text() == parts("record_purged", {}, "zh")[0]
    assert verification.verify(station).findings == ()


def test_a_record_that_is_open_while_it_is_let_go_says_so(hands, street, clock, stick):
    station = hands.station
    hands.meanwhile(lambda: shifts.open_shift(station))
    hands.enter("B12345 365")
    hands.meanwhile(lambda: shifts.close_shift(station, station.operator, {}, ""))
    hands.meanwhile(lambda: bring(station, street, stick))
    control(hands, Key.Key_2)
    clock.advance(4 * DAY)
    hands.main.records.open_chosen()
    hands.settle()
    hands.meanwhile(lambda: retention.purge(station))
    page = hands.main.record
    assert page.problem.title.text() == parts("record_purged", {}, "zh")[0]
    hands.type("2")
    hands.enter("误录")
    assert page.problem.title.text() == parts("record_purged", {}, "zh")[0]


def test_a_save_comes_between_two_steps_of_a_purge(hands, street, clock, stick, monkeypatch):
    """The save is asked for while the first step is on its way: it is durable before the second."""
    monkeypatch.setattr(retention, "AT_ONCE", 5)
    station = hands.station
    hands.meanwhile(lambda: shifts.open_shift(station))
    for number in range(30):
        scripted_records.record(station, f"{12340 + number} 365")
    hands.meanwhile(lambda: shifts.close_shift(station, station.operator, {}, ""))
    hands.meanwhile(lambda: bring(station, street, stick))
    clock.advance(4 * DAY)
    asked, saved = threading.Event(), []

    def save():
        asked.set()
        saved.append(scripted_records.record(station, "B99999 366").answer)

    def meet(_changes):
        if not asked.is_set():
            threading.Thread(target=save).start()
            asked.wait()
            hands_waiting(station)

    with gathering(meet):
        done = retention.purge(station).answer
    hands.until(lambda: bool(saved))
    assert done.records >= 30
    with station.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT kind, uid FROM journal ORDER BY epoch, seq").all()
    kinds = ["saved" if row.uid == saved[0].uid else row.kind for row in rows]
    after = kinds[kinds.index("saved") :]
    assert after.count("audit") >= 4  # most of the purge's steps came after it


def hands_waiting(station):
    """Until the save stands in the queue of writers."""
    while station.store.turns.waiting < 1:
        pass


def test_after_the_clock_went_back_the_newest_batch_is_the_newest(hands, street, clock, stick):
    station = hands.station
    hands.meanwhile(lambda: shifts.open_shift(station))
    hands.enter("B12345 365")
    hands.meanwhile(lambda: station_files.export(station, stick))
    clock.advance(-2 * HOUR)
    hands.enter("B12346 365")
    hands.press(Key.Key_F8)
    hands.main.export.folder.setText(str(stick))
    hands.enter()
    newest = station_files.state(station).last_number
    assert f"批次 {newest}" in hands.main.footer._state.text() or f"#{newest}" in hands.main.footer._state.text()
    assert newest >= 2
    hands.meanwhile(lambda: shifts.close_shift(station, station.operator, {}, ""))
    assert handover_sheets.sheet(station, 1).batches[-1] == newest


def test_after_midnight_the_chart_is_of_today(hands, clock):
    hands.enter("B12345 365")
    chart = hands.main.chart
    assert sum(chart.hours) == 1
    clock.advance(DAY)
    hands.main.delivery.tick()
    hands.settle()
    assert sum(chart.hours) == 0
    hands.enter("B12346 366 367")
    assert sum(chart.hours) == 2


def test_the_pace_does_not_count_what_was_taken_back(hands, clock):
    for number in range(3):
        hands.enter(f"1234{number} 365")
        clock.advance(1000)
    before = hands.main.delivery.figures.pace(clock.now())
    control(hands, Key.Key_Z)
    hands.settle()
    assert hands.main.delivery.figures.pace(clock.now()) < before
    assert sum(hands.main.chart.hours) == 2
    assert passage_log.newest_rows(hands.station, 1)[0].passage.voided


def test_the_tab_says_how_many_wait(hands):
    tab = hands.main.tabs[3].word
    assert tab.text() == "待处置"
    hands.enter("378")
    assert tab.text() == "待处置 1"
    hands.press(Key.Key_F4)
    hands.enter("365a")
    assert tab.text() == "待处置"


def shown_pace(hands):
    return hands.main.chart_title._shown[1]


def test_the_pace_falls_while_nobody_comes(hands, clock):
    for number in range(3):
        hands.enter(f"1234{number} 365")
    assert shown_pace(hands) == 12
    clock.advance(HOUR)
    hands.main.delivery.tick()
    assert shown_pace(hands) == 0


def test_midnight_is_asked_for_again_where_it_could_not_be_read(hands, clock, monkeypatch):
    hands.enter("B12345 365")
    clock.advance(DAY)
    snapshot = dashboard.snapshot

    def broken(_station):
        raise StoreProblem("disk_fault", detail="SQLITE_IOERR")

    monkeypatch.setattr(dashboard, "snapshot", broken)
    hands.main.delivery.tick()
    hands.settle()
    assert sum(hands.main.chart.hours) == 1
    monkeypatch.setattr(dashboard, "snapshot", snapshot)
    hands.main.delivery.tick()
    hands.settle()
    assert sum(hands.main.chart.hours) == 0


def test_a_page_that_breaks_does_not_silence_the_window(hands, monkeypatch):
    """Whatever a page does with what it is told, the next write is shown."""
    figures = hands.main.delivery._show_rows

    def broken(*arguments, **named):
        monkeypatch.setattr(hands.main.delivery, "_show_rows", figures)
        raise RuntimeError("a bug")

    monkeypatch.setattr(hands.main.delivery, "_show_rows", broken)
    with capture_exceptions() as bugs:
        hands.enter("B12345 365")
    assert len(bugs) == 1
    hands.enter("378")
    assert hands.main.header.open.text() == "1"
    hands.main.delivery.tick()  # some seconds later
    hands.settle()
    assert len(shown(hands)) == 2
