"""Seeded bugs of the centre: merges, forks, decisions; see `sabotage`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.faults.putting import put

if TYPE_CHECKING:  # a bug brings in what it touches, and nothing else
    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPICursor

    from station.batch.envelope import OpenedBatch
    from station.centre import batch_merge, batch_rows
    from station.centre.centre_folder import Centre
    from station.centre.decisions import Standing


def settles_in_steps() -> None:
    """A decision's consequences are committed piece by piece."""
    from sqlalchemy import event

    from station.centre import batch_rows

    genuine = batch_rows.settle

    def stepwise(centre: Centre, station: str, epoch: int) -> None:
        @event.listens_for(centre.engine, "after_cursor_execute")
        def _commit(_connection: Connection, cursor: DBAPICursor, statement: str, *_: object) -> None:
            if statement.lstrip().upper().startswith(("INSERT", "DELETE")):
                cursor.execute("COMMIT")
                cursor.execute("BEGIN IMMEDIATE")

        try:
            genuine(centre, station, epoch)
        finally:
            event.remove(centre.engine, "after_cursor_execute", _commit)

    put(batch_rows, "settle", stepwise)


def commit_per_record() -> None:
    """A batch is merged row by row, each in a transaction of its own."""
    from station.centre import batch_rows

    genuine = batch_rows.take

    def in_pieces(
        connection: Connection, opened: OpenedBatch, digest: str, at: int, rules: Standing
    ) -> batch_rows.Taken:
        for entry in opened.entries:
            connection.exec_driver_sql(batch_rows.INSERT, batch_rows._row(entry))
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        return genuine(connection, opened, digest, at, rules)

    put(batch_rows, "take", in_pieces)


def last_write_wins() -> None:
    """Of two entries in one place the one that came last is kept."""
    _one_in_a_place("DELETE FROM entries WHERE station = ? AND epoch = ? AND seq = ? AND digest <> ?")


def first_write_wins() -> None:
    """Of two entries in one place the one that came first is kept."""
    from station.centre import batch_rows

    batch_rows.INSERT = batch_rows.INSERT.replace("VALUES (?, ?, ?, ?,", "SELECT ?1, ?2, ?3, ?4,").replace(
        batch_rows.INSERT.partition("VALUES (?, ?, ?, ?, ")[2],
        "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14"
        " WHERE NOT EXISTS (SELECT 1 FROM entries WHERE station = ?1 AND epoch = ?2 AND seq = ?3)",
    )


def _one_in_a_place(statement: str) -> None:
    from station.centre import batch_rows

    genuine = batch_rows.take

    def biased(connection: Connection, opened: OpenedBatch, digest: str, at: int, rules: Standing) -> batch_rows.Taken:
        new = genuine(connection, opened, digest, at, rules)
        for entry in opened.entries:
            header = entry.header
            connection.exec_driver_sql(statement, (header.station, header.epoch, header.seq, header.digest()))
        return new

    put(batch_rows, "take", biased)


def no_fork_alarm() -> None:
    """Two histories of one station are merged without a word."""
    from station.centre import missing_batches

    put(missing_batches, "forks", lambda *_arguments: [])


def forgets_decisions() -> None:
    """What the centre decided counts only for what was there at that moment."""
    from station.centre import batch_merge, decisions

    genuine = batch_merge._merge

    def unruly(centre: Centre, name: str, content: bytes, *progress: Any) -> batch_merge.Merged:
        standing = decisions.standing
        put(decisions, "standing", lambda _connection: decisions.Standing())
        try:
            return genuine(centre, name, content, *progress)
        finally:
            put(decisions, "standing", standing)

    put(batch_merge, "_merge", unruly)
