"""A centre of release 0.4.0 that dropped bodies by time: what it dropped wrongly comes back, what it held stays away."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from station.clock import DAY, SetClock
from station.services.centre import clerk_desk, custody

OLD = Path(__file__).parents[1] / "data" / "retired-0.4.0" / "centre"
MORNING = 1_583_884_800_000


@pytest.mark.parametrize("times", [1, 2])
def test_a_record_dropped_at_the_merge_comes_back(tmp_path, times):
    shutil.copytree(OLD, tmp_path / "centre")
    for _ in range(times):
        centre = clerk_desk.open_centre(str(tmp_path / "centre"), "words", SetClock(MORNING + 40 * DAY))
        (found,) = clerk_desk.passages(centre)
        assert found.row.passage.vehicle.plate == "粤B22222"
        assert found.row.case.state == "recheck"
        assert sum(one["passages"] for one in custody.retired_counts(centre)) == 1
        assert len(custody.standing_retirements(centre)) == 1
        centre.close()


def test_a_retirement_by_a_clock_that_was_ahead_holds_nothing(tmp_path):
    """Decided in a future that has not come yet: everything that can be opened is back."""
    shutil.copytree(OLD, tmp_path / "centre")
    centre = clerk_desk.open_centre(str(tmp_path / "centre"), "words", SetClock(MORNING + DAY))
    plates = sorted(one.row.passage.vehicle.plate for one in clerk_desk.passages(centre))
    assert plates == ["粤B11111", "粤B22222"]
    assert custody.retired_counts(centre) == []
    assert custody.standing_retirements(centre) == {}
    with centre.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM decisions")).scalar() == 2
    centre.close()
