"""Operators as the store keeps them, with the hashes of their PINs and what was tried."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from station.records.operator import Operator
from station.records.reference_lists import ListedOperator
from station.store.station_tables import operators

HERE = "op"  # before the number of an operator who was added here
LISTED = "n"  # before the number of one whom the centre's list named


@dataclass(frozen=True)
class Secret:
    """What a sign-in is checked by: the hash of the PIN, wrong tries in a row, when the last was (ms UTC)."""

    operator: Operator
    pin_hash: str
    failures: int
    failed_at: int


def working(connection: Connection) -> list[Operator]:
    """All operators who work here, in the order they were added."""
    columns = (operators.c.id, operators.c.name, operators.c.role, operators.c.agency)
    rows = connection.execute(select(*columns).where(operators.c.active == 1).order_by(literal_column("rowid")))
    return [Operator(*row) for row in rows]


def names(connection: Connection) -> dict[str, str]:
    """Names by id, of those too who no longer work here."""
    return {row.id: row.name for row in connection.execute(select(operators.c.id, operators.c.name))}


def secret_of(connection: Connection, operator_id: str) -> Secret | None:
    """What the sign-in of somebody who works here is checked by."""
    where = (operators.c.id == operator_id) & (operators.c.active == 1)
    row = connection.execute(select(operators).where(where)).first()
    if row is None:
        return None
    return Secret(Operator(row.id, row.name, row.role, row.agency), row.pin_hash, row.failures, row.failed_at)


def note_try(connection: Connection, operator_id: str, failures: int, at: int) -> None:
    """Note a try: how many wrong ones there are in a row now."""
    values = {"failures": failures, "failed_at": at}
    connection.execute(update(operators).where(operators.c.id == operator_id).values(values))


def next_id(connection: Connection) -> str:
    """The id of the next operator who is added here."""
    here = select(func.count()).select_from(operators).where(operators.c.id.startswith(HERE))
    return f"{HERE}{(connection.execute(here).scalar() or 0) + 1}"


def add(connection: Connection, operator: Operator, pin_hash: str) -> None:
    """Add an operator."""
    row = {"id": operator.id, "name": operator.name, "role": operator.role, "pin_hash": pin_hash}
    connection.execute(insert(operators), {**row, "failures": 0, "failed_at": 0})


def take_listed(connection: Connection, listed: tuple[ListedOperator, ...]) -> None:
    """Put the centre's operators beside those added here; who left the list can no longer sign in."""
    numbers = [LISTED + one.number for one in listed]
    gone = operators.c.id.startswith(LISTED) & operators.c.id.not_in(numbers)
    connection.execute(update(operators).where(gone).values(active=0))
    for one in listed:
        row = {"name": one.name, "role": one.role, "agency": one.agency, "pin_hash": one.pin_hash, "active": 1}
        statement = upsert(operators).values(id=LISTED + one.number, failures=0, failed_at=0, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
