"""The pass token: `Y1` and base45 of a small signed record; it holds no name and no ID.

version 1 | key number 2 | serial 8 | issue day 2 | days 2 | gates 2 | class 1 | length 1 | plate | signature 64
All numbers are big-endian; days count from 1970-01-01 in UTC+8.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass

import base45

from station import signing
from station.errors import Refused
from station.passes.serial import typed
from station.records.access_pass import PASS_CLASSES, AccessPass

PREFIX = "Y1"
LONGEST_SERIAL = 40  # what is longer is a token
VERSION = 1
HEAD = struct.Struct(">BH8sHHHBB")
ALL_GATES = 0xFFFF
KIND = "pass"
DAY_MS = 86_400_000
CHINA_MS = 8 * 3_600_000


@dataclass(frozen=True)
class Issuer:
    """A key that signs passes: its number in the token, its public half."""

    key_number: int
    public_key: bytes


def new_serial() -> str:
    """Eight random bytes from the system, as hex."""
    return secrets.token_hex(8)


def pass_day(at: int) -> int:
    """The day number of a moment, counted in UTC+8."""
    return (at + CHINA_MS) // DAY_MS


def encode(access_pass: AccessPass, private_key: bytes) -> str:
    """The signed token as it stands in the QR code."""
    plate = (access_pass.plate or "").encode()
    head = HEAD.pack(
        VERSION,
        access_pass.key_number,
        bytes.fromhex(access_pass.serial),
        access_pass.issued,
        access_pass.days,
        access_pass.gates,
        PASS_CLASSES.index(access_pass.pass_class),
        len(plate),
    )
    message = head + plate
    encoded: bytes = base45.b45encode(message + signing.sign(private_key, KIND, message))
    return PREFIX + encoded.decode()


def decode(token: str, issuers: tuple[Issuer, ...]) -> AccessPass:
    """The pass behind a token whose signature verifies; else Refused, each cause with its own code."""
    content = _content(token)
    head = HEAD.unpack_from(content)
    version, number, serial, issued, days, gates, pass_class, length = head
    message, signature = content[:-64], content[-64:]
    if version != VERSION:
        raise Refused("pass_newer", field="pass")
    if len(message) != HEAD.size + length or pass_class >= len(PASS_CLASSES):
        raise Refused("pass_damaged", field="pass")
    keys = [issuer for issuer in issuers if issuer.key_number == number]
    if not keys:
        raise Refused("pass_unknown_issuer", field="pass")
    if not any(signing.verifies(issuer.public_key, KIND, message, signature) for issuer in keys):
        raise Refused("pass_signature", field="pass")
    plate = message[HEAD.size :].decode() or None
    return AccessPass(serial.hex(), number, issued, days, gates, PASS_CLASSES[pass_class], plate)


def is_token(text: str) -> bool:
    """Whether this is a whole pass as it was scanned, and not its typed serial."""
    return len(text) > LONGEST_SERIAL


def serial_in(text: str) -> str:
    """The serial that a scanned token or a typed serial names, its signature not looked at: to find who showed it."""
    if not is_token(text):
        return typed(text)
    serial: bytes = HEAD.unpack_from(_content(text))[2]
    return serial.hex()


def check_valid(access_pass: AccessPass, today: int, gate_mask: int = ALL_GATES) -> None:
    """Refuse a genuine pass that is not good here and now; `today` is a pass day."""
    if access_pass.revoked:
        raise Refused("pass_revoked", field="pass")
    if today < access_pass.issued:
        raise Refused("pass_not_yet_valid", field="pass")
    if today >= access_pass.issued + access_pass.days:
        raise Refused("pass_expired", field="pass")
    if not access_pass.gates & gate_mask:
        raise Refused("pass_wrong_gate", field="pass")


def _content(token: str) -> bytes:
    if not token.startswith(PREFIX):
        raise Refused("pass_not_ours", field="pass")
    try:
        content: bytes = base45.b45decode(token[len(PREFIX) :])
    except ValueError as error:
        raise Refused("pass_damaged", field="pass") from error
    if len(content) < HEAD.size + signing.SIGNATURE_LENGTH:
        raise Refused("pass_damaged", field="pass")
    return content
