"""The centre's tables, in types that SQLite and PostgreSQL share; the key is (station, epoch, seq, digest)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy import Text as AnyText

# One order on every engine, whatever the language of a server: the state is a digest over sorted lines.
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

READABLE = ("1", "2", "3")  # in `meta`; 1: before there were lists, 2: before there were decisions
VERSION = READABLE[-1]

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"})

entries = Table(
    "entries",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("clock", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("body", LargeBinary),
    PrimaryKeyConstraint("station", "epoch", "seq", "digest"),
)

batches = Table(
    "batches",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("merged_at", BigInteger, nullable=False),
    Column("entries_new", Integer, nullable=False),
)

held = Table(
    "held",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("held_at", BigInteger, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("station", "epoch"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("through", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

retired = Table(  # what is left of bodies that retention let go: anonymous counts, by station and day
    "retired",
    metadata,
    Column("station", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("vehicles", Integer, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("abnormal", Integer, nullable=False),
    PrimaryKeyConstraint("station", "day"),
)

lists = Table(
    "lists",
    metadata,
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),  # of the pack that first carries it
    Column("content", LargeBinary, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("name", "version"),
)

packs = Table(
    "packs",
    metadata,
    Column("station", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("station", "version"),
)

centre_log = Table(  # what was done here that must be accounted for: reveals, lists taken
    "centre_log",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("facts", Text, nullable=False),
)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
