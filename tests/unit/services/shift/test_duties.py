"""Isolation rounds and release, lines for the grid officer, drifting thermometers, moving a checkpoint."""

import shutil

import pytest

from station.clock import DAY, HOUR
from station.errors import FolderProblem, MachineError, Refused, WrongSecret
from station.records.ids import new_uid
from station.services.access import operators
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import cases, drafts, registration, scripted_records, thermometer_drift, transfer_sheets
from station.services.log import passage_log
from station.services.safety import relocation, verification
from station.services.shift import daily_reports, handover_sheets, incidents, isolation_rounds, shifts
from station.store import slot_file
from tests.tests_support import all_entries, enrolled, given_lists

ISOLATED = {
    "居家隔离": [
        ("编号", "姓名", "隔离起始日", "电话", "住址"),
        ("G1", "周五", "2020-03-08", "13900139000", "12 栋 502"),
        ("G2", "吴六", "2020-02-20", "13900139001", "3 栋 1201"),
    ]
}


@pytest.fixture
def street(centre, card, make_station, stick):
    return given_lists(centre, make_station(card=card), stick, ISOLATED)


# --- home isolation ---------------------------------------------------------------------------------
def test_twice_daily_rounds(street, clock):
    isolation_rounds.visit(street, "G1", "365 367", needs="买菜")
    clock.advance(8 * HOUR)
    isolation_rounds.visit(street, "G1", "", at_home=False)
    rows = {row.person.number: row for row in isolation_rounds.roster(street)}
    assert [row.person.number for row in isolation_rounds.roster(street)] == ["G2", "G1"]  # the longest first
    assert (rows["G1"].day, rows["G1"].is_over, rows["G2"].day, rows["G2"].is_over) == (3, False, 20, True)
    assert {name: one.found for name, one in rows["G1"].today.items()} == {"morning": "home", "evening": "not_home"}
    assert [one.tenths for one in rows["G1"].today["morning"].readings] == [365, 367]
    clock.advance(DAY)
    assert {row.person.number: row.today for row in isolation_rounds.roster(street)}["G1"] == {}
    for readings, code in (("", "missing_field"), ("999", "impossible_temperature"), ("warm", "not_a_temperature")):
        with pytest.raises(Refused, match=code):
            isolation_rounds.visit(street, "G1", readings)
    with pytest.raises(Refused, match="not_on_roster"):
        isolation_rounds.visit(street, "G9", "365")


def test_a_fever_and_a_need_at_the_door_stay_open_until_somebody_closes_them(street):
    isolation_rounds.visit(street, "G1", "365")
    assert incidents.open_ones(street) == []
    isolation_rounds.visit(street, "G1", "365 376", needs="买菜")
    said = {(one.incident.kind, one.incident.who, one.incident.text) for one in incidents.open_ones(street)}
    assert said == {("incident", "G1 周*", "isolated_fever"), ("follow_up", "G1 周*", "买菜")}


def test_isolation_ends_by_an_act_and_only_then(street):
    leaving = '{"direction":"out","persons":[{"name":"吴六","phone":"13900139001","readings":[{"tenths":365}]}]}'
    scripted_records.record(street, leaving)
    assert passage_log.newest_rows(street, 1)[0].passage.flags[0].rule == "list.isolated"
    volunteer = operators.new_operator(street, "值守甲", "volunteer", "4321").answer
    with pytest.raises(Refused, match="leader_only"):
        isolation_rounds.release(street.acting_as(volunteer), "G2", "满 14 天")
    with pytest.raises(Refused, match="missing_reason"):
        isolation_rounds.release(street, "G2", "  ")
    isolation_rounds.release(street, "G2", "满 14 天，两次核酸阴性")
    scripted_records.record(street, leaving)
    assert (
        passage_log.newest_rows(street, 1)[0].passage.flags[0].rule == "case.open"
    )  # sent back, and nobody said so yet
    for case in cases.open_cases(street):
        cases.finish(street, case.uid, "turned_back")
    scripted_records.record(street, leaving)
    assert passage_log.newest_rows(street, 1)[0].passage.disposition == "released"
    assert [row.person.number for row in isolation_rounds.roster(street)] == ["G1"]
    assert verification.verify(street).findings == ()


