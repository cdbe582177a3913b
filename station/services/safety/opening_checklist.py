"""The checks at the start of a shift: quick ones before the first key, the thorough ones beside the work.

A finding is an error that is shown, never raised: registering goes on.
"""

from __future__ import annotations

import shutil

from station.changes import writes
from station.errors import MachineError, StoreProblem
from station.records.journal_entry import NO_DIGEST, check_links
from station.services import epochs
from station.services.opened_station import Station
from station.store import disk_reserve, journal, meta_rows, projections
from station.store.engine import reader_engine
from station.store.meta_rows import Kept

MB = 1_000_000
LOW, NEARLY_FULL = 500 * MB, 200 * MB

Finding = MachineError | StoreProblem


def quick(station: Station) -> list[Finding]:
    """Room on the disk, and a clock that stands before the newest record."""
    free = shutil.disk_usage(station.store.folder).free
    found: list[Finding] = []
    if free < LOW:
        code = "disk_nearly_full" if free < NEARLY_FULL else "disk_low"
        found.append(MachineError(code, free_mb=free // MB))
    if station.is_clock_behind():
        found.append(MachineError("clock_implausible"))
    return found


def hold_reserve(station: Station) -> bool:
    """Hold room back for the end of a shift on a full disk; never the last of it. Whether it is held now."""
    return disk_reserve.hold(station.store.folder, disk_reserve.SIZE, LOW)


@writes
def thorough(station: Station) -> list[Finding]:
    """Triggers, pages and the chain since it was checked last, on a connection of its own."""
    found: list[Finding] = []
    try:
        station.store.check_triggers()
    except StoreProblem as error:
        found.append(error)
    engine = reader_engine(station.store.path, station.store.data_key)
    try:
        with engine.connect() as connection:
            if projections.quick_faults(connection):
                found.append(StoreProblem("store_damaged", detail="pages"))
    finally:
        engine.dispose()
    fault = _chain_since_last_time(station)
    return [*found, StoreProblem(fault, epoch=0, seq=0)] if fault else found


def _chain_since_last_time(station: Station) -> str | None:
    """Walk the newest epoch's chain from where it was sound last; a sound one is noted."""
    with station.store.read() as connection:
        head = journal.head_of(connection)
        assert head is not None, "a set-up station has its epoch entry"
        epoch, seq = _checked(meta_rows.read(connection, Kept.CHECKED))
        first = seq if epoch == head.epoch and seq else 1
        run = list(journal.entries(connection, epoch=head.epoch, first=first, last=head.seq))
    previous = run[0].header.previous if first > 1 else NO_DIGEST
    fault = check_links(run, previous)
    if fault is None:
        with station.store.write(epochs.SYSTEM) as transaction:
            meta_rows.write(transaction.connection, Kept.CHECKED, f"{head.epoch}/{head.seq}")
    return fault


def _checked(text: str | None) -> tuple[int, int]:
    epoch, _, seq = (text or "0/0").partition("/")
    return int(epoch), int(seq)
