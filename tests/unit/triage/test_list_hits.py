"""Triage with lists: what hits, why, what is ordered; and what does not."""

import json
from datetime import date
from pathlib import Path

import pytest

from station.entry.draft import Draft, DraftPerson
from station.entry.temperature_text import Measured
from station.records.passage import Registration, Vehicle
from station.records.reference_lists import Enterprise, Isolated, KeyPerson, KeyVehicle, References, Resident
from station.services.gate.rule_trial import try_line
from station.triage.assessment import CONTACT_QUESTION, KEY_AREA_QUESTION, assess
from station.triage.watchlists import day_of

TODAY = date(2020, 3, 11)
VARIANTS = json.loads(
    (Path(__file__).parents[2] / "data" / "cases" / "10-name-variants.json").read_text(encoding="utf-8")
)
NORMAL = (Measured(365, "forehead", "normal"),)
LISTS = References(
    version=1,
    key_persons=(
        KeyPerson("张三", "449999199001010019", "13800138000", "密接", "留人"),
        KeyPerson("李四", reason="名字而已"),
        KeyPerson("过期", phone="13700137000", reason="x", until="2020-03-10"),
    ),
    key_vehicles=(
        KeyVehicle("粤B12345", "seen", "途经黄冈", "查行程", "2020-03-01"),
        KeyVehicle("粤B99999", "key", "未申报", since="2020-03-12"),
    ),
    isolation=(
        Isolated("G1", "周五", "2020-03-08", phone="13900139000", grid_officer="网格员"),
        Isolated("G2", "吴六", "2020-02-20", phone="13900139001"),
    ),
    enterprises=(Enterprise("老厂", "2020-03-01"), Enterprise("新厂", "2020-03-09")),
    residents=(Resident("欧阳", phone="13600136000"),),
)


def judged(rules, *persons, plate=None, **more):
    vehicle = Vehicle(plate, "ordinary") if plate else None
    draft = Draft("CP17-x", vehicle=vehicle, persons=tuple(persons) or (DraftPerson(NORMAL),), **more)
    return assess(draft, rules, LISTS, TODAY)


def who(**fields):
    return DraftPerson(NORMAL, **fields)


def hits(assessment):
    return [(flag.rule, flag.reason, flag.order) for flag in assessment.flags]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (who(phone="13800138000"), [("list.key_person", "#1 密接", "留人")]),
        (who(id_number="449999199001010019", id_type="resident_id"), [("list.key_person", "#1 密接", "留人")]),
        (who(name="张三"), [("list.key_person", "#1 密接", "留人")]),
        (who(name="张三", id_number="449999200002290134", id_type="resident_id"), []),  # a namesake with papers
        (who(name="张三", phone="13000130000"), []),  # a namesake with another phone
        (who(name="李四", phone="13000130000"), [("list.key_person", "#1 名字而已", "")]),  # the list knows no more
        (who(phone="13700137000"), []),  # no longer in force
        (who(phone="13900139000"), [("list.isolated", "#1 3/14", "网格员")]),
        (who(phone="13900139001"), [("list.isolated", "#1 20/14", "")]),  # the calendar alone releases nobody
        (who(registration=Registration(enterprise="老厂")), []),
        (who(registration=Registration(enterprise="新厂")), [("filing.recent", "#1 2/5", "")]),
        (who(registration=Registration(enterprise="黑厂")), [("filing.missing", "#1", "")]),
    ],
)
def test_people(rules, person, expected):
    found = judged(rules, person)
    assert hits(found) == expected
    assert found.disposition == ("held" if expected else "released")
    assert ("released" in found.allowed) == (not expected)


def test_vehicles(rules):
    assert hits(judged(rules, plate="粤B12345")) == [("list.vehicle_seen", "2020-03-01 途经黄冈", "查行程")]
    assert hits(judged(rules, plate="粤B99999")) == []  # from tomorrow on
    assert judged(rules, plate="粤B12345").allowed[0] == "held"


def test_the_second_person_is_named_as_the_second(rules):
    assert hits(judged(rules, who(), who(phone="13800138000")))[0][1] == "#2 密接"


def test_a_returnee_is_asked_both_questions_and_has_a_clock(rules):
    returnee = who(category="returnee", name="王", id_number="449999200002290134", phone="13000130000",
                   registration=Registration(origin="武汉", address="1 栋", left_on="2020-03-05"))  # fmt: skip
    found = judged(rules, returnee)
    assert found.questions == (KEY_AREA_QUESTION, CONTACT_QUESTION)
    assert ("person.key_person", "#1 returnee 6/14", "") in hits(found)
    answered = judged(rules, returnee, answers={KEY_AREA_QUESTION: False, CONTACT_QUESTION: True})
    assert answered.questions == ()
    assert [rule for rule, *_rest in hits(answered)] == ["person.key_person", "answer.contact"]


def test_who_says_they_live_here_and_is_on_no_list_goes_through_and_is_noted(rules):
    assert judged(rules, who(name="欧阳", phone="13600136000")).not_listed == ()
    stranger = judged(rules, who(), who(name="陌生", phone="13000130000"))
    assert (stranger.not_listed, stranger.disposition) == ((1,), "released")
    assert judged(rules, who(category="visitor", name="客", phone="13000130000")).not_listed == ()
    draft = Draft("x", persons=(who(name="陌生"),))
    assert assess(draft, rules, References(version=1), TODAY).not_listed == ()  # no list of residents, nothing to say


def test_a_day_that_is_no_day_hits_nobody_and_breaks_nothing():
    assert day_of("gestern", TODAY) is None
    assert day_of("2020-03-11", TODAY) == 0


def test_rules_can_be_tried_before_anybody_signs_them(tmp_path: Path):
    from tests.tests_support import workbook

    path = workbook(
        tmp_path / "l.xlsx",
        {
            "重点车辆": [("车牌号", "类别", "原因", "处置指令"), ("粤B12345", "重点", "未申报", "核对")],
            "规则": [("设置项", "值"), ("abnormal_from", "370")],
        },
    )
    tried = try_line("B12345 371", path, TODAY)
    assert [(flag.rule, flag.order) for flag in tried.assessment.flags] == [
        ("temperature.abnormal", ""),
        ("list.key_vehicle", "核对"),
    ]
    assert try_line("B12345 371", None, TODAY).assessment.flags == ()


@pytest.mark.parametrize("way", VARIANTS, ids=range(len(VARIANTS)))
def test_a_name_hits_however_it_is_written_at_either_end(rules, way):
    lists = References(version=1, key_persons=(KeyPerson(way["on_the_list"], reason="x"),))
    found = assess(Draft("CP17-x", persons=(who(name=way["typed"]),)), rules, lists, TODAY)
    assert [flag.rule for flag in found.flags] == ["list.key_person"]


@pytest.mark.parametrize(
    "person",
    [who(id_number="４４９９９９１９９００１０１００１９", id_type="resident_id"), who(phone="+86 138-0013-8000")],
)
def test_a_number_hits_however_it_is_written(rules, person):
    assert "list.key_person" in [flag.rule for flag in judged(rules, person).flags]


@pytest.mark.parametrize("plate", ["粤B·12345", "粤b 12345", "粤B12345"])
def test_a_plate_hits_however_it_is_written(rules, plate):
    assert any("途经黄冈" in flag.reason for flag in judged(rules, plate=plate).flags)
