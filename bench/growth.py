"""Save and look-up as the history grows: flat, or the curve that explains itself."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

from bench.measure import Result, spread, timed
from bench.seed import Street, open_seeded
from station.services.gate import scripted_records, suggestions
from station.services.log import log_filter, passage_log
from station.services.log.log_filter import LogFilter


def run(folder: Path, sizes: tuple[int, ...]) -> list[Result]:
    """One store that grows from size to size."""
    return [_at(folder, size) for size in sizes]


def _at(folder: Path, size: int) -> Result:
    station = open_seeded(folder, size)
    try:
        street = Street(3_000_000, seed=11)
        chance = random.Random(11)
        parts = [street.plate(street.often(street.vehicles))[2 : 4 + chance.randrange(4)] for _ in range(300)]
        for part in parts[:40]:
            suggestions.suggest_vehicles(station, part)
        asked = [timed(partial(suggestions.suggest_vehicles, station, part)) for part in parts]
        saved = [timed(partial(scripted_records.record, station, f"B{10_000 + n} 365 366")) for n in range(200)]
        firsts = [chance.randint(1, size - 60) for _ in range(60)]
        window = [timed(partial(passage_log.rows_at, station, list(range(at, at + 60)))) for at in firsts]
        hot = [timed(lambda: log_filter.places(station, LogFilter(abnormal=True), size, 200)) for _ in range(20)]
        return {
            "rows": size,
            "save_ms": spread(saved),
            "look_up_ms": spread(asked),
            "window_of_60_rows_ms": spread(window),
            "abnormal_page_ms": spread(hot),
            "file_mb": round(station.store.path.stat().st_size / (1 << 20)),
        }
    finally:
        station.close()
