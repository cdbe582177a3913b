"""The gate line: one line of text becomes one passage's value, or the problem that stops it.

For each token the first rule that fits wins; the table stands in the manual. Nothing typed is
ever dropped: a token no rule fits stays visible as the problem `not_understood`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from station.entry import normal, pass_text
from station.entry.id_document import EIGHTEEN, read_id
from station.entry.phone import read_phone
from station.entry.plate import (
    LOOKALIKES,
    PREFIX_CODES,
    correct_lookalikes,
    looks_full,
    plate_type,
    serial_candidates,
)
from station.entry.problem import Problem
from station.entry.temperature_text import UNREAD, Measured, read_temperature
from station.records.passage import Direction, Vehicle
from station.rule_pack import RulePack

RecallBy = Literal["plate_end", "ending", "pass", "phone", "id", "pinyin", "name"]
DIRECTIONS: dict[str, Direction] = {"+": "in", ">": "in", "-": "out", "<": "out"}
LONGEST = 2000
HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,6}(?:·[\u3400-\u9fff]{1,8})?")
MOST_UNREAD = 60
MOST_PERSONS = 99  # of one passage


@dataclass(frozen=True)
class Recall:
    """Something to look up: what kind of text it is, and the text."""

    by: RecallBy
    text: str


@dataclass(frozen=True)
class Heading:
    """A direction, perhaps with a number of pass holders measured normal (`+5`)."""

    direction: Direction
    unread: int


Value = Measured | Heading | Recall | Vehicle
Meaning = Value | Problem


@dataclass(frozen=True)
class Token:
    """A piece of the line as typed and what it means."""

    text: str
    meaning: Meaning


@dataclass(frozen=True)
class GateValue:
    """What a whole line says: one passage."""

    direction: Direction
    vehicle: Vehicle | None
    persons: tuple[Measured, ...]
    recall: tuple[Recall, ...]

    def public(self) -> dict[str, Any]:
        """The value as other programs read it (contract of `station check line`)."""
        return {
            "direction": self.direction,
            "plate": self.vehicle.plate if self.vehicle else None,
            "persons": [{"tenths": p.tenths, "site": p.site, "state": p.state} for p in self.persons],
            "recall": [{"by": r.by, "text": r.text} for r in self.recall],
        }


def read_tokens(text: str, rules: RulePack, today: date) -> tuple[Token, ...]:
    """Every token of the line with its meaning, in the order typed; passes stand last."""
    line, passes = pass_text.cut_tokens(normal.line_text(text[:LONGEST]))
    tokens = [Token(word, _meaning(word, rules, today)) for word in line.split()]
    return (*tokens, *(Token(code, Recall("pass", code)) for code in passes))


def read_line(text: str, rules: RulePack, today: date) -> GateValue | Problem:
    """The one passage that the line says, or the first problem in it."""
    if len(text) > LONGEST:
        return Problem("line_too_long", text=text[:20])
    return combine(read_tokens(text, rules, today), rules)


def combine(tokens: tuple[Token, ...], rules: RulePack) -> GateValue | Problem:
    """Put the tokens together; at most one plate and one direction, at least one reading."""
    if not tokens:
        return Problem("empty")
    meanings = [token.meaning for token in tokens]
    problem = next((meaning for meaning in meanings if isinstance(meaning, Problem)), None)
    if problem:
        return problem
    plates = [meaning for meaning in meanings if isinstance(meaning, Vehicle)]
    if len(plates) > 1:
        return Problem("two_plates", "plate")
    headings = [meaning for meaning in meanings if isinstance(meaning, Heading)]
    if len({heading.direction for heading in headings}) > 1:
        return Problem("two_directions", "direction")
    persons = _persons(meanings)
    if len(tokens) == 1 and headings and not persons:
        persons = (UNREAD,)  # a lone + or - is one pass holder measured normal
    if UNREAD in persons and not rules.tally_unread:
        return Problem("unread_not_allowed", "temperature")
    if not persons:
        return Problem("missing_reading", "temperature")
    if len(persons) > MOST_PERSONS:
        return Problem("too_many_persons", "temperature")
    return GateValue(
        direction=headings[0].direction if headings else "in",
        vehicle=plates[0] if plates else None,
        persons=persons,
        recall=tuple(meaning for meaning in meanings if isinstance(meaning, Recall)),
    )


def _persons(meanings: list[Meaning]) -> tuple[Measured, ...]:
    persons: list[Measured] = []
    for meaning in meanings:
        if isinstance(meaning, Measured):
            persons.append(meaning)
        elif isinstance(meaning, Heading):
            persons.extend([UNREAD] * meaning.unread)
    return tuple(persons)


def _meaning(word: str, rules: RulePack, today: date) -> Meaning:
    """The first rule that fits, in the order of the design's section 4."""
    readers: tuple[Callable[[], Meaning | None], ...] = (
        lambda: read_temperature(word, rules),
        lambda: _heading(word),
        lambda: _recall(word),
        lambda: _number(word, today),
        lambda: _prefixed(word, rules),
        lambda: _full_plate(word),
        lambda: _serial(word, rules),
        lambda: _letters(word),
    )
    for reader in readers:
        meaning = reader()
        if meaning is not None:
            return meaning
    return Problem("not_understood", text=word)


