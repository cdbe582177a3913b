"""The current revision of every record that the centre holds: the one place that says which of several it is.

Of one record the entry of the newest epoch, there of the highest revision, there of the highest seq; where two
histories parted, the greater digest, so that every order of merging gives the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from station.centre.centre_tables import entries

ORDER = (entries.c.epoch.desc(), entries.c.revision.desc(), entries.c.seq.desc(), entries.c.digest.desc())


def current(*columns: str, among: ColumnElement[bool] | None = None) -> Select[Any]:
    """These columns of each current revision, by station and uid; `among` leaves entries out before it is chosen."""
    place = func.row_number().over(partition_by=(entries.c.station, entries.c.uid), order_by=ORDER).label("place")
    wanted = dict.fromkeys(("station", "uid", *columns))
    ranked = select(*(entries.c[name] for name in wanted), place)
    named = (ranked if among is None else ranked.where(among)).subquery("ranked")
    query = select(*(named.c[name] for name in columns)).where(named.c.place == 1)
    return query.order_by(named.c.station, named.c.uid)


def with_body(query: Select[Any]) -> Select[Any]:
    """Only those whose body was neither purged nor retired."""
    return query.where(query.selected_columns["body"].is_not(None))


def of_kind(*kinds: str) -> ColumnElement[bool]:
    """Entries of these kinds."""
    return entries.c.kind.in_(kinds)
