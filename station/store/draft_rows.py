"""The draft that is typed and not yet saved: one at most, gone with its save."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from station.store.station_tables import drafts


@dataclass(frozen=True)
class DraftRow:
    """A draft's uid, when it was last touched (ms UTC), and its content as bytes."""

    uid: str
    at: int
    content: bytes


def keep(connection: Connection, draft: DraftRow) -> None:
    """Keep this draft and no other."""
    connection.execute(delete(drafts).where(drafts.c.uid != draft.uid))
    row = {"at": draft.at, "content": draft.content}
    statement = insert(drafts).values(uid=draft.uid, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["uid"], set_=row))


def forget(connection: Connection, uid: str) -> bool:
    """Forget a draft: it is saved, or nothing is left of it; whether there was one."""
    return connection.exec_driver_sql("DELETE FROM drafts WHERE uid = ?", (uid,)).rowcount > 0


def forget_all(connection: Connection) -> bool:
    """Nothing is typed any more; whether anything was."""
    return connection.execute(delete(drafts)).rowcount > 0


def newest(connection: Connection) -> DraftRow | None:
    """The draft that was touched last."""
    row = connection.execute(select(drafts).order_by(drafts.c.at.desc()).limit(1)).first()
    return DraftRow(row.uid, row.at, bytes(row.content)) if row else None
