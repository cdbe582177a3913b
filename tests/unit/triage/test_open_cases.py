"""Whoever has an open case is not released beside it: in a script, in a table, by plate, phone, ID, pass and name."""

import json
from dataclasses import replace

import pytest

from station.clock import MINUTE
from station.entry.draft import Draft, DraftPerson
from station.entry.temperature_text import Measured
from station.errors import Refused
from station.records.passage import Vehicle
from station.services.gate import access_passes, cases, corrections, registration, scripted_records
from station.services.late_entry import table_import
from station.services.log import passage_log
from station.services.safety import verification
from tests.tests_support import put_in_force

WHO = {"name": "张三丰", "phone": "13800138000", "id_number": "11010519491231002X"}


def newest(station):
    return passage_log.newest_rows(station, 1)[0].passage


def person(tenths, **who):
    return json.dumps({"persons": [{**who, "readings": [{"tenths": tenths}]}]})


def test_the_same_car_a_minute_later_is_held_and_the_answer_names_the_case(station, clock):
    first = scripted_records.record(station, "B8K327 378").answer
    clock.advance(MINUTE)
    for line in (
        ".327 365 <",
        "B8K327 365",
        '{"vehicle":{"plate":"粤B8K327"},"persons":[{"readings":[{"tenths":365}]}]}',
    ):
        saved = scripted_records.record(station, line).answer
        assert newest(station).disposition == "held"
        told = scripted_records.answer(saved)["open_cases"]
        assert (told[0]["uid"], told[0]["state"]) == (first.case_uid, "recheck")
        assert any("37.8 recheck" in flag.reason for flag in newest(station).flags)
    refused = '{"vehicle":{"plate":"粤B8K327"},"persons":[{"readings":[{"tenths":365}]}],"disposition":"released"}'
    assert scripted_records.record(station, refused).answer.code == "disposition_not_allowed"
    assert (
        scripted_records.record(station, refused.replace("released", "turned_back")).answer.code
        == "disposition_not_allowed"
    )
    assert "open_cases" not in scripted_records.answer(scripted_records.record(station, "B99999 365").answer)
    assert verification.verify(station).findings == ()


@pytest.mark.parametrize("known", ["name", "phone", "id_number"])
def test_a_person_is_known_again_by(station, known):
    scripted_records.record(station, person(378, **WHO))
    scripted_records.record(station, person(365, **{known: WHO[known]}))
    assert newest(station).disposition == "held"
    scripted_records.record(station, person(365, name="李四", phone="13800138009"))
    assert newest(station).disposition == "released"


def test_a_namesake_with_another_phone_is_not_kept(station):
    scripted_records.record(station, person(378, **WHO))
    scripted_records.record(station, person(365, name=WHO["name"], phone="13800138009"))
    assert newest(station).disposition == "released"


def test_a_pass_is_known_again_also_a_residents(station):
    issued = access_passes.issue(station, days=3).answer
    token = access_passes.token_of(station, issued)
    scripted_records.record(station, f"{token} 378")
    assert newest(station).persons[0].pass_serial is not None  # a case has to know it again
    scripted_records.record(station, f"{token} 365")
    assert newest(station).disposition == "held"


def test_who_it_is_may_be_told_in_the_case(station):
    saved = scripted_records.record(station, "B8K327 378").answer
    cases.identify(station, saved.case_uid, WHO["name"], WHO["phone"])
    scripted_records.record(station, person(365, phone=WHO["phone"]))
    assert newest(station).disposition == "held"
    assert verification.verify(station).findings == ()


def test_what_was_held_only_beside_it_ends_with_it(station, clock):
    first = scripted_records.record(station, "B8K327 378").answer
    scripted_records.record(station, "B8K327 365")
    third = scripted_records.record(station, "B8K327 379").answer
    scripted_records.record(station, "B8K327 366 -")
    assert len(cases.open_cases(station)) == 4
    cases.take_reading(station, first.case_uid, "366")
    assert len(cases.open_cases(station)) == 3  # the third has a fever of its own: what stands beside it waits
    cases.take_reading(station, third.case_uid, "366")
    assert cases.open_cases(station) == []
    scripted_records.record(station, "B8K327 365")
    assert newest(station).disposition == "released"
    assert verification.verify(station).findings == ()
    verification.rebuild(station)
    assert verification.verify(station).findings == ()


