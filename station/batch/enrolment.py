"""Enrolment by file: a station's request with its public key, the centre's certificate for it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from station import canonical, signing
from station.batch import signed_file
from station.batch.file_kinds import CERTIFICATE
from station.errors import InputError, RefusedFile
from station.records.ids import is_station_code

REQUEST_KIND = "enrolment request"


@dataclass(frozen=True)
class EnrolmentRequest:
    """What a station asks the centre to sign; `public_key` is hex."""

    station: str
    name: str
    epoch: int
    public_key: str
    format: int = 1
    kind: str = "enrolment request"


@dataclass(frozen=True)
class Certificate:
    """The centre's word that batches of this station and epoch are signed by this key."""

    station: str
    epoch: int
    public_key: str
    centre: str
    issued_at: int
    format: int = 1


def request_bytes(station: str, name: str, epoch: int, public_key: bytes, private_key: bytes) -> bytes:
    """The request file, signed by the key it asks a certificate for."""
    body = msgspec.to_builtins(EnrolmentRequest(station, name, epoch, public_key.hex()))
    signature = signing.sign(private_key, REQUEST_KIND, canonical.encode(body))
    return canonical.encode({"request": body, "signature": signature.hex()})


def read_request(content: bytes) -> EnrolmentRequest:
    """The request in a file; a damaged or foreign one is a RefusedFile."""
    try:
        value = canonical.decode(content.strip())
        request = canonical.to_record(value["request"], EnrolmentRequest)
        public, signature = bytes.fromhex(request.public_key), bytes.fromhex(value["signature"])
    except (InputError, KeyError, TypeError, ValueError) as error:
        raise RefusedFile("not_a_request") from error
    if not signing.verifies(public, REQUEST_KIND, canonical.exact(value["request"]), signature):
        raise RefusedFile("wrong_signature")
    if not is_station_code(request.station):
        raise RefusedFile("not_a_request")
    return request


def certificate_bytes(certificate: Certificate, private_key: bytes) -> bytes:
    """The certificate file."""
    return signed_file.pack(CERTIFICATE, msgspec.to_builtins(certificate), private_key)


def read_certificate(content: bytes, centre_key: bytes) -> Certificate:
    """The certificate in a file, signed by this centre."""
    return signed_file.unpack(content, CERTIFICATE, centre_key, Certificate)
