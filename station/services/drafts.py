"""What is typed and not yet saved: kept on the disk, offered again after a crash, gone with its save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from station import canonical
from station.changes import writes
from station.errors import BugError
from station.services.context import Station
from station.store.schema import drafts, passages


@dataclass(frozen=True)
class KeptDraft:
    """A draft of an earlier run: its uid, when it was last touched (ms UTC), what the screen put into it."""

    uid: str
    at: int
    content: dict[str, Any]


@writes
def keep(station: Station, uid: str, content: dict[str, Any]) -> None:
    """Keep a draft as it stands; a saved uid is never kept again. An empty one is forgotten."""
    row = {"at": station.clock.now(), "content": canonical.encode(content)}
    with station.write() as transaction:
        connection = transaction.connection
        connection.execute(delete(drafts).where(drafts.c.uid != uid))
        saved = connection.execute(select(passages.c.n).where(passages.c.uid == uid)).first()
        if saved or not content:
            connection.execute(delete(drafts).where(drafts.c.uid == uid))
            return
        statement = insert(drafts).values(uid=uid, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["uid"], set_=row))


def left_over(station: Station) -> KeptDraft | None:
    """The draft that an earlier run did not save, if there is one."""
    with station.store.read() as connection:
        row = connection.execute(select(drafts).order_by(drafts.c.at.desc()).limit(1)).first()
        if row is None or connection.execute(select(passages.c.n).where(passages.c.uid == row.uid)).first():
            return None
    try:
        content = canonical.to_value(msgspec.json.decode(row.content))
    except (msgspec.DecodeError, BugError):
        return None
    return KeptDraft(row.uid, row.at, content) if isinstance(content, dict) else None
