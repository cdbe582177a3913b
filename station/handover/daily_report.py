"""The daily report: the figures superiors ask for, over a report day, as a statement somebody signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta

from station.clock import CHINA, local
from station.handover.shift_figures import SliceRow, outcome_of
from station.messages import label
from station.triage.assessment import KEY_ID, KEY_PLATE, VISITED
from station.triage.watchlists import ISOLATED


@dataclass(frozen=True)
class DailyFigures:
    """The counts of one report day (domain 1.4); persons unless said otherwise.

    `key_area_*` are those with a plate, document or stay of a key area; `returnees_key_area` of them returnees.
    """

    vehicles: int = 0
    persons: int = 0
    turned_back_vehicles: int = 0
    turned_back_persons: int = 0
    key_area_vehicles: int = 0
    key_area_persons: int = 0
    fever: int = 0
    fever_confirmed: int = 0
    referred: int = 0
    breaches: int = 0
    registered: int = 0
    returnees: int = 0
    returnees_key_area: int = 0

    def __add__(self, other: DailyFigures) -> DailyFigures:
        """Two days together."""
        return DailyFigures(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})

    @property
    def is_zero(self) -> bool:
        """Whether nothing happened that a zero report denies: no fever, nobody referred, no breach."""
        return not (self.fever or self.referred or self.breaches)


NAMES = tuple(one.name for one in fields(DailyFigures))
EXTRAS = ("on_duty", "isolation_new", "isolation_released", "isolation_standing", "supplies_short")


@dataclass(frozen=True)
class DailyReport:
    """A report as signed: its day, window (ms UTC, the end not included), figures of the day and up to it.

    `extras` are counts of people on duty, of the isolation roster and of supplies that are short; `fever_from` is in
    tenths of a degree, by the rules in force; `counted_at` (ms UTC) is when it was counted, for one signed when that
    was. `issue` is 0 before it is signed; `zero` is the signer's word that what is zero is zero.
    """

    station: str
    station_name: str
    day: str
    starts: int
    ends: int
    figures: DailyFigures
    cumulative: DailyFigures
    extras: dict[str, int]
    fever_from: int
    counted_at: int
    issue: int = 0
    zero: bool = False
    signed_by: str = ""
    signed_at: int = 0
    seq: int = 0
    printing: int = 0

    @property
    def until(self) -> int:
        """The last moment it speaks of, ms UTC: a day that is signed before it is over is known up to then only."""
        return min(self.ends - 1, self.counted_at)

    @property
    def serial(self) -> str:
        """The report's number, e.g. `CP17-R20200311-2` for the second issue."""
        return f"{self.station}-R{self.day.replace('-', '')}-{self.issue}"


def window(day: date, cut_off: str) -> tuple[int, int]:
    """The report day's first moment and its end in ms UTC: 24:00 is the calendar day, 16:00 the day up to then."""
    hours = int(cut_off[:2])
    end = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(hours=hours)
    return int((end - timedelta(days=1)).timestamp() * 1000), int(end.timestamp() * 1000)


def report_day(at: int, cut_off: str) -> date:
    """The report day that a moment belongs to."""
    moment = local(at)
    past = moment.hour >= int(cut_off[:2])
    return moment.date() + timedelta(days=1) if past else moment.date()


def count(rows: Iterable[SliceRow]) -> DailyFigures:
    """The figures of passages; a voided one counts nowhere."""
    total = DailyFigures()
    for row in rows:
        if not row.passage.voided:
            total = total + _one(row)
    return total


def _one(row: SliceRow) -> DailyFigures:
    passage = row.passage
    rules = [flag.rule for flag in passage.flags]
    outcome = outcome_of(row)
    stayed = VISITED in rules
    from_area = {flag.person for flag in passage.flags if flag.rule == KEY_ID}
    returnees = [place for place, person in enumerate(passage.persons) if person.category == "returnee"]
    abnormal = [any(reading.state == "abnormal" for reading in chain) for chain in row.chains]
    return DailyFigures(
        vehicles=int(passage.vehicle is not None),
        persons=len(passage.persons),
        turned_back_vehicles=int(outcome == "turned_back" and passage.vehicle is not None),
        turned_back_persons=len(passage.persons) if outcome == "turned_back" else 0,
        key_area_vehicles=int(KEY_PLATE in rules),
        key_area_persons=len(passage.persons) if stayed else len(from_area),
        fever=sum(abnormal),
        fever_confirmed=sum(
            any(reading.state == "abnormal" and reading.site == "axillary" for reading in chain) for chain in row.chains
        ),
        referred=int(outcome == "referred"),
        breaches=rules.count(ISOLATED),
        registered=sum(person.is_registered for person in passage.persons),
        returnees=len(returnees),
        returnees_key_area=sum(stayed or place in from_area for place in returnees),
    )


def bulletin(report: DailyReport, language: str) -> str:
    """The paragraph to paste into the street's bulletin (简报)."""
    values = {
        **asdict(report.figures),
        **{f"total_{name}": value for name, value in asdict(report.cumulative).items()},
        **report.extras,
        "name": report.station_name,
        "day": report.day,
        "until": f"{local(report.until):%m-%d %H:%M}",
        "zero": label("bulletin", "zero", language) if report.zero else "",
    }
    return label("bulletin", "station", language).format_map(values)
