"""The CI dose of every row of the fault matrix, and the proof that each harness catches its own seeded bug."""

import warnings

import pytest

from tests.faults import matrix, torture

ROWS = [pytest.param(row, id=row.name.replace(" ", "-")) for row in matrix.ROWS]
CANARIES = [
    pytest.param(row, bug, id=f"{row.name.replace(' ', '-')}-{bug}") for row in matrix.ROWS for bug in row.canaries
]


def _require(row):
    lacking = matrix.missing(row)
    if lacking:  # loudly: a row that was not tried must not look like one that passed
        warnings.warn(pytest.PytestWarning(f"NOT TRIED HERE: fault row {row.name}: {lacking}"), stacklevel=2)
        pytest.skip(f"fault row {row.name}: {lacking}")


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
@pytest.mark.parametrize("row", ROWS)
def test_nothing_is_lost_corrupt_or_half_done(row):
    _require(row)
    tally = torture.in_a_process(row, seed=1, count=row.ci)
    assert tally.tried
    assert not tally.faults, dict(tally.bad)


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
@pytest.mark.parametrize(("row", "bug"), CANARIES)
def test_the_harness_catches_its_seeded_bug(row, bug):
    _require(row)
    assert torture.in_a_process(row, seed=2, count=row.canary_dose, bug=bug).faults
