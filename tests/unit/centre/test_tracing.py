"""Who passed, who was beside them, who is still inside, which passages do not go together: over all stations."""

import json

import pytest
from sqlalchemy import select
from tests_support import enrolled

from station.centre.centre_tables import centre_log
from station.clock import DAY, HOUR, MINUTE
from station.errors import InputError, StationError
from station.services.centre import clerk_desk, clerk_trace, custody
from station.services.centre.clerk_trace import Span, line, shown, wanted
from station.services.exchange import station_files
from station.services.gate import access_passes, cases, corrections, scripted_records
from station.services.gate.registration import Saved

ID, PHONE = "11010519491231002X", "13800138000"


def visitor(name, direction="in", category="courier", **more):
    person = {"name": name, "phone": PHONE, "category": category, "readings": [{"tenths": 365}], **more}
    return json.dumps({"direction": direction, "persons": [person]})


class Walk:
    """Stations that one clock drives, and one centre that gets everything."""

    def __init__(self, centre, make_station, card, stick, clock):
        self.centre, self.stick, self.clock = centre, stick, clock
        self.stations = {code: make_station(code, card=card) for code in ("CP17", "CP18", "RP01")}
        for one in self.stations.values():
            enrolled(centre, one, stick)

    def go(self, code, line, after=0):
        self.clock.advance(after)
        saved = scripted_records.record(self.stations[code], line).answer
        assert isinstance(saved, Saved), saved
        return saved.uid

    def bring(self):
        for one in self.stations.values():
            for done in station_files.export(one, self.stick).answer:
                assert clerk_desk.merge_files(self.centre, [self.stick / done.file])[0].verdict == "new"


@pytest.fixture
def walk(centre, make_station, card, stick, clock):
    return Walk(centre, make_station, card, stick, clock)


def places(several):
    return [(one.station, one.passage.direction) for one in several]


def test_a_plate_is_followed_through_every_station_and_those_beside_it(walk):
    walk.go("CP17", "B12345 365")
    walk.go("CP17", "B22222 366", 3 * MINUTE)
    walk.go("CP18", "B33333 366", MINUTE)
    walk.go("CP17", "B44444 366", 8 * MINUTE)  # twelve minutes after the first
    walk.go("CP18", "- B12345 366", HOUR)
    walk.bring()
    found = clerk_trace.trace(walk.centre, "12345", Span())
    assert places(found.found) == [("CP17", "in"), ("CP18", "out")]
    assert [one.passage.vehicle.plate for one in found.beside] == ["粤B22222"]
    wider = clerk_trace.trace(walk.centre, "粤B12345", Span(), around=15)
    assert [one.passage.vehicle.plate for one in wider.beside] == ["粤B22222", "粤B44444"]


def test_a_person_is_found_by_document_phone_or_pass(walk):
    walk.go("CP17", visitor("王小明", id_number=ID, id_type="resident_id", phone=PHONE))
    walk.go("CP18", visitor("王小明", "out", id_number=ID, id_type="resident_id"), HOUR)
    walk.bring()
    assert places(clerk_trace.trace(walk.centre, ID.lower(), Span()).found) == [("CP17", "in"), ("CP18", "out")]
    assert places(clerk_trace.trace(walk.centre, PHONE, Span()).found) == [("CP17", "in"), ("CP18", "out")]
    assert clerk_trace.trace(walk.centre, "13800138001", Span()).found == []
    issuing = walk.stations["CP17"]
    made = access_passes.issue(issuing, days=3).answer
    token = access_passes.token_of(issuing, made)
    walk.go("CP17", f"365 {token}")
    walk.bring()
    for text in (token, access_passes.printed_serial(made)):
        assert places(clerk_trace.trace(walk.centre, text, Span()).found) == [("CP17", "in")]


def test_days_bound_the_question(walk, clock):
    walk.go("CP17", "B12345 365")
    walk.go("CP17", "- B12345 365", DAY)
    walk.bring()
    first, second = (clerk_trace.local_day(clock.now() - back) for back in (DAY, 0))
    assert places(clerk_trace.trace(walk.centre, "B12345", Span(first, first)).found) == [("CP17", "in")]
    assert places(clerk_trace.trace(walk.centre, "B12345", Span(second)).found) == [("CP17", "out")]


def test_only_what_stands_now_is_told(walk):
    """A corrected plate, a voided passage, a batch left out by a decision."""
    wrong = walk.go("CP17", "B12345 365")
    void = walk.go("CP17", "B12345 366")
    walk.go("CP18", "B12345 367", HOUR)
    corrections.correct_by_line(walk.stations["CP17"], wrong, "B54321 365", "看错")
    corrections.void(walk.stations["CP17"], void, "重复")
    walk.bring()
    assert places(clerk_trace.trace(walk.centre, "B12345", Span()).found) == [("CP18", "in")]
    assert places(clerk_trace.trace(walk.centre, "B54321", Span()).found) == [("CP17", "in")]
    custody.undo(walk.centre, "CP18-E1-B00001", "错盘")
    assert clerk_trace.trace(walk.centre, "B12345", Span()).found == []


