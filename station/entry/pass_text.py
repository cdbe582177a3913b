"""Pass codes inside typed or scanned text: `Y1` and base45, or the serial printed beside it.

base45 holds spaces, so a code is cut out of the line before the line is split into tokens.
"""

from __future__ import annotations

import re

BASE45 = r"0-9A-Z $%*+\-./:"
TOKEN = re.compile(rf"Y1[{BASE45}]{{100,}}", re.IGNORECASE)
TYPED_SERIAL = re.compile(r"Y1-?([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{6})", re.I)
FIXED = 83  # bytes of a pass without its plate


def encoded_length(size: int) -> int:
    """Characters that base45 needs for `size` bytes (RFC 9285)."""
    return size // 2 * 3 + size % 2 * 2


def cut_tokens(text: str) -> tuple[str, list[str]]:
    """The line without its scanned passes, and the passes; each is as long as its plate says."""
    found: list[str] = []
    rest = text
    while match := TOKEN.search(rest):
        start = match.start()
        length = 2 + encoded_length(_size(rest[start + 2 :].upper()))
        found.append(rest[start : start + length].upper())
        rest = rest[:start] + " " + rest[start + length :]
    return rest, found


def typed_serial(token: str) -> str | None:
    """The fourteen characters of a serial typed as `Y1-XXXX-XXXX-XXXXXX`, or None."""
    match = TYPED_SERIAL.fullmatch(token)
    return "".join(match.groups()).upper() if match else None


def _size(encoded: str) -> int:
    """Bytes of the whole pass, from the plate length in its nineteenth byte."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    chunk = encoded[27:30]  # characters of bytes 18 and 19
    value = sum(alphabet.index(character) * 45**at for at, character in enumerate(chunk))
    return FIXED + int(value) // 256
