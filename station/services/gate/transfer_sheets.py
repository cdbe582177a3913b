"""The transfer sheet of a case: unmasked, so each one has a reason and is accounted for before it is shown."""

from __future__ import annotations

from station.changes import writes
from station.entry import normal
from station.errors import Refused
from station.handover.transfer_sheet import TransferSheet
from station.records.event import Audit
from station.services.gate import cases
from station.services.opened_station import Station
from station.store import operator_rows, passage_rows, print_rows
from station.triage.recheck import chain_of


@writes
def transfer_sheet(station: Station, case_uid: str, reason: str) -> TransferSheet:
    """The sheet of one case, audited as a reveal and a print in one transaction."""
    if not reason.strip():
        raise Refused("reveal_needs_reason", field="reason")
    found = cases.find(station, case_uid)
    person = found.passage.persons[found.waiting]
    if not (found.case.name or person.name) or not (found.case.phone or person.phone):
        raise Refused("referral_needs_identity", field="name")
    what = f"transfer/{case_uid}"
    with station.write() as transaction:
        printing = 1 + print_rows.printed(transaction.connection, what)
        transaction.append("audit", Audit("reveal", {"reason": normal.words(reason), "what": what}))
        transaction.append("audit", Audit("print", {"what": what, "printing": printing}))
    with station.store.read() as connection:
        standing = passage_rows.standing(connection, found.case.passage)
        names = operator_rows.names(connection)
    assert standing is not None, "an open case has its passage"
    return TransferSheet(
        station=station.code,
        station_name=station.name,
        case=found.case,
        passage=found.passage,
        person=person,
        number=standing.n,
        chain=chain_of(found.case, found.passage, found.waiting),
        companions=tuple(one for place, one in enumerate(found.passage.persons) if place != found.waiting),
        opened_by=names.get(found.opened_by, found.opened_by),
        printed_by=station.operator.name,
        printed_at=station.clock.now(),
        printing=printing,
    )
