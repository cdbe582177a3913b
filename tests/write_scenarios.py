"""How each use case that writes is called on a real station: prepared here, called by whoever watches what it tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from station.batch import envelope
from station.batch.card import read_card
from station.batch.receipt import Receipt, receipt_bytes
from station.changes import Changes
from station.clock import DAY, HOUR, SetClock
from station.entry.draft import Draft, from_line
from station.entry.gate_line import read_line
from station.entry.problem import Problem
from station.errors import MachineError, StoreProblem
from station.records.passage import Vehicle
from station.services.access import key_slots, operators
from station.services.centre import clerk_desk, clerk_lists
from station.services.exchange import reference_pack, station_files
from station.services.gate import (
    access_passes,
    cases,
    corrections,
    drafts,
    registration,
    scripted_records,
    transfer_sheets,
)
from station.services.late_entry import paper_kit, table_import
from station.services.log import passage_log
from station.services.opened_station import Station
from station.services.safety import (
    backups,
    final_wipe,
    opening_checklist,
    relocation,
    retention,
    second_copy,
    verification,
)
from station.services.shift import (
    daily_reports,
    handover_sheets,
    incidents,
    isolation_rounds,
    report_prints,
    shifts,
    supplies,
)
from station.store import full_text, slot_file
from tests.tests_support import CHEAP, all_entries, enrolled, given_lists, saved, workbook

TODAY = date(2020, 3, 11)
PERSON = {"name": "张三丰", "phone": "13877776666", "readings": [{"tenths": 378}]}
LISTS = {
    "居家隔离": [("编号", "姓名", "隔离起始日", "电话", "住址"), ("G1", "周五", "2020-03-08", "13900139000", "12 栋")]
}
STAFF_HEAD, STAFF_LEADER = ("编号", "姓名", "权限", "单位", "PIN"), ("L1", "班长乙", "班长", "街道", "2222")
STAFF = {"值守人员": [STAFF_HEAD, STAFF_LEADER, ("V1", "值守丙", "值守", "", "3333")]}
OTHER_STAFF = {"值守人员": [STAFF_HEAD, STAFF_LEADER, ("V2", "值守丁", "值守", "", "4444")]}
RESIDENTS = {"居民": [("姓名", "电话"), ("欧阳", "13600136000")]}
RULES = {"规则": [("设置项", "值"), ("abnormal_from", "37.4")]}
TABLE = [("表号", "行号", "日期", "时间", "进出", "车牌", "体温", "姓名", "电话", "类别", "事由"),
         (1, 1, "2020-03-11", "07:10", "进", "粤B12345", "36.5", "", "", "", ""),
         (1, 2, "2020-03-11", "07:20", "进", "粤B12346", "36.6", "", "", "", "")]  # fmt: skip
Call = Callable[[], Changes[Any]]


class World:
    """A station, a centre and a stick, each made when a scenario asks for it."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request
        self.clock: SetClock = request.getfixturevalue("clock")
        self.stick: Path = request.getfixturevalue("stick")
        self.folder: Path = request.getfixturevalue("tmp_path")

    @cached_property
    def station(self) -> Station:
        station: Station = self._request.getfixturevalue("make_station")()
        return station

    @cached_property
    def centre(self) -> clerk_desk.Centre:
        centre: clerk_desk.Centre = self._request.getfixturevalue("centre")
        return centre

    @cached_property
    def card(self) -> Path:
        card: Path = self._request.getfixturevalue("card")
        return card

    @cached_property
    def gate(self) -> Station:
        """A station that the centre has enrolled."""
        assert "station" not in self.__dict__, "a scenario has one station: ask for the enrolled one first"
        station: Station = self._request.getfixturevalue("make_station")(card=self.card)
        self.station = station
        enrolled(self.centre, station, self.stick)
        return station

    def opened_again(self) -> None:
        """The station is closed and opened again: what is in force is read from the store."""
        self.station.close()
        self.station = self._request.getfixturevalue("make_station")()

    def listed(self, sheets: dict[str, Any]) -> Station:
        return given_lists(self.centre, self.gate, self.stick, sheets)

    def packed(self, sheets: dict[str, Any]) -> Path:
        """A pack of the centre with these lists, not taken yet."""
        assert not clerk_lists.take(self.centre, workbook(self.folder / "lists.xlsx", sheets)).problems
        (made,) = clerk_lists.pack(self.centre, self.stick, station=self.gate.code)
        return self.stick / made.file

    def passed(self, line: str = "B12345 365") -> str:
        """Somebody was registered."""
        return saved(scripted_records.record(self.station, line).answer).uid

    def held(self, line: str = "B8K327 378") -> tuple[str, str]:
        """Somebody was held: the passage and its case."""
        found = saved(scripted_records.record(self.station, line).answer)
        assert found.case_uid
        return found.uid, found.case_uid

    def closed_shift(self) -> Station:
        shifts.open_shift(self.station)
        self.passed()
        shifts.close_shift(self.station, self.station.operator)
        return self.station

    def bring(self) -> None:
        """A stick goes to the centre and comes back with a receipt."""
        done = station_files.export(self.gate, self.stick).answer
        clerk_desk.merge_files(self.centre, [self.stick / one.file for one in done])
        clerk_desk.receipts(self.centre, self.stick)
        station_files.take_from(self.gate, self.stick)

    def receipt(self, highest: int) -> Path:
        """A receipt up to an entry, signed by the centre and not taken yet."""
        digest = all_entries(self.gate)[highest - 1].header.digest()
        made = Receipt(self.gate.code, 1, highest, digest, (), (), "centre", self.clock.now())
        path = self.stick / f"{highest}.ysr"
        path.write_bytes(receipt_bytes(made, self.centre.keys.private_key()))
        return path


