"""The sheet of a closed shift: looked at, printed with its print counted, compared with the paper's QR code."""

from __future__ import annotations

from sqlalchemy import Connection, Row, func, select

from station.errors import Refused
from station.handover.sheet import Comparison as Comparison  # re-exported: callers see services only
from station.handover.sheet import Sheet, compared, read_mark
from station.records.event import Audit
from station.records.shift import Handover
from station.services import shifts
from station.services.context import Station
from station.services.operators import names_of
from station.store import journal
from station.store.schema import exports, prints
from station.store.schema import shifts as shift_table


def sheet(station: Station, ordinal: int, printing: int | None = None) -> Sheet:
    """The sheet of a closed shift; `printing` is the number of this print, None for that of the next one."""
    with station.store.read() as connection:
        row = connection.execute(select(shift_table).where(shift_table.c.ordinal == ordinal)).first()
        if row is None:
            raise Refused("no_such_shift", field="shift", ordinal=ordinal)
        if row.closed_at is None:
            raise Refused("shift_still_open", field="shift", ordinal=ordinal)
        return _sheet(station, connection, row, printing or 1 + printed(connection, f"sheet/{ordinal}"))


def print_sheet(station: Station, ordinal: int) -> Sheet:
    """The sheet with its print counted and audited: the second print says it is one."""
    sheet(station, ordinal)  # refuse before anything is written
    with station.store.write(station.operator.id) as transaction:
        printing = 1 + printed(transaction.connection, f"sheet/{ordinal}")
        transaction.append("audit", Audit("print_sheet", {"shift": ordinal, "printing": printing}))
    return sheet(station, ordinal, printing)


def count_print(station: Station, what: str) -> int:
    """Count and audit a print of something else that is numbered; which print this is."""
    with station.store.write(station.operator.id) as transaction:
        printing = 1 + printed(transaction.connection, what)
        transaction.append("audit", Audit("print", {"what": what, "printing": printing}))
    return printing


def printed(connection: Connection, what: str) -> int:
    """How often something was printed."""
    return connection.execute(select(func.max(prints.c.printing)).where(prints.c.what == what)).scalar() or 0


def compare(station: Station, text: str) -> Comparison:
    """Compare a scanned sheet with this station's own record of it."""
    mark = read_mark(text)
    if mark is None:
        raise Refused("not_a_sheet", field="code")
    if mark.station != station.code:
        return Comparison(mark.serial, "other_station")
    with station.store.read() as connection:
        rows = connection.execute(select(shift_table).where(shift_table.c.closed_at.is_not(None))).all()
        known = {(row.closed_epoch, row.closed_seq): row for row in rows}
        row = known.get(mark.last)
        kept = read_mark(_sheet(station, connection, row, 0).qr_text) if row else None
    return compared(mark, kept)


def _sheet(station: Station, connection: Connection, row: Row[tuple[object, ...]], printing: int) -> Sheet:
    entry = journal.entry_at(connection, row.closed_epoch, row.closed_seq)
    handover: Handover = journal.record_of(entry)
    state = shifts.state_at(connection, row.ordinal)
    assert state is not None
    names = names_of(connection)
    return Sheet(
        station=station.code,
        station_name=station.name,
        shift=state.shift,
        handover=handover,
        outgoing=names.get(state.shift.leader, state.shift.leader),
        incoming=names.get(handover.incoming, handover.incoming),
        names=names,
        closed_at=row.closed_at,
        printed_at=station.clock.now(),
        printing=printing,
        last_epoch=entry.header.epoch,
        last_seq=entry.header.seq,
        head=entry.header.digest(),
        batches=_batches(connection, row),
    )


def _batches(connection: Connection, row: Row[tuple[object, ...]]) -> tuple[int, ...]:
    """Numbers of the batches exported during the shift."""
    query = select(exports.c.number).where(exports.c.at.between(row.opened_at, row.closed_at))
    return tuple(connection.execute(query.order_by(exports.c.number)).scalars())
