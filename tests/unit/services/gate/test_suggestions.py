"""Suggestions and search: any part of a plate, every way a name is typed, number endings, pass serials."""

import json

import pytest

from station.passes import serial
from station.services.gate import corrections, scripted_records, suggestions
from station.services.safety import verification


def add(station, plate=None, direction="in", **person):
    value = {"direction": direction, "persons": [{**person, "readings": [{"tenths": 365}]}]}
    if plate:
        value["vehicle"] = {"plate": plate}
    return scripted_records.record(station, json.dumps(value, ensure_ascii=False)).answer.uid


def plates(station, part):
    return [one.plate for one in suggestions.suggest_vehicles(station, part)]


def names(station, typed):
    return [one.person.name for one in suggestions.suggest_persons(station, typed)]


@pytest.mark.parametrize("part", ["8K", "K3", "327", "27", "粤B8", "粤B8K327", "B8K", "b8k"])
def test_any_part_of_a_plate(station, part):
    add(station, "粤B8K327")
    add(station, "粤A99999")
    assert plates(station, part) == ["粤B8K327"]


def test_what_is_not_there_is_not_found(station):
    add(station, "粤B12312")
    assert plates(station, "2123") == []  # each pair of it is there, the whole is not
    assert plates(station, '12" OR parts : "23') == []
    assert plates(station, "尾") == plates(station, "*") == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾国藩", "zengguo"), ("曾国藩", "cgf"), ("曾国藩", "zgf"), ("区乐", "oule"), ("仇英", "qiuy"),
        ("查良镛", "zly"), ("翟天临", "zhaitl"[:4]), ("解晓东", "xiexd"[:4]), ("单田芳", "shantianfang"), ("单田芳", "stf"),
        ("吕布", "lvbu"), ("吕布", "lubu"), ("吕布", "lyubu"), ("张三丰", "张三"), ("张三丰", "三丰"), ("张三丰", "张"),
        ("欧阳·𠮷", "欧阳"), ("𠮷田", "𠮷田"),
    ],
)  # fmt: skip
def test_every_way_a_name_is_typed(station, name, typed):
    add(station, name=name, phone="13800138000", category="courier")
    add(station, name="牛大", phone="13900139000", category="courier")
    assert names(station, typed) == [name]


def test_endings_of_phone_and_document_and_the_start_of_a_serial(station):
    printed = serial.printed("0123456789abcdef")
    add(station, name="张三", phone="13800138000", id_number="449999199001010019", category="courier",
        pass_serial="0123456789abcdef")  # fmt: skip
    assert names(station, "/8000") == names(station, "/0019") == ["张三"]
    assert names(station, "/8001") == []
    for length in range(6, len(printed) + 1):
        assert names(station, printed[:length]) == ["张三"], printed[:length]
    assert names(station, "Y1-ZZZZ") == []


def test_of_one_day_the_frequent_one_comes_first_and_today_before_yesterday(station, clock):
    for _ in range(3):
        add(station, "粤B88881")
    add(station, "粤B88882")
    assert plates(station, "8888") == ["粤B88881", "粤B88882"]
    clock.advance(24 * 3_600_000)
    add(station, "粤B88883")
    assert plates(station, "8888") == ["粤B88883", "粤B88881", "粤B88882"]


def test_a_corrected_plate_and_a_voided_person_are_not_offered_again(station):
    good = add(station, "粤B12345", name="张三", phone="13800138000", category="courier")
    wrong = add(station, "粤B12346", name="李四", phone="13800138001", category="courier")
    draft = corrections.standing_draft(station, wrong)
    from dataclasses import replace

    from station.records.passage import Vehicle

    corrections.correct(station, replace(draft, vehicle=Vehicle("粤B12345", "ordinary")), "看错车牌")
    assert plates(station, "1234") == ["粤B12345"]
    assert suggestions.suggest_vehicles(station, "1234")[0].times == 2
    corrections.void(station, wrong, "重复")
    assert names(station, "ls") == []
    assert suggestions.suggest_vehicles(station, "1234")[0].times == 1
    assert suggestions.suggest_vehicles(station, "1234")[0].crew[0].name == "张三"
    assert verification.verify(station).findings == ()
    verification.rebuild(station)
    assert plates(station, "1234") == ["粤B12345"]
    assert verification.verify(station).findings == ()
    assert good
