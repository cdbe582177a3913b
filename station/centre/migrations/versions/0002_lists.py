"""The lists a centre keeps, the packs it made of them, its log: what release 0.3.0 added. Nothing else is touched."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # one order on every engine
META = sa.table("meta", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    """Create three tables and say the version that this release looks at."""
    op.create_table(
        "lists",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name="pk_lists"),
    )
    op.create_table(
        "packs",
        sa.Column("station", TEXT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("issued_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("station", "version", name="pk_packs"),
    )
    op.create_table(
        "centre_log",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("facts", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_centre_log"),
    )
    op.execute(META.update().where(META.c.name == "version").values(value="2"))
