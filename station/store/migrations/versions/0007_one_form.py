"""Text in one Unicode form: the look-ups are made again, and what is kept beside the journal is brought to it.

Releases up to 0.4.0 took names in whatever form they were typed. The journal keeps those bytes; who reads them reads
them in NFC, and so must say what looks them up.
"""

from alembic import op
from sqlalchemy import text

from station.canonical import one_form

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEPT = (("operators", "id", "name"), ("operators", "id", "agency"), ("meta", "name", "value"))
PATHS = ("mirror",)  # settings that name something on a disk stay as they are


def upgrade() -> None:
    """Rewrite the kept texts that change; the program fills the look-ups from the journal after every revision."""
    connection = op.get_bind()
    for table, key, column in KEPT:
        for row in connection.execute(text(f"SELECT {key} AS key, {column} AS value FROM {table}")).all():  # noqa: S608
            if row.key not in PATHS and one_form(row.value) != row.value:
                change = text(f"UPDATE {table} SET {column} = :value WHERE {key} = :key")  # noqa: S608  our own names
                connection.execute(change, {"key": row.key, "value": one_form(row.value)})
