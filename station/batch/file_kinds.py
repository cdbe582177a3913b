"""Every kind of file that stations and the centre exchange or keep, in one table: docs/formats.md describes each.

The magic says what a file is, whatever its name; the name in the signature binds it to being that and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A kind of file: the name its signature is bound to, its first bytes with the version, its ending.

    `returns`: it comes from the centre, and a station looks for it on every stick.
    """

    name: str
    magic: bytes
    suffix: str
    returns: bool = False

    def begins(self, content: bytes) -> bool:
        """Whether the first bytes are of this kind, whatever its version."""
        return content.lstrip().startswith(self.magic) if self is CARD else content.startswith(self.magic[:3])


BATCH = FileKind("batch", b"YSB1\n", ".ysb")
CARD = FileKind("card", b'{"card"', ".card", returns=True)
CERTIFICATE = FileKind("certificate", b"YSC1\n", ".ysc", returns=True)
RECEIPT = FileKind("receipt", b"YSR1\n", ".ysr", returns=True)
PACK = FileKind("pack", b"YSP1\n", ".ysp", returns=True)
DECISION = FileKind("decision", b"YSD1\n", ".ysd")
RECOVERY_ANSWER = FileKind("recovery", b"YSK1\n", ".ysk")
REPLACEMENT = FileKind("replacement", b"YSL1\n", ".ysl")
PURGE_CERTIFICATE = FileKind("purge certificate", b"YSG1\n", ".ysg")
SECOND_COPY = FileKind("second copy", b"YSM1\n", ".ysm")

FILE_KINDS = (
    BATCH,
    CARD,
    CERTIFICATE,
    RECEIPT,
    PACK,
    DECISION,
    RECOVERY_ANSWER,
    REPLACEMENT,
    PURGE_CERTIFICATE,
    SECOND_COPY,
)
RETURNING = tuple(kind for kind in FILE_KINDS if kind.returns)
REQUESTS = "enrol-*.json"  # enrolment requests ride on the stick as plain JSON


def returning_kind(content: bytes) -> FileKind | None:
    """Which of the kinds that come from the centre a file is, None if it is none of them."""
    return next((kind for kind in RETURNING if kind.begins(content)), None)