def test_who_is_inside_is_settled_by_the_newest_passage_at_any_station(walk):
    walk.go("CP17", visitor("王小明", id_number=ID, id_type="resident_id"))
    walk.go("CP17", visitor("李四", phone="13800138004"), MINUTE)
    walk.go("CP17", visitor("居民甲", category="resident", phone="13800138007"), MINUTE)
    walk.go("CP18", visitor("王小明", "out", id_number=ID, id_type="resident_id"), HOUR)
    walk.bring()
    assert [(seen.station, person.name) for seen, person in clerk_trace.inside(walk.centre)] == [("CP17", "李四")]
    walk.go("CP18", visitor("王小明", id_number=ID, id_type="resident_id"), HOUR)
    turned = json.loads(visitor("赵六", phone="13800138006")) | {"disposition": "turned_back"}
    walk.go("CP18", json.dumps(turned), MINUTE)
    hot = json.loads(visitor("钱七", phone="13800138005"))
    hot["persons"][0]["readings"][0]["tenths"] = 376
    walk.go("CP18", json.dumps(hot), MINUTE)
    walk.bring()
    assert [person.name for _seen, person in clerk_trace.inside(walk.centre)] == ["李四", "王小明"]
    station = walk.stations["CP18"]
    walk.clock.advance(10 * MINUTE)
    cases.take_reading(station, cases.open_cases(station)[0].uid, "365")
    walk.bring()
    assert [person.name for _seen, person in clerk_trace.inside(walk.centre)] == ["李四", "王小明", "钱七"]


def test_pairs_that_do_not_go_together(walk):
    for code, line_, after in (
        ("CP17", "B11111 365", 0),
        ("CP18", "B11111 365", HOUR),  # in again elsewhere without leaving
        ("CP17", "B22222 365", 0),
        ("CP18", "- B22222 365", 2 * MINUTE),  # two gates in two minutes
        ("RP01", "B33333 365", 0),
        ("CP17", "B33333 365", HOUR),  # into the city, then home
        ("CP17", "B55555 365", 0),
        ("CP17", "- B55555 365", HOUR),
        ("CP18", "B55555 365", HOUR),
        ("CP17", "B66666 365", 0),
        ("CP17", "B66666 365", HOUR),  # the same gate: the exit was not seen there, nothing to look at elsewhere
    ):
        walk.go(code, line_, after)
    turned = {
        "vehicle": {"plate": "粤B77777"},
        "persons": [{"readings": [{"tenths": 365}]}],
        "disposition": "turned_back",
    }
    walk.go("CP17", json.dumps(turned))
    walk.go("CP18", "B77777 365", HOUR)
    walk.bring()
    found = {(one.first.passage.vehicle.plate, one.kind) for one in clerk_trace.pairs(walk.centre, Span())}
    assert found == {("粤B11111", "no_exit"), ("粤B22222", "too_soon")}


def test_people_are_masked_unless_there_is_a_reason_and_each_question_is_accounted_for(walk):
    walk.go("CP17", visitor("王小明", id_number=ID, id_type="resident_id", phone=PHONE))
    walk.bring()
    found = clerk_trace.trace(walk.centre, ID, Span())
    for told in (json.dumps(shown(found.found[0], revealed=False)), line(found.found[0], "zh", revealed=False)):
        assert "小明" not in told
        assert ID not in told
        assert PHONE not in told
    assert "王小明" in line(found.found[0], "zh", revealed=True)
    with pytest.raises(InputError, match="reveal_needs_reason"):
        clerk_trace.inside(walk.centre, reveal=" ")
    clerk_trace.inside(walk.centre, reveal="密接排查")
    with walk.centre.engine.connect() as connection:
        noted = [(row.action, json.loads(row.facts)) for row in connection.execute(select(centre_log))]
    assert noted == [
        ("trace", {"about": "****002X", "by": "id", "found": 1}),
        ("inside", {"found": 1, "reason": "密接排查"}),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "trace_one_thing"),
        ("365", "trace_one_thing"),
        ("王小明", "trace_one_thing"),
        ("B12345 B12346", "trace_one_thing"),
        ("what", "trace_one_thing"),
        ("110105194912310021", "invalid_id"),
    ],
)
def test_what_cannot_be_looked_for_is_said(rules, text, code, clock):
    with pytest.raises(StationError, match=code):
        wanted(text, rules, clerk_trace.local_day(clock.now()))
