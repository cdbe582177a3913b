"""Shifts with revisions; look-ups of incidents, visits, supplies, prints, reports, paper; the lists of the centre.

Look-ups are dropped and made empty here; the program fills them from the journal in the same transaction.
What is kept (operators) only gains columns. The journal is not touched.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = """
DROP TABLE shifts;
CREATE TABLE shifts (
  ordinal INTEGER NOT NULL, uid TEXT NOT NULL, opened_epoch INTEGER NOT NULL, opened_seq INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL,
  handover TEXT, closed_epoch INTEGER, closed_seq INTEGER, closed_at INTEGER,
  CONSTRAINT pk_shifts PRIMARY KEY (ordinal), CONSTRAINT uq_shifts_uid UNIQUE (uid)
);
CREATE INDEX ix_passages_happened_at ON passages (happened_at);
CREATE TABLE incidents (
  uid TEXT NOT NULL, kind TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL,
  closed INTEGER NOT NULL, opened_at INTEGER NOT NULL, due_at INTEGER, person TEXT NOT NULL,
  CONSTRAINT pk_incidents PRIMARY KEY (uid)
);
CREATE INDEX ix_incidents_closed ON incidents (closed, opened_at);
CREATE INDEX ix_incidents_person ON incidents (person) WHERE person != '';
CREATE TABLE visits (
  uid TEXT NOT NULL, person TEXT NOT NULL, day TEXT NOT NULL, round TEXT NOT NULL, found TEXT NOT NULL,
  started TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_visits PRIMARY KEY (uid)
);
CREATE INDEX ix_visits_person ON visits (person, day);
CREATE INDEX ix_visits_released ON visits (person) WHERE found = 'released';
CREATE TABLE supply_moves (
  uid TEXT NOT NULL, name TEXT NOT NULL, change INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  CONSTRAINT pk_supply_moves PRIMARY KEY (uid)
);
CREATE TABLE prints (
  what TEXT NOT NULL, printing INTEGER NOT NULL, at INTEGER NOT NULL,
  CONSTRAINT pk_prints PRIMARY KEY (what, printing)
);
CREATE TABLE reports (
  day TEXT NOT NULL, issue INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
  CONSTRAINT pk_reports PRIMARY KEY (day, issue)
);
CREATE TABLE paper_sheets (
  number INTEGER NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_paper_sheets PRIMARY KEY (number)
);
CREATE TABLE reference_lists (
  name TEXT NOT NULL, version INTEGER NOT NULL, content BLOB NOT NULL,
  CONSTRAINT pk_reference_lists PRIMARY KEY (name)
);
ALTER TABLE operators ADD COLUMN agency TEXT NOT NULL DEFAULT '';
ALTER TABLE operators ADD COLUMN active INTEGER NOT NULL DEFAULT 1
"""


def upgrade() -> None:
    """Drop, create, add columns."""
    for statement in STATEMENTS.split(";"):
        op.execute(statement)