def test_who_is_listed_again_after_a_release_is_isolated_again(centre, card, make_station, stick, clock):
    street = given_lists(centre, make_station(card=card), stick, ISOLATED)
    isolation_rounds.release(street, "G2", "满 14 天")
    report = daily_reports.work_out(street, street.today())
    assert (report.extras["isolation_released"], report.extras["isolation_standing"]) == (1, 1)
    clock.advance(DAY)
    again = [*ISOLATED["居家隔离"][:2], ("G2", "吴六", "2020-03-12", "13900139001", "3 栋 1201")]
    street = given_lists(centre, street, stick, {"居家隔离": again})
    assert [row.person.number for row in isolation_rounds.roster(street)] == ["G1", "G2"]
    isolation_rounds.release(street, "G2", "误列")
    assert [row.person.number for row in isolation_rounds.roster(street)] == ["G1"]
    verification.rebuild(street)
    assert [row.person.number for row in isolation_rounds.roster(street)] == ["G1"]


# --- verification before release --------------------------------------------------------------------
def test_a_hit_is_released_only_with_who_what_and_what_it_showed(street):
    scripted_records.record(
        street, '{"direction":"out","persons":[{"phone":"13900139000","readings":[{"tenths":365}]}]}'
    )
    (case,) = cases.open_cases(street)
    assert case.case.state == "verify"
    for name, phone, checked, found, field in (
        (None, None, "", "", "checked"),
        (None, None, "电话社区", "", "found"),
        (None, None, "电话社区", "就医", "name"),
    ):
        with pytest.raises(Refused, match="release_needs_verification") as said:
            verified = cases.Verification(checked, found)
            cases.finish(street, case.uid, "released", name=name, phone=phone, verified=verified)
        assert said.value.facts["field"] == field
    verified = cases.Verification("电话 社区网格员", "经批准外出就医")
    done = cases.finish(street, case.uid, "released", name="周五", phone="13900139000", verified=verified).answer
    assert (done.case.checked, done.case.found) == ("电话 社区网格员", "经批准外出就医")
    shifts.open_shift(street)
    shifts.close_shift(street, street.operator)
    row = handover_sheets.sheet(street, 1).handover.exceptions[0]
    assert (row.outcome, row.found) == ("released", "经批准外出就医")
    assert "周五" not in row.who


def test_somebody_on_no_list_makes_a_line_for_the_grid_officer(centre, card, make_station, stick):
    station = given_lists(centre, make_station(card=card), stick, {"居民": [("姓名", "电话"), ("欧阳", "13600136000")]})
    scripted_records.record(
        station, '{"persons":[{"name":"陌生人","phone":"13700137000","readings":[{"tenths":365}]}]}'
    )
    scripted_records.record(station, '{"persons":[{"name":"欧阳","phone":"13600136000","readings":[{"tenths":365}]}]}')
    (line,) = incidents.open_ones(station)
    assert (line.incident.kind, line.incident.who, line.incident.text) == ("follow_up", "陌*", "not_listed")
    assert line.incident.about == next(iter(passage_log.rows(station))).uid
    scripted_records.record(
        station, '{"persons":[{"name":"陌生人","phone":"13700137000","readings":[{"tenths":366}]}]}'
    )
    assert len(incidents.open_ones(station)) == 1  # one line, however often they pass
    scripted_records.record(
        station, '{"persons":[{"name":"陌生人","phone":"13700137001","readings":[{"tenths":366}]}]}'
    )
    assert len(incidents.open_ones(station)) == 2  # the same name alone is somebody else
    incidents.close(station, line.uid, "已登记")
    scripted_records.record(
        station, '{"persons":[{"name":"陌生人","phone":"13700137000","readings":[{"tenths":366}]}]}'
    )
    assert len(incidents.open_ones(station)) == 2
    assert all(row.passage.disposition == "released" for row in passage_log.rows(station))


