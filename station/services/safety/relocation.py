"""Moving a checkpoint: to another laptop with the series unbroken, or to another place under another name."""

from __future__ import annotations

import shutil
from pathlib import Path

from station.changes import writes
from station.clock import Clock
from station.entry import normal
from station.errors import FolderProblem, MachineError, Refused
from station.files import require_space, sync_file, sync_folder
from station.records.event import Setting
from station.services import epochs
from station.services.access.data_folder import unlock
from station.services.access.unlock_secret import Unlock
from station.services.opened_station import Station
from station.store import journal, meta_rows, slot_file, store_copy
from station.store.meta_rows import Kept
from station.store.slot_file import SlotFile
from station.store.store import FILE_NAME, HEAD_NAME, Store

SLACK = 10_000_000


def move(folder: Path, to: Path, secret: Unlock, clock: Clock) -> Path:
    """Carry a data folder to another laptop; the old one can be read and never written again. The new request.

    First a copy is made and read back, so that a bad target closes nothing; then the old folder is closed for good,
    copied with that, read back again, and the copy goes on under the next epoch. Cut at any moment, the same call
    goes on where it stopped: the old folder has everything until the copy is whole.
    """
    if slot_file.is_set_up(to):
        raise FolderProblem("already_set_up", folder=str(to))
    slots, data_key = unlock(folder, secret)
    store = Store(folder, data_key, slots.owner, clock, writing=True, moving=True)
    try:
        to.mkdir(parents=True, exist_ok=True)
        require_space(to, (folder / FILE_NAME).stat().st_size + SLACK)
        _copy(store, to)
        _close_for_good(store, to)
        _copy(store, to)
    finally:
        store.close()
    request = _go_on(to, data_key, slots, clock)
    slot_file.write_slots(to, slots)  # last: a torn copy is no station
    sync_folder(to)
    return request


@writes
def rename(station: Station, name: str) -> None:
    """Give the checkpoint another name or place; its code and every series stay."""
    name = normal.words(name)
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    if not name:
        raise Refused("missing_field", field="name", person=1)
    with station.write() as transaction:
        meta_rows.write(transaction.connection, Kept.NAME, name)
        transaction.append("setting", Setting("place", {"name": name, "before": station.name}))
    slots = slot_file.read_slots(station.store.folder)
    slot_file.write_slots(station.store.folder, SlotFile(slots.owner, name, slots.slots))


def _copy(store: Store, to: Path) -> None:
    """Copy a store that nobody else writes, read the copy back, and refuse it unless it says the same in every row."""
    store.checkpoint()
    for end in ("-wal", "-shm"):  # of a call that was cut: it belongs to no copy that comes now
        (to / (FILE_NAME + end)).unlink(missing_ok=True)
    shutil.copyfile(store.path, to / FILE_NAME)
    sync_file(to / FILE_NAME)
    if (store.folder / HEAD_NAME).is_file():  # a witness only
        shutil.copyfile(store.folder / HEAD_NAME, to / HEAD_NAME)
    if not store_copy.is_whole_copy(store, to / FILE_NAME):
        raise MachineError("copy_unreliable", folder=str(to))


def _close_for_good(store: Store, to: Path) -> None:
    with store.write(epochs.SYSTEM) as transaction:
        if meta_rows.read(transaction.connection, Kept.MOVED_AWAY) is None:
            meta_rows.write(transaction.connection, Kept.MOVED_AWAY, to.name)
            transaction.append("setting", Setting("moved_away"))


def _go_on(to: Path, data_key: bytes, slots: SlotFile, clock: Clock) -> Path:
    """Open the copy under the next epoch; what the old laptop wrote last is its predecessor."""
    store = Store(to, data_key, slots.owner, clock, writing=True, moving=True)
    try:
        with store.write(epochs.SYSTEM) as transaction:
            last = journal.head_of(transaction.connection)
            assert last is not None, "a set-up station has its epoch entry"
            for name in (Kept.MOVED_AWAY, Kept.PLACE):
                meta_rows.forget(transaction.connection, name)
            before: dict[str, int | str] = {"epoch": last.epoch, "seq": last.seq, "digest": last.digest}
            private = epochs.begin(transaction, last.epoch + 1, "moved", before)
        return epochs.write_request(to, slots.owner, slots.name, last.epoch + 1, private)
    finally:
        store.close()