Prepare = Callable[[World], Call]
SCENARIOS: dict[tuple[str, str], dict[str, Prepare]] = {}


def scenario(use_case: Callable[..., Changes[Any]], *names: str) -> Callable[[Prepare], Prepare]:
    """This prepares a call of that use case; several are told apart by a name."""

    def put(prepare: Prepare) -> Prepare:
        of = SCENARIOS.setdefault((use_case.__module__, use_case.__name__), {})
        name = " ".join(names) or "plain"
        assert name not in of, f"{use_case.__name__} {name} stands twice"
        of[name] = prepare
        return prepare

    return put


# --- the gate ---------------------------------------------------------------------------------------
def _draft(world: World, line: str = "B12345 365", **more: Any) -> Draft:
    station = world.station
    value = read_line(line, station.rules, station.today())
    assert not isinstance(value, Problem)
    return replace(from_line(registration.new_draft(station).uid, value), **more)


@scenario(registration.save)
def _save(world: World) -> Call:
    draft = _draft(world)
    return lambda: registration.save(world.station, draft)


@scenario(registration.save, "held")
def _save_held(world: World) -> Call:
    draft = _draft(world, "B12345 378")
    return lambda: registration.save(world.station, draft)


@scenario(registration.save, "what was kept as a draft")
def _save_draft(world: World) -> Call:
    draft = _draft(world)
    drafts.keep(world.station, draft.uid, {"line": "B12345 365"})
    return lambda: registration.save(world.station, draft)


@scenario(registration.save, "with a key")
def _save_keyed(world: World) -> Call:
    draft = _draft(world, key="paper/0001/01")
    return lambda: registration.save(world.station, draft)


@scenario(scripted_records.record)
def _record(world: World) -> Call:
    return lambda: scripted_records.record(world.station, "B12345 365 366")


@scenario(scripted_records.record, "beside an open case")
def _record_beside(world: World) -> Call:
    world.held()
    return lambda: scripted_records.record(world.station, "B8K327 365")


@scenario(scripted_records.record, "of somebody on no list")
def _record_not_listed(world: World) -> Call:
    station = world.listed(RESIDENTS)
    line = json.dumps({"persons": [{"name": "陌生人", "phone": "13700137000", "readings": [{"tenths": 365}]}]})
    return lambda: scripted_records.record(station, line)


@scenario(corrections.undo)
def _undo(world: World) -> Call:
    uid = world.passed()
    return lambda: corrections.undo(world.station, uid)


@scenario(corrections.undo, "of a held one")
def _undo_held(world: World) -> Call:
    uid, _ = world.held()
    return lambda: corrections.undo(world.station, uid)


