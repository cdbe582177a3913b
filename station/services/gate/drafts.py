"""What is typed and not yet saved: kept on the disk, offered again after a crash, gone with its save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from station import canonical
from station.changes import Area, writes
from station.errors import BugError
from station.services.opened_station import Station
from station.store import draft_rows, passage_rows
from station.store.draft_rows import DraftRow


@dataclass(frozen=True)
class KeptDraft:
    """A draft of an earlier run: its uid, when it was last touched (ms UTC), what the screen put into it."""

    uid: str
    at: int
    content: dict[str, Any]


@writes
def keep(station: Station, uid: str, content: dict[str, Any]) -> None:
    """Keep a draft as it stands; a saved uid is never kept again. An empty one is forgotten."""
    with station.write() as transaction:
        if not content or passage_rows.first_seq_of(transaction.connection, uid):
            differs = draft_rows.forget_all(transaction.connection)
        else:
            row = DraftRow(uid, station.clock.now(), canonical.encode(content))
            draft_rows.keep(transaction.connection, row)
            differs = True
        if differs:
            transaction.touch(Area.DRAFTS)


def left_over(station: Station) -> KeptDraft | None:
    """The draft that an earlier run did not save, if there is one."""
    with station.store.read() as connection:
        row = draft_rows.newest(connection)
        if row is None or passage_rows.first_seq_of(connection, row.uid):
            return None
    try:
        content = canonical.to_value(msgspec.json.decode(row.content))
    except (msgspec.DecodeError, BugError):
        return None
    return KeptDraft(row.uid, row.at, content) if isinstance(content, dict) else None
