"""Make the look-ups of passages, vehicles and persons anew with full text, windows and filters; keep drafts.

Look-ups are dropped and made empty here; the program fills them from the journal in the same transaction.
The journal is not touched.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = """
DROP TABLE passages;
DROP TABLE vehicles;
DROP TABLE persons;
CREATE TABLE passages (
  n INTEGER NOT NULL, uid TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL,
  first_epoch INTEGER NOT NULL, first_seq INTEGER NOT NULL, at INTEGER NOT NULL, happened_at INTEGER NOT NULL,
  operator TEXT NOT NULL, lane TEXT NOT NULL, direction TEXT NOT NULL, plate TEXT, persons INTEGER NOT NULL,
  disposition TEXT NOT NULL, voided INTEGER NOT NULL, late INTEGER NOT NULL, abnormal INTEGER NOT NULL,
  key_hit INTEGER NOT NULL,
  CONSTRAINT pk_passages PRIMARY KEY (n), CONSTRAINT uq_passages_uid UNIQUE (uid)
);
CREATE INDEX ix_passages_first_epoch ON passages (first_epoch, first_seq);
CREATE INDEX ix_passages_at ON passages (at);
CREATE INDEX ix_passages_operator ON passages (operator, n);
CREATE INDEX ix_passages_plate ON passages (plate, n) WHERE plate IS NOT NULL;
CREATE INDEX ix_passages_abnormal ON passages (n) WHERE abnormal = 1;
CREATE INDEX ix_passages_key_hit ON passages (n) WHERE key_hit = 1;
CREATE TABLE vehicles (
  recent INTEGER NOT NULL, plate TEXT NOT NULL, plate_type TEXT NOT NULL, times INTEGER NOT NULL,
  last_at INTEGER NOT NULL, last_direction TEXT NOT NULL,
  CONSTRAINT pk_vehicles PRIMARY KEY (recent), CONSTRAINT uq_vehicles_plate UNIQUE (plate)
);
CREATE TABLE persons (
  recent INTEGER NOT NULL, person TEXT NOT NULL, name TEXT, id_type TEXT, id_number TEXT, phone TEXT,
  pass_serial TEXT, category TEXT NOT NULL, times INTEGER NOT NULL, last_at INTEGER NOT NULL,
  last_direction TEXT NOT NULL,
  CONSTRAINT pk_persons PRIMARY KEY (recent), CONSTRAINT uq_persons_person UNIQUE (person)
);
CREATE INDEX ix_persons_inside ON persons (recent) WHERE last_direction = 'in' AND category <> 'resident';
CREATE TABLE appearances (
  person TEXT NOT NULL, place INTEGER NOT NULL,
  CONSTRAINT pk_appearances PRIMARY KEY (person, place), CONSTRAINT uq_appearances_place UNIQUE (place)
) WITHOUT ROWID;
CREATE TABLE notes (
  uid TEXT NOT NULL, about TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  CONSTRAINT pk_notes PRIMARY KEY (uid)
);
CREATE INDEX ix_notes_about ON notes (about);
CREATE TABLE drafts (
  uid TEXT NOT NULL, at INTEGER NOT NULL, content BLOB NOT NULL, CONSTRAINT pk_drafts PRIMARY KEY (uid)
);
CREATE VIRTUAL TABLE vehicle_search USING fts5(endings, content='', contentless_delete=1, detail=none,
  prefix='2 3 4');
CREATE VIRTUAL TABLE person_search USING fts5(name, spelled, initials, id_end, phone_end, serial, content='',
  contentless_delete=1, prefix='1 2 3 4')
"""


def upgrade() -> None:
    """Drop and create."""
    for statement in STATEMENTS.split(";"):
        op.execute(statement)
