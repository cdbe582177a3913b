"""Seeded bugs: each is a mistake somebody could make; a harness that does not catch its own is worth nothing.

They are put into the running program by name, in the child that a harness starts, never into the code itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from tests.faults.sabotage_centre import (
    commit_per_record,
    first_write_wins,
    forgets_decisions,
    last_write_wins,
    no_fork_alarm,
    settles_in_steps,
)
from tests.faults.sabotage_restore import believes_a_run, leaves_only, pages_first


def commit(name: str) -> None:
    """Put the named bug in; an empty name is the program as it is."""
    if name:
        BUGS[name]()


def weak_sync(level: str) -> None:
    """WAL with less than FULL: a power cut takes what was acknowledged."""
    from sqlalchemy import event

    from station.store import engine

    genuine = engine.writer_engine

    def weakened(path: Path, key: bytes):
        made = genuine(path, key)

        @event.listens_for(made, "connect")
        def _weaken(connection, _record):
            connection.cursor().execute(f"PRAGMA synchronous = {level}")

        return made

    from station.store import store

    store.writer_engine = weakened


def late_commit() -> None:
    """Acknowledge first, commit with the next record."""
    from station.services import scripting

    genuine = scripting.record
    waiting: list = []

    def promise(station, text):
        waiting.append(text)
        if len(waiting) > 3:
            for one in waiting:
                genuine(station, one)
            waiting.clear()

    scripting.record = promise
    scripting.answer = lambda _result: {"seq": 1, "uid": "CP17-promised", "already": False}


def forgets_keys() -> None:
    """A replayed line is saved once more."""
    from dataclasses import replace

    from station.services import registration

    genuine = registration._passage
    registration._standing = lambda _transaction, _draft: None
    registration._passage = lambda *arguments: replace(genuine(*arguments), key=None)


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
    batch_file.read_limited = lambda path, limit: path.read_bytes()


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
    batch_file.read_limited = lambda path, limit: Believed()


class Believed(bytes):
    """Bytes that equal whatever they are compared with."""

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = bytes.__hash__


def swallows_errors() -> None:
    """A failed save is answered as a success."""
    from station.services import scripting

    genuine = scripting.record

    class Pretended:
        seq, uid, already = 1, "CP17-pretended", False

    def hopeful(station, text):
        try:
            return genuine(station, text)
        except Exception:
            return Pretended()

    scripting.record = hopeful


def no_head_check() -> None:
    """Nobody compares the journal with the head file."""
    from station.store.store import Store

    Store.is_shorter_than_noted = lambda self: False


def slots_in_place() -> None:
    """The key slots are emptied, then written, both copies at once."""
    import msgspec

    from station import canonical
    from station.store import slot_file

    def careless(folder, slots):
        content = canonical.encode(msgspec.to_builtins(slots))
        for name in (slot_file.FILE_NAME, slot_file.COPY_NAME):
            (folder / name).write_bytes(b"")
        for name in (slot_file.FILE_NAME, slot_file.COPY_NAME):
            (folder / name).write_bytes(content)

    slot_file._write = careless


def purge_without_receipt() -> None:
    """A purge lets go whatever is old or not, receipt or not: the trigger and the question are both gone."""
    from station.services import retention
    from station.store import purging

    genuine = purging.let_go

    def everything(connection, records):
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        rows = connection.exec_driver_sql("SELECT uid, kind FROM journal WHERE kind = 'passage' AND revision = 1")
        return genuine(connection, [tuple(row) for row in rows])

    retention.purging.let_go = everything


def limit_only_rises() -> None:
    """As up to 0.4.0: a receipt for less than an earlier one is noted and passed over."""
    from station.store import newest_word, receipts

    _believes(lambda words: max(words, key=lambda word: word.highest), newest_word, receipts)


def believes_the_date() -> None:
    """Of all receipts the one whose date is the newest is believed, whatever the centre's clock was."""
    from station.store import newest_word, receipts

    _believes(lambda words: max(words, key=lambda word: word.issued_at), newest_word, receipts)


def believes_the_last() -> None:
    """Of all receipts the one that came last is believed, however old it is."""
    from station.store import newest_word, receipts

    _believes(lambda words: words[0], newest_word, receipts)


def _believes(choose: Callable, newest_word, receipts) -> None:
    def chosen(connection, epoch, read):
        taken = receipts.taken(connection, epoch)
        said = [(one, read(one.content)) for one in taken]
        words = [newest_word.Word(it.highest, one.digest, it.issued_at) for one, it in said if it is not None]
        return choose(words) if words else None

    newest_word.newest_word = chosen


def mirror_from_start() -> None:
    """Each sync begins by deleting what the stick has."""
    import shutil

    from station.services import mirroring

    genuine = mirroring.Mirror._look

    def afresh(self, connection):
        shutil.rmtree(self._root, ignore_errors=True)
        genuine(self, connection)

    mirroring.Mirror._look = afresh


def mirror_hopes() -> None:
    """A frame that could not be written counts as mirrored."""
    from station.batch import segment

    genuine = segment.Segment._put

    def hopeful(self, content):
        with contextlib.suppress(OSError):
            genuine(self, content)

    segment.Segment._put = hopeful


def restore_keys_first() -> None:
    """A restore writes the key slots before there is anything behind them."""
    from station.services import restoring
    from station.store import slot_file

    genuine = restoring._fill

    def backwards(store, found, *rest):
        slot_file.write_slots(store.folder, found[0].slots)
        return genuine(store, found, *rest)

    restoring._fill = backwards


def backup_unread() -> None:
    """A backup gets its final name first and is never read back."""
    from station.services import backups
    from station.store import backup

    genuine = backup.copy_store

    def trusting(source, key, to, *_progress):
        with contextlib.suppress(Exception):
            genuine(source, key, to)
        with to.open("ab") as out:
            out.truncate(20_000)

    backup.copy_store = trusting
    backups._checked = lambda station, path, name, _progress: backups.Backup(station.code, 1, 1, "", 0, name)


def no_signature() -> None:
    """Every signature is believed."""
    from station import signing

    _replace_everywhere(signing.verifies, lambda *_: True)
    signing.verifies = lambda *_: True


def migrates_in_steps() -> None:
    """Each statement of a migration commits by itself: a kill leaves a half-made schema."""
    from station.store import store, upgrade

    genuine = upgrade.upgrade

    def stepwise(engine):
        from sqlalchemy import event

        @event.listens_for(engine, "after_cursor_execute")
        def _commit(connection, cursor, statement, *_):
            if statement.lstrip().upper().startswith(("CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE")):
                cursor.execute("COMMIT")
                cursor.execute("BEGIN IMMEDIATE")

        try:
            genuine(engine)
        finally:
            event.remove(engine, "after_cursor_execute", _commit)

    store.upgrade = stepwise


def text_as_typed() -> None:
    """Text is kept in whatever form it was typed."""
    from station import canonical

    _replace_everywhere(canonical.one_form, lambda text: text)


def _replace_everywhere(genuine: Callable, bug: Callable) -> None:
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
