"""Correct, void, undo, history, notes, override: always a new revision, never less than before."""

import json
from dataclasses import replace

import pytest

from station.entry.line_text import line_of
from station.entry.temperature_text import Measured
from station.errors import Refused
from station.records.case import Case
from station.records.event import Note
from station.records.passage import Passage
from station.services.access import operators
from station.services.desk import dashboard
from station.services.gate import access_passes, cases, corrections, drafts, scripted_records
from station.services.log import log_filter, passage_log, record_history
from station.services.log.log_filter import LogFilter
from station.services.safety import verification
from station.services.shift import open_matters


def record(station, line):
    return scripted_records.record(station, line).answer.uid


def standing(station, uid):
    return passage_log.row_of(station, uid).passage


def clean(station):
    return verification.verify(station).findings == ()


def test_undo_within_a_minute_and_not_later(station, clock):
    uid = record(station, "B12345 365 368e -")
    clock.advance(59_000)
    change = corrections.undo(station, uid).answer
    assert line_of(change.before) == "粤B12345 365 368e -"
    assert standing(station, uid).voided
    with pytest.raises(Refused, match="already_void"):
        corrections.undo(station, uid)
    other = record(station, "365")
    clock.advance(61_000)
    with pytest.raises(Refused, match="undo_too_late"):
        corrections.undo(station, other)
    assert clean(station)


@pytest.mark.parametrize("line", ["365", "l", "+3", "-2", "365 371a 360w 368e -", "粤B12345 365", "粤BD12345 36.5 -"])
def test_a_passage_is_said_by_its_line(station, line):
    passage = standing(station, record(station, line))
    again = standing(station, record(station, line_of(passage)))
    strip = [[(r.tenths, r.site, r.state) for r in p.readings] for p in passage.persons]
    assert strip == [[(r.tenths, r.site, r.state) for r in p.readings] for p in again.persons]
    assert (passage.direction, passage.vehicle) == (again.direction, again.vehicle)


def corrected(station, uid, tenths, reason="看错"):
    draft = corrections.standing_draft(station, uid)
    state = "abnormal" if tenths >= 373 else "normal"
    person = replace(draft.persons[0], readings=(Measured(tenths, "forehead", state),))
    corrections.correct(station, replace(draft, persons=(person, *draft.persons[1:])), reason)


def test_correcting_a_fever_away_clears_its_case_and_into_one_opens_it(station):
    hot = record(station, "376")
    corrected(station, hot, 367)
    assert standing(station, hot).disposition == "released"
    assert cases.open_cases(station) == []
    cool = record(station, "365")
    corrected(station, cool, 376)
    assert standing(station, cool).disposition == "held"
    assert [one.case.passage for one in cases.open_cases(station)] == [cool]
    corrections.void(station, cool, "试输入")
    assert cases.open_cases(station) == []
    assert passage_log.row_of(station, cool).case.outcome == "voided"
    assert clean(station)


def test_a_disposition_somebody_chose_stays_while_the_rules_still_allow_it(station):
    value = {"vehicle": {"plate": "鄂A8K999"}, "persons": [{"readings": [{"tenths": 365}]}],
             "answers": {"visited_key_area_14d": True}, "disposition": "turned_back"}  # fmt: skip
    uid = record(station, json.dumps(value))
    corrected(station, uid, 366)
    assert standing(station, uid).disposition == "turned_back"


def test_an_unchanged_reading_keeps_its_time(station, clock):
    uid = record(station, "365 366")
    before = standing(station, uid).persons
    clock.advance(300_000)
    corrected(station, uid, 364)
    after = standing(station, uid).persons
    assert after[1].readings == before[1].readings
    assert after[0].readings[0].at == before[0].readings[0].at + 300_000


@pytest.mark.parametrize("reason", ["", "   ", "\t\n"])
def test_a_reason_is_demanded(station, reason):
    uid = record(station, "365")
    with pytest.raises(Refused, match="missing_reason"):
        corrections.void(station, uid, reason)
    with pytest.raises(Refused, match="missing_reason"):
        corrected(station, uid, 366, reason)
    assert standing(station, uid).reason is None


def test_history_shows_every_revision_the_case_and_the_notes(station):
    uid = record(station, "376")
    case = cases.open_cases(station)[0]
    cases.take_reading(station, case.uid, "375")
    cases.add_note(station, case.uid, "家属已到")
    corrected(station, uid, 377)
    steps = [type(step.record) for step in record_history.history(station, uid)]
    assert steps == [Passage, Case, Case, Note, Passage, Case]
    assert cases.open_cases(station)[0].notes == ("家属已到",)


def test_a_leader_overrides_with_a_reason_and_is_the_author(station):
    record(station, "376")
    case = cases.open_cases(station)[0]
    volunteer = operators.new_operator(station, "值守甲", "volunteer", "1111").answer
    with pytest.raises(Refused, match="leader_only"):
        cases.override(station, case.uid, "医生在场判断", volunteer)
    with pytest.raises(Refused, match="missing_reason"):
        cases.override(station, case.uid, " ", station.operator)
    done = cases.override(station.acting_as(volunteer), case.uid, "医生在场判断", station.operator).answer
    assert (done.case.outcome, done.case.override) == ("released", "医生在场判断")
    assert record_history.history(station, case.case.passage)[-1].operator == station.operator.id


