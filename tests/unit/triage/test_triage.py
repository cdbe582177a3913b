from dataclasses import replace

import pytest

from station.clock import MINUTE
from station.entry.draft import Draft, DraftPerson
from station.entry.temperature_text import Measured, read_temperature
from station.errors import Refused
from station.records.flag import Flag
from station.records.passage import Passage, Person, Reading, Vehicle
from station.triage.assessment import ABNORMAL, KEY_AREA_QUESTION, KEY_PLATE, TOO_LOW, assess
from station.triage.recheck import add_reading, close_case, open_case, waiting_person


def draft(*texts, rules, plate=None, **changes):
    persons = tuple(DraftPerson(readings=(read_temperature(text, rules),)) for text in texts)
    vehicle = Vehicle(plate, "ordinary") if plate else None
    return replace(Draft("CP17-x", persons=persons, vehicle=vehicle), **changes)


@pytest.mark.parametrize(
    ("text", "state"),
    [("372", "normal"), ("373", "abnormal"), ("350", "normal"), ("349", "invalid_low"), ("l", "invalid_low")],
)
def test_reading_states(text, state, rules):
    assert read_temperature(text, rules).state == state


def test_normal_is_released(rules):
    assert assess(draft("365", "368", rules=rules), rules).disposition == "released"


def test_abnormal_is_held_and_says_why(rules):
    judged = assess(draft("365", "376", rules=rules), rules)
    assert judged.disposition == "held"
    assert judged.flags == (Flag(ABNORMAL, "#2 37.6 ≥ 37.3"),)
    assert "released" not in judged.allowed
    assert "turned_back" not in judged.allowed


def test_too_low_does_not_count_as_measured(rules):
    assert [flag.rule for flag in assess(draft("331", rules=rules), rules).flags] == [TOO_LOW]


def test_a_newer_normal_reading_clears(rules):
    person = DraftPerson(readings=(Measured(376, "forehead", "abnormal"), Measured(368, "ear", "normal")))
    assert assess(Draft("u", persons=(person,)), rules).disposition == "released"


def test_key_plate_is_a_question_never_a_refusal(rules):
    asked = assess(draft("365", rules=rules, plate="鄂A8K999"), rules)
    assert asked.questions == (KEY_AREA_QUESTION,)
    assert asked.disposition == "held"
    no = assess(draft("365", rules=rules, plate="鄂A8K999", answers={KEY_AREA_QUESTION: False}), rules)
    assert no.disposition == "released"
    assert [flag.rule for flag in no.flags] == [KEY_PLATE]
    yes = assess(draft("365", rules=rules, plate="鄂A8K999", answers={KEY_AREA_QUESTION: True}), rules)
    assert yes.disposition == "held"


def test_required_fields_come_from_the_rule_pack(rules):
    visitor = Draft("u", persons=(DraftPerson(category="visitor", readings=(Measured(365, "forehead", "normal"),)),))
    assert [one.field for one in assess(visitor, rules).missing] == ["name", "phone", "reason"]


def passage(*tenths):
    def state(value):
        return "abnormal" if value >= 373 else "normal"

    persons = tuple(Person((Reading(value, "forehead", state(value), 0),)) for value in tenths)
    return Passage("quick", "in", None, persons, "held", 0, (Flag(ABNORMAL, "x"),))


def reading(tenths, site="forehead", at=1000):
    return Reading(tenths, site, "abnormal" if tenths >= 373 else "normal", at)


def test_chain_forehead_second_axillary_confirmed(rules):
    held = passage(365, 376)
    case = open_case("CP17-p", held, 0, rules)
    assert (case.state, case.due_at, waiting_person(case, held)) == ("recheck", 5 * MINUTE, 1)
    case = add_reading(case, held, 1, reading(375), rules)
    assert case.state == "axillary"
    case = add_reading(case, held, 1, reading(376, "axillary"), rules)
    assert (case.state, case.due_at) == ("confirmed", None)
    assert len(case.readings) == 2


def test_a_normal_second_reading_clears_and_closes(rules):
    held = passage(376)
    case = add_reading(open_case("p", held, 0, rules), held, 0, reading(368), rules)
    assert (case.state, case.outcome) == ("closed", "cleared")
    with pytest.raises(Refused):
        add_reading(case, held, 0, reading(368), rules)


def test_one_cleared_does_not_clear_the_other(rules):
    held = passage(376, 378)
    case = add_reading(open_case("p", held, 0, rules), held, 0, reading(368), rules)
    assert (case.state, waiting_person(case, held)) == ("recheck", 1)


def test_referral_needs_name_phone_and_place(rules):
    held = passage(376)
    case = open_case("p", held, 0, rules)
    with pytest.raises(Refused, match="referral_needs_identity"):
        close_case(case, held, "referred", "clinic")
    named = replace(case, name="甲", phone="13900000000")
    with pytest.raises(Refused, match="referral_needs_identity"):
        close_case(named, held, "referred")
    assert close_case(named, held, "referred", "clinic").outcome == "referred"
    assert close_case(case, held, "left").outcome == "left"


def test_fever_is_never_simply_released(rules):
    held = passage(376)
    with pytest.raises(Refused, match="outcome_not_allowed"):
        close_case(open_case("p", held, 0, rules), held, "released")
