"""The look-up tables: each entry's effect on them, so that they can be made again from the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from station import canonical
from station.progress import Progress, quiet, told
from station.records.access_pass import AccessPass
from station.records.case import Case
from station.records.event import Audit, Note
from station.records.incident import Incident
from station.records.journal_entry import Header
from station.records.shift import Handover, Shift
from station.records.supply import Supply
from station.records.visit import Visit
from station.store import case_subjects, full_text, journal
from station.store.engine import memory_engine
from station.store.passage_lookup import put_passage
from station.store.station_tables import (
    LOOKUPS,
    SEARCH_TABLES,
    access_passes,
    cases,
    exports,
    incidents,
    metadata,
    notes,
    paper_sheets,
    prints,
    purges,
    receipts,
    reports,
    shifts,
    supply_moves,
    visits,
)

Facts = dict[str, int | str]


def project(connection: Connection, header: Header, record: Any, source: Connection | None = None) -> None:
    """Bring the look-ups up to this entry, once per entry, in order; `source` has the journal, if not here."""
    if header.kind == "passage":
        put_passage(connection, header, record, source or connection)
        if header.revision > 1:
            case_subjects.refresh(connection, source or connection, header.uid)
    if record is None:
        return  # purged
    effect = EFFECTS.get(header.kind)
    if effect is not None:
        effect(connection, header, record)
    if header.kind == "case":
        case_subjects.refresh(connection, source or connection, record.passage)


def rebuild(source: Connection, target: Connection, progress: Progress = quiet) -> int:
    """Make the look-ups of `target` again from the journal of `source`; how many entries were read."""
    for table in LOOKUPS:
        target.execute(delete(table))
    full_text.empty(target)
    count = 0
    total: int = source.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
    for entry in told(journal.entries(source), total, progress):
        project(target, entry.header, journal.readable_of(entry), source)
        count += 1
    return count


@contextmanager
def beside() -> Iterator[Connection]:
    """Empty look-ups in memory, to make them again beside the real ones and compare."""
    engine = memory_engine()
    try:
        with engine.begin() as memory:
            metadata.create_all(memory, tables=list(LOOKUPS))
            full_text.create(memory)
            yield memory
    finally:
        engine.dispose()


def dump(connection: Connection) -> dict[str, str]:
    """A digest of each look-up table's rows, to compare two sets of them."""
    digests = {}
    for table in LOOKUPS:
        seen = hashlib.sha256()
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
            seen.update(canonical.exact(list(row)) + b"\n")
        digests[table.name] = seen.hexdigest()
    for name in SEARCH_TABLES:
        digests[name] = full_text.digest(connection, name)
    return digests


def _case(connection: Connection, header: Header, record: Case) -> None:
    row = {
        "epoch": header.epoch,
        "seq": header.seq,
        "revision": header.revision,
        "state": record.state,
        "outcome": record.outcome,
        "due_at": record.due_at,
    }
    if header.revision > 1:
        connection.execute(update(cases).where(cases.c.uid == header.uid).values(row))
    else:
        fixed = {"uid": header.uid, "passage": record.passage, "opened_at": record.opened_at}
        connection.execute(insert(cases), {**row, **fixed})


def _shift(connection: Connection, header: Header, record: Shift) -> None:
    place = {"epoch": header.epoch, "seq": header.seq, "revision": header.revision}
    if header.revision > 1:
        connection.execute(update(shifts).where(shifts.c.uid == header.uid).values(place))
        return
    row = {
        "ordinal": record.ordinal,
        "uid": header.uid,
        "opened_epoch": header.epoch,
        "opened_seq": header.seq,
        "opened_at": header.at,
    }
    connection.execute(insert(shifts), {**row, **place})


def _handover(connection: Connection, header: Header, record: Handover) -> None:
    row = {
        "handover": header.uid,
        "closed_epoch": header.epoch,
        "closed_seq": header.seq,
        "closed_at": header.at,
    }
    connection.execute(update(shifts).where(shifts.c.ordinal == record.ordinal).values(row))


def _access_pass(connection: Connection, header: Header, record: AccessPass) -> None:
    row = {"uid": header.uid, "epoch": header.epoch, "seq": header.seq, "revoked": int(record.revoked)}
    statement = upsert(access_passes).values(serial=record.serial, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["serial"], set_=row))


def _audit(connection: Connection, header: Header, record: Audit) -> None:
    effect = AUDITS.get(record.action)
    if effect is not None:
        effect(connection, header, record.facts)


