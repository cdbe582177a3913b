"""Seeded bugs of the centre: merges, forks, decisions; see `sabotage`."""

from __future__ import annotations


def settles_in_steps() -> None:
    """A decision's consequences are committed piece by piece."""
    from sqlalchemy import event

    from station.centre import taking

    genuine = taking.settle

    def stepwise(centre, station, epoch):
        @event.listens_for(centre.engine, "after_cursor_execute")
        def _commit(connection, cursor, statement, *_):
            if statement.lstrip().upper().startswith(("INSERT", "DELETE")):
                cursor.execute("COMMIT")
                cursor.execute("BEGIN IMMEDIATE")

        try:
            genuine(centre, station, epoch)
        finally:
            event.remove(centre.engine, "after_cursor_execute", _commit)

    taking.settle = stepwise


def commit_per_record() -> None:
    """A batch is merged row by row, each in a transaction of its own."""
    from station.centre import taking

    genuine = taking.take

    def in_pieces(connection, opened, digest, at, rules):
        for entry in opened.entries:
            connection.exec_driver_sql(taking.INSERT, taking._row(entry))
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        return genuine(connection, opened, digest, at, rules)

    taking.take = in_pieces


def last_write_wins() -> None:
    """Of two entries in one place the one that came last is kept."""
    _one_in_a_place("DELETE FROM entries WHERE station = ? AND epoch = ? AND seq = ? AND digest <> ?")


def first_write_wins() -> None:
    """Of two entries in one place the one that came first is kept."""
    from station.centre import taking

    taking.INSERT = taking.INSERT.replace("VALUES (?, ?, ?, ?,", "SELECT ?1, ?2, ?3, ?4,").replace(
        taking.INSERT.partition("VALUES (?, ?, ?, ?, ")[2],
        "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14"
        " WHERE NOT EXISTS (SELECT 1 FROM entries WHERE station = ?1 AND epoch = ?2 AND seq = ?3)",
    )


def _one_in_a_place(statement: str) -> None:
    from station.centre import taking

    genuine = taking.take

    def biased(connection, opened, digest, at, rules):
        new = genuine(connection, opened, digest, at, rules)
        for entry in opened.entries:
            header = entry.header
            connection.exec_driver_sql(statement, (header.station, header.epoch, header.seq, header.digest()))
        return new

    taking.take = biased


def no_fork_alarm() -> None:
    """Two histories of one station are merged without a word."""
    from station.centre import view

    view.forks = lambda *_arguments: []


def forgets_decisions() -> None:
    """What the centre decided counts only for what was there at that moment."""
    from station.centre import decisions, merge

    genuine = merge._merge

    def unruly(centre, name, content, *progress):
        standing = decisions.standing
        decisions.standing = lambda _connection: decisions.Standing()
        try:
            return genuine(centre, name, content, *progress)
        finally:
            decisions.standing = standing

    merge._merge = unruly
