"""The limit of purge follows the newest receipt, up and down; receipts and exports know their place in the journal.

The two look-ups are dropped and made empty here; the program fills them from the journal in the same transaction.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENTS = """
DROP TRIGGER purge_limit_only_rises;
DROP TRIGGER purge_limit_needs_receipt;
DROP TABLE exports;
CREATE TABLE exports (
  epoch INTEGER NOT NULL, number INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  digest TEXT NOT NULL, at INTEGER NOT NULL, written_epoch INTEGER NOT NULL, written_seq INTEGER NOT NULL,
  CONSTRAINT pk_exports PRIMARY KEY (epoch, number)
);
CREATE TABLE receipts (
  digest TEXT NOT NULL, epoch INTEGER NOT NULL, highest INTEGER NOT NULL, taken_epoch INTEGER NOT NULL,
  taken_seq INTEGER NOT NULL, CONSTRAINT pk_receipts PRIMARY KEY (digest)
)
"""

TRIGGERS = (
    """CREATE TRIGGER purge_limit_begins_with_receipt BEFORE INSERT ON purge_limit
WHEN NOT EXISTS (SELECT 1 FROM received
  WHERE digest = NEW.receipt AND kind = 'receipt' AND epoch = NEW.epoch
  AND json_extract(CAST(substr(content, 10, length(content) - 73) AS TEXT), '$.highest') = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'purge limit: no receipt says so'); END""",
    """CREATE TRIGGER purge_limit_follows_receipt BEFORE UPDATE ON purge_limit
WHEN NEW.epoch <> OLD.epoch OR NOT EXISTS (SELECT 1 FROM received
  WHERE digest = NEW.receipt AND kind = 'receipt' AND epoch = NEW.epoch
  AND json_extract(CAST(substr(content, 10, length(content) - 73) AS TEXT), '$.highest') = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'purge limit: no receipt says so'); END""",
)


def upgrade() -> None:
    """Drop and create."""
    for statement in STATEMENTS.split(";"):
        op.execute(statement)
    for trigger in TRIGGERS:
        op.execute(trigger)