@scenario(corrections.void)
def _void(world: World) -> Call:
    uid = world.passed()
    return lambda: corrections.void(world.station, uid, "误录")


@scenario(corrections.void, "whose case another one follows")
def _void_followed(world: World) -> Call:
    uid, _ = world.held()
    world.passed("B8K327 365")
    return lambda: corrections.void(world.station, uid, "误录")


@scenario(corrections.correct_by_line)
def _correct_by_line(world: World) -> Call:
    uid = world.passed()
    return lambda: corrections.correct_by_line(world.station, uid, "B12346 366", "看错")


@scenario(corrections.correct_by_line, "into a fever")
def _correct_into_fever(world: World) -> Call:
    uid = world.passed()
    return lambda: corrections.correct_by_line(world.station, uid, "B12345 379", "看错")


@scenario(corrections.correct_by_line, "out of a fever")
def _correct_out_of_fever(world: World) -> Call:
    uid, _ = world.held()
    return lambda: corrections.correct_by_line(world.station, uid, "B8K327 365", "看错")


@scenario(corrections.correct)
def _correct(world: World) -> Call:
    uid, _ = world.held()
    draft = replace(corrections.standing_draft(world.station, uid), vehicle=Vehicle("粤B12346", "ordinary"))
    return lambda: corrections.correct(world.station, draft, "看错")


@scenario(drafts.keep)
def _keep_draft(world: World) -> Call:
    return lambda: drafts.keep(world.station, registration.new_draft(world.station).uid, {"line": "B1"})


@scenario(drafts.keep, "nothing any more")
def _forget_draft(world: World) -> Call:
    uid = registration.new_draft(world.station).uid
    drafts.keep(world.station, uid, {"line": "B1"})
    return lambda: drafts.keep(world.station, uid, {})


@scenario(cases.take_reading)
def _take_reading(world: World) -> Call:
    _, case = world.held()
    return lambda: cases.take_reading(world.station, case, "376a")


@scenario(cases.take_reading, "that frees")
def _take_freeing(world: World) -> Call:
    _, case = world.held()
    world.passed("B8K327 365")
    return lambda: cases.take_reading(world.station, case, "365a")


@scenario(cases.finish)
def _finish(world: World) -> Call:
    _, case = world.held()
    return lambda: cases.finish(world.station, case, "referred", name="张三", phone="13800138000", place="社康")


@scenario(cases.identify)
def _identify(world: World) -> Call:
    _, case = world.held()
    return lambda: cases.identify(world.station, case, "张三", "13800138000")


@scenario(cases.override)
def _override(world: World) -> Call:
    _, case = world.held()
    return lambda: cases.override(world.station, case, "医生到场", world.station.operator)


@scenario(cases.override, "that another one follows")
def _override_followed(world: World) -> Call:
    _, case = world.held()
    world.passed("B8K327 365")
    return lambda: cases.override(world.station, case, "医生到场", world.station.operator)


@scenario(cases.add_note)
def _add_note(world: World) -> Call:
    _, case = world.held()
    return lambda: cases.add_note(world.station, case, "已回电")


@scenario(cases.note_about)
def _note_about(world: World) -> Call:
    uid = world.passed()
    return lambda: cases.note_about(world.station, uid, "已回电")


@scenario(access_passes.issue)
def _issue(world: World) -> Call:
    return lambda: access_passes.issue(world.station, days=2)


@scenario(access_passes.issue, "another")
def _issue_another(world: World) -> Call:
    access_passes.issue(world.station, days=2)
    return lambda: access_passes.issue(world.station, days=2, plate="粤B12345")


@scenario(access_passes.revoke)
def _revoke(world: World) -> Call:
    serial = access_passes.printed_serial(access_passes.issue(world.station, days=2).answer)
    return lambda: access_passes.revoke(world.station, serial)


@scenario(passage_log.reveal)
def _reveal(world: World) -> Call:
    return lambda: passage_log.reveal(world.station, "查证", "log")


# --- the shift --------------------------------------------------------------------------------------
@scenario(shifts.open_shift)
def _open_shift(world: World) -> Call:
    return lambda: shifts.open_shift(world.station, ("值守甲",), ("T1",))


