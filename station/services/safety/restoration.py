"""Restore: a station again from its second copy, a backup or a damaged folder, always under a new epoch.

It says exactly what came back and what may be lost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from station.clock import Clock
from station.errors import FolderProblem, InputError
from station.files import put_aside, remove_folder, sync_folder
from station.progress import Progress, quiet, share, told
from station.records.case import Case
from station.records.event import Audit
from station.records.journal_entry import NO_DIGEST, Entry, check_links
from station.records.kinds import FILED_ANEW
from station.services import epochs
from station.services.access.operators import add_operator
from station.services.access.unlock_secret import Unlock
from station.services.safety import restore_sources
from station.services.safety.restore_sources import Source
from station.store import journal, kept_tables, meta_rows, projections, slot_file
from station.store.journal import Head
from station.store.meta_rows import Kept
from station.store.store import FILE_NAME, Store, Transaction, View

Place = tuple[int, int]
WORK = "restore.part"
FIRST_LEADER = "班长"


@dataclass(frozen=True)
class Missing:
    """Entries of an epoch that did not come back: from a number to another; None where the end is not known."""

    epoch: int
    first: int
    last: int | None


@dataclass(frozen=True)
class Restored:
    """What came back: entries, up to which one and when it was written (ms UTC), under which new epoch it goes on.

    `missing` are gone for certain; `possibly_lost` is what the old laptop may have saved after the last one that
    came back; `filed_anew` are entries from behind a hole, saved again under the new epoch; `left_out` are entries
    from there that have nothing to stand on: a shift, a print, a case whose passage is gone. Without settings the
    operators, the centre's card, the lists and the keys of older passes are gone too.
    """

    station: str
    entries: int
    last: Place
    last_at: int
    epoch: int
    missing: tuple[Missing, ...]
    possibly_lost: Missing
    filed_anew: int
    left_out: int
    with_settings: bool
    request: str


def restore(
    froms: list[Path],
    folder: Path,
    secret: Unlock,
    clock: Clock,
    paper: Place | None = None,
    pin: str | None = None,
    progress: Progress = quiet,
) -> Restored:
    """Make a data folder of what the sources hold together; `paper` is the last entry a printed sheet names.

    `pin` is for a first leader, where the operators are gone.
    """
    if slot_file.is_set_up(folder):
        raise FolderProblem("already_set_up", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / WORK
    numbered = told(enumerate(froms), len(froms), share(progress, 0, 2), every=1)
    found = [restore_sources.read(path, secret, work / str(number)) for number, path in numbered]
    if len({one.key for one in found}) != 1:
        raise InputError("sources_differ")
    first = found[0]
    put_aside(folder / FILE_NAME)
    store = Store(folder, first.key, first.station, clock, writing=True, moving=True)
    try:
        made = _fill(store, found, paper, pin, share(progress, 1, 2))
    finally:
        store.close()
    slot_file.write_slots(folder, first.slots)  # last: a torn restore is no station
    if work.exists():
        remove_folder(work)
    sync_folder(folder)
    return made


def _fill(store: Store, found: list[Source], paper: Place | None, pin: str | None, progress: Progress) -> Restored:
    runs, rest = _runs(found)
    rows = next((one.rows for one in found if one.rows.get("operators")), {})
    rows = _with_every_receipt(rows, found)
    if not rows and not runs and not rest:
        raise FolderProblem("nothing_to_restore", folder=str(store.folder))
    if not rows and pin is None:
        raise InputError("restore_needs_pin")
    with store.write(epochs.SYSTEM) as transaction:
        connection = transaction.connection
        kept_tables.put_back(connection, rows)
        for entry in (entry for epoch in sorted(runs) for entry in runs[epoch]):
            journal.put(connection, entry)
        projections.rebuild(connection, connection, progress)
        last = journal.head_of(connection) or Head(1, 0, "", 0)  # even the first entry may be gone
        witness = max(filter(None, [paper, *(one.witness for one in found)]), default=None)
        beyond = witness if witness and witness > (last.epoch, last.seq) else None
        seen = [last.epoch, *(entry.header.epoch for entry in rest), *([witness[0]] if witness else [])]
        seen += [int(row["epoch"]) for row in rows.get("station_keys", [])]  # an epoch whose entries never got out
        epoch = max(seen) + 1
        end = beyond or (last.epoch, last.seq)
        digest = "" if beyond else last.digest
        before: dict[str, int | str] = {"epoch": end[0], "seq": end[1], "digest": digest}
        private = epochs.begin(transaction, epoch, "restored", before)
        if not rows:
            _begin_again(transaction, found[0], pin or "")
        filed = _file_anew(transaction, rest)
        facts: dict[str, int | str] = {"epoch": last.epoch, "seq": last.seq, "filed_anew": filed}
        transaction.append("audit", Audit("restored", facts))
    request = epochs.write_request(store.folder, store.station, found[0].name, epoch, private)
    count = sum(len(run) for run in runs.values())
    lost = Missing(last.epoch, last.seq + 1, beyond[1] if beyond and beyond[0] == last.epoch else None)
    place = (last.epoch, last.seq)
    missing = tuple(_missing(runs, rest, found))
    return Restored(
        store.station, count, place, last.at, epoch, missing, lost, filed, len(rest) - filed, bool(rows), request.name
    )


def _with_every_receipt(rows: kept_tables.Rows, found: list[Source]) -> kept_tables.Rows:
    """What the centre sent, of all sources together: an older copy does not know that the centre took a word back."""
    received = {row["digest"]: row for one in reversed(found) for row in one.rows.get("received", [])}
    return {**rows, "received": list(received.values())} if rows and received else rows


def _begin_again(transaction: Transaction, source: Source, pin: str) -> None:
    """The settings are gone: a first leader, so that somebody can sign in."""
    meta_rows.write(transaction.connection, Kept.STATION, source.station)
    meta_rows.write(transaction.connection, Kept.NAME, source.name)
    add_operator(transaction, FIRST_LEADER, "leader", pin)


def _runs(found: list[Source]) -> tuple[dict[int, list[Entry]], list[Entry]]:
    """By epoch the longest run from 1 whose chain holds, and what lies behind holes, in order.

    Of two entries in one place the one that the chain leads to is taken.
    """
    there: dict[int, dict[int, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
    for source in found:
        for entry in source.entries:
            if check_links([entry], entry.header.previous) is None:
                here = there[entry.header.epoch][entry.header.seq]
                known = here.get(entry.header.digest())
                if known is None or known.body is not None:  # what was let go at one place comes back from no other
                    here[entry.header.digest()] = entry
    runs: dict[int, list[Entry]] = {}
    rest: list[Entry] = []
    for epoch, places in there.items():
        run: list[Entry] = []
        previous = NO_DIGEST
        while following := [one for one in places.get(len(run) + 1, {}).values() if one.header.previous == previous]:
            named = {one.header.previous for one in places.get(len(run) + 2, {}).values()}
            run.append(max(following, key=lambda one: _preferred(one, named)))
            previous = run[-1].header.digest()
        runs[epoch] = run
        rest += [max(places[seq].values(), key=lambda one: one.header.digest()) for seq in places if seq > len(run)]
    return {epoch: run for epoch, run in runs.items() if run}, sorted(rest, key=_place)


def _preferred(entry: Entry, named: set[str]) -> tuple[bool, bool, str]:
    """Of two entries in one place first the one that the next entry names, then the one that says something."""
    return entry.header.digest() in named, entry.body is not None, entry.header.digest()


def _place(entry: Entry) -> Place:
    return entry.header.epoch, entry.header.seq


def _file_anew(transaction: Transaction, rest: list[Entry]) -> int:
    """Save what lies behind a hole again under the new epoch, as it was written, with its own time and author."""
    filed = 0
    for entry in rest:
        if entry.header.kind in FILED_ANEW and entry.body is not None:
            revision = _next_revision(transaction.connection, entry)
            if revision:
                transaction.append_again(entry, revision)
                filed += 1
    return filed


def _next_revision(connection: View, entry: Entry) -> int:
    """As which revision it is saved: the first that came back of a record is its first; 0 if it may not be.

    A case whose passage is gone has nothing to stand on.
    """
    standing = journal.newest_or_none(connection, entry.header.uid)
    if standing is not None:
        return standing.header.revision + 1 if entry.header.revision > standing.header.revision else 0
    record = journal.readable_of(entry)
    if isinstance(record, Case) and journal.newest_or_none(connection, record.passage) is None:
        return 0
    return 1


def _missing(runs: dict[int, list[Entry]], rest: list[Entry], found: list[Source]) -> list[Missing]:
    """The holes: between a run and what lies behind it, what a source has and cannot read, the end of older epochs."""
    holes = []
    announced = _announced_ends([*(entry for run in runs.values() for entry in run), *rest])
    unread = {epoch for one in found for epoch in one.unreadable}
    for epoch in sorted({*runs, *(entry.header.epoch for entry in rest), *announced, *unread}):
        have = {entry.header.seq for entry in rest if entry.header.epoch == epoch}
        start = len(runs.get(epoch, []))
        told = [announced.get(epoch, 0), *(max(one.unreadable.get(epoch, [0])) for one in found)]
        end = max([*have, *told], default=0)
        first = None
        for seq in range(start + 1, end + 2):
            if seq not in have and seq <= end:
                first = first or seq
            elif first is not None:
                holes.append(Missing(epoch, first, seq - 1))
                first = None
    return holes


def _announced_ends(entries: list[Entry]) -> dict[int, int]:
    """Where later epochs say that the one before them ended."""
    ends: dict[int, int] = {}
    for entry in entries:
        record = journal.readable_of(entry) if entry.header.kind == "epoch" else None
        before = record.predecessor if record and record.predecessor else {}
        epoch, seq = before.get("epoch"), before.get("seq")
        if isinstance(epoch, int) and isinstance(seq, int):
            ends[epoch] = max(ends.get(epoch, 0), seq)
    return ends
