"""Handover: rosters, corrections on the next sheet, supplies, open matters, prints, and paper against record."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.clock import DAY, HOUR, SetClock, local
from station.entry.problem import Problem
from station.entry.roster_text import read_roster, read_thermometers, roster_text, thermometers_text
from station.errors import Refused
from station.handover import shift_figures
from station.records.shift import COUNTS, Duty, Figures, Shift, Thermometer
from station.services.access import operators
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import cases, corrections, scripted_records
from station.services.log import passage_log
from station.services.safety import verification
from station.services.shift import handover_sheets, incidents, shift_slices, shifts, supplies
from tests.tests_support import CHEAP, enrolled

HANDED_ON = [name for name in COUNTS if name != "before_opening"]  # the one a recount of the whole cannot know


def recount(station):
    """All passages, counted from the journal without any shift."""
    with station.store.read() as connection:
        return shift_figures.count(shift_slices.rows_from(connection, (1, 1), (1, 1)))


def all_sheets(station):
    """Every closed shift's figures with what later shifts changed in them, together."""
    total = Figures()
    for state in shifts.list_shifts(station):
        if state.closed_at:
            handover = handover_sheets.sheet(station, state.shift.ordinal).handover
            total = total + handover.figures
            if handover.adjusted:
                total = total + handover.adjusted
    return total


def same(one, other):
    return {name: getattr(one, name) for name in HANDED_ON} == {name: getattr(other, name) for name in HANDED_ON}


def hand_over(station, **options):
    shifts.close_shift(station, station.operator, **options)
    return handover_sheets.sheet(station, shifts.list_shifts(station)[-1].shift.ordinal).handover


# --- corrections ------------------------------------------------------------------------------------
def test_what_is_corrected_later_stands_on_the_next_sheet(station, clock):
    shifts.open_shift(station)
    first = scripted_records.record(station, "B12345 365 368").answer
    second = scripted_records.record(station, "376").answer
    third = scripted_records.record(station, "365").answer
    before = hand_over(station)
    clock.advance(4 * HOUR)
    shifts.open_shift(station)
    corrections.correct_by_line(station, first.uid, "B12345 365", "多记一人")
    corrections.void(station, third.uid, "误录")
    case = cases.open_cases(station)[0]
    cases.take_reading(station, case.uid, "365e")
    after = hand_over(station)
    assert [(one.sheet, one.seq, one.change, one.reason) for one in after.corrections] == [
        ("CP17-20200311-3", first.seq, "corrected", "多记一人"),
        ("CP17-20200311-3", second.seq, "cleared", ""),
        ("CP17-20200311-3", third.seq, "voided", "误录"),
    ]
    assert (after.figures.persons, after.adjusted.persons, after.adjusted.voided) == (0, -2, 1)
    assert (
        handover_sheets.sheet(station, 1).handover.figures == before.figures
    )  # what was signed stays as it was signed
    assert same(all_sheets(station), recount(station))


def test_a_correction_in_its_own_shift_is_no_correction_of_an_earlier_one(station):
    shifts.open_shift(station)
    saved = scripted_records.record(station, "B12345 365 368").answer
    corrections.correct_by_line(station, saved.uid, "B12345 365", "x")
    handover = hand_over(station)
    assert (handover.corrections, handover.adjusted, handover.figures.persons) == ((), None, 1)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"), st.sampled_from(["365", "B12345 365 368", "376 -", "+3", "l", "hb:A8K999 366", "381a"])
        ),
        st.tuples(st.sampled_from(["void", "correct", "reading", "outcome"]), st.integers(0, 9)),
        st.tuples(st.just("shift"), st.none()),
    ),
    min_size=6,
    max_size=30,
)


@settings(max_examples=25)
@given(STEPS)
def test_all_sheets_together_are_the_journal_whatever_is_corrected(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("s") / "d"
    clock = SetClock(1_583_884_800_000)
    set_up(SetUp(folder, "CP17", "x", "w", "1234", "甲", cost=CHEAP), clock)
    station = open_station(folder, Unlock(passphrase="w"), clock, writing=True)
    try:
        shifts.open_shift(station)
        for step, value in (*steps, ("shift", None)):
            clock.advance(60_000)
            play(station, step, value)
        assert same(all_sheets(station), recount(station))
        assert verification.verify(station).findings == ()
    finally:
        station.close()


def play(station, step, value):
    """One step on the record it means; a step that cannot be is no step."""
    rows = [row for row in passage_log.rows(station) if not row.passage.voided]
    open_now = cases.open_cases(station)
    if step == "save":
        scripted_records.record(station, value)
    elif step == "shift":
        shifts.close_shift(station, station.operator)
        shifts.open_shift(station)
    elif step in ("void", "correct") and rows:
        uid = rows[value % len(rows)].uid
        if step == "void":
            corrections.void(station, uid, "x")
        else:
            corrections.correct_by_line(station, uid, ("B54321 367", "377", "365 366 -")[value % 3], "x")
    elif step == "reading" and open_now:
        one = open_now[value % len(open_now)]
        cases.take_reading(station, one.uid, ("365e", "378a", "l")[value % 3])
    elif step == "outcome" and open_now:
        one = open_now[value % len(open_now)]
        outcome = one.outcomes[value % len(one.outcomes)]
        verified = cases.Verification("身份证", "属实")
        with contextlib.suppress(Refused):  # it only stands beside another one that is open
            cases.finish(station, one.uid, outcome, name="张三", phone="13800138000", place="社康", verified=verified)


# --- shifts that are not as they should be ----------------------------------------------------------
@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [("08:00", "12:00", "03-11 12:00"), ("20:00", "00:00", "03-12 00:00"), ("22:00", "06:00", "03-12 06:00")],
)
def test_when_a_shift_has_to_be_handed_over(starts, ends, expected):
    shift = Shift(1, 1, "2020-03-11", starts, ends, "op1", (), ())
    assert f"{local(shifts.ends_at(shift)):%m-%d %H:%M}" == expected


