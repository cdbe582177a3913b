"""Letting bodies go: the one update the journal permits, and the look-ups as a rebuild would make them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, text, union

from station.errors import InputError
from station.records.journal_entry import Entry
from station.records.kinds import SAID_BY_NAME, must_reach_centre
from station.store import journal, passage_lookup
from station.store.station_tables import access_passes, cases, incidents, notes, passages, purges, visits

# One uid is one record: all its revisions go together or none. The trigger refuses what no receipt covers.
DUE = (
    "SELECT journal.uid, journal.kind, count(*) AS bodies, max(journal.at) AS at FROM journal"
    " LEFT JOIN purge_limit ON purge_limit.epoch = journal.epoch"
    " WHERE journal.kind IN :kinds AND journal.body IS NOT NULL{among} GROUP BY journal.uid"
    " HAVING max(journal.at) < :before AND min(journal.seq <= coalesce(purge_limit.seq, 0)) = 1"
    " AND max((journal.epoch, journal.seq) > (:epoch, :seq)) = :later ORDER BY journal.epoch, journal.seq"
)
EVERY_DUE = text(DUE.format(among="")).bindparams(bindparam("kinds", expanding=True))
STILL_DUE = text(DUE.format(among=" AND journal.uid IN :uids")).bindparams(
    bindparam("kinds", expanding=True), bindparam("uids", expanding=True)
)
WAITING = text(
    "SELECT count(*) FROM journal LEFT JOIN purge_limit ON purge_limit.epoch = journal.epoch"
    " WHERE journal.kind IN :kinds AND journal.body IS NOT NULL AND journal.seq > coalesce(purge_limit.seq, 0)"
).bindparams(bindparam("kinds", expanding=True))
BEYOND = (
    " FROM journal LEFT JOIN purge_limit ON purge_limit.epoch = journal.epoch"
    " WHERE journal.seq > coalesce(purge_limit.seq, 0)"
)
BEYOND_BY_KIND = text(f"SELECT journal.kind, count(*) AS entries{BEYOND} GROUP BY journal.kind")
BEYOND_OF_KIND = text(f"SELECT journal.epoch, journal.seq{BEYOND} AND journal.kind = :kind")
LET_GO = text("UPDATE journal SET body = NULL WHERE uid IN :uids AND body IS NOT NULL").bindparams(
    bindparam("uids", expanding=True)
)
BY_UID = {"case": cases, "note": notes, "access_pass": access_passes, "incident": incidents, "visit": visits}


def due(connection: Connection, kinds: Sequence[str], before: int, closed: tuple[int, int]) -> list[tuple[str, str]]:
    """Uid and kind of what is under a receipt, older than `before` (ms UTC) and not after the place `closed`."""
    return [(row.uid, row.kind) for row in _due(connection, kinds, before, closed, later=False)]


def still_due(
    connection: Connection, kinds: Sequence[str], before: int, closed: tuple[int, int], uids: Sequence[str]
) -> list[tuple[str, str]]:
    """Which of these records are due now: one that was corrected since it was looked for is not."""
    facts = {"kinds": list(kinds), "before": before, "epoch": closed[0], "seq": closed[1], "later": 0}
    return [(row.uid, row.kind) for row in connection.execute(STILL_DUE, {**facts, "uids": list(uids)})]


def of_open_shift(connection: Connection, kinds: Sequence[str], before: int, closed: tuple[int, int]) -> int:
    """How many records are old and under a receipt, and only wait for a shift to be closed after them."""
    return len(_due(connection, kinds, before, closed, later=True))


def _due(
    connection: Connection, kinds: Sequence[str], before: int, closed: tuple[int, int], *, later: bool
) -> Sequence[Row[Any]]:
    facts = {"kinds": list(kinds), "before": before, "epoch": closed[0], "seq": closed[1], "later": int(later)}
    return connection.execute(EVERY_DUE, facts).all()


def without_receipt(connection: Connection, kinds: Sequence[str]) -> int:
    """How many bodies no receipt covers yet."""
    waiting: int = connection.execute(WAITING, {"kinds": list(kinds)}).scalar_one()
    return waiting


def not_at_the_centre(connection: Connection) -> dict[str, int]:
    """Entries of all epochs that must have reached the centre and that its newest word does not cover.

    By kind, audits and settings by what they name: `daily_report` waits, the sign-in after it does not.
    """
    counts = {row.kind: row.entries for row in connection.execute(BEYOND_BY_KIND)}
    found = {kind: count for kind, count in counts.items() if kind not in SAID_BY_NAME}
    for kind in SAID_BY_NAME:
        for row in connection.execute(BEYOND_OF_KIND, {"kind": kind}).all() if kind in counts else ():
            name = _name_of(journal.entry_at(connection, row.epoch, row.seq))
            if must_reach_centre(kind, name):
                found[name or kind] = found.get(name or kind, 0) + 1
    return found


def _name_of(entry: Entry) -> str:
    """What an audit or a setting names; nothing if it cannot be read: then it is not forgotten."""
    try:
        record = journal.record_of(entry)
    except InputError:
        return ""
    return str(getattr(record, "action", "") or getattr(record, "name", ""))


def said_by_lines(connection: Connection, records: Sequence[tuple[str, str]]) -> list[str]:
    """The passages whose lines of the log say something of these records: they, their cases, what was noted."""
    uids = [uid for uid, _ in records]
    about = union(
        select(cases.c.passage).where(cases.c.uid.in_(uids)), select(notes.c.about).where(notes.c.uid.in_(uids))
    )
    query = select(passages.c.uid).where(passages.c.uid.in_(uids) | passages.c.uid.in_(about))
    return list(connection.execute(query.order_by(passages.c.n)).scalars())


def let_go(connection: Connection, records: Sequence[tuple[str, str]]) -> int:
    """Let the bodies of these records go, with what the look-ups say of them; how many bodies went."""
    overwrite_freed(connection)
    bodies = connection.execute(LET_GO, {"uids": [uid for uid, _ in records]}).rowcount
    passage_lookup.forget(connection, [uid for uid, kind in records if kind == "passage"])
    for kind, table in BY_UID.items():
        uids = [uid for uid, of in records if of == kind]
        if uids:
            connection.execute(delete(table).where(table.c.uid.in_(uids)))
    return bodies


def overwrite_freed(connection: Connection) -> None:
    """From now on pages that are freed are overwritten, not only unlinked."""
    connection.exec_driver_sql("PRAGMA secure_delete = 1")


def newest_before(connection: Connection) -> int:
    """The moment (ms UTC) before which bodies were let go last; 0 if none ever were."""
    query = select(purges.c.before).order_by(purges.c.epoch.desc(), purges.c.seq.desc()).limit(1)
    return connection.execute(query).scalar() or 0
