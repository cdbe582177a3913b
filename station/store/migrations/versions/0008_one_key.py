"""One key for what is compared: the look-ups are made again, so that another way of writing a name is the same person.

The program fills the look-ups from the journal after every revision; nothing else changes.
"""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing but the look-ups."""
