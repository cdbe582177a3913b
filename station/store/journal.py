"""The journal's rows: append the next entry, read entries back, walk the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.engine import Row

from station.errors import InputError
from station.records.journal_entry import (
    NO_DIGEST,
    SCHEMA,
    Entry,
    Header,
    decode_body,
    digest_of_body,
    encode_body,
)
from station.records.kinds import RECORD_TYPES
from station.store.station_tables import journal

UNSURE_BEHIND = 60_000  # ms the clock may stand before the newest entry and still be believed
COLUMNS = (
    "station",
    "epoch",
    "seq",
    "schema",
    "kind",
    "uid",
    "revision",
    "at",
    "clock",
    "operator",
    "previous",
    "body_digest",
)
NEWEST_BEFORE = text(
    "SELECT * FROM journal WHERE uid = :uid AND (epoch, seq) < (:epoch, :seq) ORDER BY epoch DESC, seq DESC LIMIT 1"
)
INSERT = (
    f"INSERT INTO journal ({', '.join(COLUMNS)}, digest, body) "  # noqa: S608  names of our own columns
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 2))})"
)


@dataclass(frozen=True)
class Head:
    """The newest entry of the journal; seq 0 and no digest before an epoch's first.

    `at` is the latest moment that was believed: while the clock stands behind it, entries are marked unsure.
    """

    epoch: int
    seq: int
    digest: str
    at: int


def head_of(connection: Connection) -> Head | None:
    """The newest entry of the newest epoch, None in an empty journal."""
    row = connection.exec_driver_sql(
        "SELECT epoch, seq, digest, at, clock FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1"
    ).first()
    if row is None:
        return None
    at = row.at
    if row.clock == "unsure":  # the clock went back some entries ago: what the passages before it say still holds
        at = max(at, connection.exec_driver_sql("SELECT max(at) FROM passages").scalar() or 0)
    return Head(row.epoch, row.seq, row.digest, at)


def append(
    connection: Connection,
    station: str,
    head: Head,
    *,
    kind: str,
    uid: str,
    revision: int,
    at: int,
    operator: str,
    record: Any,
) -> Entry:
    """Write the entry after `head` in the caller's transaction and return it."""
    body = encode_body(record)
    header = Header(
        station=station,
        epoch=head.epoch,
        seq=head.seq + 1,
        schema=SCHEMA,
        kind=kind,
        uid=uid,
        revision=revision,
        at=at,
        clock="unsure" if at < head.at - UNSURE_BEHIND else "ok",
        operator=operator,
        previous=head.digest if head.seq else NO_DIGEST,
        body_digest=digest_of_body(body),
    )
    entry = Entry(header, body)
    put(connection, entry)
    return entry


def put(connection: Connection, entry: Entry) -> None:
    """Write an entry as it is, in its own place."""
    values = tuple(getattr(entry.header, name) for name in COLUMNS)
    connection.exec_driver_sql(INSERT, (*values, entry.header.digest(), entry.body))


def follow(head: Head, header: Header, revision: int) -> Header:
    """The header of the same record in the place after `head`."""
    previous = head.digest if head.seq else NO_DIGEST
    seq = head.seq + 1
    return replace(header, epoch=head.epoch, seq=seq, previous=previous, revision=revision, clock="unsure")


def after(header: Header, digest: str, before: Head) -> Head:
    """The head once this entry is written; an unsure clock moves nothing."""
    return Head(header.epoch, header.seq, digest, header.at if header.clock == "ok" else before.at)


def entries(
    connection: Connection, *, epoch: int | None = None, first: int = 1, last: int | None = None
) -> Iterator[Entry]:
    """Entries in order, of all epochs or of one and a range of it."""
    query = select(journal).order_by(journal.c.epoch, journal.c.seq)
    if epoch is not None:
        query = query.where(journal.c.epoch == epoch, journal.c.seq >= first)
    if last is not None:
        query = query.where(journal.c.seq <= last)
    for row in connection.execute(query):
        yield _entry(row)


def entries_with_digest(connection: Connection) -> Iterator[tuple[Entry, str]]:
    """Every entry in order with the digest that stands beside it, for who must prove it."""
    for row in connection.execute(select(journal).order_by(journal.c.epoch, journal.c.seq)):
        yield _entry(row), row.digest


def entry_at(connection: Connection, epoch: int, seq: int) -> Entry:
    """One entry by its place."""
    found = list(entries(connection, epoch=epoch, first=seq, last=seq))
    return found[0]


def newest_or_none(connection: Connection, uid: str) -> Entry | None:
    """The newest revision of a record, whatever its kind; None if there is none or its body is gone."""
    query = select(journal).where(journal.c.uid == uid, journal.c.body.is_not(None))
    row = connection.execute(query.order_by(journal.c.revision.desc()).limit(1)).first()
    return _entry(row) if row else None


def newest(connection: Connection, uid: str) -> Entry:
    """The newest revision of a record that is there."""
    found = newest_or_none(connection, uid)
    assert found is not None, uid
    return found


def newest_before(connection: Connection, uid: str, end: tuple[int, int]) -> Entry | None:
    """The revision of a record that stood before a place of the journal."""
    row = connection.execute(NEWEST_BEFORE, {"uid": uid, "epoch": end[0], "seq": end[1]}).first()
    return _entry(row) if row else None


def epochs(connection: Connection) -> list[int]:
    """The epochs there are, oldest first."""
    return list(connection.execute(select(journal.c.epoch).distinct().order_by(journal.c.epoch)).scalars())


def count(connection: Connection) -> int:
    """How many entries there are, of all epochs."""
    return connection.execute(select(func.count()).select_from(journal)).scalar_one()


def record_of(entry: Entry) -> Any:
    """The record in an entry's body, None once it is purged; a newer schema is an InputError."""
    if entry.body is None:
        return None
    record_type = RECORD_TYPES.get(entry.header.kind)
    if record_type is None or entry.header.schema > SCHEMA:
        raise InputError("newer_schema", schema=entry.header.schema)
    return decode_body(entry.body, record_type)


def readable_of(entry: Entry) -> Any:
    """The record in an entry's body, None where it is purged or cannot be read."""
    try:
        return record_of(entry)
    except InputError:
        return None


def stored_digest(connection: Connection, epoch: int, seq: int) -> str | None:
    """The digest column of one entry, None if there is no such entry."""
    where = (journal.c.epoch == epoch) & (journal.c.seq == seq)
    digest: str | None = connection.execute(select(journal.c.digest).where(where)).scalar()
    return digest


def _entry(row: Row[Any]) -> Entry:
    values = row._mapping
    body = values["body"]
    if isinstance(body, str):  # only tampering turns the bytes into text
        body = body.encode()
    return Entry(Header(**{name: values[name] for name in COLUMNS}), body)
