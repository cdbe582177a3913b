"""Signed daily reports: each issue of a day, and where the journal holds it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from station.store.station_tables import reports


@dataclass(frozen=True)
class Issue:
    """An issue of a day's report and its place in the journal."""

    number: int
    place: tuple[int, int]


def newest(connection: Connection, day: str) -> Issue | None:
    """The newest issue of a day (ISO), None before any."""
    return _first(connection, day, None)


def numbered(connection: Connection, day: str, number: int) -> Issue | None:
    """One issue of a day."""
    return _first(connection, day, number)


def _first(connection: Connection, day: str, number: int | None) -> Issue | None:
    query = select(reports).where(reports.c.day == day).order_by(reports.c.issue.desc()).limit(1)
    row = connection.execute(query if number is None else query.where(reports.c.issue == number)).first()
    return Issue(row.issue, (row.epoch, row.seq)) if row else None
