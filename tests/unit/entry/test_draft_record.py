import json
from datetime import date

import pytest

from station.entry.draft import Draft
from station.entry.draft_record import read_record

TODAY = date(2020, 3, 11)
GOOD = {
    "direction": "in",
    "vehicle": {"plate": "粤B12345"},
    "persons": [{"name": "张𠮷", "phone": "13800138000", "category": "visitor", "readings": [{"tenths": 366}]}],
}


def read(value, rules):
    return read_record(json.dumps(value), "CP17-x", rules, TODAY)


def test_a_full_record(rules):
    draft = read(GOOD, rules)
    assert isinstance(draft, Draft)
    assert draft.persons[0].name == "张𠮷"
    assert draft.persons[0].readings[0].state == "normal"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"direction": "up"}, "invalid_direction"),
        ({"persons": "me"}, "invalid_persons"),
        ({"persons": [{"readings": [{"tenths": 999}]}]}, "impossible_temperature"),
        ({"persons": [{"readings": [{"tenths": True}]}]}, "impossible_temperature"),
        ({"persons": [{"readings": [{"tenths": 36.5}]}]}, "impossible_temperature"),
        ({"persons": [{"phone": "1"}]}, "invalid_phone"),
        ({"persons": [{"id_number": "449999199001010010"}]}, "id_check"),
        ({"persons": [{"name": "张*"}]}, "masked_value"),
        ({"vehicle": {"plate": "B12345"}}, "invalid_plate"),
        ({"happened_at": "now"}, "invalid_time"),
        ({"answers": {"q": 1}}, "invalid_answers"),
        ({"colour": "red"}, "unknown_field"),
    ],
)
def test_a_wrong_field_is_named(change, code, rules):
    assert read({**GOOD, **change}, rules).code == code


@pytest.mark.parametrize("text", ["{", "[]", "null", "{" * 500, '{"persons": [' * 300])
def test_no_json_is_a_problem(text, rules):
    assert read_record(text, "CP17-x", rules, TODAY).code == "not_json"


def test_what_the_station_decides_is_read_over(rules):
    claimed = {**GOOD, "seq": 9, "operator": "op9", "flags": [], "case": None, "lane": "tally", "voided": False}
    assert isinstance(read(claimed, rules), Draft)
