"""The street's daily report: each station's signed one, who is silent, all together; and a sheet compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from station.centre.centre_tables import certificates, entries
from station.clock import DAY, day_start
from station.handover.daily_report import DailyFigures
from station.handover.handover_sheet import Comparison, SheetMark, compared, mark_of, read_mark, serial_of
from station.handover.signed_figures import ACTION, SignedFigures
from station.records.event import Audit
from station.records.journal_entry import readable
from station.records.shift import Handover, Shift


@dataclass(frozen=True)
class StationDay:
    """What a station said of a day: the issue it signed (0: silence), its figures and those up to the day."""

    station: str
    name: str
    issue: int
    zero: bool
    figures: DailyFigures
    cumulative: DailyFigures


def street_day(connection: Connection, day: date) -> list[StationDay]:
    """Every enrolled station's newest signed report of a day; one that said nothing is there too."""
    signed = _newest(connection, day)
    found = []
    names = connection.execute(select(certificates.c.station, certificates.c.name).order_by(certificates.c.epoch))
    for station, name in sorted(dict(tuple(row) for row in names).items()):
        said = signed.get(station)
        if said is None:
            found.append(StationDay(station, name, 0, False, DailyFigures(), DailyFigures()))
        else:
            found.append(StationDay(station, name, said.issue, said.zero, said.figures, said.cumulative))
    return found


def together(stations: list[StationDay]) -> tuple[DailyFigures, DailyFigures]:
    """The sum of what was signed: of the day, and up to it."""
    of_day, up_to = DailyFigures(), DailyFigures()
    for one in stations:
        of_day, up_to = of_day + one.figures, up_to + one.cumulative
    return of_day, up_to


def compare_sheet(connection: Connection, mark: SheetMark) -> Comparison:
    """Compare a paper sheet with the handover entry that its station sent."""
    where = (entries.c.station == mark.station) & (entries.c.epoch == mark.last[0]) & (entries.c.seq == mark.last[1])
    rows = connection.execute(select(entries.c.digest, entries.c.body).where(where, entries.c.kind == "handover")).all()
    handovers = [(row.digest, readable(row.body, Handover)) for row in rows]
    found = [_mark(connection, mark, digest, one) for digest, one in handovers if one is not None]
    best = next((one for one in found if one == mark), found[0] if found else None)
    return compared(mark, best)


def sheet_in(text: str) -> SheetMark | None:
    """The sheet that a scanned text names."""
    return read_mark(text)


def _mark(connection: Connection, paper: SheetMark, digest: str, handover: Handover) -> SheetMark:
    """What is kept of a sheet: its serial is that of the shift which the handover closed."""
    where = (entries.c.station == paper.station) & (entries.c.uid == handover.shift) & (entries.c.kind == "shift")
    bodies = connection.execute(select(entries.c.body).where(where).limit(1)).scalars()
    shifts = [readable(one, Shift) for one in bodies]
    serials = [serial_of(paper.station, one) for one in shifts if one is not None]
    return mark_of(serials[0] if serials else "", handover, paper.last, digest)


def _newest(connection: Connection, day: date) -> dict[str, SignedFigures]:
    """What the newest issue of a day says, by station."""
    since = day_start(day) - DAY
    query = select(entries.c.station, entries.c.body).where(entries.c.kind == "audit", entries.c.at >= since)
    found: dict[str, SignedFigures] = {}
    for station, body in connection.execute(query.order_by(entries.c.station, entries.c.epoch, entries.c.seq)):
        if body is None or b"daily_report" not in bytes(body):
            continue
        record = readable(body, Audit)
        said = SignedFigures.read(record.facts) if record is not None and record.action == ACTION else None
        if said is not None and said.day == day.isoformat():
            found[station] = said
    return found
