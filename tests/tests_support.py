"""Small helpers that several tests use."""

from __future__ import annotations

from station.store import journal
from station.store.keyslots import Cost

CHEAP = Cost(1024, 1, 1)


def all_entries(station):
    """The whole journal."""
    with station.store.read() as connection:
        return list(journal.entries(connection))


def pass_like(plate_bytes: int = 0) -> str:
    """A text with the form of a pass token, spaces and all, signed by nobody."""
    import base45

    content = bytes(18) + bytes([plate_bytes]) + bytes(range(plate_bytes)) + bytes(64)
    return "Y1" + base45.b45encode(content).decode()
