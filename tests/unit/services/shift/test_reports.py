"""Daily reports: windows, the zero that is said, reissues, cumulative figures, the workbook."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from station.clock import DAY, HOUR, day_start, local
from station.errors import Refused
from station.handover import daily_report
from station.handover.shift_figures import SliceRow
from station.services.access import operators
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import cases, corrections, scripted_records
from station.services.late_entry import paper_kit
from station.services.log import passage_log
from station.services.shift import daily_reports, report_prints, shifts
from tests.tests_support import enrolled, put_in_force

TODAY = date(2020, 3, 11)


def rules_until(station, cut_off):
    return put_in_force(station, cut_off=cut_off)


def recount(station):
    return daily_report.count(
        SliceRow(row.at, row.operator, row.passage, row.case,
                 tuple(row.readings_of(at) for at in range(len(row.passage.persons))), False, row.revision)
        for row in passage_log.rows(station)
    )  # fmt: skip


def test_figures_of_a_day_and_the_statement(station):
    scripted_records.record(station, "B12345 365 368")
    scripted_records.record(station, "hb:A8K999 376 366")
    case = cases.open_cases(station)[0]
    cases.finish(station, case.uid, "referred", name="张三", phone="13800138000", place="社康")
    found = daily_reports.work_out(station, TODAY).figures
    assert (found.vehicles, found.persons, found.key_area_vehicles, found.fever, found.referred) == (2, 4, 1, 1, 1)
    with pytest.raises(Refused, match="not_a_zero"):
        daily_reports.sign(station, TODAY, station.operator, zero=True)
    signed = daily_reports.sign(station, TODAY, station.operator).answer
    assert (signed.serial, signed.zero, signed.signed_by) == ("CP17-R20200311-1", False, "班长甲")


def test_the_bulletin_of_a_day_not_over_says_up_to_when(station, clock):
    signed = daily_reports.sign(station, TODAY, station.operator, zero=True).answer
    assert f"（截至 {local(clock.now()):%m-%d %H:%M}）" in daily_report.bulletin(signed, "zh")
    clock.advance(signed.ends + HOUR - clock.now())
    assert daily_report.bulletin(daily_reports.signed(station, TODAY), "zh") == daily_report.bulletin(signed, "zh")
    again = daily_reports.sign(station, TODAY, station.operator, zero=True).answer
    assert "（截至 03-11 23:59）" in daily_report.bulletin(again, "zh")


def test_zero_is_said_or_not_signed(station):
    with pytest.raises(Refused, match="zero_needs_statement"):
        daily_reports.sign(station, TODAY, station.operator)
    assert daily_reports.days(station)[0].issue == 0
    signed = daily_reports.sign(station, TODAY, station.operator, zero=True).answer
    assert (signed.zero, signed.figures) == (True, daily_report.DailyFigures())
    assert "零报告" in daily_report.bulletin(signed, "zh")
    volunteer = operators.new_operator(station, "值守甲", "volunteer", "4321").answer
    with pytest.raises(Refused, match="leader_only"):
        daily_reports.sign(station, TODAY, volunteer, zero=True)


def test_a_record_changed_after_signing_asks_for_a_new_issue(station, clock):
    saved = scripted_records.record(station, "B12345 365 368").answer
    daily_reports.sign(station, TODAY, station.operator, zero=True)
    assert not daily_reports.days(station)[0].is_stale
    corrections.correct_by_line(station, saved.uid, "B12345 365", "x")
    assert daily_reports.days(station)[0].is_stale
    again = daily_reports.sign(station, TODAY, station.operator, zero=True).answer
    assert (again.issue, again.figures.persons) == (2, 1)
    assert daily_reports.signed(station, TODAY, 1).figures.persons == 2  # the first issue stays as it was sent
    assert not daily_reports.days(station)[0].is_stale


def test_a_row_keyed_later_counts_on_the_day_it_happened(station, clock):
    daily_reports.sign(station, TODAY, station.operator, zero=True)
    paper_kit.issue_kit(station, 1)
    clock.advance(DAY)
    assert paper_kit.key_row(station, 1, 1, TODAY, "0010", "B12345 365").answer.seq
    assert daily_reports.work_out(station, TODAY).figures.persons == 1
    assert daily_reports.work_out(station, TODAY + timedelta(days=1)).figures.persons == 0
    states = {one.day: one for one in daily_reports.days(station)}
    assert states[TODAY].is_stale
    assert states[TODAY + timedelta(days=1)].issue == 0


@pytest.mark.parametrize(("cut_off", "expected"), [("24:00", [1, 2, 1]), ("16:00", [1, 1, 2])])
def test_the_cut_off_of_the_rule_pack_decides_the_day(station, clock, cut_off, expected):
    station = rules_until(station, cut_off)
    scripted_records.record(station, "365")  # 11 March 08:00
    clock.at = day_start(TODAY) + 25 * HOUR
    scripted_records.record(station, "365")  # 12 March 01:00
    clock.at = day_start(TODAY) + 40 * HOUR
    scripted_records.record(station, "365")  # 12 March 16:00 exactly
    clock.at = day_start(TODAY) + 60 * HOUR
    scripted_records.record(station, "365")  # 13 March 12:00
    found = [daily_reports.work_out(station, TODAY + timedelta(days=n)).figures.persons for n in range(3)]
    assert found == expected


@given(st.integers(0, 1 << 41), st.sampled_from(["01:00", "08:00", "16:00", "24:00"]))
def test_every_moment_belongs_to_exactly_the_day_whose_window_holds_it(at, cut_off):
    day = daily_report.report_day(at, cut_off)
    starts, ends = daily_report.window(day, cut_off)
    assert starts <= at < ends
    assert ends - starts == DAY


def test_cumulative_is_a_recount_of_everything_signed_or_not(station, clock):
    for number in range(5):
        scripted_records.record(station, f"B1234{number} 365 376")
        if number % 2:
            daily_reports.sign(station, TODAY + timedelta(days=number), station.operator)
        clock.advance(DAY)
    first = next(iter(passage_log.rows(station)))
    corrections.void(station, first.uid, "x")
    assert daily_reports.work_out(station, TODAY + timedelta(days=4)).cumulative == recount(station)


def test_the_workbook_reopens_with_the_same_figures(station, tmp_path):
    scripted_records.record(station, "B12345 365 376")
    signed = daily_reports.sign(station, TODAY, station.operator).answer
    path = tmp_path / "r.xlsx"
    path.write_bytes(daily_reports.workbook(signed, "zh"))
    rows = {row[0].value: (row[1].value, row[2].value) for row in load_workbook(path).active.iter_rows(min_row=3)}
    assert rows["检查车辆数"] == (1, 1)
    assert rows["检查人员数"] == (2, 2)
    assert rows["发热人数"] == (1, 1)
    assert rows["填报人"][0] == "班长甲"
    assert "检查车辆 1 辆、人员 2 人" in rows["简报"][0]


def test_a_reprint_says_that_it_is_one_and_tomorrow_cannot_be_reported(station):
    daily_reports.sign(station, TODAY, station.operator, zero=True)
    assert [report_prints.print_report(station, TODAY).answer.printing for _ in range(2)] == [1, 2]
    with pytest.raises(Refused, match="report_in_future"):
        daily_reports.work_out(station, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="no_report"):
        daily_reports.signed(station, TODAY - timedelta(days=1))


def test_people_on_duty_are_counted_once(station, clock):
    shifts.open_shift(station, ("甲", "乙"))
    shifts.close_shift(station, station.operator)
    clock.advance(HOUR)
    shifts.open_shift(station, ("乙", "丙"))
    assert daily_reports.work_out(station, TODAY).extras["on_duty"] == 4


def test_the_centre_sees_who_reported_and_who_is_silent(centre, card, make_station, stick):
    loud, silent = make_station("CP17", card=card), make_station("CP18", card=card)
    for station in (loud, silent):
        enrolled(centre, station, stick)
        scripted_records.record(station, "B12345 365 368")
    daily_reports.sign(loud, TODAY, loud.operator, zero=True)
    daily_reports.sign(loud, TODAY, loud.operator, zero=True)
    for station in (loud, silent):
        for done in station_files.export(station, stick).answer:
            clerk_desk.merge_files(centre, [stick / done.file])
    stations, of_day, up_to = clerk_desk.street_day(centre, TODAY)
    assert [(one.station, one.issue, one.zero) for one in stations] == [("CP17", 2, True), ("CP18", 0, False)]
    assert (of_day.persons, up_to.persons) == (2, 2)
