"""The newest good pack as the store keeps it: list by list, so that a start reads it in a few milliseconds."""

from __future__ import annotations

from types import GenericAlias
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select

from station.records.reference_lists import CARRIED, RULES, ListState, References
from station.rule_pack import RulePack
from station.store.station_tables import reference_lists

HEAD = "pack"


class _Head(msgspec.Struct):
    version: int
    issued_at: int
    expires_at: int
    states: dict[str, ListState]


def keep(connection: Connection, lists: References, rules: RulePack | None) -> None:
    """Put a pack in place of the one before, in the caller's transaction."""
    head = _Head(lists.version, lists.issued_at, lists.expires_at, lists.states)
    contents: dict[str, Any] = {name: getattr(lists, name) for name in CARRIED}
    rows = [_row(HEAD, lists.version, head), *(_row(name, lists.version, rows) for name, rows in contents.items())]
    if rules is not None:
        rows.append(_row(RULES, lists.version, rules))
    connection.execute(delete(reference_lists))
    connection.execute(insert(reference_lists), rows)


def load(connection: Connection) -> tuple[References, RulePack | None]:
    """The lists and the rule pack in force; empty ones before the first pack."""
    found = {row.name: row.content for row in connection.execute(select(reference_lists))}
    if HEAD not in found:
        return References(), None
    head = msgspec.json.decode(found[HEAD], type=_Head)
    rows = {
        name: msgspec.json.decode(found.get(name, b"[]"), type=GenericAlias(tuple, (kind, ...)))
        for name, kind in CARRIED.items()
    }
    rules = msgspec.json.decode(found[RULES], type=RulePack) if RULES in found else None
    return References(head.version, head.issued_at, head.expires_at, head.states, **rows), rules


def version_of(connection: Connection) -> int:
    """The version of the pack in force, 0 before any."""
    where = reference_lists.c.name == HEAD
    return connection.execute(select(reference_lists.c.version).where(where)).scalar() or 0


def _row(name: str, version: int, value: Any) -> dict[str, Any]:
    return {"name": name, "version": version, "content": msgspec.json.encode(value)}
