"""The triggers that keep the journal append-only and the limit of purge by a receipt, as every store must have them."""

from __future__ import annotations

# A receipt is magic 5, length 4, canonical JSON, signature 64; what it says was verified when it was taken.
_SAID_BY_RECEIPT = """EXISTS (SELECT 1 FROM received
  WHERE digest = NEW.receipt AND kind = 'receipt' AND epoch = NEW.epoch
  AND json_extract(CAST(substr(content, 10, length(content) - 73) AS TEXT), '$.highest') = NEW.seq)"""

# The journal only grows. The one update is a purge, and only below what a receipt confirmed. The limit of that goes
# up and down, but only to what a receipt says: after the centre went back its newest word is the lower one.
TRIGGERS = {
    "journal_gapless": """CREATE TRIGGER journal_gapless BEFORE INSERT ON journal
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM journal WHERE station = NEW.station AND epoch = NEW.epoch), 0)
BEGIN SELECT RAISE(ABORT, 'journal: seq is not the next one'); END""",
    "journal_no_delete": """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: entries are never deleted'); END""",
    "journal_no_update": """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (NEW.body IS NULL
  AND OLD.seq <= coalesce((SELECT seq FROM purge_limit WHERE epoch = OLD.epoch), 0)
  AND NEW.station = OLD.station AND NEW.epoch = OLD.epoch AND NEW.seq = OLD.seq AND NEW.schema = OLD.schema
  AND NEW.kind = OLD.kind AND NEW.uid = OLD.uid AND NEW.revision = OLD.revision AND NEW.at = OLD.at
  AND NEW.clock = OLD.clock AND NEW.operator = OLD.operator AND NEW.previous = OLD.previous
  AND NEW.body_digest = OLD.body_digest AND NEW.digest = OLD.digest)
BEGIN SELECT RAISE(ABORT, 'journal: entries are never changed'); END""",
    "purge_limit_begins_with_receipt": f"""CREATE TRIGGER purge_limit_begins_with_receipt BEFORE INSERT ON purge_limit
WHEN NOT {_SAID_BY_RECEIPT}
BEGIN SELECT RAISE(ABORT, 'purge limit: no receipt says so'); END""",
    "purge_limit_follows_receipt": f"""CREATE TRIGGER purge_limit_follows_receipt BEFORE UPDATE ON purge_limit
WHEN NEW.epoch <> OLD.epoch OR NOT {_SAID_BY_RECEIPT}
BEGIN SELECT RAISE(ABORT, 'purge limit: no receipt says so'); END""",
}
