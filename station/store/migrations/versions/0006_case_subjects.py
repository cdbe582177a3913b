"""Whom and what the open cases are about: a look-up, so that a plate or person with an open case is met at the gate."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE case_subjects (
  subject TEXT NOT NULL, uid TEXT NOT NULL, CONSTRAINT pk_case_subjects PRIMARY KEY (subject, uid)
) WITHOUT ROWID
""",
    "CREATE INDEX ix_case_subjects_uid ON case_subjects (uid)",
)


def upgrade() -> None:
    """Create the look-up; the program fills it from the journal in the same transaction."""
    for statement in STATEMENTS:
        op.execute(statement)
