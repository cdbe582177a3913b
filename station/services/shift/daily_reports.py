"""Daily reports at a station: worked out, signed with an issue number, listed with the days that have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from station import canonical
from station.changes import writes
from station.clock import local_day
from station.errors import Refused
from station.handover import daily_report
from station.handover.daily_report import EXTRAS, NAMES, DailyFigures, DailyReport
from station.handover.shift_figures import SliceRow
from station.handover.signed_figures import ACTION, SignedFigures
from station.messages import label
from station.records.event import Audit
from station.records.operator import Operator
from station.services.exchange import reference_pack
from station.services.opened_station import Station
from station.services.shift import shifts, supplies
from station.store import journal, operator_rows, passage_rows, purge_rows, report_rows, tallies, visit_rows
from station.store.report_rows import Issue
from station.store.store import View
from station.tables.workbook import Sheet, workbook_bytes

MOST_DAYS = 400


@dataclass(frozen=True)
class DayState:
    """A report day: its newest issue (0: none, which is red), whether records changed after it was signed."""

    day: date
    issue: int
    is_stale: bool


def work_out(station: Station, day: date) -> DailyReport:
    """The report of a day as it would be signed now."""
    starts, ends = daily_report.window(day, station.rules.cut_off)
    if starts > station.clock.now():
        raise Refused("report_in_future", field="day")
    with station.store.read() as connection:
        figures = _count(connection, starts, ends) + _purged(connection, day.isoformat())
        before = _cumulative_before(station, connection, day)
        extras = _extras(station, connection, starts, ends)
    return DailyReport(
        station=station.code,
        station_name=station.name,
        day=day.isoformat(),
        starts=starts,
        ends=ends,
        figures=figures,
        cumulative=before + figures,
        extras=extras,
        fever_from=station.rules.abnormal_from,
        counted_at=station.clock.now(),
    )


@writes
def sign(station: Station, day: date, leader: Operator, *, zero: bool = False) -> DailyReport:
    """Freeze a day's report under its next issue number, signed by a leader whose PIN was confirmed.

    Where there was no fever, nobody referred and no breach, the leader has to say so: an empty cell is no zero.
    """
    if leader.role != "leader":
        raise Refused("leader_only", field="operator")
    report = work_out(station, day)
    if report.figures.is_zero and not zero:
        raise Refused("zero_needs_statement", field="zero")
    if zero and not report.figures.is_zero:
        raise Refused("not_a_zero", field="zero")
    with station.acting_as(leader).write() as transaction:
        before = report_rows.newest(transaction.connection, report.day)
        issue = 1 + (before.number if before else 0)
        facts = SignedFigures.of(report, issue, zero=zero).facts()
        transaction.append("audit", Audit(ACTION, facts))
    return signed(station, day, issue)


def signed(station: Station, day: date, issue: int | None = None) -> DailyReport:
    """A signed report, the newest issue unless one is named."""
    with station.store.read() as connection:
        iso = day.isoformat()
        found = report_rows.newest(connection, iso) if issue is None else report_rows.numbered(connection, iso, issue)
        if found is None:
            raise Refused("no_report", field="day", day=iso)
        return _report(station, connection, found)


def days(station: Station, newest: int = 14) -> list[DayState]:
    """The last report days that are over or under way, newest first."""
    with station.store.read() as connection:
        first = tallies.first_happened(connection)
        if first is None:
            first = station.clock.now()
        today = daily_report.report_day(station.clock.now(), station.rules.cut_off)
        begun = max(daily_report.report_day(first, station.rules.cut_off), today - timedelta(days=newest - 1))
        found = []
        day = today
        while day >= begun:
            issue = report_rows.newest(connection, day.isoformat())
            stale = issue is not None and _is_stale(station, connection, day, issue)
            found.append(DayState(day, issue.number if issue else 0, stale))
            day -= timedelta(days=1)
    return found


def workbook(report: DailyReport, language: str) -> bytes:
    """The report as XLSX: figure, this day, up to this day."""

    def word(code: str) -> str:
        return label("daily", code, language)

    rows: list[list[str | int]] = [
        [word(name), getattr(report.figures, name), getattr(report.cumulative, name)] for name in NAMES
    ]
    rows += [[word(name), report.extras.get(name, 0), ""] for name in EXTRAS]
    rows += [
        [word("zero"), word("yes" if report.zero else "no"), ""],
        [word("signed_by"), report.signed_by, ""],
        [word("bulletin"), daily_report.bulletin(report, language), ""],
    ]
    remark = f"{report.station_name} {report.day} {report.serial}"
    sheet = Sheet(word("title"), [word("figure"), word("today"), word("total")], rows, remark)
    return workbook_bytes([sheet])


def _count(connection: View, starts: int, ends: int) -> DailyFigures:
    return daily_report.count(
        SliceRow(
            row.at,
            row.operator,
            row.passage,
            row.case,
            tuple(row.readings_of(index) for index in range(len(row.passage.persons))),
            False,
            row.revision,
        )
        for row in passage_rows.happened(connection, starts, ends)
    )


def _cumulative_before(station: Station, connection: View, day: date) -> DailyFigures:
    """Everything before a day: a day's signed figures where nothing changed after it, else counted again."""
    total = DailyFigures()
    first = tallies.first_happened(connection)
    if first is None:
        return total
    one = max(daily_report.report_day(first, station.rules.cut_off), day - timedelta(days=MOST_DAYS))
    while one < day:
        starts, ends = daily_report.window(one, station.rules.cut_off)
        issue = report_rows.newest(connection, one.isoformat())
        same = issue is not None and not _is_stale(station, connection, one, issue)
        frozen = _report(station, connection, issue) if issue is not None and same else None
        if frozen and (frozen.starts, frozen.ends) == (starts, ends):
            total = total + frozen.figures
        else:
            total = total + _count(connection, starts, ends)
            total = total + _purged(connection, one.isoformat())
        one += timedelta(days=1)
    return total


