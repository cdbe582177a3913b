"""What release 0.4.0 let through at the gate is seen by this one: a fever on a watch hit, a car beside its own case."""

import shutil
from pathlib import Path

import pytest

from station.errors import Refused
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.gate import cases, scripted_records
from station.services.log import passage_log
from station.services.safety import verification

OLD = Path(__file__).parents[1] / "data" / "gate-0.4.0"


@pytest.fixture
def old(tmp_path, clock):
    shutil.copytree(OLD, tmp_path / "old")
    opened = open_station(tmp_path / "old", Unlock(passphrase="words"), clock, writing=True)
    yield opened
    opened.close()


def test_a_fever_that_was_left_to_verify_is_a_fever(old):
    case = next(one for one in cases.open_cases(old) if one.passage.persons[0].category == "key_person")
    assert (case.case.state, case.case.rules[0]) == ("confirmed", "temperature.abnormal")
    assert "released" not in case.outcomes
    with pytest.raises(Refused, match="outcome_not_allowed"):
        cases.finish(old, case.uid, "released", verified=cases.Verification("电话", "属实"))
    assert cases.finish(old, case.uid, "referred", place="发热门诊").answer.case.outcome == "referred"


def test_a_car_with_an_open_fever_is_held_from_now_on(old):
    assert verification.verify(old).findings == ()
    scripted_records.record(old, "B8K327 365")
    assert passage_log.newest_rows(old, 1)[0].passage.disposition == "held"
    scripted_records.record(old, '{"persons":[{"phone":"13900000000","readings":[{"tenths":365}]}]}')
    assert passage_log.newest_rows(old, 1)[0].passage.disposition == "held"
    assert verification.verify(old).findings == ()
