"""Passes: issue one with this station's key, check one offline, revoke one issued here."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select

from station import signing
from station.changes import writes
from station.entry.plate import read_plate
from station.entry.problem import Problem
from station.errors import Refused
from station.passes import qr_image, token
from station.passes import serial as pass_serial
from station.records.access_pass import AccessPass, PassClass
from station.records.event import PASS_KEY, Setting
from station.records.passage import Vehicle
from station.services.checklist import is_clock_behind
from station.services.context import Station
from station.store import journal
from station.store.schema import access_passes, station_keys
from station.store.store import Transaction, read_meta, write_meta

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
    if is_clock_behind(station):
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
    if read_meta(transaction.connection, PASS_KEY) != str(epoch):
        public = signing.public_key(_pass_key(transaction.connection, epoch)).hex()
        transaction.append("setting", Setting(PASS_KEY, {"public_key": public}))
        write_meta(transaction.connection, PASS_KEY, str(epoch))


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
        private = _pass_key(connection, access_pass.key_number)
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
        row = connection.execute(select(access_passes).where(access_passes.c.serial == serial)).first()
        if row is None:
            raise Refused("pass_unknown_serial", field="pass")
        entry = journal.entry_at(connection, row.epoch, row.seq)
        return journal.record_of(entry), row.uid, entry.header.revision


def _is_revoked(station: Station, serial: str) -> bool:
    with station.store.read() as connection:
        where = access_passes.c.serial == serial
        return bool(connection.execute(select(access_passes.c.revoked).where(where)).scalar())


def _is_listed_revoked(station: Station, serial: str) -> bool:
    """Whether the centre's list says that a pass is no longer good."""
    return pass_serial.listed(serial) in station.lists.revoked_serials


def issuers(station: Station) -> tuple[token.Issuer, ...]:
    """Whose passes are read here: this station's own, and those of the keys that the centre vouches for."""
    with station.store.read() as connection:
        rows = connection.execute(select(station_keys).where(station_keys.c.purpose == "pass")).all()
    own = tuple(token.Issuer(row.epoch, signing.public_key(row.private_key)) for row in rows)
    others = tuple(token.Issuer(one.key_number, bytes.fromhex(one.public_key)) for one in station.lists.pass_issuers)
    return own + others


def _pass_key(connection: Connection, epoch: int) -> bytes:
    where = (station_keys.c.purpose == "pass") & (station_keys.c.epoch == epoch)
    key: bytes = connection.execute(select(station_keys.c.private_key).where(where)).scalar_one()
    return key


def write_png(text: str, path: Path) -> None:
    """The QR code of a pass as a picture file."""
    qr_image.png(text, str(path))


def qr_modules(text: str) -> list[list[bool]]:
    """The QR code of a text as a grid for whoever paints it."""
    return qr_image.modules(text)
