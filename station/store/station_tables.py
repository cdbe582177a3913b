"""The tables of a station's store: the journal, what looks things up in it, and what it keeps."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

journal = Table(
    "journal",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("clock", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("body", LargeBinary),
    PrimaryKeyConstraint("station", "epoch", "seq"),
    UniqueConstraint("uid", "revision"),
    UniqueConstraint("epoch", "seq"),  # one station a file: its entries are found without naming it
    CheckConstraint("seq >= 1 AND epoch >= 1 AND revision >= 1", name="counts_from_one"),
    CheckConstraint("clock IN ('ok', 'unsure')", name="clock"),
    sqlite_with_rowid=False,
)

# --- look-ups: written in the same transaction, made again from the journal at any time -------------
passages = Table(
    "passages",
    metadata,
    Column("n", Integer, primary_key=True),  # 1, 2, 3 … as first saved: a window of the log is a range of it
    Column("uid", Text, nullable=False, unique=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("first_epoch", Integer, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("at", Integer, nullable=False, index=True),
    Column("happened_at", Integer, nullable=False),
    Column("operator", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("plate", Text),
    Column("persons", Integer, nullable=False),
    Column("disposition", Text, nullable=False),
    Column("voided", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("abnormal", Integer, nullable=False),
    Column("key_hit", Integer, nullable=False),
    Index("ix_passages_first_epoch", "first_epoch", "first_seq"),
    Index("ix_passages_operator", "operator", "n"),
    Index("ix_passages_plate", "plate", "n", sqlite_where=text("plate IS NOT NULL")),
    Index("ix_passages_abnormal", "n", sqlite_where=text("abnormal = 1")),
    Index("ix_passages_key_hit", "n", sqlite_where=text("key_hit = 1")),
    Index("ix_passages_happened_at", "happened_at"),
)

SEATS = 100  # places of one passage's persons

# `recent` is where it was seen last: the passage's n; for persons n * SEATS + their place in it. It is the
# row's id in the full-text table, so that the newest match comes first without sorting.
vehicles = Table(
    "vehicles",
    metadata,
    Column("recent", Integer, primary_key=True),
    Column("plate", Text, nullable=False, unique=True),
    Column("plate_type", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
    Column("last_direction", Text, nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("recent", Integer, primary_key=True),
    Column("person", Text, nullable=False, unique=True),
    Column("name", Text),
    Column("id_type", Text),
    Column("id_number", Text),
    Column("phone", Text),
    Column("pass_serial", Text),
    Column("category", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
    Column("last_direction", Text, nullable=False),
    Index("ix_persons_inside", "recent", sqlite_where=text("last_direction = 'in' AND category <> 'resident'")),
)

appearances = Table(
    "appearances",
    metadata,
    Column("person", Text, nullable=False),
    Column("place", Integer, nullable=False, unique=True),  # passage n * 100 + place in it
    PrimaryKeyConstraint("person", "place"),
    sqlite_with_rowid=False,
)

notes = Table(
    "notes",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("about", Text, nullable=False, index=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("passage", Text, nullable=False, index=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("outcome", Text),
    Column("due_at", Integer),
    Column("opened_at", Integer, nullable=False),
)

case_subjects = Table(  # open cases by the plate, document, phone, pass or name they are about
    "case_subjects",
    metadata,
    Column("subject", Text, nullable=False),
    Column("uid", Text, nullable=False, index=True),
    PrimaryKeyConstraint("subject", "uid"),
    sqlite_with_rowid=False,
)

shifts = Table(
    "shifts",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("uid", Text, nullable=False, unique=True),
    Column("opened_epoch", Integer, nullable=False),
    Column("opened_seq", Integer, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),  # where its newest revision stands
    Column("seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("handover", Text),
    Column("closed_epoch", Integer),
    Column("closed_seq", Integer),
    Column("closed_at", Integer),
)

record_keys = Table(
    "record_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("uid", Text, nullable=False),
    Column("seq", Integer, nullable=False),
)

access_passes = Table(
    "access_passes",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("uid", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("revoked", Integer, nullable=False),
)

exports = Table(
    "exports",
    metadata,
    Column("epoch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("written_epoch", Integer, nullable=False),  # where the journal says so: clocks go back, places do not
    Column("written_seq", Integer, nullable=False),
    PrimaryKeyConstraint("epoch", "number"),
)

receipts = Table(  # each receipt taken from the centre, and where the journal says so
    "receipts",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("highest", Integer, nullable=False),
    Column("taken_epoch", Integer, nullable=False),
    Column("taken_seq", Integer, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("due_at", Integer),
    Column("person", Text, nullable=False),
    Index("ix_incidents_closed", "closed", "opened_at"),
    Index("ix_incidents_person", "person", sqlite_where=text("person != ''")),
)

visits = Table(
    "visits",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Index("ix_visits_person", "person", "day"),
    Index("ix_visits_released", "person", sqlite_where=text("found = 'released'")),
)

supply_moves = Table(
    "supply_moves",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("change", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)

prints = Table(  # every print of something that is counted: the second one says that it is one
    "prints",
    metadata,
    Column("what", Text, nullable=False),
    Column("printing", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    PrimaryKeyConstraint("what", "printing"),
)

reports = Table(  # signed daily reports, each issue of a day
    "reports",
    metadata,
    Column("day", Text, nullable=False),
    Column("issue", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    PrimaryKeyConstraint("day", "issue"),
)

purges = Table(  # what retention let go, as anonymous counts by report day (canonical JSON)
    "purges",
    metadata,
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("before", Integer, nullable=False),
    Column("bodies", Integer, nullable=False),
    Column("counts", Text, nullable=False),
    PrimaryKeyConstraint("epoch", "seq"),
)

paper_sheets = Table(  # numbered sheets of the paper kit that were printed
    "paper_sheets",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Integer, nullable=False),
)

# --- kept: not in the journal, never rebuilt -------------------------------------------------------
meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

station_keys = Table(
    "station_keys",
    metadata,
    Column("purpose", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("private_key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("purpose", "epoch"),
    CheckConstraint("purpose IN ('batch', 'pass')", name="purpose"),
)

operators = Table(
    "operators",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Integer, nullable=False),
    Column("agency", Text, nullable=False, server_default=text("''")),
    Column("active", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("role IN ('volunteer', 'leader')", name="role"),
)

received = Table(
    "received",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

drafts = Table(  # what is typed and not yet saved, so that a power cut loses no key
    "drafts",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

reference_lists = Table(  # the newest good pack, list by list
    "reference_lists",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

purge_limit = Table(
    "purge_limit",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("receipt", Text, nullable=False),
)

LOOKUPS = (
    passages,
    vehicles,
    persons,
    appearances,
    notes,
    cases,
    case_subjects,
    shifts,
    record_keys,
    access_passes,
    exports,
    receipts,
    incidents,
    visits,
    supply_moves,
    prints,
    reports,
    paper_sheets,
    purges,
)

# Full text without a copy of the text; see `search`.
SEARCH_TABLES = {
    "vehicle_search": "CREATE VIRTUAL TABLE vehicle_search USING fts5"
    "(endings, content='', contentless_delete=1, detail=none, prefix='2 3 4')",
    "person_search": "CREATE VIRTUAL TABLE person_search USING fts5"
    "(name, spelled, initials, id_end, phone_end, serial, content='', contentless_delete=1, prefix='1 2 3 4')",
}