def _purged(connection: View, day: str) -> DailyFigures:
    """What is left of a report day's purged records."""
    total = DailyFigures()
    for row in purge_rows.every(connection):
        figures = canonical.decode(row.counts.encode()).get(day)
        if figures:
            total = total + DailyFigures(**figures)
    return total


def _is_stale(station: Station, connection: View, day: date, issue: Issue) -> bool:
    """Whether a passage of the day, or its case, was written after the report was signed."""
    return passage_rows.is_changed_after(connection, *daily_report.window(day, station.rules.cut_off), issue.place)


def _extras(station: Station, connection: View, starts: int, ends: int) -> dict[str, int]:
    first, last = local_day(starts).isoformat(), local_day(ends - 1).isoformat()
    released = visit_rows.releases(connection)
    ended = {key for key, day in released.items() if day <= last}
    listed = {(one.number, one.started) for one in reference_pack.listed(connection).isolation}
    return {
        "on_duty": shifts.people_on_duty(connection, starts, ends),
        "isolation_new": sum(first <= started <= last for _number, started in listed),
        "isolation_released": sum(first <= day <= last for day in released.values()),
        "isolation_standing": sum(started <= last and (number, started) not in ended for number, started in listed),
        "supplies_short": sum(one.is_known and one.expected < one.should for one in supplies.stock(station)),
    }


def _report(station: Station, connection: View, issue: Issue) -> DailyReport:
    entry = journal.entry_at(connection, *issue.place)
    said = SignedFigures.read(journal.record_of(entry).facts)
    assert said is not None, "the look-up of reports has only what was signed here"
    return DailyReport(
        station=station.code,
        station_name=station.name,
        day=said.day,
        starts=said.starts,
        ends=said.ends,
        figures=said.figures,
        cumulative=said.cumulative,
        extras=said.extras,
        fever_from=station.rules.abnormal_from,
        counted_at=entry.header.at,
        issue=said.issue,
        zero=said.zero,
        signed_by=operator_rows.names(connection).get(entry.header.operator, entry.header.operator),
        signed_at=entry.header.at,
        seq=entry.header.seq,
    )
