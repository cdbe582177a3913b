"""Live figures: counted from what saves and corrections return, never counted again."""

from __future__ import annotations

from collections import deque
from statistics import median

from station.clock import HOUR, MINUTE, local
from station.records.passage import Passage
from station.services.corrections import Change
from station.services.dashboard import Snapshot
from station.services.registration import Saved

PACE_OVER = 15 * MINUTE
TIMED = 30  # passages whose median is shown


class LiveFigures:
    """Vehicles, persons and passages since the last handover; persons by hour of today; how fast it goes."""

    def __init__(self) -> None:
        self.vehicles = self.persons = self.passages = 0
        self.hours = [0] * 24
        self._seconds: deque[float] = deque(maxlen=TIMED)
        self._saves: deque[int] = deque()

    def start(self, snapshot: Snapshot) -> None:
        """Take over what was read once."""
        self.vehicles, self.persons, self.passages = snapshot.vehicles, snapshot.persons, snapshot.passages
        self.hours = list(snapshot.hours)

    def saved(self, saved: Saved) -> None:
        """Count a new passage."""
        if saved.passage is not None:
            self._count(saved.passage, saved.at, 1)
            self._saves.append(saved.at)

    def revised(self, change: Change, since: int) -> None:
        """Put the corrected facts in place of the old ones, if they belong to this shift (begun at `since`)."""
        if change.at >= since:
            self._count(change.before, change.at, -1)
            self._count(change.after, change.at, 1)

    def timed(self, seconds: float) -> None:
        """Note how long a passage took from its first key to durable."""
        self._seconds.append(seconds)

    def _count(self, passage: Passage, at: int, sign: int) -> None:
        if passage.voided:
            return
        self.vehicles += sign * (passage.vehicle is not None)
        self.persons += sign * len(passage.persons)
        self.passages += sign
        self.hours[local(at).hour] += sign * len(passage.persons)

    def seconds(self) -> float | None:
        """The usual seconds per passage, None before the first."""
        return median(self._seconds) if self._seconds else None

    def pace(self, now: int) -> int:
        """Passages an hour, from those of the last quarter of an hour."""
        while self._saves and self._saves[0] < now - PACE_OVER:
            self._saves.popleft()
        return len(self._saves) * HOUR // PACE_OVER