def test_one_who_was_taken_away_leaves_the_others_to_be_verified(station):
    first = scripted_records.record(station, "B8K327 378").answer
    scripted_records.record(station, "B8K327 365")
    cases.finish(station, first.case_uid, "referred", place="发热门诊", name="甲", phone="13900000000")
    (left,) = cases.open_cases(station)
    assert (left.case.state, left.case.rules) == ("verify", ("case.open",))


def test_nobody_is_let_go_by_the_case_that_only_stands_beside(station):
    first = scripted_records.record(station, "B8K327 378").answer
    second = scripted_records.record(station, "B8K327 365").answer
    known = {"name": "甲", "phone": "13900000000", "verified": cases.Verification("电话", "属实")}
    for outcome in ("released", "turned_back"):
        with pytest.raises(Refused, match="open_case_first"):
            cases.finish(station, second.case_uid, outcome, **known)
    cases.finish(station, first.case_uid, "referred", place="门诊", name="乙", phone="13900000001")
    assert cases.finish(station, second.case_uid, "released", **known).answer.case.outcome == "released"


def test_a_value_that_was_not_noted_hides_no_fever(station):
    readings = [{"tenths": 376}, {"tenths": None}]
    saved = scripted_records.record(station, json.dumps({"persons": [{"readings": readings}]})).answer
    assert newest(station).disposition == "held"
    assert cases.find(station, saved.case_uid).case.state == "recheck"


def test_a_vehicle_without_a_plate_is_judged_too(station):
    scripted_records.record(
        station, '{"vehicle":{"plate":"","plate_type":"none"},"persons":[{"readings":[{"tenths":378}]}]}'
    )
    assert newest(station).disposition == "held"


def test_what_was_typed_under_older_rules_is_saved_under_those_in_force(station):
    draft = Draft(registration.new_draft(station).uid, persons=(DraftPerson((Measured(371, "forehead", "normal"),)),))
    put_in_force(station, abnormal_from=370)
    registration.save(station, draft)
    assert newest(station).disposition == "held"


def test_a_row_from_before_the_case_is_not_held_by_it(station, clock, tmp_path):
    scripted_records.record(station, "B8K327 378")
    table = tmp_path / "rows.csv"
    table.write_text("日期,时间,体温,车牌号,处置\n2020-03-10,08:00,36.5,粤B8K327,放行\n", encoding="utf-8")
    clock.advance(MINUTE)
    assert table_import.take(station, table).answer.count("saved") == 1
    assert newest(station).disposition == "released"


def test_its_own_record_may_be_corrected(station):
    saved = scripted_records.record(station, "B8K327 378").answer
    corrections.correct_by_line(station, saved.uid, "B8K327 368", "看错")
    assert cases.open_cases(station) == []
    assert newest(station).disposition == "released"


def test_a_corrected_plate_takes_the_case_along(station):
    saved = scripted_records.record(station, "B8K327 378").answer
    corrections.correct_by_line(station, saved.uid, "B8K328 378", "看错")
    scripted_records.record(station, "B8K327 365")
    assert newest(station).disposition == "released"
    scripted_records.record(station, "B8K328 365")
    assert newest(station).disposition == "held"
    assert verification.verify(station).findings == ()


