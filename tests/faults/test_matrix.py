"""The CI dose of every row of the fault matrix, and the proof that each harness catches its own seeded bug."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Protocol

import pytest

from tests.faults import matrix, torture
from tests.faults.tally import PlainTally, Row, Tally

ROWS = [pytest.param(row, id=row.name.replace(" ", "-")) for row in matrix.ROWS]
CANARIES = [
    pytest.param(row, bug, id=f"{row.name.replace(' ', '-')}-{bug}") for row in matrix.ROWS for bug in row.canaries
]


class Trying(Protocol):
    """Tries a row so often, with a seeded bug or none."""

    def __call__(self, row: Row, seed: int, count: int, bug: str = "") -> Tally: ...


def _require(row: Row) -> None:
    lacking = matrix.missing(row)
    if lacking:  # loudly: a row that was not tried must not look like one that passed
        warnings.warn(pytest.PytestWarning(f"NOT TRIED HERE: fault row {row.name}: {lacking}"), stacklevel=2)
        pytest.skip(f"fault row {row.name}: {lacking}")


@pytest.fixture(scope="module")
def trying() -> Iterator[Trying]:
    """Try a row in a process that is nobody's but the harnesses'."""
    command = [sys.executable, "-m", "tests.faults.torture", "--serve"]
    env = {**os.environ, "PYTHONPATH": str(torture.ROOT), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=torture.ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        asking, answers = server.stdin, server.stdout

        def ask(row: Row, seed: int, count: int, bug: str = "") -> Tally:
            asking.write(json.dumps({"row": row.name, "seed": seed, "count": count, "bug": bug}) + "\n")
            asking.flush()
            answer: PlainTally | str = json.loads(answers.readline())  # a text says that the harness failed
            assert not isinstance(answer, str), answer
            return Tally.of(answer)

        yield ask
        asking.close()


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
@pytest.mark.parametrize("row", ROWS)
def test_nothing_is_lost_corrupt_or_half_done(row: Row, trying: Trying) -> None:
    _require(row)
    tally = trying(row, seed=1, count=row.ci)
    assert tally.tried
    assert not tally.faults, dict(tally.bad)


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
@pytest.mark.parametrize(("row", "bug"), CANARIES)
def test_the_harness_catches_its_seeded_bug(row: Row, bug: str, trying: Trying) -> None:
    _require(row)
    assert trying(row, seed=2, count=row.canary_dose, bug=bug).faults