@scenario(shifts.close_shift)
def _close_shift(world: World) -> Call:
    shifts.open_shift(world.station)
    world.passed()
    return lambda: shifts.close_shift(world.station, world.station.operator, {"masks": 40})


@scenario(shifts.revise_roster)
def _revise_roster(world: World) -> Call:
    shifts.open_shift(world.station)
    return lambda: shifts.revise_roster(world.station, ("值守甲",), ("T1", "T2"))


@scenario(supplies.move)
def _move(world: World) -> Call:
    return lambda: supplies.move(world.station, "masks", 100, "received")


@scenario(incidents.open_incident)
def _open_incident(world: World) -> Call:
    return lambda: incidents.open_incident(world.station, "tip", "有人翻墙")


@scenario(incidents.hand_on)
def _hand_on(world: World) -> Call:
    uid = incidents.open_incident(world.station, "tip", "有人翻墙").answer.uid
    return lambda: incidents.hand_on(world.station, uid, "李网格")


@scenario(incidents.close)
def _close_incident(world: World) -> Call:
    uid = incidents.open_incident(world.station, "tip", "有人翻墙").answer.uid
    return lambda: incidents.close(world.station, uid, "已处理")


@scenario(isolation_rounds.visit)
def _visit_door(world: World) -> Call:
    station = world.listed(LISTS)
    return lambda: isolation_rounds.visit(station, "G1", "365 376", needs="买菜")


@scenario(isolation_rounds.release)
def _release(world: World) -> Call:
    station = world.listed(LISTS)
    return lambda: isolation_rounds.release(station, "G1", "满 14 天")


@scenario(paper_kit.issue_kit)
def _issue_kit(world: World) -> Call:
    return lambda: paper_kit.issue_kit(world.station, 2)


@scenario(paper_kit.key_row)
def _key_row(world: World) -> Call:
    paper_kit.issue_kit(world.station, 1)
    return lambda: paper_kit.key_row(world.station, 1, 1, TODAY, "0710", "B12345 365")


@scenario(table_import.take)
def _import(world: World) -> Call:
    paper_kit.issue_kit(world.station, 1)
    path = workbook(world.folder / "rows.xlsx", {"纸质": TABLE})
    return lambda: table_import.take(world.station, path)


@scenario(handover_sheets.print_sheet)
def _print_sheet(world: World) -> Call:
    station = world.closed_shift()
    return lambda: handover_sheets.print_sheet(station, 1)


@scenario(handover_sheets.count_print)
def _count_print(world: World) -> Call:
    return lambda: handover_sheets.count_print(world.station, "rounds/2020-03-11")


@scenario(daily_reports.sign)
def _sign(world: World) -> Call:
    return lambda: daily_reports.sign(world.station, TODAY, world.station.operator, zero=True)


@scenario(report_prints.print_report)
def _print_report(world: World) -> Call:
    daily_reports.sign(world.station, TODAY, world.station.operator, zero=True)
    return lambda: report_prints.print_report(world.station, TODAY)


@scenario(transfer_sheets.transfer_sheet)
def _transfer(world: World) -> Call:
    _, case = world.held(json.dumps({"persons": [PERSON]}))
    return lambda: transfer_sheets.transfer_sheet(world.station, case, "移交社康")


# --- who works, who unlocks -------------------------------------------------------------------------
@scenario(operators.new_operator)
def _new_operator(world: World) -> Call:
    return lambda: operators.new_operator(world.station, "值守甲", "volunteer", "1111")


@scenario(operators.sign_in)
def _sign_in(world: World) -> Call:
    return lambda: operators.sign_in(world.station, "op1", "1234")


@scenario(operators.confirm_pin)
def _confirm_pin(world: World) -> Call:
    return lambda: operators.confirm_pin(world.station, "op1", "1234")


@scenario(key_slots.change_passphrase)
def _change_passphrase(world: World) -> Call:
    return lambda: key_slots.change_passphrase(world.station, "bangui lemo tuxi", CHEAP)


@scenario(key_slots.add_passphrase)
def _add_passphrase(world: World) -> Call:
    return lambda: key_slots.add_passphrase(world.station, "another good one", CHEAP)


