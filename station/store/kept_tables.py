"""What a store keeps beside the journal: keys, operators, what the centre sent, the lists. For its second copy."""

from __future__ import annotations

import base64
from typing import Any

from sqlalchemy import Connection, LargeBinary, insert, select

from station.store.meta_rows import OF_THIS_PLACE
from station.store.station_tables import meta, operators, purge_limit, received, reference_lists, station_keys

# In the order in which they can be put back: a purge limit needs its receipt.
TABLES = (meta, station_keys, operators, received, purge_limit, reference_lists)

NAMES = tuple(table.name for table in TABLES)
Rows = dict[str, list[dict[str, Any]]]


def dump(connection: Connection, names: tuple[str, ...] = NAMES) -> Rows:
    """The rows of these tables as plain values, bytes as base64."""
    found: Rows = {}
    for table in TABLES:
        if table.name in names:
            query = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [_plain(dict(row._mapping)) for row in connection.execute(query)]
    if meta.name in found:
        found[meta.name] = [row for row in found[meta.name] if row["name"] not in OF_THIS_PLACE]
    return found


def put_back(connection: Connection, rows: Rows) -> None:
    """Fill the tables of an empty store."""
    for table in TABLES:
        binary = {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
        values = [
            {name: base64.b64decode(value) if name in binary else value for name, value in row.items()}
            for row in rows.get(table.name, [])
        ]
        if values:
            connection.execute(insert(table), values)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()
    }
