"""Recovery by file: a locked station's request with its recovery slots, the centre's answer sealed to it alone.

request  canonical JSON: whose it is, the station's recovery slots, the age recipient of a one-time key
answer   "YSK1" LF, the container of signed files; inside, the data key sealed to the one-time key (age, base64)
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

import msgspec
import pyrage

from station import canonical
from station.batch import signed_file
from station.batch.file_kinds import RECOVERY_ANSWER
from station.errors import InputError, RefusedFile
from station.records.ids import is_station_code

REQUEST = "recovery request"
KEY_BYTES = 32


@dataclass(frozen=True)
class RecoveryRequest:
    """What a locked station asks: `sealed` are its recovery slots (age, base64), `recipient` its one-time key."""

    station: str
    name: str
    recipient: str
    sealed: tuple[str, ...]
    format: int = 1
    kind: str = REQUEST

    def fingerprint(self) -> str:
        """Five groups to be read out on the phone: only a request that says the same gets an answer."""
        digest = hashlib.sha256(f"{self.station}\0{self.recipient}".encode()).hexdigest()[:20].upper()
        return "-".join(digest[at : at + 4] for at in range(0, 20, 4))


@dataclass(frozen=True)
class RecoveryAnswer:
    """The data key, sealed to the one-time key of the request."""

    station: str
    recipient: str
    sealed: str
    format: int = 1


def request_bytes(request: RecoveryRequest) -> bytes:
    """The request file."""
    return canonical.encode(msgspec.to_builtins(request))


def read_request(content: bytes) -> RecoveryRequest:
    """The request in a file; a damaged or foreign one is a RefusedFile."""
    try:
        request = canonical.to_record(canonical.decode(content.strip()), RecoveryRequest)
        pyrage.x25519.Recipient.from_str(request.recipient)
    except (InputError, ValueError, pyrage.RecipientError) as error:
        raise RefusedFile("not_a_request") from error
    if request.kind != REQUEST or not is_station_code(request.station):
        raise RefusedFile("not_a_request")
    return request


def answer(request: RecoveryRequest, identities: list[str], private_key: bytes) -> bytes:
    """Open one of the request's slots with the centre's recovery keys and seal the data key to the station."""
    keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
    for sealed in request.sealed:
        try:
            data_key: bytes = pyrage.decrypt(base64.b64decode(sealed, validate=True), keys)
        except (pyrage.DecryptError, binascii.Error, ValueError):
            continue
        again = pyrage.encrypt(data_key, [pyrage.x25519.Recipient.from_str(request.recipient)])
        made = RecoveryAnswer(request.station, request.recipient, base64.b64encode(again).decode())
        return signed_file.pack(RECOVERY_ANSWER, msgspec.to_builtins(made), private_key)
    raise RefusedFile("for_another_centre")


def read_answer(content: bytes, station: str, identity: str) -> bytes:
    """The data key in an answer for this station and this one-time key.

    Who signed it cannot be asked while the store is locked; that the key opens the store is the proof.
    """
    body, _signature = signed_file.split(content, RECOVERY_ANSWER)
    try:
        read = canonical.to_record(canonical.decode(body), RecoveryAnswer)
        sealed = base64.b64decode(read.sealed, validate=True)
    except (InputError, binascii.Error, ValueError) as error:
        raise RefusedFile("not_canonical") from error
    if read.station != station:
        raise RefusedFile("for_another_station")
    try:
        data_key: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise RefusedFile("another_request") from error
    if len(data_key) != KEY_BYTES:
        raise RefusedFile("not_canonical")
    return data_key
