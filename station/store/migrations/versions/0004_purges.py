"""What retention let go, as anonymous counts: a look-up over the journal's purge entries."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENT = """
CREATE TABLE purges (
  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, before INTEGER NOT NULL,
  bodies INTEGER NOT NULL, counts TEXT NOT NULL, CONSTRAINT pk_purges PRIMARY KEY (epoch, seq)
)
"""


def upgrade() -> None:
    """Create the look-up; the program fills it from the journal in the same transaction."""
    op.execute(STATEMENT)