def test_a_shift_left_open_for_two_days_closes_and_its_hours_have_days(station, clock):
    shifts.open_shift(station)
    for _ in range(5):
        scripted_records.record(station, "365")
        clock.advance(12 * HOUR)
    handover = hand_over(station)
    assert handover.figures.persons == 5
    assert [one.hour for one in handover.figures.hours] == [
        "03-11 08–09", "03-11 20–21", "03-12 08–09", "03-12 20–21", "03-13 08–09"
    ]  # fmt: skip


def test_a_clock_set_back_during_a_shift_changes_no_figure(station, clock):
    shifts.open_shift(station)
    scripted_records.record(station, "365")
    clock.advance(-3 * DAY)
    scripted_records.record(station, "366 376")
    handover = hand_over(station)
    assert (handover.figures.persons, handover.figures.abnormal) == (3, 1)
    assert same(all_sheets(station), recount(station))
    assert verification.verify(station).findings == ()


def test_two_leaders_close_at_once_and_one_does(station):
    other = operators.new_operator(station, "班长乙", "leader", "4321").answer
    shifts.open_shift(station)
    shifts.close_shift(station.acting_as(other), other)
    with pytest.raises(Refused, match="no_open_shift"):
        shifts.close_shift(station, other)
    sheet = handover_sheets.sheet(station, 1)
    assert (sheet.outgoing, sheet.incoming, sheet.handover.closed_by) == ("班长甲", "班长乙", other.id)


def test_the_same_shift_twice_a_day_has_two_serials(station):
    for expected in ("CP17-20200311-3", "CP17-20200311-3-2", "CP17-20200311-3-3"):
        shifts.open_shift(station)
        shifts.close_shift(station, station.operator)
        assert handover_sheets.sheet(station, shifts.list_shifts(station)[-1].shift.ordinal).serial == expected


# --- rosters and thermometers -----------------------------------------------------------------------
def test_a_roster_as_typed():
    read = read_roster("张三 医护 社康中心 *\n李四，交警 大队 -\n\n王五 + 义工联合会")
    assert read == (
        Duty("张三", "medic", "社康中心", pioneer=True),
        Duty("李四", "traffic_police", "大队", present=False),
        Duty("王五", "volunteer", "义工联合会", planned=False),
    )
    assert read_roster(roster_text(read, "zh")) == read


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("张三\n张三 医护", "roster_name_doubled", "2"),
        ("张三\n\n医护 社康", "roster_name_missing", "3"),
        ("* -", "roster_name_missing", "1"),
        ("张三 医护 公安", "roster_two_roles", "1"),
    ],
)
def test_a_roster_that_cannot_be_names_the_line(text, code, line):
    read = read_roster(text)
    assert isinstance(read, Problem)
    assert (read.code, read.candidates) == (code, (line,))


def test_thermometers_as_typed():
    read = read_thermometers("1:365/366，2 e1=370/366")
    assert read == (Thermometer("1", 365, 366), Thermometer("2"), Thermometer("E1", 370, 366))
    assert [one.offset for one in read] == [-1, None, 4]
    assert read_thermometers(thermometers_text(read)) == read
    assert read_thermometers("1 1").code == "thermometer_doubled"
    assert read_thermometers("1:36/366").code == "thermometer_form"


def test_the_roster_changes_while_the_shift_goes_on(station):
    shifts.open_shift(station, (Duty("张三"),), (Thermometer("1"),))
    shifts.revise_roster(station, (Duty("张三", present=False), Duty("李四", planned=False)), ())
    assert [one.name for one in shifts.current_shift(station).shift.roster] == ["张三", "李四"]
    hand_over(station)
    assert [one.present for one in handover_sheets.sheet(station, 1).shift.roster] == [False, True]
    assert verification.verify(station).findings == ()


