"""Corrections in any order: the look-ups and the full text stay what the journal says."""

import json
from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests_support import CHEAP

from station.errors import Refused
from station.records.passage import Vehicle
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.gate import corrections, scripted_records
from station.services.safety import verification

LINES = st.sampled_from(["365", "376", "B12345 365", "B12346 376 365", "hb:A8K999 366", "+2", "粤B8K327 365 -", "l"])
PEOPLE = st.sampled_from([("张三", "13800138000"), ("李四", "13800138001"), ("张三", "13800138002")])
STEPS = st.one_of(
    st.tuples(st.just("line"), LINES),
    st.tuples(st.just("person"), PEOPLE),
    st.tuples(st.sampled_from(["void", "undo", "swap"]), st.integers(0, 30)),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14))
def test_after_any_corrections_the_lookups_are_what_the_journal_says(tmp_path_factory, clock, steps):
    """Search included: a rebuild from the journal gives the same tables and the same full text."""
    folder = tmp_path_factory.mktemp("s") / "CP17"
    set_up(SetUp(folder, "CP17", "卡点", "words", "1234", "班长甲", None, cost=CHEAP), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    uids = []
    try:
        for kind, what in steps:
            if kind == "line":
                uids.append(scripted_records.record(station, what).answer.uid)
            elif kind == "person":
                value = {"persons": [{"name": what[0], "phone": what[1], "category": "courier",
                                      "readings": [{"tenths": 365}]}], "vehicle": {"plate": "粤B12345"}}  # fmt: skip
                uids.append(scripted_records.record(station, json.dumps(value)).answer.uid)
            elif uids:
                change(station, kind, uids[what % len(uids)])
        assert verification.verify(station).findings == ()
    finally:
        station.close()


def change(station, kind, uid):
    with suppress(Refused):  # void already
        if kind == "void":
            corrections.void(station, uid, "重复")
        elif kind == "undo":
            corrections.undo(station, uid)
        else:
            draft = corrections.standing_draft(station, uid)
            corrections.correct(station, replace(draft, vehicle=Vehicle("粤B12346", "ordinary")), "看错")
