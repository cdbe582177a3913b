"""Seeded bugs: each is a mistake somebody could make; a harness that does not catch its own is worth nothing.

They are put into the running program by name, in the child that a harness starts, never into the code itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.changes import writes
from tests.faults.putting import put
from tests.faults.sabotage_centre import (
    commit_per_record,
    first_write_wins,
    forgets_decisions,
    last_write_wins,
    no_fork_alarm,
    settles_in_steps,
)
from tests.faults.sabotage_restore import believes_a_run, leaves_only, pages_first

if TYPE_CHECKING:  # a bug brings in what it touches, and nothing else
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry

    from station.entry.problem import Problem
    from station.services.gate.registration import Saved
    from station.services.opened_station import Station
    from station.services.safety import backups, restoration, second_copy
    from station.services.safety.restore_sources import Source
    from station.store.newest_receipt import Reader, Word
    from station.store.slot_file import SlotFile
    from station.store.store import Store


def commit(name: str) -> None:
    """Put the named bug in; an empty name is the program as it is."""
    if name:
        BUGS[name]()


def weak_sync(level: str) -> None:
    """WAL with less than FULL: a power cut takes what was acknowledged."""
    from sqlalchemy import event

    from station.store import engine

    genuine = engine.writer_engine

    def weakened(path: Path, key: bytes) -> Engine:
        made = genuine(path, key)

        @event.listens_for(made, "connect")
        def _weaken(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
            connection.cursor().execute(f"PRAGMA synchronous = {level}")

        return made

    from station.store import store

    put(store, "writer_engine", weakened)


def late_commit() -> None:
    """Acknowledge first, commit with the next record."""
    from station.services.gate import scripted_records

    genuine = scripted_records.record
    waiting: list[str] = []

    @writes
    def promise(station: Station, text: str) -> None:
        waiting.append(text)
        if len(waiting) > 3:
            for one in waiting:
                genuine(station, one)
            waiting.clear()

    put(scripted_records, "record", promise)
    put(scripted_records, "answer", lambda _result: {"seq": 1, "uid": "CP17-promised", "already": False})


def forgets_keys() -> None:
    """A replayed line is saved once more."""
    from dataclasses import replace

    from station.services.gate import registration

    genuine = registration._passage
    put(registration, "_standing", lambda _transaction, _draft: None)
    put(registration, "_passage", lambda *arguments: replace(genuine(*arguments), key=None))


def writes_in_place() -> None:
    """A durable write without the file beside it: a kill leaves half of it under the final name."""
    import os

    from station import files

    def torn(path: Path, content: bytes) -> None:
        with path.open("wb", buffering=0) as out:
            for at in range(0, len(content), 64):
                out.write(content[at : at + 64])
            os.fsync(out.fileno())

    _replace_everywhere(files.write_durably, torn)


def no_sync() -> None:
    """Write and rename, but never fsync, and believe it: a pulled stick has nothing."""
    from station import files
    from station.batch import batch_file

    def hoped(path: Path, content: bytes) -> None:
        path.write_bytes(content)

    _replace_everywhere(files.write_durably, hoped)
    put(batch_file, "read_limited", lambda path, limit: path.read_bytes())


def believes_the_disk() -> None:
    """A write that failed counts as done, and nobody reads back."""
    from station import files
    from station.batch import batch_file

    def hoped(path: Path, content: bytes) -> None:
        part = path.with_name(path.name + ".part")
        with contextlib.suppress(OSError), part.open("wb", buffering=0) as out:
            out.write(content)
        with contextlib.suppress(OSError):
            part.replace(path)

    _replace_everywhere(files.write_durably, hoped)
    put(batch_file, "read_limited", lambda path, limit: Believed())


class Believed(bytes):
    """Bytes that equal whatever they are compared with."""

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = bytes.__hash__


def swallows_errors() -> None:
    """A failed save is answered as a success."""
    from station.services.gate import scripted_records

    genuine = scripted_records.record

    class Pretended:
        seq, uid, already = 1, "CP17-pretended", False

    @writes
    def hopeful(station: Station, text: str) -> Saved | Problem | Pretended:
        try:
            return genuine(station, text).answer
        except Exception:
            return Pretended()

    put(scripted_records, "record", hopeful)


def no_head_check() -> None:
    """Nobody compares the journal with the head file."""
    from station.store.store import Store

    put(Store, "is_shorter_than_noted", lambda self: False)


def slots_in_place() -> None:
    """The key slots are emptied, then written, both copies at once."""
    import msgspec

    from station import canonical
    from station.store import slot_file

    def careless(folder: Path, slots: SlotFile) -> None:
        content = canonical.encode(msgspec.to_builtins(slots))
        for name in (slot_file.FILE_NAME, slot_file.COPY_NAME):
            (folder / name).write_bytes(b"")
        for name in (slot_file.FILE_NAME, slot_file.COPY_NAME):
            (folder / name).write_bytes(content)

    put(slot_file, "_write", careless)


def purge_without_receipt() -> None:
    """A purge lets go whatever is old or not, receipt or not: the trigger and the question are both gone."""
    from station.store import purged_bodies

    genuine = purged_bodies.let_go

    def everything(connection: Connection, _records: object) -> int:
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        rows = connection.exec_driver_sql("SELECT uid, kind FROM journal WHERE kind = 'passage' AND revision = 1")
        return genuine(connection, [(row.uid, row.kind) for row in rows])

    put(purged_bodies, "let_go", everything)


def limit_only_rises() -> None:
    """As up to 0.4.0: a receipt for less than an earlier one is noted and passed over."""
    _believes(lambda words: max(words, key=lambda word: word.highest))


def believes_the_date() -> None:
    """Of all receipts the one whose date is the newest is believed, whatever the centre's clock was."""
    _believes(lambda words: max(words, key=lambda word: word.issued_at))