# --- supplies and open matters ----------------------------------------------------------------------
def test_supplies_are_counted_used_and_short(station):
    shifts.open_shift(station)
    supplies.move(station, "masks", 100, "received")
    supplies.move(station, "masks", -10, "lent")
    assert next(one for one in supplies.stock(station) if one.name == "masks").expected == 90
    first = hand_over(station, has={"masks": 46})
    assert [(one.has, one.used, one.should, one.short) for one in first.counts] == [(46, 44, 60, 14)]
    shifts.open_shift(station)
    second = hand_over(station, has={"masks": 40})
    assert [(one.has, one.used) for one in second.counts] == [(40, 6)]
    shifts.open_shift(station)
    third = hand_over(station, has={"gloves": 9})  # a shift that left the masks out says nothing about them
    assert [one.name for one in third.counts] == ["gloves"]
    supplies.move(station, "masks", 20, "received")
    known = {one.name: (one.expected, one.is_known) for one in supplies.stock(station)}
    assert known["masks"] == (60, True)
    assert known["suits"] == (0, False)
    for change, reason in ((0, "received"), (5, "stolen")):
        with pytest.raises(Refused, match="supply_number"):
            supplies.move(station, "masks", change, reason)


def test_everything_open_is_carried_over(station):
    shifts.open_shift(station)
    scripted_records.record(station, "376")
    visitor = '{"persons":[{"name":"张三","phone":"13800138000","category":"courier","readings":[{"tenths":365}]}]}'
    scripted_records.record(station, visitor)
    tip = incidents.open_incident(station, "tip", "后门有人翻墙", reported_by="居民").answer
    done = incidents.open_incident(station, "incident", "停电").answer
    incidents.close(station, done.uid, "已来电")
    handover = hand_over(station)
    assert [(one.kind, one.who) for one in handover.open_matters] == [
        ("case", "08:00"), ("tip", ""), ("inside", "张*")
    ]  # fmt: skip
    assert handover.open_matters[1].case == tip.uid
    with pytest.raises(Refused, match="incident_closed"):
        incidents.close(station, done.uid, "again")
    for text in ("", "  "):
        with pytest.raises(Refused, match="missing_field"):
            incidents.open_incident(station, "tip", text)


# --- paper against record ---------------------------------------------------------------------------
def test_a_scanned_sheet_matches_or_says_where_it_differs(station, centre, card, make_station, stick):
    other = make_station("CP18", card=card)
    enrolled(centre, other, stick)
    shifts.open_shift(other)
    scripted_records.record(other, "B12345 365 368")
    hand_over(other)
    code = handover_sheets.sheet(other, 1).qr_text
    assert handover_sheets.compare(other, code).verdict == "matches"
    assert handover_sheets.compare(station, code).verdict == "other_station"
    altered = code.replace("/2/2/0/", "/3/3/0/")
    assert altered != code
    said = handover_sheets.compare(other, altered)
    assert (said.verdict, said.differences) == ("differs", (("persons", "3", "2"), ("entries", "3", "2")))
    assert clerk_desk.compare_sheet(centre, code).verdict == "unknown"  # not merged yet
    for done in station_files.export(other, stick).answer:
        clerk_desk.merge_files(centre, [stick / done.file])
    assert clerk_desk.compare_sheet(centre, code).verdict == "matches"
    assert clerk_desk.compare_sheet(centre, altered).differences == said.differences
    renamed = code.replace("/CP18-20200311-", "/CP18-20200312-")
    assert [name for name, *_rest in clerk_desk.compare_sheet(centre, renamed).differences] == ["serial"]
    forged = code[:-4] + "0000"
    assert [name for name, *_rest in clerk_desk.compare_sheet(centre, forged).differences] == ["head"]


@pytest.mark.parametrize(
    "text", ["", "Y1ABC", "YH1", "YH1/CP17-1/1.1/x/1/1/1/1/1/ab", "YH1/CP17-1/1/2/1/1/1/1/1/ab", "YH1/" * 20]
)
def test_a_code_that_is_no_sheet_is_said_to_be_none(station, text):
    with pytest.raises(Refused, match="not_a_sheet"):
        handover_sheets.compare(station, text)


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_a_sheet(text):
    from station.handover.handover_sheet import read_mark

    for one in (text, "YH1/" + text):
        mark = read_mark(one)
        assert mark is None or read_mark(mark.to_text()) == replace(mark)


# --- what older releases wrote ----------------------------------------------------------------------
def test_a_handover_of_the_first_releases_still_reads():
    from station.records.journal_entry import decode_body, encode_body
    from station.records.shift import Handover, Shift

    old = Handover("s", 1, 1, 1, "op1", Figures(), supplies={"masks": "46", "computer": "正常"})
    assert decode_body(encode_body(old), Handover).counts[0].has == 46
    shift = Shift(1, 3, "2020-03-11", "08:00", "12:00", "op1", ("甲", "乙"), ("1号",))
    read = decode_body(encode_body(shift), Shift)
    assert [one.name for one in read.roster] == ["甲", "乙"]
    assert read.guns[0].number == "1号"
