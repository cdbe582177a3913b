"""Decisions, and the counts of what retention let go: what release 0.4.0 added. Nothing else is touched."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # one order on every engine
META = sa.table("meta", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    """Create two tables and say the version that this release looks at."""
    op.create_table(
        "decisions",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("through", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_decisions"),
    )
    op.create_table(
        "retired",
        sa.Column("station", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("vehicles", sa.Integer, nullable=False),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("abnormal", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("station", "day", name="pk_retired"),
    )
    op.execute(META.update().where(META.c.name == "version").values(value="3"))
