"""Create what a centre of releases 0.1 and 0.2 has: entries, batches, what is held or refused, certificates.

Self-contained: it never imports live code, so that it stays what it was when it was released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # one order on every engine
META = sa.table("meta", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    """Create the tables and say the version that these releases look at."""
    _entries()
    _files()
    op.create_table(
        "certificates",
        sa.Column("station", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("public_key", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("station", "epoch", name="pk_certificates"),
    )
    op.create_table(
        "refusals",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_refusals"),
    )
    op.create_table(
        "meta",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.execute(META.insert().values(name="version", value="1"))


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("station", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("clock", TEXT, nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("body_digest", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", "digest", name="pk_entries"),
    )


def _files() -> None:
    op.create_table(
        "batches",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("station", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("first_seq", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("merged_at", sa.BigInteger, nullable=False),
        sa.Column("entries_new", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_batches"),
    )
    op.create_table(
        "held",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("station", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("held_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_held"),
    )
