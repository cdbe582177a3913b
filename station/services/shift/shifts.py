"""Shifts: open by the shift table, change the roster, close with frozen figures, list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from station.changes import writes
from station.clock import DAY, HOUR, MINUTE, day_start, local, local_day
from station.entry import normal
from station.errors import Refused
from station.handover import shift_figures
from station.records.operator import Operator
from station.records.shift import Duty, Figures, Handover, OpenMatter, Shift, Thermometer
from station.rule_pack import RulePack, ShiftRow
from station.services.opened_station import Station
from station.services.shift import open_matters, shift_slices, supplies
from station.store import shift_rows
from station.store.shift_rows import ShiftState as ShiftState  # re-exported: callers see services only
from station.store.store import Transaction, View


def table_row(rules: RulePack, at: int, checkpoint: str = "") -> ShiftRow:
    """The row of a checkpoint's shift table that holds this moment; shifts may cross midnight."""
    now = local(at).strftime("%H:%M")
    table = rules.shifts_of(checkpoint)
    for row in table:
        crosses = row.ends <= row.starts
        if row.starts <= now < row.ends or (crosses and (now >= row.starts or now < row.ends)):
            return row
    return table[0]


@writes
def open_shift(
    station: Station,
    members: tuple[Duty | str, ...] = (),
    thermometers: tuple[Thermometer | str, ...] = (),
) -> ShiftState:
    """Open the shift the table says it is now, led by the leader who is signed in."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    now = station.clock.now()
    row = table_row(station.rules, now, station.code)
    day = _begun_on(row, now)
    with station.write() as transaction:
        newest = shift_rows.newest(transaction.connection)
        if newest and newest.closed_at is None:
            raise Refused("shift_already_open", field="shift", ordinal=newest.shift.ordinal)
        shift = Shift(
            ordinal=newest.shift.ordinal + 1 if newest else 1,
            number=row.number,
            day=day,
            starts=row.starts,
            ends=row.ends,
            leader=station.operator.id,
            members=members,
            thermometers=thermometers,
            again=_opened_before(transaction.connection, row.number, day),
        )
        entry = transaction.append("shift", shift)
    return ShiftState(entry.header.uid, shift, entry.header.at, None)


def _begun_on(row: ShiftRow, now: int) -> str:
    """The day a shift began: yesterday for the part after midnight of one that crosses it."""
    after_midnight = row.ends <= row.starts and local(now).strftime("%H:%M") < row.ends
    return local_day(now - DAY if after_midnight else now).isoformat()


def ends_at(shift: Shift) -> int:
    """When a shift should be handed over, by its row of the shift table (ms UTC)."""
    crosses = shift.ends <= shift.starts
    hours, minutes = int(shift.ends[:2]), int(shift.ends[3:])
    return day_start(date.fromisoformat(shift.day)) + (DAY if crosses else 0) + hours * HOUR + minutes * MINUTE


def current_shift(station: Station) -> ShiftState | None:
    """The open shift, if there is one."""
    with station.store.read() as connection:
        return shift_rows.current(connection)


def list_shifts(station: Station) -> list[ShiftState]:
    """All shifts, oldest first."""
    with station.store.read() as connection:
        return shift_rows.every(connection)


@writes
def close_shift(
    station: Station,
    incoming: Operator,
    has: dict[str, int] | None = None,
    remark: str = "",
    weather: str = "",
) -> ShiftState:
    """Freeze the figures of the open shift's slice and hand over to `incoming`; any leader may close.

    `has` are the supplies as counted. Nothing that fails later, a printer least of all, opens it again.
    """
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    counts = supplies.count(station, has or {})
    with station.write() as transaction:
        state = _open(transaction)
        frozen = _frozen(station, transaction, state)
        handover = replace(
            frozen,
            incoming=incoming.id,
            supplies=counts,
            remark=normal.words(remark),
            weather=normal.words(weather),
            closed_by=station.operator.id,
        )
        entry = transaction.append("handover", handover)
    return replace(state, closed_at=entry.header.at)


def _open(transaction: Transaction) -> ShiftState:
    state = shift_rows.current(transaction.connection)
    if state is None:
        raise Refused("no_open_shift", field="shift")
    return state


def _frozen(station: Station, transaction: Transaction, state: ShiftState) -> Handover:
    """What the slice counted, what it changed in earlier ones, and what is still open."""
    connection = transaction.connection
    first = shift_slices.slice_start(connection)
    counted = shift_slices.rows_from(connection, first, state.opened)
    revised = shift_slices.revised_since(connection, first, station.code)
    return Handover(
        shift=state.uid,
        ordinal=state.shift.ordinal,
        first_epoch=first[0],
        first_seq=first[1],
        incoming="",
        figures=shift_figures.count(counted),
        exceptions=shift_figures.exceptions(counted),
        open_matters=open_matters.carried_over(station, connection),
        corrections=shift_slices.correction_rows(revised),
        adjusted=shift_slices.adjustment(revised),
    )


@writes
def revise_roster(
    station: Station, members: tuple[Duty | str, ...], thermometers: tuple[Thermometer | str, ...]
) -> ShiftState:
    """Change who is on duty and which thermometers are in use while the shift goes on."""
    with station.write() as transaction:
        state = _open(transaction)
        shift = replace(state.shift, members=members, thermometers=thermometers)
        transaction.append("shift", shift, state.uid, state.revision + 1)
    return replace(state, shift=shift, revision=state.revision + 1)


def preview_figures(station: Station) -> Figures:
    """The figures the open shift would freeze now."""
    with station.store.read() as connection:
        state = shift_rows.current(connection)
        opened = state.opened if state else shift_slices.END
        return shift_figures.count(shift_slices.rows_from(connection, shift_slices.slice_start(connection), opened))


def preview_matters(station: Station) -> tuple[OpenMatter, ...]:
    """What the open shift would carry over now."""
    with station.store.read() as connection:
        return open_matters.carried_over(station, connection)


def people_on_duty(connection: View, starts: int, ends: int) -> int:
    """How many people were on duty in the shifts of a stretch of time, each name once, the leaders too."""
    found = [one.shift for one in shift_rows.under_way(connection, starts, ends)]
    names = {one.name for shift in found for one in shift.roster if one.present}
    return len(names) + len({shift.leader for shift in found})


def _opened_before(connection: View, number: int, day: str) -> int:
    """How many shifts before were the same row of the same day: all are looked at, the clock may have gone back."""
    earlier = [one.shift for one in shift_rows.every(connection)]
    return sum((one.number, one.day) == (number, day) for one in earlier)
