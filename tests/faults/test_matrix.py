"""The CI dose of every row of the fault matrix, and the proof that each harness catches its own seeded bug."""

import json
import os
import subprocess
import sys
import warnings

import pytest

from tests.faults import matrix, torture
from tests.faults.tally import Tally

ROWS = [pytest.param(row, id=row.name.replace(" ", "-")) for row in matrix.ROWS]
CANARIES = [
    pytest.param(row, bug, id=f"{row.name.replace(' ', '-')}-{bug}") for row in matrix.ROWS for bug in row.canaries
]


def _require(row):
    lacking = matrix.missing(row)
    if lacking:  # loudly: a row that was not tried must not look like one that passed
        warnings.warn(pytest.PytestWarning(f"NOT TRIED HERE: fault row {row.name}: {lacking}"), stacklevel=2)
        pytest.skip(f"fault row {row.name}: {lacking}")


@pytest.fixture(scope="module")
def trying():
    """Try a row in a process that is nobody's but the harnesses'."""
    command = [sys.executable, "-m", "tests.faults.torture", "--serve"]
    env = {**os.environ, "PYTHONPATH": str(torture.ROOT), "QT_QPA_PLATFORM": "offscreen"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=torture.ROOT, env=env, **pipes) as server:

        def ask(row, seed, count, bug=""):
            server.stdin.write(json.dumps({"row": row.name, "seed": seed, "count": count, "bug": bug}) + "\n")
            server.stdin.flush()
            answer = json.loads(server.stdout.readline())
            assert isinstance(answer, dict), answer
            return Tally.of(answer)

        yield ask
        server.stdin.close()


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
@pytest.mark.parametrize("row", ROWS)
def test_nothing_is_lost_corrupt_or_half_done(row, trying):
    _require(row)
    tally = trying(row, seed=1, count=row.ci)
    assert tally.tried
    assert not tally.faults, dict(tally.bad)


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
@pytest.mark.parametrize(("row", "bug"), CANARIES)
def test_the_harness_catches_its_seeded_bug(row, bug, trying):
    _require(row)
    assert trying(row, seed=2, count=row.canary_dose, bug=bug).faults