def test_a_referral_has_a_place_and_a_time(station, clock):
    record(station, "376")
    case = cases.open_cases(station)[0]
    with pytest.raises(Refused, match="time_not_in_case"):
        cases.finish(station, case.uid, "referred", place="社康", name="甲", phone="13800138000", at=1)
    clock.advance(600_000)
    handed = clock.now() - 60_000
    done = cases.finish(station, case.uid, "referred", place="社康", name="甲", phone="13800138000", at=handed).answer
    assert (done.case.place, done.case.referred_at) == ("社康", handed)


def places(station, **wanted):
    return log_filter.places(station, LogFilter(**wanted), 1 << 40, 100)


def test_the_log_is_filtered_by_everything_the_desk_offers(station, clock):
    record(station, "B12345 365")
    record(station, "376")
    record(station, "hb:A8K999 365")
    record(station, '{"persons":[{"name":"曾三","phone":"13800138000","category":"visitor","readings":[{"tenths":365}],'
           '"registration":{"reason":"探亲"}}]}')  # fmt: skip
    clock.advance(3_600_000)
    other = operators.new_operator(station, "值守甲", "volunteer", "1111").answer
    record(station.acting_as(other), "粤B12345 366 -")
    counts = dashboard.counts(station)
    assert (counts.first, counts.newest) == (1, 5)
    assert places(station) == [5, 4, 3, 2, 1]
    assert places(station, since=4) == [5, 4]
    assert places(station, abnormal=True) == [2]
    assert places(station, key=True) == [3]
    assert places(station, is_open=True) == [3, 2]
    assert places(station, inside=True) == [4]
    today, names = station.today(), {"op1": "班长甲", "op2": "值守甲"}

    def typed(words):
        return log_filter.places(station, log_filter.read_words(words, today, names), 1 << 40, 100)

    assert typed("2345") == [5, 1]
    assert typed("12345 @值守") == [5]
    assert typed("@甲") == [5, 4, 3, 2, 1]
    assert typed("@乙") == []
    assert typed("zs") == typed("cs") == typed("曾") == typed("/8000") == [4]
    assert typed("8:") == [4, 3, 2, 1]
    assert typed("9:") == [5]
    assert typed("3-11") == [5, 4, 3, 2, 1]
    assert typed("3-10") == []
    assert [row.n for row in passage_log.rows_at(station, [2, 4])] == [4, 2]
    record(station, '{"direction":"out","persons":[{"name":"曾三","phone":"13800138000","category":"visitor",'
           '"readings":[{"tenths":365}],"registration":{"reason":"探亲"}}]}')  # fmt: skip
    assert places(station, inside=True) == []


def test_a_visitor_by_pass_alone_is_inside_until_the_pass_goes_out(station):
    token = access_passes.token_of(station, access_passes.issue(station, days=3, pass_class="visitor").answer)
    record(station, f"365 {token}")
    assert places(station, inside=True) == [1]
    record(station, f"366 - {token}")
    assert places(station, inside=True) == []
    resident = access_passes.token_of(station, access_passes.issue(station, days=3, pass_class="resident").answer)
    record(station, f"365 {resident}")
    assert places(station, inside=True) == []
    assert clean(station)


def test_who_was_turned_back_or_waits_at_the_gate_is_not_inside(station, clock):
    def comes(name, phone, **more):
        person = {
            "name": name,
            "phone": phone,
            "category": "courier",
            "readings": [{"tenths": more.pop("tenths", 365)}],
        }
        return record(station, json.dumps({"persons": [person], **more}))

    comes("甲一", "13800138001", disposition="turned_back")
    comes("乙二", "13800138002")
    comes("丙三", "13800138003", tenths=376)
    assert places(station, inside=True) == [2]
    with station.store.read() as connection:
        assert [one.who for one in open_matters.carried_over(station, connection) if one.kind == "inside"] == ["乙*"]
    clock.advance(600_000)
    cases.take_reading(station, cases.open_cases(station)[0].uid, "365")
    assert places(station, inside=True) == [3, 2]
    assert clean(station)


def test_a_draft_is_kept_until_it_is_saved(station):
    from station.records.ids import new_uid

    uid = new_uid("CP17")
    drafts.keep(station, uid, {"line": "B12345 36"})
    assert drafts.left_over(station).content == {"line": "B12345 36"}
    assert drafts.left_over(station).uid == uid
    drafts.keep(station, uid, {})
    assert drafts.left_over(station) is None
    saved = record(station, "365")
    drafts.keep(station, saved, {"line": "365"})
    assert drafts.left_over(station) is None
    with station.store.read() as connection:  # nothing of it stays on the disk either
        assert connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar() == 0