def believes_the_last() -> None:
    """Of all receipts the one that came last is believed, however old it is."""
    _believes(lambda words: words[0])


def _believes(choose: Callable[[list[Word]], Word]) -> None:
    from station.store import newest_receipt, receipts

    def chosen(connection: Connection, epoch: int, read: Reader) -> Word | None:
        taken = receipts.taken(connection, epoch)
        said = [(one, read(one.content)) for one in taken]
        words = [newest_receipt.Word(it.highest, one.digest, it.issued_at) for one, it in said if it is not None]
        return choose(words) if words else None

    put(newest_receipt, "newest_word", chosen)


def mirror_from_start() -> None:
    """Each sync begins by deleting what the stick has."""
    import shutil

    from station.services.safety import second_copy

    genuine = second_copy.Mirror._look

    def afresh(self: second_copy.Mirror, connection: Connection) -> None:
        shutil.rmtree(self._root, ignore_errors=True)
        genuine(self, connection)

    put(second_copy.Mirror, "_look", afresh)


def mirror_hopes() -> None:
    """A frame that could not be written counts as mirrored."""
    from station.batch import segment

    genuine = segment.Segment._put

    def hopeful(self: segment.Segment, content: bytes) -> None:
        with contextlib.suppress(OSError):
            genuine(self, content)

    put(segment.Segment, "_put", hopeful)


def restore_keys_first() -> None:
    """A restore writes the key slots before there is anything behind them."""
    from station.services.safety import restoration
    from station.store import slot_file

    genuine = restoration._fill

    def backwards(store: Store, found: list[Source], *rest: Any) -> restoration.Restored:
        slot_file.write_slots(store.folder, found[0].slots)
        return genuine(store, found, *rest)

    put(restoration, "_fill", backwards)


def backup_unread() -> None:
    """A backup gets its final name first and is never read back."""
    from station.services.safety import backups
    from station.store import store_copy

    genuine = store_copy.copy_store

    def trusting(source: Path, key: bytes, to: Path, *_progress: object) -> None:
        with contextlib.suppress(Exception):
            genuine(source, key, to)
        with to.open("ab") as out:
            out.truncate(20_000)

    def unchecked(station: Station, _path: Path, name: str, _progress: object) -> backups.Backup:
        return backups.Backup(station.code, 1, 1, "", 0, name)

    put(store_copy, "copy_store", trusting)
    put(backups, "_checked", unchecked)


def no_signature() -> None:
    """Every signature is believed."""
    from station import signing

    _replace_everywhere(signing.verifies, lambda *_: True)
    put(signing, "verifies", lambda *_: True)


def migrates_in_steps() -> None:
    """Each statement of a migration commits by itself: a kill leaves a half-made schema."""
    from station.store import station_upgrade, store

    genuine = station_upgrade.upgrade

    def stepwise(engine: Engine) -> None:
        from sqlalchemy import event

        @event.listens_for(engine, "after_cursor_execute")
        def _commit(_connection: Connection, cursor: DBAPICursor, statement: str, *_: object) -> None:
            if statement.lstrip().upper().startswith(("CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE")):
                cursor.execute("COMMIT")
                cursor.execute("BEGIN IMMEDIATE")

        try:
            genuine(engine)
        finally:
            event.remove(engine, "after_cursor_execute", _commit)

    put(store, "upgrade", stepwise)


def text_as_typed() -> None:
    """Text is kept in whatever form it was typed."""
    from station import canonical

    _replace_everywhere(canonical.one_form, lambda text: text)


def _replace_everywhere(genuine: object, bug: object) -> None:
    import sys

    for module in list(sys.modules.values()):
        if module is not None and getattr(module, "__name__", "").startswith("station"):
            for name, value in list(vars(module).items()):
                if value is genuine:
                    with contextlib.suppress(AttributeError):
                        setattr(module, name, bug)


BUGS: dict[str, Callable[[], None]] = {
    "normal_sync": lambda: weak_sync("NORMAL"),
    "late_commit": late_commit,
    "forgets_keys": forgets_keys,
    "writes_in_place": writes_in_place,
    "no_sync": no_sync,
    "believes_the_disk": believes_the_disk,
    "swallows_errors": swallows_errors,
    "no_head_check": no_head_check,
    "no_signature": no_signature,
    "slots_in_place": slots_in_place,
    "purge_without_receipt": purge_without_receipt,
    "limit_only_rises": limit_only_rises,
    "believes_the_date": believes_the_date,
    "believes_the_last": believes_the_last,
    "mirror_from_start": mirror_from_start,
    "mirror_hopes": mirror_hopes,
    "restore_keys_first": restore_keys_first,
    "backup_unread": backup_unread,
    "settles_in_steps": settles_in_steps,
    "commit_per_record": commit_per_record,
    "last_write_wins": last_write_wins,
    "first_write_wins": first_write_wins,
    "no_fork_alarm": no_fork_alarm,
    "forgets_decisions": forgets_decisions,
    "migrates_in_steps": migrates_in_steps,
    "text_as_typed": text_as_typed,
    "leaves_only": leaves_only,
    "pages_first": pages_first,
    "believes_a_run": believes_a_run,
}
