"""A station restored from its data folder is that station: of any size, intact, or with pages damaged (row N2)."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from station.clock import SetClock
from station.records.event import Note
from station.records.journal_entry import Entry
from station.records.passage import Passage, Person, Reading, Registration, Vehicle
from station.services import epochs
from station.services.access.data_folder import SetUp, open_station, set_up, unlock
from station.services.access.unlock_secret import Unlock
from station.services.safety.restoration import restore
from station.store import page_salvage
from station.store.store import FILE_NAME
from tests.faults import sabotage
from tests.faults.tally import Row, Tally
from tests.tests_support import CHEAP, all_entries

MORNING = 1_583_884_800_000
WORDS = Unlock(passphrase="words")
PAGE = 4096
LARGE = 100_000  # the size of the largest store of the full dose
LARGE_SHARE = 0.004


def a_store(folder: Path, chance: Random, size: int, longest: int = 200) -> list[Entry]:
    """A data folder with `size` entries more than a set-up one, bodies up to `longest` characters; all of them."""
    clock, killed = SetClock(MORNING), chance.random() < 0.4
    live = folder.with_name(folder.name + "-live") if killed else folder
    set_up(SetUp(live, "CP17", "新围卡点", "words", "1234", "班长甲", cost=CHEAP), clock)
    station = open_station(live, WORDS, clock, writing=True)
    try:
        left = size
        while left:
            some = min(left, chance.randint(1, max(1, size // 2)))
            with station.store.write("op1") as transaction:
                for _ in range(some):
                    transaction.append(*_record(chance, longest))
            left -= some
            if left and chance.random() < 0.3:
                epochs.continue_anew(station.store, station.name, "folder_was_copied")
        whole = all_entries(station)
        if chance.random() < 0.5:
            station.store.checkpoint()
        if killed:  # its log is not brought into the store yet
            shutil.copytree(live, folder, ignore=shutil.ignore_patterns("lock", "*-shm"))
    finally:
        station.close()
    return whole


def _record(chance: Random, longest: int) -> tuple[str, Note | Passage]:
    words = "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(chance.randint(0, longest)))
    if chance.random() < 0.3:
        return "note", Note(f"CP17-{chance.random()}", words)
    reading = Reading(chance.randint(360, 372), "forehead", "normal", MORNING)
    person = Person((reading,), "visitor", name=words[:3] or None, registration=Registration(address=words))
    plate = f"粤B{chance.randint(10000, 99999)}"
    return "passage", Passage("quick", "in", Vehicle(plate, "ordinary"), (person,), "released", MORNING)


def spoil_first_page(folder: Path) -> None:
    """One bit of the page that leads to everything: SQL cannot open the store any more."""
    _turn(folder / FILE_NAME, 200)


def _turn(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def is_same(folder: Path, to: Path, whole: list[Entry]) -> bool:
    """Whether a restore brings every entry back in its place, and nothing else but its own two."""
    done = restore([folder], to, WORDS, SetClock(MORNING + 1000))
    again = open_station(to, WORDS, SetClock(MORNING + 2000), writing=False)
    try:
        found = all_entries(again)
    finally:
        again.close()
    told = (done.entries, done.missing, done.filed_anew, done.left_out)
    return told == (len(whole), (), 0, 0) and found[: len(whole)] == whole and len(found) == len(whole) + 2


def tells_the_truth(folder: Path, to: Path, whole: list[Entry]) -> bool:
    """Whether what came back, in place or filed anew, and what is said to be missing make up the whole."""
    on_pages = _on_pages(folder, to.with_name(to.name + "-pages"))
    done = restore([folder], to, WORDS, SetClock(MORNING + 1000), pin="1234")
    again = open_station(to, WORDS, SetClock(MORNING + 2000), writing=False)
    try:
        found = all_entries(again)
    finally:
        again.close()
    kept = [one for one in found if one in set(whole)]
    bodies = {one.body for one in found}
    gone = [one for one in whole if one not in set(kept) and one.body not in bodies]
    said = {(one.epoch, seq) for one in done.missing for seq in range(one.first, (one.last or LARGE) + 1)}
    behind = (done.possibly_lost.epoch, done.possibly_lost.first)
    anew = done.filed_anew + done.left_out + done.entries
    unsaid = [
        one
        for one in gone
        if (one.header.epoch, one.header.seq) not in said and (one.header.epoch, one.header.seq) < behind
    ]
    readable = {one.body for one in on_pages}
    passed_over = [one for one in readable if one not in bodies]
    return len(unsaid) <= done.left_out and anew <= len(whole) and len(passed_over) <= done.left_out


def _on_pages(folder: Path, copy: Path) -> list[Entry]:
    """What lies on intact pages of the store and its log, whatever leads there."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("lock"))
    key = unlock(folder, WORDS)[1]
    return list(page_salvage.entries_in(copy / FILE_NAME, copy / f"{FILE_NAME}-wal", key))


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Each try is one store: restored as it is, without its first page, and with some page spoiled."""
    sabotage.commit(bug)
    tally = Tally()
    for number in range(count):
        work = folder / str(number)
        size = chance.choice((1, chance.randint(1, 12), chance.randint(12, 200), chance.randint(200, 1500)))
        if chance.random() < LARGE_SHARE:
            size = chance.randint(1500, LARGE)
        try:
            _try(work, chance, size, tally)
        except Exception as error:  # whatever it is, it should not have been
            tally.note("corrupt", f"{type(error).__name__}: {str(error)[:200]}")
        shutil.rmtree(work, ignore_errors=True)
        tally.tried += 1
        if tally.caught(bug):
            break
    return tally


def _try(work: Path, chance: Random, size: int, tally: Tally) -> None:
    whole = a_store(work / "data", chance, size, chance.choice((10, 200, 3000)))
    if not is_same(work / "data", work / "again", whole):
        tally.note("lost", f"an intact store of {size}")
    shutil.copytree(work / "data", work / "first")
    spoil_first_page(work / "first")
    if not is_all_there(work / "first", work / "pages", whole):
        tally.note("lost", f"read from pages alone, a store of {size}")
    path = work / "data" / FILE_NAME
    log = path.with_name(FILE_NAME + "-wal")
    if log.is_file() and log.stat().st_size > 2 * PAGE and chance.random() < 0.7:
        _turn(log, chance.randrange(log.stat().st_size))
    else:
        _turn(path, PAGE + chance.randrange(max(1, path.stat().st_size - PAGE)))
    if chance.random() < 0.5:
        (work / "data" / "head").unlink(missing_ok=True)
    if not tells_the_truth(work / "data", work / "torn", whole):
        tally.note("half_done", f"a damaged page of a store of {size}")


def is_all_there(folder: Path, to: Path, whole: list[Entry]) -> bool:
    """Whether pages alone give every entry back; the settings beside the journal are gone with the first page."""
    done = restore([folder], to, WORDS, SetClock(MORNING + 1000), pin="1234")
    again = open_station(to, WORDS, SetClock(MORNING + 2000), writing=False)
    try:
        return all_entries(again)[: len(whole)] == whole and done.missing == ()
    finally:
        again.close()


ROW = Row(
    "N2",
    "restored from the data folder: stores of 1 to 100,000 entries, intact, without their first page, with one spoiled",
    run,
    ci=4,
    full=1_000,
    chunk=25,
    canaries=("leaves_only", "pages_first", "believes_a_run"),
    canary_dose=12,
)
