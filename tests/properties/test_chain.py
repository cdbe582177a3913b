"""No way leads past a fever: while anybody's chain of readings waits, nobody is released or turned back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.clock import MINUTE
from station.entry.temperature_text import state_of
from station.errors import Refused
from station.records.flag import Flag
from station.records.passage import Passage, Person, Reading
from station.rule_pack import default_rules
from station.triage import recheck
from station.triage.assessment import ABNORMAL, KEY_PERSON, LIST_VEHICLE, TOO_LOW
from station.triage.open_cases import FEVER_STATES

RULES = default_rules()
VALUES = st.sampled_from([330, 349, 360, 365, 372, 373, 378, 385, 410])
READINGS = st.tuples(VALUES, st.sampled_from(["forehead", "ear", "axillary", "wrist"]))


def reading(value, at=0):
    tenths, site = value
    return Reading(tenths, site, state_of(tenths, RULES), at)


@given(
    st.lists(READINGS, min_size=1, max_size=3),
    st.sets(st.sampled_from([KEY_PERSON, LIST_VEHICLE])),
    st.lists(st.tuples(st.integers(0, 2), READINGS, st.booleans()), max_size=8),
)
@settings(max_examples=400, deadline=None)
def test_nobody_goes_past_a_chain_that_waits(first, watched, later):
    persons = tuple(Person((reading(one),)) for one in first)
    hot = {one.readings[0].state for one in persons}
    rules = [ABNORMAL] * ("abnormal" in hot) + [TOO_LOW] * ("invalid_low" in hot) + sorted(watched)
    passage = Passage("quick", "in", None, persons, "held", 0, tuple(Flag(one, "x") for one in rules))
    case = recheck.open_case("CP17-x", passage, 0, RULES)
    for number, (person, value, as_0_4_0) in enumerate(later, 1):
        if case.state == "closed":
            assert case.outcome == "cleared"
            assert not recheck.waits(case, passage)
            return
        before = case
        case = recheck.add_reading(case, passage, person % len(persons), reading(value, number * MINUTE), RULES)
        if as_0_4_0 and case.state != "closed":  # that release left a watch hit's state as it was
            frozen = replace(case, state="verify", rules=before.rules)
            case = recheck.as_it_stands(frozen, passage)
        waiting = recheck.waits(case, passage)
        assert (case.state in FEVER_STATES) == waiting
        if waiting:
            assert {ABNORMAL, TOO_LOW} & set(case.rules)
        known = replace(case, name="甲", phone="13800138000", checked="x", found="y")
        for outcome in ("released", "turned_back"):
            if waiting:
                assert outcome not in recheck.OUTCOMES[case.state]
                with pytest.raises(Refused, match="outcome_not_allowed"):
                    recheck.close_case(known, passage, outcome)
        if not waiting and watched:
            assert case.state == "verify"
