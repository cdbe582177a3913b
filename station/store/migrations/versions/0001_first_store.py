"""Create the journal with its triggers, the look-ups, and what the station keeps.

Self-contained: it never imports live code, so that it stays what it was when it was released.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = """
CREATE TABLE journal (
  station TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, schema INTEGER NOT NULL,
  kind TEXT NOT NULL, uid TEXT NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL, clock TEXT NOT NULL,
  operator TEXT NOT NULL, previous TEXT NOT NULL, body_digest TEXT NOT NULL, digest TEXT NOT NULL, body BLOB,
  CONSTRAINT pk_journal PRIMARY KEY (station, epoch, seq),
  CONSTRAINT uq_journal_uid UNIQUE (uid, revision),
  CONSTRAINT uq_journal_epoch UNIQUE (epoch, seq),
  CONSTRAINT ck_journal_counts_from_one CHECK (seq >= 1 AND epoch >= 1 AND revision >= 1),
  CONSTRAINT ck_journal_clock CHECK (clock IN ('ok', 'unsure'))
) WITHOUT ROWID;
CREATE TABLE passages (
  uid TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL,
  first_epoch INTEGER NOT NULL, first_seq INTEGER NOT NULL, at INTEGER NOT NULL, happened_at INTEGER NOT NULL,
  operator TEXT NOT NULL, lane TEXT NOT NULL, direction TEXT NOT NULL, plate TEXT, persons INTEGER NOT NULL,
  disposition TEXT NOT NULL, voided INTEGER NOT NULL, late INTEGER NOT NULL,
  CONSTRAINT pk_passages PRIMARY KEY (uid)
);
CREATE INDEX ix_passages_first_epoch ON passages (first_epoch, first_seq);
CREATE INDEX ix_passages_at ON passages (at);
CREATE TABLE vehicles (
  plate TEXT NOT NULL, plate_type TEXT NOT NULL, times INTEGER NOT NULL, last_at INTEGER NOT NULL,
  last_direction TEXT NOT NULL, last_uid TEXT NOT NULL,
  CONSTRAINT pk_vehicles PRIMARY KEY (plate)
);
CREATE INDEX ix_vehicles_last_at ON vehicles (last_at);
CREATE TABLE persons (
  person TEXT NOT NULL, name TEXT, spelled TEXT NOT NULL, initials TEXT NOT NULL, id_type TEXT, id_number TEXT,
  phone TEXT, pass_serial TEXT, category TEXT NOT NULL, times INTEGER NOT NULL, last_at INTEGER NOT NULL,
  last_uid TEXT NOT NULL,
  CONSTRAINT pk_persons PRIMARY KEY (person)
);
CREATE INDEX ix_persons_spelled ON persons (spelled);
CREATE INDEX ix_persons_initials ON persons (initials);
CREATE TABLE cases (
  uid TEXT NOT NULL, passage TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  revision INTEGER NOT NULL, state TEXT NOT NULL, outcome TEXT, due_at INTEGER, opened_at INTEGER NOT NULL,
  CONSTRAINT pk_cases PRIMARY KEY (uid)
);
CREATE INDEX ix_cases_passage ON cases (passage);
CREATE INDEX ix_cases_state ON cases (state);
CREATE TABLE shifts (
  ordinal INTEGER NOT NULL, uid TEXT NOT NULL, opened_epoch INTEGER NOT NULL, opened_seq INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, handover TEXT, closed_epoch INTEGER, closed_seq INTEGER, closed_at INTEGER,
  CONSTRAINT pk_shifts PRIMARY KEY (ordinal), CONSTRAINT uq_shifts_uid UNIQUE (uid)
);
CREATE TABLE record_keys (
  "key" TEXT NOT NULL, uid TEXT NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_record_keys PRIMARY KEY ("key")
);
CREATE TABLE access_passes (
  serial TEXT NOT NULL, uid TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  revoked INTEGER NOT NULL, CONSTRAINT pk_access_passes PRIMARY KEY (serial)
);
CREATE TABLE exports (
  epoch INTEGER NOT NULL, number INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  digest TEXT NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_exports PRIMARY KEY (epoch, number)
);
CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, CONSTRAINT pk_meta PRIMARY KEY (name));
CREATE TABLE station_keys (
  purpose TEXT NOT NULL, epoch INTEGER NOT NULL, private_key BLOB NOT NULL,
  CONSTRAINT pk_station_keys PRIMARY KEY (purpose, epoch),
  CONSTRAINT ck_station_keys_purpose CHECK (purpose IN ('batch', 'pass'))
);
CREATE TABLE operators (
  id TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, pin_hash TEXT NOT NULL, failures INTEGER NOT NULL,
  failed_at INTEGER NOT NULL, CONSTRAINT pk_operators PRIMARY KEY (id),
  CONSTRAINT ck_operators_role CHECK (role IN ('volunteer', 'leader'))
);
CREATE TABLE received (
  digest TEXT NOT NULL, kind TEXT NOT NULL, epoch INTEGER NOT NULL, at INTEGER NOT NULL, content BLOB NOT NULL,
  CONSTRAINT pk_received PRIMARY KEY (digest)
);
CREATE TABLE purge_limit (
  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, receipt TEXT NOT NULL,
  CONSTRAINT pk_purge_limit PRIMARY KEY (epoch)
)
"""

TRIGGERS = (
    """CREATE TRIGGER journal_gapless BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM journal WHERE station = NEW.station AND epoch = NEW.epoch), 0)
BEGIN SELECT RAISE(ABORT, 'journal: seq is not the next one'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: entries are never deleted'); END""",
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (NEW.body IS NULL
  AND OLD.seq <= coalesce((SELECT seq FROM purge_limit WHERE epoch = OLD.epoch), 0)
  AND NEW.station = OLD.station AND NEW.epoch = OLD.epoch AND NEW.seq = OLD.seq AND NEW.schema = OLD.schema
  AND NEW.kind = OLD.kind AND NEW.uid = OLD.uid AND NEW.revision = OLD.revision AND NEW.at = OLD.at
  AND NEW.clock = OLD.clock AND NEW.operator = OLD.operator AND NEW.previous = OLD.previous
  AND NEW.body_digest = OLD.body_digest AND NEW.digest = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'journal: entries are never changed'); END""",
    """CREATE TRIGGER purge_limit_only_rises BEFORE UPDATE ON purge_limit
WHEN NEW.seq < OLD.seq OR NEW.epoch <> OLD.epoch
BEGIN SELECT RAISE(ABORT, 'purge limit: only a later receipt raises it'); END""",
    """CREATE TRIGGER purge_limit_needs_receipt BEFORE INSERT ON purge_limit
WHEN NOT EXISTS (SELECT 1 FROM received WHERE digest = NEW.receipt AND kind = 'receipt' AND epoch = NEW.epoch)
BEGIN SELECT RAISE(ABORT, 'purge limit: there is no such receipt'); END""",
)


def upgrade() -> None:
    """Create everything."""
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
    for trigger in TRIGGERS:
        op.execute(trigger)
