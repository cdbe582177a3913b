"""Settings that a store keeps beside the journal, each by its name."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from station.store.station_tables import meta


class Kept(StrEnum):
    """What is kept; those of this place are not carried into a copy."""

    STATION = "station"  # the checkpoint's code
    NAME = "name"
    CENTRE = "centre"  # the centre's card as text
    PACK_DIGEST = "pack_digest"  # of the pack in force
    PASS_KEY = "pass_key"  # the epoch whose pass key the journal has told
    TRACES_LEFT = "traces_left"  # a purge that has not wiped its traces yet
    PLACE = "place"  # the machine and folder, to know a copy
    MIRROR = "mirror"  # the folder of the second copy
    MOVED_AWAY = "moved_away"  # where the checkpoint went on
    CHECKED = "checked"  # up to where the chain was sound


OF_THIS_PLACE = frozenset({Kept.PLACE, Kept.MIRROR, Kept.MOVED_AWAY, Kept.CHECKED})


def read(connection: Connection, name: Kept) -> str | None:
    """What is kept under a name."""
    value: str | None = connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()
    return value


def write(connection: Connection, name: Kept, value: str) -> None:
    """Keep a value in place of an older one."""
    forget(connection, name)
    connection.execute(insert(meta), {"name": name, "value": value})


def forget(connection: Connection, name: Kept) -> None:
    """Keep nothing under a name."""
    connection.execute(delete(meta).where(meta.c.name == name))
