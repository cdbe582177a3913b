"""Retention: only under a receipt, only when old and closed; counts, chain and rebuild stay what they were."""

import json
from datetime import date

import pytest
from tests_support import all_entries, enrolled

from station import signing
from station.batch.purge_certificate import read_certificate
from station.clock import DAY
from station.errors import Refused, RefusedFile, WrongSecret
from station.records.journal_entry import NO_DIGEST, check_links
from station.records.kinds import PERSONAL_KINDS
from station.services import epochs
from station.services.access import operators
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import access_passes, cases, corrections, scripted_records, suggestions
from station.services.late_entry import paper_kit
from station.services.log import passage_log
from station.services.safety import backups, final_wipe, relocation, retention, second_copy, verification
from station.services.shift import daily_reports, handover_sheets, incidents, shifts, supplies
from station.store import key_rows, purged_bodies

DAY_ONE = date(2020, 3, 11)
PERSON = (
    '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"张三丰","id_number":"11010519491231002X",'
    '"phone":"13877776666","readings":[{"tenths":366}]}]}'
)


@pytest.fixture
def receipted(make_station, card, centre, stick, clock):
    """A station whose closed shift lies under a receipt, four days later: some matters are still open."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    shifts.open_shift(station, ("值守甲",))
    for number in range(20):
        scripted_records.record(station, f"{12340 + number % 6} 365 366{' -' if number % 3 else ''}")
        clock.advance(1000)
    scripted_records.record(station, PERSON)
    open_case = scripted_records.record(station, "376").answer
    closed = scripted_records.record(station, "375").answer
    case = next(one for one in cases.open_cases(station) if one.uid == closed.case_uid)
    cases.take_reading(station, case.uid, "365a")
    corrections.void(station, scripted_records.record(station, "B55555 365").answer.uid, "误录")
    cases.note_about(station, closed.uid, "已回电")
    access_passes.issue(station, days=2)
    access_passes.issue(station, days=30)
    incidents.open_incident(station, "tip", "有人翻墙")
    shifts.close_shift(station, station.operator, {}, "")
    bring(station, centre, stick)
    clock.advance(4 * DAY)
    return station, open_case


def bring(station, centre, stick):
    clerk_desk.merge_files(centre, [stick / one.file for one in station_files.export(station, stick).answer])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(station, stick)


def test_what_is_old_closed_and_receipted_goes_and_nothing_else(receipted):
    station, open_case = receipted
    before = all_entries(station)
    figures = daily_reports.work_out(station, DAY_ONE).figures
    found = retention.due(station)
    done = retention.purge(station).answer
    assert (done.records, done.kept) == (found.records, found.kept)
    after = all_entries(station)
    gone = {entry.header.uid for entry in after if entry.body is None}
    assert [entry.header for entry in after[: len(before)]] == [entry.header for entry in before]
    assert {entry.header.kind for entry in after if entry.body is None} <= set(PERSONAL_KINDS)
    assert open_case.uid not in gone
    assert open_case.case_uid not in gone
    assert check_links(after, NO_DIGEST) is None
    assert verification.verify(station).findings == ()
    verification.rebuild(station)
    assert verification.verify(station).findings == ()
    assert daily_reports.work_out(station, DAY_ONE).figures == figures
    assert suggestions.suggest_vehicles(station, "77777") == []
    assert [row.uid for row in passage_log.rows(station)] == [open_case.uid]
    assert handover_sheets.sheet(station, 1).handover.figures.passages == 23
    assert retention.purge(station).answer.records == 0
    live = [entry for entry in after if entry.header.kind == "access_pass" and entry.body]
    assert len(live) == 1  # the one for thirty days
    scripted_records.record(station, "B12345 365")
    assert verification.verify(station).findings == ()


def test_nothing_goes_without_a_receipt_or_a_closed_shift(make_station, clock):
    station = make_station()
    scripted_records.record(station, PERSON)
    clock.advance(30 * DAY)
    assert (retention.due(station).records, retention.due(station).without_receipt) == (0, 1)
    assert retention.purge(station).answer.bodies == 0


def test_a_correction_after_the_receipt_keeps_the_record(receipted, clock, centre, stick):
    station, _open = receipted
    row = next(
        one for one in passage_log.rows(station) if one.passage.vehicle and one.passage.vehicle.plate == "粤B77777"
    )
    corrections.correct_by_line(station, row.uid, "B77778 366", "看错")
    due = retention.due(station).records
    retention.purge(station)
    assert row.uid in {one.uid for one in passage_log.rows(station)}
    shifts.open_shift(station, ())
    shifts.close_shift(station, station.operator, {}, "")
    bring(station, centre, stick)
    clock.advance(4 * DAY)
    assert retention.purge(station).answer.records == 2 or due  # with its case or alone, now it may go
    assert row.uid not in {one.uid for one in passage_log.rows(station)}
    assert verification.verify(station).findings == ()


def test_a_purged_record_is_not_corrected_and_a_volunteer_purges_nothing(receipted):
    station, _open = receipted
    uid = next(passage_log.rows(station)).uid
    volunteer = operators.new_operator(station, "值守甲", "volunteer", "5678").answer
    with pytest.raises(Refused, match="leader_only"):
        retention.purge(station.acting_as(volunteer))
    retention.purge(station)
    with pytest.raises(Refused, match="record_purged"):
        corrections.correct_by_line(station, uid, "B12345 366", "看错")


def test_the_certificate_is_signed_and_names_counts_only(receipted, tmp_path):
    station, _open = receipted
    retention.purge(station)
    made = retention.certificate(station, tmp_path / "word.ysg")
    with station.store.read() as connection:
        public = signing.public_key(key_rows.of_epoch(connection, "batch", 1))
    content = (tmp_path / "word.ysg").read_bytes()
    assert read_certificate(content, public) == made
    assert made.counts["2020-03-11"]["vehicles"] >= 20
    assert "张三丰".encode() not in content
    with pytest.raises(RefusedFile):
        read_certificate(content.replace(b"CP17", b"CP18"), public)
    assert json.dumps(made.counts)


def test_the_wipe_at_the_end(receipted, stick, centre, clock):
    station, _open = receipted
    scripted_records.record(station, PERSON)
    with pytest.raises(Refused, match="wipe_without_receipt"):
        final_wipe.prepare(station, stick, "CP17")
    bring(station, centre, stick)
    with pytest.raises(Refused, match="wipe_wrong_code"):
        final_wipe.prepare(station, stick, "CP18")
    made = final_wipe.prepare(station, stick, "CP17").answer
    station.close()
    final_wipe.destroy(station.store.folder)
    assert not station.store.folder.exists()
    assert (stick / made.file).is_file()
    assert made.entries > 20


LATER = {
    "shift": lambda station, _to: shifts.open_shift(station).answer,
    "passage": lambda station, _to: scripted_records.record(station, "B12345 365").answer,
    "incident": lambda station, _to: incidents.open_incident(station, "tip", "有人翻墙").answer,
    "access_pass": lambda station, _to: access_passes.issue(station, days=2).answer,
    "supply": lambda station, _to: supplies.move(station, "masks", 100, "received").answer,
    "daily_report": lambda station, _to: daily_reports.sign(station, DAY_ONE, station.operator).answer,
    "paper_kit": lambda station, _to: paper_kit.issue_kit(station, 1).answer,
    "reveal": lambda station, _to: passage_log.reveal(station, "查证", "log").answer,
    "operator": lambda station, _to: operators.new_operator(station, "值守乙", "volunteer", "5678").answer,
    "place": lambda station, _to: relocation.rename(station, "新名字").answer,
    "backup": lambda station, to: backups.make(station, to).answer,
    "mirror": lambda station, to: second_copy.choose(station, to).answer,
    "purge": lambda station, _to: retention.purge(station).answer,
    "print_sheet": lambda station, _to: handover_sheets.print_sheet(station, 1).answer,
    "sign_in_failed": lambda station, _to: _mistyped(station),
}


def _mistyped(station):
    with pytest.raises(WrongSecret):
        operators.sign_in(station, "op1", "0000")


@pytest.mark.parametrize("what", LATER)
def test_a_wipe_waits_for_every_kind_that_no_receipt_covers(what, receipted, stick, centre, tmp_path):
    station, _open = receipted
    operators.sign_in(station, "op1", "1234")  # only this and the receipt's own entry: it could go
    with station.store.read() as connection:
        assert purged_bodies.not_at_the_centre(connection) == {}
    LATER[what](station, tmp_path)
    with pytest.raises(Refused, match="wipe_without_receipt") as refused:
        final_wipe.prepare(station, stick, "CP17")
    waiting = refused.value.facts["entries"]
    assert what in waiting, waiting
    assert refused.value.facts["count"] == sum(waiting.values())
    bring(station, centre, stick)
    assert final_wipe.prepare(station, stick, "CP17").answer.entries
    assert final_wipe.prepare(
        station, stick, "CP17"
    ).answer.entries  # cut after its own entry: it may be asked for again


def test_an_older_epoch_without_a_receipt_is_waited_for(receipted, stick, centre):
    """A folder that was copied goes on under a new epoch: the receipt of the new one says nothing of the old one."""
    station, _open = receipted
    scripted_records.record(station, "B54321 365")  # the last of epoch 1, under no receipt
    epochs.continue_anew(station.store, station.name, "folder_was_copied")
    with station.store.read() as connection:
        waiting = purged_bodies.not_at_the_centre(connection)
    assert (waiting["passage"], waiting["epoch"], waiting["folder_was_copied"]) == (1, 1, 1)
    done = station_files.export(station, stick).answer
    clerk_desk.merge_files(centre, [stick / one.file for one in done])
    for asked in station_files.ask_to_be_enrolled(station, stick):
        clerk_desk.enrol(centre, stick / asked.file, stick / "two.ysc")
    (newest,) = [path for _made, path in clerk_desk.receipts(centre, stick) if "-E2-" in path.name]
    assert station_files.receive(station, newest).answer.verdict == "taken"
    with pytest.raises(Refused, match="wipe_without_receipt"):
        final_wipe.prepare(station, stick, "CP17")
    station_files.take_from(station, stick)
    assert final_wipe.prepare(station, stick, "CP17").answer.entries


def test_old_records_behind_the_last_closed_shift_are_counted(make_station, card, centre, stick, clock):
    station = make_station(card=card)
    enrolled(centre, station, stick)
    scripted_records.record(station, PERSON)
    bring(station, centre, stick)
    clock.advance(30 * DAY)
    due = retention.due(station)
    assert (due.records, due.kept, due.without_receipt, due.unclosed) == (0, 0, 0, 1)
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator)
    assert (retention.due(station).records, retention.due(station).unclosed) == (1, 0)
