"""Practice data folders for the harnesses, and the one check that every story ends with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from station.clock import SystemClock
from station.services.access import data_folder
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.log import passage_log
from station.services.opened_station import Station
from station.services.safety import verification
from station.store.slot_sealing import Cost
from tests.faults.program import Program
from tests.faults.putting import put
from tests.faults.tally import Tally

CHEAP = Cost(1024, 1, 1)  # the key slots are not what is tried here


def new_station(folder: Path, card: Path | None = None, code: str = "CP17") -> Path:
    """A station set up in `folder`."""
    set_up(SetUp(folder, code, "卡点", "words", "1234", "班长甲", card, cost=CHEAP), SystemClock())
    return folder


def opened(folder: Path, *, writing: bool = True) -> Station:
    """The station of a folder, opened by its passphrase."""
    return open_station(folder, Unlock(passphrase="words"), SystemClock(), writing=writing)


def copies_are_the_folder_itself() -> None:
    """In this process and its children a data folder that is copied is no copy: the harness lays it back as it was.

    Else every try would begin with a new epoch, and that word would cover what the harness looks for.
    """
    put(data_folder, "place_of", lambda _path: "here")


def lines(first: int, last: int) -> list[str]:
    """Gate lines with their keys, as a script sends them."""
    return [
        f"@k{number} {10000 + number % 90000} 365 36{number % 9}{' -' if number % 3 else ''}"
        for number in range(first, last)
    ]


@dataclass
class Acknowledged:
    """What the program answered for, line by line: the uid of each key."""

    uids: dict[str, str]

    def take(self, line: str, answer: bytes, tally: Tally) -> None:
        """Note one answer; another uid for a known key is a doubled record."""
        said = json.loads(answer)
        if "uid" not in said:
            tally.seen[f"said: {said['problem']['code']}"] += 1
            return
        key = line.split()[0]
        if self.uids.setdefault(key, said["uid"]) != said["uid"]:
            tally.note("lost", "another record for the same key")


def settle(folder: Path, sent: list[str], acknowledged: Acknowledged, tally: Tally) -> None:
    """Send every line again: each is there once, under the uid it was acknowledged by, and all checks are clean."""
    program = Program(["record", "--data", str(folder), "--stdin"], folder.parent / "errors")
    program.send(sent)
    answers = program.rest()
    if len(answers) != len(sent):
        tally.note("corrupt", "does not start again")
        tally.seen[program.errors.read_text("utf-8", "replace")[:300]] += 1
        return
    for line, answer in zip(sent, answers, strict=True):
        acknowledged.take(line, answer, tally)
    station = opened(folder, writing=False)
    try:
        there = [row.uid for row in passage_log.rows(station)]
        if len(there) != len(sent) or set(there) != set(acknowledged.uids.values()):
            missing = len(set(acknowledged.uids.values()) - set(there))
            tally.note("lost", f"{missing} missing, {len(there) - len(sent)} too many")
        for finding in verification.verify(station).findings:
            tally.note("corrupt", finding.code)
    finally:
        station.close()
