"""The second copy: every entry also lies on a second stick some seconds later, sealed under the store's own key.

mirror-CP17/keyslots         opens it with the same passphrase
mirror-CP17/g0001/kept.ysm   what the store keeps beside the journal; written first, its being there makes a generation
mirror-CP17/g0001/00001.ysm  journal entries, appended; a new file after each unplugging
After a purge a new generation is written and the older ones are deleted: what went must not live on in the copy.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from station import canonical
from station.batch import segment
from station.batch.file_kinds import SECOND_COPY
from station.batch.segment import Segment
from station.changes import writes
from station.errors import InputError, MachineError, Refused, RefusedFile, StationError
from station.files import read_limited, remove_folder, sync_folder, write_durably
from station.progress import Progress, quiet, told
from station.records.event import Setting
from station.records.journal_entry import Entry
from station.services.opened_station import Station
from station.store import journal, kept_tables, meta_rows, purge_rows, slot_file
from station.store.meta_rows import Kept
from station.store.store import View

SETTING = "mirror"
GENERATION = re.compile(r"g(\d{4})")
KEPT_FILE = f"kept{SECOND_COPY.suffix}"
ENTRY_FILES = f"[0-9]*{SECOND_COPY.suffix}"
AT_ONCE = 500
Place = tuple[int, str]  # seq and digest of the last entry of an epoch


@dataclass(frozen=True)
class MirrorState:
    """How the second copy stands: `current`, or `away` with the code of why; entries it has not got yet."""

    status: str
    behind: int
    at: int
    reason: str = ""


def mirror_folder(station: Station) -> Path | None:
    """Where the second copy goes; None if nobody chose a place."""
    with station.store.read() as connection:
        text = meta_rows.read(connection, Kept.MIRROR)
    return Path(text) if text else None


@writes
def choose(station: Station, folder: Path | None) -> None:
    """Choose the folder of the second copy, e.g. a stick that stays in; None ends it."""
    if folder is not None and not folder.is_dir():
        raise MachineError("folder_unreachable", folder=str(folder))
    if folder is not None and _is_inside(folder, station.store.folder):
        raise Refused("mirror_beside_itself", field="folder")
    with station.write() as transaction:
        meta_rows.write(transaction.connection, Kept.MIRROR, str(folder) if folder else "")
        transaction.append("setting", Setting(SETTING, {"on": "1" if folder else "0"}))


def _is_inside(folder: Path, data: Path) -> bool:
    return data.resolve() in (folder.resolve(), *folder.resolve().parents)


class Mirror:
    """The second copy of an open station in one folder; for one thread. Unplug and replug as you like."""

    def __init__(self, station: Station, folder: Path) -> None:
        self._station = station
        self._folder = folder
        self._root = folder / f"mirror-{station.code}"
        self._segment: Segment | None = None
        self._generation = Path()
        self._have: dict[int, Place] = {}
        self._open = False
        self._last = 0
        self._older: list[Path] = []

    def sync(self, progress: Progress = quiet) -> MirrorState:
        """Bring the copy up to the journal; whatever goes wrong with the stick is a state, not an error."""
        try:
            if not self._folder.is_dir():
                raise MachineError("mirror_away", folder=str(self._folder))
            with self._station.store.read() as connection:
                self._catch_up(connection, progress)
        except (StationError, OSError) as error:
            self._look_again()
            code = error.code if isinstance(error, StationError) else "mirror_away"
            return MirrorState("away", self._behind(), self._last, code)
        self._last = self._station.clock.now()
        return MirrorState("current", 0, self._last)

    def _look_again(self) -> None:
        """Take nothing for granted that was known of the stick."""
        self._segment, self._open = None, False

    def _behind(self) -> int:
        with self._station.store.read() as connection:
            total = journal.count(connection)
        return total - sum(seq for seq, _ in self._have.values())

    def _catch_up(self, connection: View, progress: Progress) -> None:
        if not self._open or purge_rows.how_many(connection) != self._purges:
            self._look(connection)
        waiting = self._waiting(connection)
        if any(entry.header.kind in ("epoch", "setting", "audit") for entry in waiting):
            self._write_kept(connection)
        steps = range(0, len(waiting), AT_ONCE)
        for at in told(steps, len(steps), progress, every=1):
            some = waiting[at : at + AT_ONCE]
            self._out().append(segment.entries_frame(some))
            self._have |= {one.header.epoch: (one.header.seq, one.header.digest()) for one in some}
        self._drop_older(connection)

    def _waiting(self, connection: View) -> list[Entry]:
        return [
            entry
            for epoch in journal.epochs(connection)
            for entry in journal.entries(connection, epoch=epoch, first=self._have.get(epoch, (0, ""))[0] + 1)
        ]

    def _look(self, connection: View) -> None:
        """See what the stick has; go on with it if it is ours and nothing was purged since."""
        self._look_again()
        self._purges = purge_rows.how_many(connection)
        self._root.mkdir(exist_ok=True)
        self._write_slots()
        standing = generations(self._root)
        self._have = {}
        begun = [path for path in self._root.iterdir() if GENERATION.fullmatch(path.name)]  # some perhaps not whole
        number = 1 + max((int(path.name[1:]) for path in begun), default=0)
        if standing and self._fits(connection, standing[-1]):
            self._generation = standing[-1]
        else:
            self._generation = self._root / f"g{number:04d}"
            self._generation.mkdir()
            self._have = {}
            self._write_kept(connection)
        self._older = [path for path in begun if path != self._generation]
        self._open = True

    def _fits(self, connection: View, generation: Path) -> bool:
        """Whether a generation is this journal's, from before nothing that was purged since; notes what it has."""
        key, station = self._station.store.data_key, self._station.code
        try:
            about = segment.read_kept(generation / KEPT_FILE, key, station)
            if about is None or about["purges"] != self._purges:
                return False
            for entry in entries_of(generation, key, station):
                epoch, seq, digest = entry.header.epoch, entry.header.seq, entry.header.digest()
                if seq == self._have.get(epoch, (0, ""))[0] + 1:
                    self._have[epoch] = (seq, digest)
        except (InputError, KeyError):
            return False
        return all(
            journal.stored_digest(connection, epoch, seq) == digest for epoch, (seq, digest) in self._have.items()
        )

    def _drop_older(self, connection: View) -> None:
        """Once the newest generation has everything: delete older ones of this history, set others apart."""
        for path in self._older:
            if self._is_of_this_history(connection, path):
                remove_folder(path)
            else:
                path.rename(path.with_name(f"apart-{path.name}-{self._station.clock.now()}"))
        if self._older:
            sync_folder(self._root)
        self._older = []

    def _is_of_this_history(self, connection: View, generation: Path) -> bool:
        """Whether every entry of an older generation is in the journal too: only then nothing is lost with it."""
        try:
            return all(
                journal.stored_digest(connection, entry.header.epoch, entry.header.seq) == entry.header.digest()
                for entry in entries_of(generation, self._station.store.data_key, self._station.code)
            )
        except InputError:
            return False

    def _out(self) -> Segment:
        if self._segment is None:
            numbers = [int(path.stem) for path in self._generation.glob(ENTRY_FILES)]
            path = self._generation / f"{max(numbers, default=0) + 1:05d}{SECOND_COPY.suffix}"
            self._segment = Segment(path, self._station.store.data_key, self._station.code, segment.ENTRIES)
        return self._segment

    def _write_kept(self, connection: View) -> None:
        value = {"purges": self._purges, "name": self._station.name, "rows": kept_tables.dump(connection)}
        part = self._generation / f"{KEPT_FILE}.part"
        part.unlink(missing_ok=True)
        out = Segment(part, self._station.store.data_key, self._station.code, segment.KEPT)
        out.append(canonical.encode(value))
        part.replace(self._generation / KEPT_FILE)
        sync_folder(self._generation)
        self._write_slots()

    def _write_slots(self) -> None:
        slots = read_limited(self._station.store.folder / slot_file.FILE_NAME, slot_file.LARGEST)
        path = self._root / slot_file.FILE_NAME
        if not path.is_file() or read_limited(path, slot_file.LARGEST) != slots:
            write_durably(path, slots)

    _purges = -1


def generations(root: Path) -> list[Path]:
    """The generations of a second copy that are whole enough to be read, oldest first."""
    found = [path for path in root.iterdir() if GENERATION.fullmatch(path.name) and (path / KEPT_FILE).is_file()]
    return sorted(found)


def entries_of(generation: Path, data_key: bytes, station: str) -> list[Entry]:
    """Every entry of a generation, file by file in order; a file that is not ours costs only itself."""
    found: list[Entry] = []
    for path in sorted(generation.glob(ENTRY_FILES)):
        with contextlib.suppress(RefusedFile):
            for frame in segment.frames(path, data_key, station, segment.ENTRIES):
                found += segment.read_entries(frame)
    return found
