"""The serial printed beside the QR code: Crockford base 32 with a check character, to be typed."""

from __future__ import annotations

from station.entry.pass_text import typed_serial
from station.errors import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DATA_LENGTH = 13


def printed(serial: str) -> str:
    """A 16-hex-digit serial as it is printed: `Y1-XXXX-XXXX-XXXXXX`, the last character checks."""
    value = int(serial, 16)
    digits = "".join(ALPHABET[value >> shift & 31] for shift in range(60, -1, -5))
    text = digits + _check(digits)
    return f"Y1-{text[:4]}-{text[4:8]}-{text[8:]}"


def listed(serial: str) -> str:
    """The same as it stands in a list: without the prefix and the dashes."""
    return printed(serial).removeprefix("Y1-").replace("-", "")


def typed(text: str) -> str:
    """The 16 hex digits of a serial as somebody typed it, or Refused `pass_serial_typo`."""
    compact = typed_serial(text.strip()) or text.strip().upper().replace("-", "")
    found = read(compact)
    if found is None:
        raise Refused("pass_serial_typo", field="pass")
    return found


def read(text: str) -> str | None:
    """The 16 hex digits behind fourteen typed characters, None if the check character is wrong."""
    digits, check = text[:DATA_LENGTH], text[DATA_LENGTH:]
    if len(text) != DATA_LENGTH + 1 or _check(digits) != check:
        return None
    value = 0
    for character in digits:
        value = value << 5 | ALPHABET.index(character)
    return f"{value:016x}" if value < 1 << 64 else None


def _check(digits: str) -> str:
    """The sum of each digit times a power of x in GF(32): every single error and every swap changes it."""
    total = 0
    for character in reversed(digits):
        total = _times_x(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _times_x(value: int) -> int:
    """A product with x modulo x^5 + x^2 + 1."""
    return (value << 1) ^ 0b100101 if value & 16 else value << 1


def start_in_hex(text: str) -> str:
    """The hex digits that the first typed characters of a serial settle: to look one up as it is typed."""
    bits = "".join(f"{ALPHABET.index(character):05b}" for character in text[:DATA_LENGTH])[1:]
    return "".join(f"{int(bits[at : at + 4], 2):x}" for at in range(0, len(bits) - 3, 4))
