"""I6: fuzzing that looks which branches a file reaches (atheris), from a small corpus; a reader may only refuse.

`python -m tests.faults.guided TARGET -runs=N` runs one target; the row below runs each in a process of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from tests.faults.program import environment
from tests.faults.tally import Row, Tally

CORPUS = Path(__file__).parents[1] / "data" / "corpus"
ALL = ("batch", "pass", "receipt", "pack", "card", "slots", "segment", "line", "table", "import")


def reader_of(target: str) -> Callable[[bytes], object]:
    """What reads a target's bytes; its refusals are StationErrors, everything else is a finding."""
    import atheris

    with atheris.instrument_imports(include=["station"]):
        from station.batch import card, decision, enrolment, envelope, pack, receipt, recovery_files, segment
        from station.entry.gate_line import read_line
        from station.passes import token
        from station.rule_pack import default_rules
        from station.store import slot_file, slot_sealing
        from station.tables import table_reader
    rules, day, key = default_rules(), date(2020, 3, 11), bytes(32)
    work = Path(tempfile.mkdtemp())

    def in_a_file(name: str, reading_it: Callable[[Path], object]) -> Callable[[bytes], object]:
        def read(content: bytes) -> object:
            (work / name).write_bytes(content)
            return reading_it(work)

        return read

    def every_small(content: bytes) -> None:
        for one in (
            lambda: receipt.read_receipt(content, key),
            lambda: enrolment.read_certificate(content, key),
            lambda: decision.read_decision(content, key),
            lambda: recovery_files.read_answer(content, "CP17", "AGE-SECRET-KEY-1"),
        ):
            _quiet(one)

    readers: dict[str, Callable[[bytes], object]] = {
        "batch": lambda content: envelope.open_batch(envelope.verify(content), []),
        "pass": lambda content: token.decode(content.decode("latin-1"), ()),
        "receipt": every_small,
        "pack": lambda content: pack.verify(content, key),
        "card": lambda content: (_quiet(lambda: recovery_files.read_request(content)), card.read_card(content)),
        "slots": in_a_file(
            slot_file.FILE_NAME, lambda folder: slot_sealing.open_with_passphrase(slot_file.read_slots(folder), "words")
        ),
        "segment": in_a_file("s.ysm", lambda folder: list(segment.frames(folder / "s.ysm", key, "CP17", "entries"))),
        "line": lambda content: read_line(content.decode("utf-8", "replace"), rules, day),
        "table": in_a_file("t.csv", lambda folder: table_reader.read_tables(folder / "t.csv")),
        "import": lambda content: segment.read_entries(content),
    }
    return readers[target]


def _quiet(reading: Callable[[], object]) -> object:
    from station.errors import StationError

    try:
        return reading()
    except StationError:
        return None


def fuzz(target: str) -> None:
    """Run one target under atheris with what the command line says."""
    import atheris

    read = reader_of(target)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda content: _quiet(lambda: read(content)))
    atheris.Fuzz()


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Each target `count` times; the corpus it finds on the way stays in the folder."""
    tally = Tally()
    for target in ALL:
        found = folder / target
        shutil.copytree(CORPUS / target, found)
        arguments = [f"-runs={count}", f"-seed={chance.randrange(1, 1 << 31)}", "-max_len=4096", "-timeout=20"]
        arguments += [f"-artifact_prefix={folder}/{target}-", str(found)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.guided", f"{target}{'!' if bug else ''}", *arguments],
            env=environment(),
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        tally.tried += count
        tally.seen[f"{target}: corpus"] = len(list(found.iterdir()))
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if "Error" in line or "Exception" in line]
            tally.note("corrupt", f"{target}: {(lines or ['died'])[0][:120]}")
            if tally.caught(bug):
                break
    return tally


ROW = Row(
    "I6",
    "fuzzing guided by coverage: every reader of files, scans and lines",
    run,
    ci=2_000,
    full=10_000_000,
    chunk=100_000,
    canaries=("a_reader_that_crashes",),
    canary_dose=20_000,
    needs="atheris",
)

if __name__ == "__main__":
    name = sys.argv[1].removesuffix("!")
    if sys.argv[1].endswith("!"):
        genuine = reader_of
        kept: dict[str, Callable[[bytes], object]] = {}

        def reader_of(target: str) -> Callable[[bytes], object]:  # the seeded bug: one odd byte is not foreseen
            kept[target] = genuine(target)

            def crashes(content: bytes) -> object:
                if content[3:4] == b"\x07":
                    raise IndexError("not foreseen")
                return kept[target](content)

            return crashes

    fuzz(name)