@scenario(key_slots.add_stick)
def _add_stick(world: World) -> Call:
    return lambda: key_slots.add_stick(world.station, world.stick, "2468", CHEAP)


@scenario(key_slots.remove_slot)
def _remove_slot(world: World) -> Call:
    number = key_slots.add_passphrase(world.station, "another good one", CHEAP).answer.number
    return lambda: key_slots.remove_slot(world.station, number)


@scenario(key_slots.renew_recovery)
def _renew_recovery(world: World) -> Call:
    recipient = read_card(world.card.read_bytes()).recovery
    return lambda: key_slots.renew_recovery(world.station, recipient)


# --- keeping safe -----------------------------------------------------------------------------------
@scenario(second_copy.choose)
def _choose(world: World) -> Call:
    return lambda: second_copy.choose(world.station, world.stick)


@scenario(backups.make)
def _backup(world: World) -> Call:
    return lambda: backups.make(world.station, world.stick)


@scenario(opening_checklist.thorough)
def _thorough(world: World) -> Call:
    return lambda: opening_checklist.thorough(world.station)


@scenario(relocation.rename)
def _rename(world: World) -> Call:
    return lambda: relocation.rename(world.station, "新名字")


@scenario(verification.rebuild, "of look-ups that were lost")
def _rebuild(world: World) -> Call:
    world.passed()
    world.held()
    shifts.open_shift(world.station)
    incidents.open_incident(world.station, "tip", "有人翻墙")
    with world.station.write() as transaction:
        for table in ("passages", "cases", "shifts", "incidents"):
            transaction.connection.exec_driver_sql(f"DELETE FROM {table}")
    world.opened_again()
    return lambda: verification.rebuild(world.station)


@scenario(retention.purge)
def _purge(world: World) -> Call:
    station = world.listed(LISTS)
    shifts.open_shift(station)
    paper_kit.issue_kit(station, 1)
    paper_kit.key_row(station, 1, 1, TODAY, "0710", "B12345 365")
    uid = world.passed(json.dumps({"persons": [{**PERSON, "readings": [{"tenths": 365}]}]}))
    cases.note_about(station, uid, "已回电")
    _, case = world.held()
    cases.take_reading(station, case, "365a")
    world.held("376")  # stays: its case is open
    access_passes.issue(station, days=2)
    uid = incidents.open_incident(station, "tip", "有人翻墙").answer.uid
    incidents.close(station, uid, "已处理")
    shifts.close_shift(station, station.operator)
    world.bring()
    world.clock.advance(4 * DAY)
    return lambda: retention.purge(station)


@scenario(retention.purge, "of a case whose passage stays")
def _purge_case(world: World) -> Call:
    station = world.gate
    uid, case = world.held()
    cases.note_about(station, uid, "已回电")
    cases.take_reading(station, case, "365a")
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator)
    world.bring()
    corrections.correct_by_line(station, uid, "B8K328 378", "看错")
    world.clock.advance(4 * DAY)
    return lambda: retention.purge(station)


@scenario(final_wipe.prepare)
def _wipe(world: World) -> Call:
    world.bring()
    return lambda: final_wipe.prepare(world.gate, world.stick, world.gate.code)


# --- exchange ---------------------------------------------------------------------------------------
@scenario(station_files.export)
def _export(world: World) -> Call:
    station = world.gate
    return lambda: station_files.export(station, world.stick)


@scenario(station_files.receive, "a card")
def _receive_card(world: World) -> Call:
    return lambda: station_files.receive(world.station, world.card)


@scenario(station_files.receive, "a certificate")
def _receive_certificate(world: World) -> Call:
    station_files.receive(world.station, world.card)
    out = world.stick / "CP17.ysc"
    clerk_desk.enrol(world.centre, next(world.station.store.folder.glob("enrol-*.json")), out)
    return lambda: station_files.receive(world.station, out)


@scenario(station_files.receive, "a receipt")
def _receive_receipt(world: World) -> Call:
    path = world.receipt(2)
    return lambda: station_files.receive(world.gate, path)


