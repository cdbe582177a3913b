"""The one opened station: in force before anybody is told, judged in its turn, written in its author's name."""

import threading

import pytest
from tests_support import enrolled, workbook

from station.changes import gathering
from station.errors import Refused
from station.services.access import operators
from station.services.centre import clerk_lists
from station.services.exchange import station_files
from station.services.gate import corrections, scripted_records
from station.services.log import passage_log
from station.services.shift import shifts
from station.store import in_force, list_rows


@pytest.fixture
def packed(make_station, card, centre, stick):
    """A station whose list names no car, and the pack that names 粤B55555."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    sheet = [("车牌号", "原因", "处置指令"), ("粤B55555", "途经黄冈", "查")]
    clerk_lists.take(centre, workbook(stick / "lists.xlsx", {"重点车辆": sheet}))
    (pack,) = clerk_lists.pack(centre, stick, station="CP17")
    return station, stick / pack.file


def test_it_is_in_force_before_anybody_is_told(make_station):
    station, seen = make_station(), []
    with gathering(lambda _changes: seen.append(station.shift is not None)):
        shifts.open_shift(station)
        shifts.close_shift(station, station.operator, {}, "")
    assert seen == [True, False]


def test_it_is_in_force_even_if_telling_fails(make_station):
    station = make_station()

    def broken(_changes):
        raise RuntimeError("a screen broke")

    with pytest.raises(RuntimeError), gathering(broken):
        shifts.open_shift(station)
    assert station.shift is not None
    with station.store.read() as connection:
        assert in_force.load(connection).shift == station.shift


def meanwhile(station, packed, monkeypatch, work):
    """Have `work` ask for its turn while the pack is being taken."""
    keep, raised = list_rows.keep, []

    def asked():
        try:
            work()
        except Refused as error:
            raised.append(error)

    thread = threading.Thread(target=asked)

    def slowly(*arguments):
        thread.start()
        while station.store.turns.waiting < 2:
            pass
        return keep(*arguments)

    monkeypatch.setattr(list_rows, "keep", slowly)
    assert station_files.receive(station, packed).answer.verdict == "taken"
    thread.join()
    assert raised == []


def test_a_save_that_waited_behind_a_pack_is_judged_by_it(packed, monkeypatch):
    station, pack = packed
    meanwhile(station, pack, monkeypatch, lambda: scripted_records.record(station, "粤B55555 365"))
    passage = passage_log.newest_rows(station, 1)[0].passage
    assert [flag.rule for flag in passage.flags] == ["list.key_vehicle"]
    assert passage.disposition == "held"


def test_a_correction_that_waited_behind_a_pack_is_judged_by_it(packed, monkeypatch):
    station, pack = packed
    uid = scripted_records.record(station, "粤B55556 365").answer.uid
    correct = corrections.correct_by_line
    meanwhile(station, pack, monkeypatch, lambda: correct(station, uid, "粤B55555 365", "看错"))
    passage = passage_log.newest_rows(station, 1)[0].passage
    assert [flag.rule for flag in passage.flags] == ["list.key_vehicle"]


def test_what_somebody_began_is_written_in_their_name_whoever_signs_in(make_station):
    station = make_station()
    first = station.operator
    begun = station.acting_as(first)
    second = operators.new_operator(station, "值守乙", "volunteer", "2222").answer
    station.sign_in(operators.sign_in(station, second.id, "2222").answer)
    uid = scripted_records.record(begun, "B12345 365").answer.uid
    with station.store.read() as connection:
        query = "SELECT operator FROM passages WHERE uid = ?"
        assert connection.exec_driver_sql(query, (uid,)).scalar() == first.id
    assert station.operator.id == second.id
