"""Shifts: open, close with frozen figures, list, and the sheet of a closed one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, desc, select

from station.clock import DAY, local, local_day
from station.errors import Refused
from station.handover import figures
from station.handover.figures import SliceRow
from station.handover.sheet import Sheet
from station.records.event import Audit
from station.records.operator import Operator
from station.records.shift import Figures, Handover, OpenMatter, Shift
from station.services import log
from station.services.cases import open_cases_in
from station.services.context import Station
from station.services.operators import list_operators
from station.settings import RulePack, ShiftRow
from station.store import journal
from station.store.schema import exports, shifts
from station.store.schema import journal as journal_table


@dataclass(frozen=True)
class ShiftState:
    """A shift with when it opened and closed (ms UTC), None while it is open."""

    uid: str
    shift: Shift
    opened_at: int
    closed_at: int | None


def table_row(rules: RulePack, at: int) -> ShiftRow:
    """The row of the shift table that holds this moment; shifts may cross midnight."""
    now = local(at).strftime("%H:%M")
    for row in rules.shifts:
        crosses = row.ends <= row.starts
        if row.starts <= now < row.ends or (crosses and (now >= row.starts or now < row.ends)):
            return row
    return rules.shifts[0]


def open_shift(station: Station, members: tuple[str, ...] = (), thermometers: tuple[str, ...] = ()) -> ShiftState:
    """Open the shift the table says it is now, led by the leader who is signed in."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    now = station.clock.now()
    row = table_row(station.rules, now)
    with station.store.write(station.operator.id) as transaction:
        newest = transaction.connection.execute(select(shifts).order_by(desc(shifts.c.ordinal))).first()
        if newest and newest.closed_at is None:
            raise Refused("shift_already_open", field="shift", ordinal=newest.ordinal)
        shift = Shift(
            ordinal=newest.ordinal + 1 if newest else 1,
            number=row.number,
            day=_begun_on(row, now),
            starts=row.starts,
            ends=row.ends,
            leader=station.operator.id,
            members=members,
            thermometers=thermometers,
        )
        entry = transaction.append("shift", shift)
    return ShiftState(entry.header.uid, shift, entry.header.at, None)


def _begun_on(row: ShiftRow, now: int) -> str:
    """The day a shift began: yesterday for the part after midnight of one that crosses it."""
    after_midnight = row.ends <= row.starts and local(now).strftime("%H:%M") < row.ends
    return local_day(now - DAY if after_midnight else now).isoformat()


def current_shift(station: Station) -> ShiftState | None:
    """The open shift, if there is one."""
    with station.store.read() as connection:
        row = connection.execute(select(shifts).where(shifts.c.closed_at.is_(None))).first()
        return _state(connection, row) if row else None


def list_shifts(station: Station) -> list[ShiftState]:
    """All shifts, oldest first."""
    with station.store.read() as connection:
        rows = connection.execute(select(shifts).order_by(shifts.c.ordinal)).all()
        return [_state(connection, row) for row in rows]


