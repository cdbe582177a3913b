import itertools
from datetime import date

import pytest
from tests_support import all_entries

from station.entry.draft import Draft, from_line
from station.entry.gate_line import read_line
from station.entry.problem import Problem
from station.errors import Refused, WrongSecret
from station.services.access import operators
from station.services.gate import cases, recall, registration, scripted_records, suggestions
from station.services.gate.registration import Saved
from station.services.log import passage_log
from station.services.safety import verification
from station.services.shift import handover_sheets, shifts


def last_line(station, revealed=False):
    return passage_log.line(passage_log.newest_rows(station, 1)[0], revealed=revealed)


def test_one_line_is_one_passage_and_one_entry(station):
    before = len(all_entries(station))
    saved = scripted_records.record(station, "365 368 -").answer
    assert isinstance(saved, Saved)
    assert len(all_entries(station)) == before + 1
    line = last_line(station)
    assert (line["direction"], line["lane"], len(line["persons"])) == ("out", "tally", 2)


def test_a_held_passage_opens_its_case_in_the_same_transaction(station):
    before = len(all_entries(station))
    scripted_records.record(station, "B12345 365 376")
    entries = all_entries(station)
    assert [entry.header.kind for entry in entries[before:]] == ["passage", "case"]
    assert last_line(station)["case"] == {"state": "recheck", "outcome": None}


def test_a_replayed_key_or_uid_writes_nothing(station):
    first = scripted_records.record(station, "@k1 B12345 365").answer
    before = len(all_entries(station))
    again = scripted_records.record(station, "@k1 B12345 365").answer
    assert (again.already, again.uid, again.seq) == (True, first.uid, first.seq)
    assert len(all_entries(station)) == before
    draft = registration.new_draft(station)
    value = read_line("365", station.rules, date(2020, 3, 11))
    draft = from_line(draft.uid, value)
    assert registration.save(station, draft).answer.already is False
    assert registration.save(station, draft).answer.already is True


def test_a_log_line_can_be_replayed(station):
    import json

    scripted_records.record(
        station,
        '{"persons":[{"name":"张三","phone":"13800138000","category":"visitor",'
        '"readings":[{"tenths":366}],"registration":{"reason":"探亲"}}]}',
    )
    text = json.dumps(last_line(station, revealed=True))
    assert scripted_records.record(station, text).answer.already is True
    masked = json.dumps(last_line(station))
    assert scripted_records.record(station, masked).answer.code == "masked_value"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("B12345", "missing_reading"), ("D12345 365", "ambiguous_plate"), (".999 365", "no_match"),
        ("zzz 365", "no_match"), ("@key", "key_without_line"), ("{}", "missing_field"),
        ('{"persons":[{"readings":[{"tenths":376}]}],"disposition":"released"}', "disposition_not_allowed"),
        ('{"uid":"CP99-x","persons":[{"readings":[{"tenths":366}]}]}', "foreign_uid"),
        ('{"persons":[{"category":"visitor","readings":[{"tenths":366}]}]}', "missing_field"),
    ],
)  # fmt: skip
def test_a_line_not_understood_saves_nothing(station, line, code):
    before = len(all_entries(station))
    problem = scripted_records.record(station, line).answer
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert len(all_entries(station)) == before


def test_plate_ending_finds_the_car_and_several_are_a_problem(station):
    scripted_records.record(station, "B12345 365")
    assert last_line(station)["vehicle"]["plate"] == "粤B12345"
    scripted_records.record(station, ".345 366")
    assert last_line(station)["vehicle"]["plate"] == "粤B12345"
    scripted_records.record(station, "99345 366")
    problem = scripted_records.record(station, ".345 366").answer
    assert problem.code == "several_matches"
    assert problem.candidates == ("粤B99345", "粤B12345")


def test_people_are_found_by_pinyin_ending_phone_and_id(station):
    scripted_records.record(
        station,
        '{"persons":[{"name":"曾小明","phone":"13800138000","id_number":"449999199001010019",'
        '"category":"visitor","readings":[{"tenths":366}],"registration":{"reason":"探亲"}}]}',
    )
    for text in ("zxm 365", "zengxiao 365", "/8000 365", "/0019 365", "13800138000 365", "449999199001010019 365"):
        draft = from_line("CP17-x", read_line(text, station.rules, date(2020, 3, 11)))
        found = recall.resolve(station, draft)
        assert isinstance(found, Draft), text
        assert found.persons[0].name == "曾小明"
        assert found.persons[0].registration.reason == "探亲"
    assert scripted_records.record(station, "zxm 365").answer.already is False


def test_known_vehicle_brings_its_crew(station):
    scripted_records.record(
        station,
        '{"vehicle":{"plate":"粤B8K327"},"persons":[{"name":"张三","phone":"13800138000",'
        '"readings":[{"tenths":366}]},{"readings":[{"tenths":365}]}]}',
    )
    known = recall.known_vehicle(station, "粤B8K327")
    assert (known.seats, [person.name for person in known.crew]) == (2, ["张三"])
    assert [one.plate for one in suggestions.suggest_vehicles(station, "8K3")] == ["粤B8K327"]
    assert suggestions.suggest_vehicles(station, "%_") == []


