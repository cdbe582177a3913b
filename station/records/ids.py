"""Names of records: made offline, never reused, the station's code in front."""

from __future__ import annotations

import re

import uuid6

STATION_CODE = re.compile(r"[A-Z]{2,6}[0-9]{1,4}")
DRILL = "DRILL"  # practice data's station: no station code, so no batch, no enrolment and no centre takes it
UID = re.compile(r"([A-Z]{2,6}[0-9]{1,4}|DRILL)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_uid(station: str) -> str:
    """A new record's name, e.g. `CP17-018f…`: the station and a UUIDv7 (RFC 9562)."""
    return f"{station}-{uuid6.uuid7()}"


def is_station_code(text: str) -> bool:
    """Whether `text` can name a station: two to six capitals and one to four digits."""
    return STATION_CODE.fullmatch(text) is not None


def belongs_to(uid: str, station: str) -> bool:
    """Whether this is a well-formed uid of `station`."""
    match = UID.fullmatch(uid)
    return match is not None and match[1] == station
