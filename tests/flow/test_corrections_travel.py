"""Corrections, voids, overrides and notes travel to the centre, before or after their record was exported."""

from dataclasses import asdict

from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import cases, corrections, scripted_records
from station.services.safety import verification
from station.services.shift import shifts


def test_what_is_corrected_at_the_gate_is_corrected_at_the_centre(make_station, card, centre, stick, tmp_path):
    station = make_station(card=card)
    uids = [
        scripted_records.record(station, line).answer.uid
        for line in ("B12345 365 366", "376", "hb:A8K999 365", "365", "377")
    ]
    clerk_desk.enrol(centre, station.store.folder / "enrol-CP17.json", tmp_path / "c.ysc")
    first = stick / station_files.export(station, stick).answer[0].file
    assert clerk_desk.merge_files(centre, [first])[0].verdict == "new"

    corrections.correct_by_line(station, uids[0], "B12346 365 -", "看错")
    corrections.void(station, uids[1], "重复")
    corrections.undo(station, uids[3])
    feverish = next(one for one in cases.open_cases(station) if one.case.passage == uids[4])
    cases.add_note(station, feverish.uid, "医生在场")
    cases.override(station, feverish.uid, "医生判断", station.operator)
    second = stick / station_files.export(station, stick).answer[0].file
    assert clerk_desk.merge_files(centre, [second])[0].verdict == "new"

    here, there = asdict(shifts.preview_figures(station)), asdict(clerk_desk.figures(centre)["CP17"])
    only_here = {"before_opening"}  # a station knows its shifts
    assert {k: v for k, v in here.items() if k not in only_here} == {
        k: v for k, v in there.items() if k not in only_here
    }
    assert (there["voided"], there["passages"], there["entries"], there["exits"]) == (2, 3, 2, 1)
    outcomes = {one.uid: one.row.case.outcome for one in clerk_desk.passages(centre) if one.row.case}
    assert (outcomes[uids[1]], outcomes[uids[4]]) == ("voided", "released")
    assert clerk_desk.merge_files(centre, [second, first])[0].verdict == "already"
    assert [gap.missing for gap in clerk_desk.gaps(centre)] == [()]
    assert verification.verify(station).findings == ()