def _heading(word: str) -> Heading | None:
    if word in DIRECTIONS:
        return Heading(DIRECTIONS[word], 0)
    match = re.fullmatch(r"([+-])([1-9][0-9]?)", word)
    if match and int(match[2]) <= MOST_UNREAD:
        return Heading(DIRECTIONS[match[1]], int(match[2]))
    return None


def _recall(word: str) -> Recall | None:
    if match := re.fullmatch(r"\.([0-9A-Za-z]{2,6})", word):
        return Recall("plate_end", match[1].upper())
    if match := re.fullmatch(r"/([0-9]{2,10}[0-9Xx])", word):
        return Recall("ending", match[1].upper())
    serial = pass_text.typed_serial(word)
    return Recall("pass", serial) if serial else None


def _number(word: str, today: date) -> Meaning | None:
    if re.fullmatch(r"[0-9]{11}", word):
        phone = read_phone(word)
        return phone if isinstance(phone, Problem) else Recall("phone", phone)
    if EIGHTEEN.fullmatch(word.upper()):
        document = read_id(word, today)
        if isinstance(document, Problem):
            return Problem("invalid_id", "id_number", text=word)
        return Recall("id", document.id_number)
    return None


def _prefixed(word: str, rules: RulePack) -> Meaning | None:
    prefix, colon, serial = word.upper().partition(":")
    if not colon:
        return None
    if prefix and prefix not in PREFIX_CODES:
        return Problem("unknown_prefix", "plate", text=word)
    start = PREFIX_CODES[prefix] if prefix else rules.default_prefix
    return _checked(start + normal.identifier(serial), word)


def _full_plate(word: str) -> Meaning | None:
    plate = normal.identifier(word)
    return _checked(plate, word) if looks_full(plate) else None


def _checked(plate: str, word: str) -> Meaning:
    kind = plate_type(plate)
    if kind:
        return Vehicle(plate, kind)
    corrected = correct_lookalikes(plate)
    if corrected:
        return Problem("plate_letter", "plate", candidates=(corrected,), text=word)
    return Problem("invalid_plate", "plate", text=word)


def _serial(word: str, rules: RulePack) -> Meaning | None:
    serial = normal.identifier(word)
    if not re.fullmatch(r"[A-Z0-9]{5,6}", serial):
        return None
    found = _candidates(serial, rules)
    if len(found) > 1:
        return Problem("ambiguous_plate", "plate", candidates=found, text=word)
    if found:
        return Vehicle(found[0], plate_type(found[0]) or "ordinary")
    if any(character.isdigit() for character in serial):
        corrected = _candidates(serial.translate(LOOKALIKES), rules)
        if corrected:
            return Problem("plate_letter", "plate", candidates=corrected, text=word)
    return None


def _candidates(serial: str, rules: RulePack) -> tuple[str, ...]:
    return serial_candidates(serial, rules.default_prefix, rules.province, rules.new_energy_letters)


def _letters(word: str) -> Recall | None:
    if re.fullmatch(r"[A-Za-z]{2,8}", word):
        return Recall("pinyin", word.lower())
    return Recall("name", word) if HAN_NAME.fullmatch(word) else None