@scenario(station_files.receive, "a receipt that goes back")
def _receive_lower(world: World) -> Call:
    lower = world.receipt(1)
    station_files.receive(world.gate, world.receipt(3))
    return lambda: station_files.receive(world.gate, lower)


@scenario(station_files.receive, "a pack with everything")
def _receive_pack(world: World) -> Call:
    path = world.packed({**LISTS, **STAFF, **RULES})
    return lambda: station_files.receive(world.gate, path)


@scenario(reference_pack.take_pack)
def _take_pack(world: World) -> Call:
    content = world.packed(LISTS).read_bytes()
    key = read_card(world.card.read_bytes()).public_key()
    return lambda: reference_pack.take_pack(world.gate, content, "d" * 64, key)


@scenario(reference_pack.take_pack, "that lets somebody go")
def _take_next_pack(world: World) -> Call:
    world.listed({**LISTS, **STAFF})
    world.clock.advance(HOUR)
    content = world.packed(OTHER_STAFF).read_bytes()
    key = read_card(world.card.read_bytes()).public_key()
    return lambda: reference_pack.take_pack(world.gate, content, "d" * 64, key)


@scenario(station_files.take_from)
def _take_from(world: World) -> Call:
    world.packed(STAFF)
    world.receipt(2)
    return lambda: station_files.take_from(world.gate, world.stick)


@scenario(station_files.visit)
def _visit(world: World) -> Call:
    world.packed(LISTS)
    return lambda: station_files.visit(world.gate, world.stick)


# --- what fails after it wrote ----------------------------------------------------------------------
FAILING: dict[str, Callable[[World, pytest.MonkeyPatch], Callable[[], Any]]] = {}


def failing(prepare: Callable[[World, pytest.MonkeyPatch], Callable[[], Any]]) -> Any:
    """This prepares a call that makes something durable and then fails."""
    FAILING[prepare.__name__.strip("_")] = prepare
    return prepare


def blocked(path: Path) -> Path:
    """A file that cannot be written: a folder stands where it is written beside (root may write everywhere)."""
    path.with_name(path.name + ".part").mkdir()
    return path


@failing
def _slots_that_cannot_be_written(world: World, _patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    blocked(world.station.store.folder / slot_file.FILE_NAME)
    return lambda: key_slots.add_passphrase(world.station, "another good one", CHEAP)


@failing
def _a_name_that_the_slots_cannot_say(world: World, _patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    blocked(world.station.store.folder / slot_file.FILE_NAME)
    return lambda: relocation.rename(world.station, "新名字")


@failing
def _a_wrong_pin(world: World, _patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    return lambda: operators.confirm_pin(world.station, "op1", "0000")


@failing
def _the_second_of_two_batches(world: World, patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    station = world.gate
    patch.setattr(envelope, "MOST_ENTRIES", 2)
    blocked(world.stick / "CP17-E1-B00002.ysb")
    return lambda: station_files.export(station, world.stick)


@failing
def _a_certificate_of_the_wipe(world: World, _patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    station = world.gate
    world.bring()
    return lambda: final_wipe.prepare(station, world.folder / "nowhere", station.code)


@failing
def _a_purge_that_is_cut(world: World, patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    call = _purge(world)

    def cut(_connection: object) -> None:
        raise StoreProblem("disk_full")

    patch.setattr(retention, "AT_ONCE", 3)
    patch.setattr(full_text, "begin_anew", cut)
    return call


@failing
def _a_card_whose_recovery_cannot_be_written(world: World, _patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """One use case in another one: `receive` itself answers that the file was refused."""
    station, card = world.station, world.card
    blocked(station.store.folder / slot_file.FILE_NAME)

    def call() -> None:
        if station_files.receive(station, card).answer.verdict == "refused":
            raise MachineError("cannot_write")

    return call


@failing
def _a_stick_that_brings_a_pack_and_takes_nothing(world: World, _patch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """The export page says the problem of a visit as any other failure."""
    station = world.gate
    world.packed(LISTS)
    blocked(world.stick / "CP17-E1-B00001.ysb")

    def call() -> None:
        problem = station_files.visit(station, world.stick).answer.problem
        if problem is not None:
            raise problem

    return call