def _export(connection: Connection, header: Header, facts: Facts) -> None:
    row = {name: facts[name] for name in ("epoch", "number", "first_seq", "last_seq", "digest")}
    connection.execute(
        insert(exports), {**row, "at": header.at, "written_epoch": header.epoch, "written_seq": header.seq}
    )


def _receipt(connection: Connection, header: Header, facts: Facts) -> None:
    """A receipt that was gone with the settings and came again counts from where it was taken last."""
    row = {"epoch": facts["epoch"], "highest": facts["highest"]}
    row |= {"taken_epoch": header.epoch, "taken_seq": header.seq}
    statement = upsert(receipts).values(digest=facts["digest"], **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["digest"], set_=row))


def _print_sheet(connection: Connection, header: Header, facts: Facts) -> None:
    """A handover sheet's print as the first releases wrote it."""
    _print(connection, header, {"what": f"sheet/{facts['shift']}", "printing": facts["printing"]})


def _print(connection: Connection, header: Header, facts: Facts) -> None:
    row = {"what": facts["what"], "printing": facts["printing"], "at": header.at}
    connection.execute(upsert(prints).on_conflict_do_nothing(), row)


def _report(connection: Connection, header: Header, facts: Facts) -> None:
    row = {"day": facts["day"], "issue": facts["issue"], "epoch": header.epoch, "seq": header.seq, "at": header.at}
    connection.execute(insert(reports), row)


def _paper_kit(connection: Connection, header: Header, facts: Facts) -> None:
    numbers = range(int(facts["first"]), int(facts["last"]) + 1)
    rows = [{"number": number, "at": header.at} for number in numbers]
    connection.execute(upsert(paper_sheets).on_conflict_do_nothing(), rows)


def _purge(connection: Connection, header: Header, facts: Facts) -> None:
    row = {name: facts[name] for name in ("before", "bodies", "counts")}
    connection.execute(insert(purges), {**row, "epoch": header.epoch, "seq": header.seq, "at": header.at})


def _incident(connection: Connection, header: Header, record: Incident) -> None:
    row = {
        "epoch": header.epoch,
        "seq": header.seq,
        "revision": header.revision,
        "closed": int(record.closed),
        "due_at": record.due_at,
    }
    if header.revision > 1:
        connection.execute(update(incidents).where(incidents.c.uid == header.uid).values(row))
    else:
        fixed = {"uid": header.uid, "kind": record.kind, "opened_at": record.opened_at, "person": record.person}
        connection.execute(insert(incidents), {**row, **fixed})


def _visit(connection: Connection, header: Header, record: Visit) -> None:
    row = {name: getattr(record, name) for name in ("person", "day", "round", "found", "started")}
    place = {"uid": header.uid, "epoch": header.epoch, "seq": header.seq}
    statement = upsert(visits).values({**row, **place})
    connection.execute(statement.on_conflict_do_update(index_elements=["uid"], set_={**row, **place}))


def _supply(connection: Connection, header: Header, record: Supply) -> None:
    row = {"uid": header.uid, "name": record.name, "change": record.change, "epoch": header.epoch, "seq": header.seq}
    connection.execute(insert(supply_moves), row)


def _note(connection: Connection, header: Header, record: Note) -> None:
    row = {"uid": header.uid, "about": record.about, "epoch": header.epoch, "seq": header.seq}
    connection.execute(insert(notes), row)


EFFECTS: dict[str, Callable[[Connection, Header, Any], None]] = {
    "case": _case,
    "shift": _shift,
    "handover": _handover,
    "access_pass": _access_pass,
    "audit": _audit,
    "note": _note,
    "incident": _incident,
    "visit": _visit,
    "supply": _supply,
}
AUDITS: dict[str, Callable[[Connection, Header, Facts], None]] = {
    "export": _export,
    "receipt": _receipt,
    "print_sheet": _print_sheet,
    "print": _print,
    "daily_report": _report,
    "paper_kit": _paper_kit,
    "purge": _purge,
}


def quick_faults(connection: Connection) -> bool:
    """Whether a page does not prove itself or SQLite's quick check objects; each page is read once."""
    pages = connection.execute(text("PRAGMA cipher_integrity_check")).first()
    return pages is not None or connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok"


def integrity_faults(connection: Connection) -> list[str]:
    """What SQLite and SQLCipher themselves find wrong with the file; empty if nothing."""
    faults = [row[0] for row in connection.execute(text("PRAGMA cipher_integrity_check"))]
    answer = connection.execute(text("PRAGMA integrity_check")).scalar()
    return faults if answer == "ok" else [*faults, str(answer)]
