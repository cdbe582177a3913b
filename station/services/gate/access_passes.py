"""Passes: issue one with this station's key, check one offline, revoke one issued here."""

from __future__ import annotations

from pathlib import Path

from station import signing
from station.changes import writes
from station.entry.comparison import serial_key
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.errors import Refused
from station.passes import qr_image, token
from station.passes import serial as pass_serial
from station.records.access_pass import AccessPass, PassClass
from station.records.event import PASS_KEY, Setting
from station.records.passage import Vehicle
from station.services.opened_station import Station
from station.store import key_rows, meta_rows, pass_rows
from station.store.meta_rows import Kept
from station.store.store import Transaction
from station.triage.list_index import index_of

LONGEST_DAYS = 365


@writes
def issue(
    station: Station,
    *,
    days: int,
    pass_class: PassClass = "visitor",
    plate: str | None = None,
) -> AccessPass:
    """Issue a pass good from today for `days` days, and journal it."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("pass_days", field="days", longest=LONGEST_DAYS)
    if station.is_clock_behind():
        raise Refused("clock_implausible", field="pass")
    checked = read_plate(plate) if plate else None
    if isinstance(checked, Problem):
        raise Refused(checked.code, field="plate")
    with station.write() as transaction:
        record = AccessPass(
            serial=token.new_serial(),
            key_number=transaction.head.epoch,
            issued=token.pass_day(station.clock.now()),
            days=days,
            gates=token.ALL_GATES,
            pass_class=pass_class,
            plate=checked.plate if checked else None,
        )
        _tell_key(transaction)
        transaction.append("access_pass", record)
    return record


def _tell_key(transaction: Transaction) -> None:
    """Put the public half of the key into the journal, once an epoch: the centre tells it to the other gates."""
    epoch = transaction.head.epoch
    if meta_rows.read(transaction.connection, Kept.PASS_KEY) != str(epoch):
        public = signing.public_key(key_rows.of_epoch(transaction.connection, "pass", epoch)).hex()
        transaction.append("setting", Setting(PASS_KEY, {"public_key": public}))
        meta_rows.write(transaction.connection, Kept.PASS_KEY, str(epoch))


@writes
def revoke(station: Station, serial_text: str) -> AccessPass:
    """Revoke a pass issued here; from now on it is refused at this station."""
    record, uid, revision = _standing(station, pass_serial.typed(serial_text))
    revoked = AccessPass(
        record.serial,
        record.key_number,
        record.issued,
        record.days,
        record.gates,
        record.pass_class,
        record.plate,
        revoked=True,
    )
    with station.write() as transaction:
        transaction.append("access_pass", revoked, uid, revision + 1)
    return revoked


def token_of(station: Station, access_pass: AccessPass) -> str:
    """The signed text of a pass issued here, for its QR code."""
    with station.store.read() as connection:
        private = key_rows.of_epoch(connection, "pass", access_pass.key_number)
    return token.encode(access_pass, private)


def printed_serial(access_pass: AccessPass) -> str:
    """The serial as it stands under the QR code."""
    return pass_serial.printed(access_pass.serial)


def find(station: Station, serial_text: str) -> AccessPass:
    """A pass issued here, by its printed serial."""
    return _standing(station, pass_serial.typed(serial_text))[0]


def check(station: Station, text: str) -> AccessPass:
    """Verify a scanned token or a typed serial offline; Refused says which of the checks failed."""
    if token.is_token(text):
        genuine = token.decode(text, issuers(station))
        revoked = _is_revoked(station, genuine.serial) or _is_listed_revoked(station, genuine.serial)
    else:
        genuine = _standing(station, pass_serial.typed(text))[0]
        revoked = genuine.revoked or _is_listed_revoked(station, genuine.serial)
    if revoked:
        raise Refused("pass_revoked", field="pass")
    token.check_valid(genuine, token.pass_day(station.clock.now()))
    return genuine


def vehicle_of(access_pass: AccessPass) -> Vehicle | None:
    """The vehicle a pass is bound to."""
    read = read_plate(access_pass.plate) if access_pass.plate else None
    return read if isinstance(read, Vehicle) else None


def _standing(station: Station, serial: str) -> tuple[AccessPass, str, int]:
    with station.store.read() as connection:
        found = pass_rows.by_serial(connection, serial)
    if found is None:
        raise Refused("pass_unknown_serial", field="pass")
    return found


def _is_revoked(station: Station, serial: str) -> bool:
    with station.store.read() as connection:
        return pass_rows.is_revoked(connection, serial)


def _is_listed_revoked(station: Station, serial: str) -> bool:
    """Whether the centre's list says that a pass is no longer good."""
    return serial_key(pass_serial.listed(serial)) in index_of(station.lists).revoked


def issuers(station: Station) -> tuple[token.Issuer, ...]:
    """Whose passes are read here: this station's own, and those of the keys that the centre vouches for."""
    with station.store.read() as connection:
        keys = key_rows.of_purpose(connection, "pass")
    own = tuple(token.Issuer(epoch, signing.public_key(private)) for epoch, private in keys)
    others = tuple(token.Issuer(one.key_number, bytes.fromhex(one.public_key)) for one in station.lists.pass_issuers)
    return own + others


def write_png(text: str, path: Path) -> None:
    """The QR code of a pass as a picture file."""
    qr_image.png(text, str(path))


def qr_modules(text: str) -> list[list[bool]]:
    """The QR code of a text as a grid for whoever paints it."""
    return qr_image.modules(text)
