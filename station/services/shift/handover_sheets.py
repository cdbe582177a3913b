"""The sheet of a closed shift: looked at, printed with its print counted, compared with the paper's QR code."""

from __future__ import annotations

from station.changes import writes
from station.errors import Refused
from station.handover.handover_sheet import Comparison as Comparison  # re-exported: callers see services only
from station.handover.handover_sheet import Sheet, compared, read_mark
from station.records.event import Audit
from station.records.shift import Handover
from station.services.opened_station import Station
from station.store import export_rows, journal, operator_rows, print_rows, shift_rows, supply_rows
from station.store.shift_rows import ShiftState
from station.store.store import View


def sheet(station: Station, ordinal: int, printing: int | None = None) -> Sheet:
    """The sheet of a closed shift; `printing` is the number of this print, None for that of the next one."""
    with station.store.read() as connection:
        state = shift_rows.by_ordinal(connection, ordinal)
        if state is None:
            raise Refused("no_such_shift", field="shift", ordinal=ordinal)
        if state.closed_at is None:
            raise Refused("shift_still_open", field="shift", ordinal=ordinal)
        return _sheet(station, connection, state, printing or 1 + print_rows.printed(connection, f"sheet/{ordinal}"))


@writes
def print_sheet(station: Station, ordinal: int) -> Sheet:
    """The sheet with its print counted and audited: the second print says it is one."""
    sheet(station, ordinal)  # refuse before anything is written
    with station.write() as transaction:
        printing = 1 + print_rows.printed(transaction.connection, f"sheet/{ordinal}")
        transaction.append("audit", Audit("print_sheet", {"shift": ordinal, "printing": printing}))
    return sheet(station, ordinal, printing)


@writes
def count_print(station: Station, what: str) -> int:
    """Count and audit a print of something else that is numbered; which print this is."""
    with station.write() as transaction:
        printing = 1 + print_rows.printed(transaction.connection, what)
        transaction.append("audit", Audit("print", {"what": what, "printing": printing}))
    return printing


def compare(station: Station, text: str) -> Comparison:
    """Compare a scanned sheet with this station's own record of it."""
    mark = read_mark(text)
    if mark is None:
        raise Refused("not_a_sheet", field="code")
    if mark.station != station.code:
        return Comparison(mark.serial, "other_station")
    with station.store.read() as connection:
        known = {state.closed: state for state in shift_rows.every(connection) if state.closed}
        state = known.get(mark.last)
        kept = read_mark(_sheet(station, connection, state, 0).qr_text) if state else None
    return compared(mark, kept)


def _sheet(station: Station, connection: View, state: ShiftState, printing: int) -> Sheet:
    assert state.closed is not None
    assert state.closed_at is not None
    entry = journal.entry_at(connection, *state.closed)
    handover: Handover = journal.record_of(entry)
    names = operator_rows.names(connection)
    return Sheet(
        station=station.code,
        station_name=station.name,
        shift=state.shift,
        handover=handover,
        outgoing=names.get(state.shift.leader, state.shift.leader),
        incoming=names.get(handover.incoming, handover.incoming),
        names=names,
        closed_at=state.closed_at,
        printed_at=station.clock.now(),
        printing=printing,
        last_epoch=entry.header.epoch,
        last_seq=entry.header.seq,
        head=entry.header.digest(),
        fever_from=station.rules.abnormal_from,
        batches=export_rows.numbers_between(connection, state.opened, state.closed),
        moved=supply_rows.came_and_went(connection, state.opened, state.closed),
        expected=tuple(station.rules.supplies),
    )
