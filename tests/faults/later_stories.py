"""A7, A8 and the second copy: keys changed, data purged, mirrored, restored, a batch left out; each call in turn fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from station.clock import DAY, SetClock, SystemClock
from station.errors import FolderProblem, StationError, WrongSecret
from station.records.kinds import PERSONAL_KINDS
from station.services.access.data_folder import open_station, unlock
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, custody
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.services.safety import backups, restoration, retention, second_copy, verification
from station.services.safety.second_copy import Mirror
from station.services.shift import shifts
from station.store import journal, slot_file
from station.store.store import read_head
from tests.faults.injected import Ran
from tests.faults.stations import lines, new_station, opened
from tests.faults.syscalls import FAULTS, KILLS, Story, centre_files, row, store_files, to_export
from tests.faults.tally import Tally
from tests.tests_support import enrolled

NEW = "bangui lemo tuxi"


# --- key slots ------------------------------------------------------------------------------------------
def _slot_files(folder: Path) -> list[Path]:
    data = folder / "CP17"
    names = (slot_file.FILE_NAME, slot_file.COPY_NAME)
    return [data, *(data / f"{name}{end}" for name in names for end in ("", ".part"))]


def _check_keys(folder: Path, ran: Ran, tally: Tally) -> None:
    """Some passphrase opens; the new one if it was said to be in force."""
    opening = [words for words in ("words", NEW) if _opens(folder / "CP17", words)]
    if not opening:
        tally.note("lost", "no key opens any more")
    if ran.said and NEW not in opening:
        tally.note("lost", "said changed, and the new one does not open")


def _opens(data: Path, words: str) -> bool:
    try:
        unlock(data, Unlock(passphrase=words))
        station = open_station(data, Unlock(passphrase=words), SystemClock(), writing=True)
    except (WrongSecret, FolderProblem):
        return False
    clean = not verification.verify(station).findings
    station.close()
    return clean


CHANGING_KEYS = Story(
    prepare=lambda folder: new_station(folder / "CP17"),
    command=lambda folder: ["key", "change", "--data", str(folder / "CP17"), "--json"],
    watched=_slot_files,
    check=_check_keys,
)


# --- purge ------------------------------------------------------------------------------------------------
def _to_purge(folder: Path) -> None:
    """A station with a closed shift under a receipt from days ago, and something newer that no receipt covers."""
    long_ago = SetClock(SystemClock().now() - 10 * DAY)
    card = folder / "centre.card"
    from tests.faults.stations import CHEAP

    clerk_desk.init(str(folder / "centre"), "centre", card, "words", long_ago, CHEAP)
    centre = clerk_desk.open_centre(str(folder / "centre"), "words", long_ago)
    new_station(folder / "CP17", card)
    station = open_station(folder / "CP17", Unlock(passphrase="words"), long_ago, writing=True)
    stick = folder / "stick"
    stick.mkdir()
    enrolled(centre, station, stick)
    shifts.open_shift(station, ())
    for line in lines(0, 8):
        scripted_records.record(station, line)
    shifts.close_shift(station, station.operator, {}, "")
    clerk_desk.merge_files(centre, [stick / one.file for one in station_files.export(station, stick).answer])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(station, stick)
    for line in lines(100, 104):
        scripted_records.record(station, line)
    station.close()
    centre.close()


def _check_purged(folder: Path, ran: Ran, tally: Tally) -> None:
    station = opened(folder / "CP17")
    try:
        with station.store.read() as connection:
            entries = list(journal.entries(connection))
        with_body = sum(entry.body is not None for entry in entries if entry.header.kind in PERSONAL_KINDS)
        if with_body not in (4, 12):
            tally.note("lost" if with_body < 4 else "half_done", f"{with_body} bodies are left")
        for finding in verification.verify(station).findings:
            tally.note("corrupt", finding.code)
        retention.purge(station)
        if retention.due(station).records or verification.verify(station).findings:
            tally.note("corrupt", "the next purge does not finish it")
    finally:
        station.close()


PURGING = Story(
    prepare=_to_purge,
    command=lambda folder: ["retention", "purge", "--data", str(folder / "CP17"), "--json"],
    watched=store_files,
    check=_check_purged,
)


# --- the second copy ----------------------------------------------------------------------------------------
def _to_mirror(folder: Path) -> None:
    station = opened(new_station(folder / "CP17"))
    (folder / "second").mkdir()
    second_copy.choose(station, folder / "second")
    for line in lines(0, 5):
        scripted_records.record(station, line)
    Mirror(station, folder / "second").sync()
    for line in lines(5, 9):
        scripted_records.record(station, line)
    station.close()


def _mirror_files(folder: Path) -> list[Path]:
    root = folder / "second" / "mirror-CP17"
    names = ("kept.ysm", "kept.ysm.part", "00001.ysm", "00002.ysm", "")
    return [root, root / "keyslots", root / "keyslots.part", *(root / "g0001" / name for name in names)]


def _check_mirrored(folder: Path, ran: Ran, tally: Tally) -> None:
    """What was mirrored before is there, what was said to be is there, and the next sync heals it."""
    said = [json.loads(line) for line in ran.said]
    wanted = 13 if any(one.get("status") == "current" for one in said) else 8
    made = restoration.restore([folder / "second"], folder / "back", Unlock(passphrase="words"), SystemClock())
    if made.entries < wanted:
        tally.note("lost", f"{made.entries} of {wanted} mirrored entries came back")
    station = opened(folder / "CP17")
    try:
        if Mirror(station, folder / "second").sync().status != "current":
            tally.note("corrupt", "the copy does not heal")
    finally:
        station.close()


MIRRORING = Story(
    prepare=_to_mirror,
    command=lambda folder: ["mirror", "--to", str(folder / "second"), "--data", str(folder / "CP17"), "--json"],
    watched=_mirror_files,
    check=_check_mirrored,
)


def _check_restored(folder: Path, ran: Ran, tally: Tally) -> None:
    """A restore that was cut is no station; the same call makes it one."""
    target = folder / "back"
    if slot_file.is_set_up(target):
        station = opened(target)
        count = verification.verify(station).entries
        station.close()
        if count < 6:
            tally.note("half_done", "a half restored station opens")
        return
    if ran.said:
        tally.note("half_done", "said restored, and it is no station")
    shutil.rmtree(target / "restoration.part", ignore_errors=True)
    made = restoration.restore([folder / "second"], target, Unlock(passphrase="words"), SystemClock())
    if made.entries < 6:
        tally.note("lost", "the second try brings less")


def _restored_files(folder: Path) -> list[Path]:
    back = folder / "back"
    names = ("station.db", "station.db-wal", "head", "keyslots", "keyslots.copy", "keyslots.part", "keyslots.copy.part")
    return [back, *(back / name for name in names)]


RESTORING = Story(
    prepare=_to_mirror,
    command=lambda folder: ["restore", "--from", str(folder / "second"), "--data", str(folder / "back"), "--json"],
    watched=_restored_files,
    check=_check_restored,
)


def _backup_files(folder: Path) -> list[Path]:
    head = read_head(folder / "CP17")
    assert head is not None
    epoch, seq, _digest = head
    name = f"CP17-backup-E{epoch}-S{seq:07d}"
    parts = [folder / "second" / f"{name}.part", folder / "second" / name]
    return [
        folder / "second",
        *(part / file for part in parts for file in ("", backups.STORE, "keyslots", backups.ABOUT)),
    ]


def _check_backed_up(folder: Path, ran: Ran, tally: Tally) -> None:
    """What has the final name restores whole."""
    found = [path for path in (folder / "second").iterdir() if "backup" in path.name and path.suffix != ".part"]
    if ran.said and not found:
        tally.note("half_done", "said backed up, and nothing is there")
    for number, path in enumerate(found):
        try:
            restoration.restore([path], folder / f"back{number}", Unlock(passphrase="words"), SystemClock())
        except StationError as error:
            tally.note("half_done", f"a torn backup under its final name: {error.code}")


BACKING_UP = Story(
    prepare=_to_mirror,
    command=lambda folder: ["backup", "--data", str(folder / "CP17"), "--to", str(folder / "second"), "--json"],
    watched=_backup_files,
    check=_check_backed_up,
)


# --- a decision at the centre ------------------------------------------------------------------------------
def _to_undo(folder: Path) -> None:
    to_export(folder)
    centre = clerk_desk.open_centre(str(folder / "centre"), "words", SystemClock())
    station = opened(folder / "CP17")
    enrolled(centre, station, folder / "stick")
    for line in ("B12345 365", "B12346 366"):  # the second batch holds all of the first
        scripted_records.record(station, line)
        done = station_files.export(station, folder / "stick").answer
        clerk_desk.merge_files(centre, [folder / "stick" / one.file for one in done])
    station.close()
    centre.close()


def first_batch(folder: Path) -> str:
    """The first batch of the newest epoch there is one of."""
    names = sorted(path.stem for path in (folder / "stick").glob("*.ysb"))
    return next(name for name in names if name.startswith(names[-1][:7]))


def _check_undone(folder: Path, ran: Ran, tally: Tally) -> None:
    """What the second batch holds stays, whatever becomes of the first; the second left out leaves the first."""
    centre = clerk_desk.open_centre(str(folder / "centre"), "words", SystemClock())
    try:
        count = clerk_desk.state(centre).entries
        custody.redo(centre, first_batch(folder), "again")
        if clerk_desk.state(centre).entries != count:
            tally.note("half_done", "a decision was half carried out")
    finally:
        centre.close()


UNDOING = Story(
    prepare=_to_undo,
    command=lambda folder: ["undo", first_batch(folder), "--at", str(folder / "centre"), "--reason", "x"],
    watched=centre_files,
    check=_check_undone,
    centre=True,
)

ROWS = (
    row("A7", "killed at each call of a change of passphrase", CHANGING_KEYS, KILLS, 16, ("slots_in_place",)),
    row("C keys", "each system call of a change of passphrase fails", CHANGING_KEYS, FAULTS, 16, ("slots_in_place",)),
    row("A8", "killed at each call of a purge", PURGING, KILLS, 16, ("purge_without_receipt",)),
    row("C purge", "each system call of a purge fails", PURGING, FAULTS, 16, ("purge_without_receipt",)),
    row("A9", "killed at each call of mirroring", MIRRORING, KILLS, 16, ("mirror_from_start",)),
    row("C mirror", "each system call of mirroring fails", MIRRORING, FAULTS, 16, ("mirror_hopes",)),
    row("A10", "killed at each call of a restore", RESTORING, KILLS, 12, ("restore_keys_first",)),
    row("C backup", "each system call of a backup fails", BACKING_UP, FAULTS, 12, ("backup_unread",)),
    row("A11", "killed at each call of a decision at the centre", UNDOING, KILLS, 12, ("settles_in_steps",)),
)