def test_a_fever_on_another_kind_of_case_blocks_until_its_chain_is_done(station):
    saved = scripted_records.record(
        station, person(365, **WHO, category="key_person", registration={"origin": "黄冈", "address": "12 栋"})
    ).answer
    assert cases.find(station, saved.case_uid).case.state == "verify"
    hot = cases.take_reading(station, saved.case_uid, "385").answer
    assert (hot.case.state, hot.case.rules[0]) == ("recheck", "temperature.abnormal")
    verified = cases.Verification("电话", "属实")
    for outcome in ("released", "turned_back"):
        with pytest.raises(Refused, match="outcome_not_allowed"):
            cases.finish(station, saved.case_uid, outcome, verified=verified)
    assert cases.take_reading(station, saved.case_uid, "384").answer.case.state == "axillary"
    assert cases.take_reading(station, saved.case_uid, "383a").answer.case.state == "confirmed"
    assert (
        cases.take_reading(station, saved.case_uid, "365").answer.case.state == "confirmed"
    )  # a forehead clears no armpit
    assert cases.take_reading(station, saved.case_uid, "365a").answer.case.state == "verify"
    assert cases.finish(station, saved.case_uid, "released", verified=verified).answer.case.outcome == "released"


def test_a_correction_that_adds_a_fever_takes_the_closed_matter_up_again(station):
    saved = scripted_records.record(
        station, person(365, **WHO, category="key_person", registration={"origin": "黄冈", "address": "12 栋"})
    ).answer
    cases.finish(station, saved.case_uid, "released", verified=cases.Verification("电话", "属实"))
    draft = corrections.standing_draft(station, saved.uid)

    warm = replace(draft, persons=(replace(draft.persons[0], readings=(Measured(385, "forehead", "abnormal"),)),))
    corrections.correct(station, warm, "看错")
    (case,) = cases.open_cases(station)
    assert (case.uid, case.case.state, case.case.outcome) == (saved.case_uid, "recheck", None)
    assert newest(station).disposition == "held"


def test_no_correction_takes_a_fever_of_the_case_away(station):
    saved = scripted_records.record(station, "B8K327 378").answer
    cases.take_reading(station, saved.case_uid, "379")
    corrections.correct_by_line(station, saved.uid, "B8K327 365", "看错")
    (case,) = cases.open_cases(station)
    assert case.case.state in ("recheck", "axillary")
    assert newest(station).disposition == "held"


def test_a_correction_of_a_referred_persons_name_opens_nothing(station):
    saved = scripted_records.record(station, person(378, **WHO)).answer
    cases.finish(station, saved.case_uid, "referred", place="门诊", name="甲", phone="13900000000")

    draft = corrections.standing_draft(station, saved.uid)
    renamed = replace(draft, persons=(replace(draft.persons[0], name="张三"),))
    corrections.correct(station, renamed, "错字")
    assert cases.open_cases(station) == []


def test_one_of_many_is_found(station):
    """Two hundred open cases and one is meant: the question is one look into an index."""
    for number in range(200):
        scripted_records.record(station, f"B{10000 + number} 378")
    draft = Draft("u", vehicle=Vehicle("粤B10150", "ordinary"), persons=(DraftPerson(name="甲", phone="13800138000"),))
    found = registration.judge(station, draft)
    assert len(found.open_cases) == 1


def test_a_follower_of_two_waits_for_both(station):
    """A car with a fever, a man on foot with another, then the man in the car: the car alone frees nobody."""
    car = scripted_records.record(station, "B8K327 378").answer
    man = scripted_records.record(station, person(385, name="张三丰", phone="13800138000")).answer
    both = {
        "vehicle": {"plate": "粤B8K327"},
        "persons": [{"name": "张三丰", "phone": "13800138000", "readings": [{"tenths": 365}]}],
    }
    follower = scripted_records.record(station, json.dumps(both)).answer
    cases.take_reading(station, car.case_uid, "365")
    assert {one.uid for one in cases.open_cases(station)} == {man.case_uid, follower.case_uid}
    cases.take_reading(station, man.case_uid, "365")
    assert cases.open_cases(station) == []


def test_nobody_is_corrected_out_of_a_case_that_was_measured_again(station):
    saved = scripted_records.record(station, "B8K327 365 380").answer
    cases.take_reading(station, saved.case_uid, "381")
    with pytest.raises(Refused, match="persons_in_case"):
        corrections.correct_by_line(station, saved.uid, "B8K327 365", "看错")
    scripted_records.record(station, "B8K327 365")
    assert newest(station).disposition == "held"