def test_the_transfer_sheet_is_unmasked_and_accounted_for(station):
    scripted_records.record(
        station,
        '{"vehicle":{"plate":"粤B12345"},"persons":[{"name":"张三","phone":"13800138000","readings":[{"tenths":385}]},'
        '{"name":"李四","phone":"13900139000","readings":[{"tenths":365}]}]}',
    )
    (case,) = cases.open_cases(station)
    with pytest.raises(Refused, match="reveal_needs_reason"):
        transfer_sheets.transfer_sheet(station, case.uid, " ")
    before = len(all_entries(station))
    sheet = transfer_sheets.transfer_sheet(station, case.uid, "移交社康").answer
    assert (sheet.name, sheet.phone, [one.name for one in sheet.companions]) == ("张三", "13800138000", ["李四"])
    assert (sheet.printing, transfer_sheets.transfer_sheet(station, case.uid, "again").answer.printing) == (1, 2)
    added = all_entries(station)[before:]
    assert [entry.header.kind for entry in added] == ["audit"] * 4
    assert not any("张三".encode() in entry.body for entry in added)
    scripted_records.record(station, "376")
    stranger = next(one for one in cases.open_cases(station) if not one.who)
    with pytest.raises(Refused, match="referral_needs_identity"):
        transfer_sheets.transfer_sheet(station, stranger.uid, "x")
    cases.identify(station, stranger.uid, "王五", "13700137000")
    assert transfer_sheets.transfer_sheet(station, stranger.uid, "x").answer.name == "王五"


# --- thermometers -----------------------------------------------------------------------------------
def test_a_thermometer_that_leaves_the_others_is_named(station, clock):
    def measure(gun, tenths, times=20):
        for number in range(times):
            scripted_records.record(station, f"{tenths + number % 3}#{gun}")

    measure("1", 364)
    assert thermometer_drift.drifts(station) == []  # one alone says nothing
    measure("2", 365)
    measure("3", 370)
    assert [(one.thermometer, one.tenths > 0) for one in thermometer_drift.drifts(station)] == [("3", True)]
    measure("3", 365)
    assert thermometer_drift.drifts(station) == []


def test_the_thermometer_in_use_is_noted_with_each_reading(station):
    draft = registration.new_draft(station)
    from dataclasses import replace

    from station.entry.draft import DraftPerson
    from station.entry.temperature_text import Measured

    people = (DraftPerson((Measured(365, "forehead", "normal"),)), DraftPerson((Measured(366, "ear", "normal", "E1"),)))
    registration.save(station, replace(draft, persons=people, thermometer="2"))
    (row,) = passage_log.rows(station)
    assert [one.readings[0].thermometer for one in row.passage.persons] == ["2", "E1"]
    shown = passage_log.line(row, revealed=False)
    assert shown["persons"][0]["readings"][0]["thermometer"] == "2"


# --- moving -----------------------------------------------------------------------------------------
def test_a_checkpoint_moves_with_its_series_unbroken(centre, card, make_station, stick, tmp_path, clock):
    station = make_station(card=card)
    enrolled(centre, station, stick)
    shifts.open_shift(station)
    scripted_records.record(station, "B12345 365 368")
    shifts.close_shift(station, station.operator)
    folder = station.store.folder
    station.close()
    request = relocation.move(folder, tmp_path / "new", Unlock(passphrase="words"), clock)
    with pytest.raises(FolderProblem, match="moved_away"):
        open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    old = open_station(folder, Unlock(passphrase="words"), clock, writing=False)
    assert len(list(passage_log.rows(old))) == 1  # it can still be read
    old.close()
    new = open_station(tmp_path / "new", Unlock(passphrase="words"), clock, writing=True)
    try:
        scripted_records.record(new, "366")
        shifts.open_shift(new)
        shifts.close_shift(new, new.operator)
        assert [state.shift.ordinal for state in shifts.list_shifts(new)] == [1, 2]
        assert verification.verify(new).findings == ()
        exported = station_files.export(new, stick).answer
        assert [(one.epoch, one.number) for one in exported] == [(1, 1), (2, 1)]
        clerk_desk.enrol(centre, request, stick / "new.ysc")
        merged = clerk_desk.merge_files(centre, [stick / one.file for one in exported])
        assert [one.verdict for one in merged] == ["new", "new"]
        assert clerk_desk.forks(centre) == []
        assert [gap.missing for gap in clerk_desk.gaps(centre)] == [(), ()]
        assert station_files.receive(new, stick / "new.ysc").answer.verdict == "taken"
        assert station_files.receive(new, stick / "new.ysc").answer.verdict == "already"
        assert operators.sign_in(new, "op1", "1234").answer.name == "班长甲"
    finally:
        new.close()


