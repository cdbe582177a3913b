"""Bytes that are almost right: one small change each, of the kinds that sticks, scanners and forgers make."""

from __future__ import annotations

from random import Random


def mutated(content: bytes, chance: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """`content` with one change; `others` are genuine too, to splice with."""
    if not content:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 40)))
    ways = (_flip, _flip, _byte, _cut, _insert, _drop, _swap, _zero, _double, _number)
    if others and chance.random() < 0.1:
        other = chance.choice(others)
        at = chance.randrange(len(content))
        return content[:at] + other[min(at, len(other)) :]
    return chance.choice(ways)(content, chance)


def _flip(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _byte(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _cut(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _insert(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 5))) + content[at:]


def _drop(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + content[at + chance.randrange(1, 5) :]


def _swap(content: bytes, chance: Random) -> bytes:
    first, second = sorted((_place(content, chance), _place(content, chance)))
    if first == second:
        return content
    middle = content[first + 1 : second]
    return content[:first] + content[second : second + 1] + middle + content[first : first + 1] + content[second + 1 :]


def _zero(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    length = min(chance.choice((1, 16, 512)), len(content) - at)
    return content[:at] + bytes(length) + content[at + length :]


def _double(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + content[at : at + chance.choice((1, 8, 64))] + content[at:]


def _number(content: bytes, chance: Random) -> bytes:
    """A big-endian length or count set to an edge."""
    at = min(_place(content, chance), max(0, len(content) - 4))
    value = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, len(content)))
    return content[:at] + value.to_bytes(4, "big") + content[at + 4 :]


def _place(content: bytes, chance: Random) -> int:
    """Somewhere; one time in three in the first 200 bytes, where the headers are."""
    return chance.randrange(min(200, len(content)) if chance.random() < 0.33 else len(content))
