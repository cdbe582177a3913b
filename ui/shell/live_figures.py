"""Live figures: counted from what saves return, read from the store after everything else."""

from __future__ import annotations

from collections import deque
from statistics import median

from station.clock import HOUR, local, local_day
from station.services.desk.dashboard import PACE_OVER, Counts
from station.services.log.passage_log import LogRow

TIMED = 30  # passages whose median is shown


class LiveFigures:
    """Vehicles, persons and passages since the last handover; persons by hour of today; how fast it goes."""

    def __init__(self) -> None:
        self.vehicles = self.persons = self.passages = 0
        self.hours = [0] * 24
        self.day = ""
        self._seconds: deque[float] = deque(maxlen=TIMED)
        self._saves: deque[int] = deque()

    def start(self, counts: Counts) -> None:
        """Take over what was read."""
        self.vehicles, self.persons, self.passages = counts.vehicles, counts.persons, counts.passages
        self.hours, self.day = list(counts.hours), counts.day
        self._saves = deque(counts.recent)

    def saved(self, row: LogRow) -> None:
        """Count a new passage."""
        passage = row.passage
        self.vehicles += passage.vehicle is not None
        self.persons += len(passage.persons)
        self.passages += 1
        if local_day(row.at).isoformat() == self.day:
            self.hours[local(row.at).hour] += len(passage.persons)
        self._saves.append(row.at)

    def timed(self, seconds: float) -> None:
        """Note how long a passage took from its first key to durable."""
        self._seconds.append(seconds)

    def is_of(self, now: int) -> bool:
        """Whether the hours are still those of today: after midnight they have to be read anew."""
        return self.day in ("", local_day(now).isoformat())

    def seconds(self) -> float | None:
        """The usual seconds per passage, None before the first."""
        return median(self._seconds) if self._seconds else None

    def pace(self, now: int) -> int:
        """Passages an hour, from those of the last quarter of an hour that stand."""
        while self._saves and self._saves[0] < now - PACE_OVER:
            self._saves.popleft()
        return len(self._saves) * HOUR // PACE_OVER