def test_a_move_that_was_cut_goes_on(make_station, tmp_path, clock, monkeypatch):
    station = make_station()
    scripted_records.record(station, "365")
    folder = station.store.folder
    station.close()

    def cut(*_args):
        raise OSError("stick pulled")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", cut)
        with pytest.raises(OSError, match="stick pulled"):
            relocation.move(folder, tmp_path / "new", Unlock(passphrase="words"), clock)
    relocation.move(folder, tmp_path / "new", Unlock(passphrase="words"), clock)
    new = open_station(tmp_path / "new", Unlock(passphrase="words"), clock, writing=True)
    assert len(list(passage_log.rows(new))) == 1
    assert verification.verify(new).findings == ()
    new.close()
    with pytest.raises(FolderProblem, match="already_set_up"):
        relocation.move(folder, tmp_path / "new", Unlock(passphrase="words"), clock)
    with pytest.raises(WrongSecret):
        relocation.move(folder, tmp_path / "other", Unlock(passphrase="wrong"), clock)


def test_a_move_takes_every_row_with_it_the_draft_too(make_station, tmp_path, clock):
    station = make_station()
    scripted_records.record(station, "365")
    drafts.keep(station, new_uid("CP17"), {"line": "B12345"})
    before, folder = all_entries(station), station.store.folder
    station.close()
    relocation.move(folder, tmp_path / "new", Unlock(passphrase="words"), clock)
    new = open_station(tmp_path / "new", Unlock(passphrase="words"), clock, writing=True)
    try:
        after = all_entries(new)
        assert after[: len(before)] == before
        assert [one.header.kind for one in after[len(before) :]] == ["setting", "epoch"]
        assert drafts.left_over(new).content == {"line": "B12345"}
    finally:
        new.close()


@pytest.mark.parametrize("damage", ["cut", "older", "flipped"])
def test_a_copy_that_is_not_what_was_written_closes_nothing(make_station, tmp_path, clock, monkeypatch, damage):
    """A dying disk, or one that says yes and keeps what it had: the old laptop goes on as if nobody had asked."""
    station = make_station()
    folder = station.store.folder
    older = (station.store.checkpoint(), (folder / "station.db").read_bytes())[1]
    scripted_records.record(station, "365")
    station.close()
    genuine = shutil.copyfile

    def careless(source, to):
        genuine(source, to)
        if to.name == "station.db":
            content = to.read_bytes()
            at = len(content) // 2
            flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            to.write_bytes({"cut": content[:at], "older": older, "flipped": flipped}[damage])

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", careless)
        with pytest.raises(MachineError, match="copy_unreliable"):
            relocation.move(folder, tmp_path / "bad", Unlock(passphrase="words"), clock)
    assert not slot_file.is_set_up(tmp_path / "bad")
    still = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    scripted_records.record(still, "366")
    still.close()
    relocation.move(folder, tmp_path / "new", Unlock(passphrase="words"), clock)
    with pytest.raises(FolderProblem, match="moved_away"):
        open_station(folder, Unlock(passphrase="words"), clock, writing=True)


def test_another_place_keeps_code_and_series(make_station):
    station = make_station()
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator)
    relocation.rename(station, "新围北门")
    station.close()
    again = make_station()
    assert (again.code, again.name) == ("CP17", "新围北门")
    assert handover_sheets.sheet(again, 1).station_name == "新围北门"
    with pytest.raises(Refused):
        relocation.rename(again, "  ")