def close_shift(
    station: Station, incoming: Operator, supplies: dict[str, str] | None = None, remark: str = ""
) -> ShiftState:
    """Freeze the figures of the open shift's slice and hand over to `incoming`; any leader may close."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    with station.store.write(station.operator.id) as transaction:
        connection = transaction.connection
        row = connection.execute(select(shifts).where(shifts.c.closed_at.is_(None))).first()
        if row is None:
            raise Refused("no_open_shift", field="shift")
        state = _state(connection, row)
        first = slice_start(connection)
        counted = _slice_rows(connection, first, (row.opened_epoch, row.opened_seq))
        handover = Handover(
            shift=state.uid,
            ordinal=state.shift.ordinal,
            first_epoch=first[0],
            first_seq=first[1],
            incoming=incoming.id,
            figures=figures.count(counted),
            exceptions=figures.exceptions(counted),
            open_matters=_open_matters(connection),
            supplies=supplies or {},
            remark=remark,
            closed_by=station.operator.id,
        )
        entry = transaction.append("handover", handover)
    return ShiftState(state.uid, state.shift, state.opened_at, entry.header.at)


def preview_figures(station: Station) -> Figures:
    """The figures the open shift would freeze now."""
    with station.store.read() as connection:
        row = connection.execute(select(shifts).where(shifts.c.closed_at.is_(None))).first()
        opened = (row.opened_epoch, row.opened_seq) if row else (1 << 40, 0)
        return figures.count(_slice_rows(connection, slice_start(connection), opened))


def sheet(station: Station, ordinal: int, printing: int | None = None) -> Sheet:
    """The sheet of a closed shift; `printing` is the number of this print, None to look only."""
    with station.store.read() as connection:
        row = connection.execute(select(shifts).where(shifts.c.ordinal == ordinal)).first()
        if row is None:
            raise Refused("no_such_shift", field="shift", ordinal=ordinal)
        if row.closed_at is None:
            raise Refused("shift_still_open", field="shift", ordinal=ordinal)
        entry = journal.entry_at(connection, row.closed_epoch, row.closed_seq)
        handover: Handover = journal.record_of(entry)
        names = {operator.id: operator.name for operator in list_operators(connection)}
        shift = _state(connection, row).shift
        return Sheet(
            station=station.code,
            station_name=station.name,
            shift=shift,
            handover=handover,
            outgoing=names.get(shift.leader, shift.leader),
            incoming=names.get(handover.incoming, handover.incoming),
            names=names,
            closed_at=row.closed_at,
            printed_at=station.clock.now(),
            printing=printing or 0,
            last_epoch=entry.header.epoch,
            last_seq=entry.header.seq,
            head=entry.header.digest(),
            batches=_batches(connection, row),
        )


def print_sheet(station: Station, ordinal: int) -> Sheet:
    """The sheet with its print counted and audited: the second print says it is one."""
    sheet(station, ordinal)  # refuse before anything is written
    before = len(_prints(station, ordinal))
    with station.store.write(station.operator.id) as transaction:
        transaction.append("audit", Audit("print_sheet", {"shift": ordinal, "printing": before + 1}))
    return sheet(station, ordinal, before + 1)


def _prints(station: Station, ordinal: int) -> list[int]:
    with station.store.read() as connection:
        audits = connection.execute(
            select(journal_table.c.epoch, journal_table.c.seq).where(journal_table.c.kind == "audit")
        ).all()
        records = [journal.record_of(journal.entry_at(connection, *place)) for place in audits]
    return [
        one.facts["printing"]
        for one in records
        if one and one.action == "print_sheet" and one.facts["shift"] == ordinal
    ]


def _state(connection: Connection, row: Row[tuple[object, ...]]) -> ShiftState:
    record: Shift = journal.record_of(journal.entry_at(connection, row.opened_epoch, row.opened_seq))
    return ShiftState(row.uid, record, row.opened_at, row.closed_at)


def slice_start(connection: Connection) -> tuple[int, int]:
    """The place after the newest close, the journal's first entry before any."""
    row = connection.execute(
        select(shifts.c.closed_epoch, shifts.c.closed_seq)
        .where(shifts.c.closed_at.is_not(None))
        .order_by(desc(shifts.c.ordinal))
        .limit(1)
    ).first()
    return (row.closed_epoch, row.closed_seq + 1) if row else (1, 1)


def _slice_rows(connection: Connection, first: tuple[int, int], opened: tuple[int, int]) -> list[SliceRow]:
    return [
        SliceRow(
            at=row.at,
            operator=row.operator,
            passage=row.passage,
            case=row.case,
            chains=tuple(row.readings_of(index) for index in range(len(row.passage.persons))),
            before_opening=(row.epoch, row.seq) < opened,
            revision=row.revision,
        )
        for row in log.rows_between(connection, first, (1 << 40, 1 << 40))
    ]


def _open_matters(connection: Connection) -> tuple[OpenMatter, ...]:
    return tuple(
        OpenMatter(one.uid, one.who, one.case.rules, one.case.state, one.case.due_at)
        for one in open_cases_in(connection)
    )


def _batches(connection: Connection, row: Row[tuple[object, ...]]) -> tuple[int, ...]:
    """Numbers of the batches exported during the shift."""
    query = select(exports.c.number).where(exports.c.at.between(row.opened_at, row.closed_at))
    return tuple(connection.execute(query.order_by(exports.c.number)).scalars())
