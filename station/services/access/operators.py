"""Operators and their PINs: a PIN names the author of what is saved and opens nothing."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from station.changes import writes
from station.entry import normal
from station.errors import Refused, WrongSecret
from station.records.event import Audit, Setting
from station.records.operator import Operator, Role
from station.services.opened_station import Station
from station.store import operator_rows
from station.store.store import Transaction

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
FREE_TRIES = 3
LONGEST_WAIT = 300
SHORTEST_PIN = 4


def add_operator(transaction: Transaction, name: str, role: Role, pin: str) -> Operator:
    """Add an operator in the caller's transaction; the PIN itself is nowhere kept."""
    if not (pin.isascii() and pin.isdigit() and len(pin) >= SHORTEST_PIN):
        raise Refused("pin_form", field="pin", shortest=SHORTEST_PIN)
    name = normal.words(name)
    if not name:
        raise Refused("missing_field", field="name", person=1)
    operator = Operator(operator_rows.next_id(transaction.connection), name, role)
    operator_rows.add(transaction.connection, operator, HASHER.hash(pin))
    transaction.append("setting", Setting("operator", {"id": operator.id, "name": operator.name, "role": role}))
    return operator


@writes
def new_operator(station: Station, name: str, role: Role, pin: str) -> Operator:
    """Add an operator; only a leader may."""
    if station.operator.role != "leader":
        raise Refused("leader_only", field="operator")
    with station.write() as transaction:
        return add_operator(transaction, name, role, pin)


def names(station: Station) -> dict[str, str]:
    """Names by id, of those too who no longer work here."""
    with station.store.read() as connection:
        return operator_rows.names(connection)


def all_operators(station: Station) -> list[Operator]:
    """All operators of the station."""
    with station.store.read() as connection:
        return operator_rows.working(connection)


@writes
def sign_in(station: Station, operator_id: str, pin: str) -> Operator:
    """Check a PIN; both success and failure are audited, and failures grow a delay that stays."""
    now = station.clock.now()
    with station.store.read() as connection:
        secret = operator_rows.secret_of(connection, operator_id)
    if secret is None:
        raise WrongSecret("wrong_pin")
    wait = _wait_left(secret.failures, secret.failed_at, now)
    if wait:
        raise WrongSecret("pin_wait", seconds=wait)
    right = _matches(secret.pin_hash, pin)
    with station.acting_as(secret.operator).write() as transaction:
        operator_rows.note_try(transaction.connection, operator_id, 0 if right else secret.failures + 1, now)
        transaction.append("audit", Audit("sign_in" if right else "sign_in_failed"))
    if not right:
        raise WrongSecret("wrong_pin")
    return secret.operator


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
        everyone = operator_rows.working(connection)
    leaders = [one for one in everyone if one.role == "leader"]
    state = station.shift
    return next((one for one in leaders if state and one.id == state.shift.leader), leaders[0])


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
