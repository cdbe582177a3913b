"""Operators and their PINs: a PIN names the author of what is saved and opens nothing."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, func, insert, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from station.changes import writes
from station.entry import normal
from station.errors import Refused, WrongSecret
from station.records.event import Audit, Setting
from station.records.operator import Operator, Role
from station.records.reference import ListedOperator
from station.services.context import Station
from station.store import journal
from station.store.schema import operators, shifts
from station.store.store import Transaction

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
FREE_TRIES = 3
LONGEST_WAIT = 300
SHORTEST_PIN = 4
LISTED = "n"  # before the number of an operator whom the centre's list named; op1, op2 … were added here


def add_operator(transaction: Transaction, name: str, role: Role, pin: str) -> Operator:
    """Add an operator in the caller's transaction; the PIN itself is nowhere kept."""
    if not (pin.isascii() and pin.isdigit() and len(pin) >= SHORTEST_PIN):
        raise Refused("pin_form", field="pin", shortest=SHORTEST_PIN)
    name = normal.words(name)
    if not name:
        raise Refused("missing_field", field="name", person=1)
    here = select(func.count()).select_from(operators).where(operators.c.id.startswith("op"))
    count = transaction.connection.execute(here).scalar() or 0
    operator = Operator(f"op{count + 1}", name, role)
    transaction.connection.execute(
        insert(operators),
        {
            "id": operator.id,
            "name": operator.name,
            "role": role,
            "pin_hash": HASHER.hash(pin),
            "failures": 0,
            "failed_at": 0,
        },
    )
    transaction.append("setting", Setting("operator", {"id": operator.id, "name": operator.name, "role": role}))
    return operator


@writes
def new_operator(station: Station, name: str, role: Role, pin: str) -> Operator:
    """Add an operator; only a leader may."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    with station.write() as transaction:
        return add_operator(transaction, name, role, pin)


def list_operators(connection: Connection) -> list[Operator]:
    """All operators in the order they were added."""
    columns = (operators.c.id, operators.c.name, operators.c.role, operators.c.agency)
    rows = connection.execute(select(*columns).where(operators.c.active == 1).order_by(literal_column("rowid")))
    return [Operator(*row) for row in rows]


def names_of(connection: Connection) -> dict[str, str]:
    """Names by id, of those too who no longer work here."""
    return {row.id: row.name for row in connection.execute(select(operators.c.id, operators.c.name))}


def names(station: Station) -> dict[str, str]:
    """Names by id, of those too who no longer work here."""
    with station.store.read() as connection:
        return names_of(connection)


def take_listed(connection: Connection, listed: tuple[ListedOperator, ...]) -> None:
    """Put the centre's operators beside those added here; who left the list can no longer sign in."""
    numbers = [LISTED + one.number for one in listed]
    gone = operators.c.id.startswith(LISTED) & operators.c.id.not_in(numbers)
    connection.execute(update(operators).where(gone).values(active=0))
    for one in listed:
        row = {"name": one.name, "role": one.role, "agency": one.agency, "pin_hash": one.pin_hash, "active": 1}
        statement = upsert(operators).values(id=LISTED + one.number, failures=0, failed_at=0, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


def all_operators(station: Station) -> list[Operator]:
    """All operators of the station."""
    with station.store.read() as connection:
        return list_operators(connection)


@writes
def sign_in(station: Station, operator_id: str, pin: str) -> Operator:
    """Check a PIN; both success and failure are audited, and failures grow a delay that stays."""
    now = station.clock.now()
    with station.store.read() as connection:
        where = (operators.c.id == operator_id) & (operators.c.active == 1)
        row = connection.execute(select(operators).where(where)).first()
    if row is None:
        raise WrongSecret("wrong_pin")
    wait = _wait_left(row.failures, row.failed_at, now)
    if wait:
        raise WrongSecret("pin_wait", seconds=wait)
    right = _matches(row.pin_hash, pin)
    operator = Operator(row.id, row.name, row.role, row.agency)
    with station.acting_as(operator).write() as transaction:
        changed = {"failures": 0 if right else row.failures + 1, "failed_at": now}
        transaction.connection.execute(update(operators).where(operators.c.id == operator_id).values(changed))
        transaction.append("audit", Audit("sign_in" if right else "sign_in_failed"))
    if not right:
        raise WrongSecret("wrong_pin")
    return operator


@writes
def confirm_pin(station: Station, operator_id: str, pin: str, field: str = "pin") -> Operator:
    """A PIN as a signature on something else, e.g. a handover, without changing who is signed in.

    A wrong one names the `field` it was typed in, where several are asked for.
    """
    try:
        return sign_in(station, operator_id, pin).answer
    except WrongSecret as error:
        raise WrongSecret(error.code, **error.facts, field=field) from error


def leader_here(station: Station) -> Operator:
    """Whose PIN signs: the leader who is signed in, else the one on duty."""
    return station.operator if station.operator.role == "leader" else leader_on_duty(station)


def leader_on_duty(station: Station) -> Operator:
    """Who answers for the gate now: the open shift's leader, else the first leader there is."""
    with station.store.read() as connection:
        everyone = list_operators(connection)
        row = connection.execute(select(shifts).where(shifts.c.closed_at.is_(None))).first()
        shift = journal.record_of(journal.entry_at(connection, row.opened_epoch, row.opened_seq)) if row else None
    leaders = [one for one in everyone if one.role == "leader"]
    return next((one for one in leaders if shift and one.id == shift.leader), leaders[0])


def _wait_left(failures: int, failed_at: int, now: int) -> int:
    if failures < FREE_TRIES:
        return 0
    wait = min(1 << min(failures - FREE_TRIES, 10), LONGEST_WAIT)
    return max(0, min(wait, wait - (now - failed_at) // 1000))


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        return HASHER.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