def test_two_rows_keyed_later_are_judged_in_their_own_order(station, clock, tmp_path):
    clock.advance(4 * 60 * MINUTE)
    table = tmp_path / "rows.csv"
    rows = "日期,时间,体温,车牌号\n2020-03-11,09:00,38.5,粤B8K327\n2020-03-11,11:00,36.5,粤B8K327\n"
    table.write_text(rows, encoding="utf-8")
    assert table_import.take(station, table).answer.count("saved") == 2
    assert [row.passage.disposition for row in passage_log.rows(station)] == ["held", "held"]


@pytest.mark.parametrize(
    "again",
    [
        {**WHO, "id_number": "E12345678", "id_type": "passport"},
        {"name": "张 三丰", "phone": None},
        {"name": "张三丰\u200b", "phone": None},
    ],
)
def test_another_document_or_spelling_is_the_same_person(station, again):
    scripted_records.record(station, person(378, **WHO))
    scripted_records.record(station, person(365, **{name: text for name, text in again.items() if text}))
    assert newest(station).disposition == "held"


@pytest.mark.parametrize("spelled", ["粤b8k327", "粤B 8K327", "粤B·8K327", "粤B８K327", "粤B8K327\u200b"])
def test_a_plate_written_by_hand_in_any_way_is_the_same_car(station, spelled):
    scripted_records.record(station, "B8K327 378")
    by_hand = {"vehicle": {"plate": spelled, "plate_type": "none"}, "persons": [{"readings": [{"tenths": 365}]}]}
    scripted_records.record(station, json.dumps(by_hand))
    assert newest(station).disposition == "held"


def test_a_phone_told_in_the_case_is_met_however_it_was_written(station):
    saved = scripted_records.record(station, "B8K327 378").answer
    cases.identify(station, saved.case_uid, "张三丰", "+86 138 0013 8000")
    scripted_records.record(station, person(365, phone="13800138000"))
    assert newest(station).disposition == "held"


def test_a_forehead_in_the_same_line_clears_no_armpit(station):
    readings = [{"tenths": 390, "site": "axillary"}, {"tenths": 365}]
    saved = scripted_records.record(station, json.dumps({"persons": [{"readings": readings}]})).answer
    assert cases.find(station, saved.case_uid).case.state == "confirmed"


def test_nobody_passes_the_day_after_tomorrow(station):
    line = {"happened_at": 1 << 49, "persons": [{"readings": [{"tenths": 365}]}]}
    assert scripted_records.record(station, json.dumps(line)).answer.code == "invalid_time"


def test_a_typing_error_taken_back_frees_what_stood_beside_it(station, clock):
    saved = scripted_records.record(station, "B8K327 385").answer
    clock.advance(1000)
    scripted_records.record(station, "B8K327 365")
    corrections.undo(station, saved.uid)
    assert cases.open_cases(station) == []
    again = scripted_records.record(station, "B8K328 385").answer
    clock.advance(1000)
    scripted_records.record(station, "B8K328 365")
    corrections.correct_by_line(station, again.uid, "B8K328 365", "看错")
    assert cases.open_cases(station) == []
    assert verification.verify(station).findings == ()


def test_a_namesake_is_neither_ended_nor_in_the_way(station):
    one = scripted_records.record(station, person(378, **WHO)).answer
    other = scripted_records.record(station, person(379, name=WHO["name"], phone="13800138009")).answer
    cases.take_reading(station, one.case_uid, "365")
    assert [case.uid for case in cases.open_cases(station)] == [other.case_uid]


def test_a_matter_taken_up_again_has_to_be_verified_again(station):
    key = person(365, **WHO, category="key_person", registration={"origin": "黄冈", "address": "12 栋"})
    saved = scripted_records.record(station, key).answer
    cases.finish(station, saved.case_uid, "released", verified=cases.Verification("电话", "属实"))
    draft = corrections.standing_draft(station, saved.uid)
    corrections.correct(station, replace(draft, answers={**draft.answers, "visited_key_area_14d": True}), "补记")
    (case,) = cases.open_cases(station)
    assert (case.case.checked, case.case.found) == (None, None)
    with pytest.raises(Refused, match="release_needs_verification"):
        cases.finish(station, case.uid, "released")
