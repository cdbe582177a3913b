"""The centre's card: its public keys, carried to every station before anything else."""

from __future__ import annotations

import msgspec

from station import canonical, signing
from station.batch.file_kinds import CARD
from station.canonical import to_record
from station.errors import InputError, RefusedFile


class CentreCard(msgspec.Struct, frozen=True):
    """Who the centre is: name, signing key (hex), box of a month and recovery box (age recipients)."""

    name: str
    signing_key: str
    box: str
    box_month: str
    recovery: str
    format: int = 1
    kind: str = "centre card"

    def public_key(self) -> bytes:
        """The centre's signing key."""
        return bytes.fromhex(self.signing_key)

    def to_text(self) -> str:
        """Canonical text, as a station keeps it."""
        return canonical.encode(msgspec.to_builtins(self)).decode()


def card_bytes(card: CentreCard, private_key: bytes) -> bytes:
    """The card file: readable JSON with a signature, so that a damaged copy is noticed."""
    body = msgspec.to_builtins(card)
    signature = signing.sign(private_key, CARD.name, canonical.encode(body))
    return canonical.encode({"card": body, "signature": signature.hex()})


def read_card(content: bytes) -> CentreCard:
    """The card in a file; its fingerprint is compared by people, its signature catches damage."""
    try:
        value = canonical.decode(content.strip())
        card = to_record(value["card"], CentreCard)
        signature = bytes.fromhex(value["signature"])
        public = card.public_key()
    except (InputError, KeyError, TypeError, ValueError) as error:
        raise RefusedFile("not_a_card") from error
    if not signing.verifies(public, CARD.name, canonical.exact(value["card"]), signature):
        raise RefusedFile("not_a_card")
    return card


def card_from_text(text: str) -> CentreCard:
    """The card a station keeps, back from its canonical text."""
    return to_record(canonical.decode(text.encode()), CentreCard)