def test_masked_by_default_and_revealed_with_an_audited_reason(station):
    scripted_records.record(
        station,
        '{"persons":[{"name":"张三","phone":"13800138000","id_number":"449999199001010019",'
        '"readings":[{"tenths":366}]}]}',
    )
    person = last_line(station)["persons"][0]
    assert (person["name"], person["phone"], person["id_number"]) == ("张*", "****8000", "****0019")
    passage_log.reveal(station, "call back", "log")
    assert all_entries(station)[-1].header.kind == "audit"
    assert last_line(station, revealed=True)["persons"][0]["name"] == "张三"
    with pytest.raises(Refused):
        passage_log.reveal(station, " ", "log")


def test_fever_to_its_outcome(station, clock):
    scripted_records.record(station, "376")
    case = cases.open_cases(station)[0]
    clock.advance(300_000)
    assert cases.take_reading(station, case.uid, "375").answer.case.state == "axillary"
    assert cases.take_reading(station, case.uid, "376a").answer.case.state == "confirmed"
    with pytest.raises(Refused):
        cases.take_reading(station, case.uid, "abc")
    done = cases.finish(station, case.uid, "referred", place="社康", name="甲", phone="13900000000").answer
    assert done.case.outcome == "referred"
    assert cases.open_cases(station) == []
    line = last_line(station)
    assert line["disposition"] == "held"
    assert line["case"] == {"state": "closed", "outcome": "referred"}
    assert [one["tenths"] for one in line["persons"][0]["readings"]] == [376, 375, 376]
    assert verification.verify(station).findings == ()


def test_pins_name_the_author_and_wrong_ones_grow_a_delay(station, clock):
    added = operators.new_operator(station, "值守甲", "volunteer", "4321").answer
    assert operators.sign_in(station, added.id, "4321").answer == added
    for _ in range(3):
        with pytest.raises(WrongSecret, match="wrong_pin"):
            operators.sign_in(station, added.id, "0000")
    with pytest.raises(WrongSecret, match="pin_wait"):
        operators.sign_in(station, added.id, "4321")
    clock.advance(1000)
    assert operators.sign_in(station, added.id, "4321").answer == added
    with pytest.raises(Refused):
        operators.new_operator(station.acting_as(added), "x", "leader", "1234")
    with pytest.raises(Refused):
        operators.new_operator(station, "x", "leader", "12")


def test_the_sum_of_all_sheets_is_the_journal(station, clock):
    typed = 0
    scripted_records.record(station, "365")  # before any shift is open
    typed += 1
    for number in range(4):
        shifts.open_shift(station, ("a", "b"))
        for line in (f"B1234{number} 365 368", "+3", "376", "365 -", "hb:A8K999 365"):
            scripted_records.record(station, line)
            typed += 1
            clock.advance(600_000)
        shifts.close_shift(station, station.operator, {"masks": 46})
        scripted_records.record(station, "366")  # between two shifts
        typed += 1
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator)
    made = [handover_sheets.sheet(station, state.shift.ordinal) for state in shifts.list_shifts(station)]
    figures = [sheet.handover.figures for sheet in made]
    rows = list(passage_log.rows(station))
    assert sum(one.passages for one in figures) == typed == len(rows)
    assert sum(one.persons for one in figures) == sum(len(row.passage.persons) for row in rows)
    assert sum(one.entries + one.exits for one in figures) == sum(one.persons for one in figures)
    assert [one.before_opening for one in figures] == [1, 1, 1, 1, 1]
    assert sum(one.not_noted for one in figures) == 12
    assert sum(hour.persons for one in figures for hour in one.hours) == sum(one.persons for one in figures)
    places = [(one.handover.first_seq, one.last_seq) for one in made]
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(places))
    assert len(made[-1].handover.open_matters) == 8


def test_a_shift_is_opened_once_and_printed_twice(station):
    with pytest.raises(Refused, match="no_open_shift"):
        shifts.close_shift(station, station.operator)
    shifts.open_shift(station)
    with pytest.raises(Refused, match="shift_already_open"):
        shifts.open_shift(station)
    with pytest.raises(Refused, match="shift_still_open"):
        handover_sheets.sheet(station, 1)
    shifts.close_shift(station, station.operator)
    assert [handover_sheets.print_sheet(station, 1).answer.printing for _ in range(2)] == [1, 2]
    sheet = handover_sheets.sheet(station, 1)
    assert sheet.serial == "CP17-20200311-3"
    assert sheet.qr_text.isascii()
    assert sheet.qr_text.endswith(sheet.head)
    with pytest.raises(Refused, match="no_such_shift"):
        handover_sheets.sheet(station, 9)


def test_only_a_leader_opens_and_closes(station):
    volunteer = operators.new_operator(station, "值守甲", "volunteer", "4321").answer
    with pytest.raises(Refused, match="leader_only"):
        shifts.open_shift(station.acting_as(volunteer))
    shifts.open_shift(station)
    with pytest.raises(Refused, match="leader_only"):
        shifts.close_shift(station.acting_as(volunteer), volunteer)


def test_shift_table_crosses_midnight(rules, clock):
    from dataclasses import replace

    from station.rule_pack import ShiftRow

    night = replace(rules, shifts=(ShiftRow(1, "22:00", "06:00"), ShiftRow(2, "06:00", "22:00")))
    assert shifts.table_row(night, clock.at).number == 2
    assert shifts.table_row(night, clock.at + 15 * 3_600_000).number == 1
    assert shifts.table_row(night, clock.at - 3 * 3_600_000).number == 1
