"""Unified social credit codes of enterprises (GB 32100-2015 with GB 11714 inside; domain 3.9)."""

from __future__ import annotations

import re

from station.entry import normal
from station.entry.problem import Problem

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FORM = re.compile(rf"[1-9ANY][{ALPHABET}][0-9]{{6}}[{ALPHABET}]{{8}}[0-9X][{ALPHABET}]")
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def read_credit_code(text: str) -> str | Problem:
    """Eighteen characters whose two check characters hold, or a Problem."""
    code = normal.identifier(text)
    if not FORM.fullmatch(code):
        return Problem("invalid_credit_code", "credit_code", text=text)
    if code[16] != inner_check(code[8:16]) or code[17] != outer_check(code[:17]):
        return Problem("credit_code_check", "credit_code", text=text)
    return code


def outer_check(first17: str) -> str:
    """The eighteenth character: powers of 3 modulo 31."""
    total = sum(ALPHABET.index(character) * pow(3, at, 31) for at, character in enumerate(first17))
    return ALPHABET[(31 - total % 31) % 31]


def inner_check(first8: str) -> str:
    """The organisation code's own check character (GB 11714)."""
    rest = 11 - sum(int(c, 36) * w for c, w in zip(first8, INNER_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
