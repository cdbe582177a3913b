"""The draft behind the desk: the line's text is the truth, the form's rows edit tokens of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import msgspec

from station.entry.draft import Draft, DraftPerson
from station.entry.gate_line import LONGEST, GateValue, Heading, Recall, Token, combine, read_tokens
from station.entry.problem import Problem
from station.entry.temperature_text import Measured
from station.records.passage import Direction, Vehicle
from station.rule_pack import RulePack


@dataclass
class DeskDraft:
    """The line, the crew that was recalled for it, and what was answered; see the properties."""

    uid: str
    rules: RulePack
    today: date
    text: str = ""
    usual: tuple[DraftPerson, ...] = ()
    absent: frozenset[int] = frozenset()
    answers: dict[str, bool] = field(default_factory=dict)
    tokens: tuple[Token, ...] = ()
    _row_texts: list[str] | None = None
    _others: list[str] = field(default_factory=list)
    _composed: str = ""

    def set_text(self, text: str) -> None:
        """Take the line as it now stands; without its plate the crew goes too."""
        before = self.vehicle
        if text != self._composed:
            self._row_texts = None
        self.text = text
        self.tokens = read_tokens(text, self.rules, self.today)
        if before is not None and self.vehicle != before:
            self.forget_crew()

    @property
    def crew(self) -> tuple[DraftPerson, ...]:
        """Who of the usual crew is in the car today, in order."""
        return tuple(person for index, person in enumerate(self.usual) if index not in self.absent)

    def take_crew(self, usual: tuple[DraftPerson, ...], absent: frozenset[int] = frozenset()) -> None:
        """Bring a known crew, without those who are not there."""
        self.usual, self.absent = usual, absent

    def forget_crew(self) -> None:
        """Another car, or none: its people and their answers go with it."""
        self.usual, self.absent, self.answers = (), frozenset(), {}

    def toggle(self, member: int) -> None:
        """Drop a member of the usual crew, or add it again."""
        if 0 <= member < len(self.usual):
            self.absent ^= {member}

    def add_member(self, person: DraftPerson) -> None:
        """One more: in place of the first seat nobody is known on, else behind the others."""
        for index, one in enumerate(self.usual):
            if index not in self.absent and not one.is_known and person.is_known:
                self.usual = (*self.usual[:index], person, *self.usual[index + 1 :])
                return
        self.usual = (*self.usual, person)

    def drop_row(self, row: int) -> None:
        """Take the person of a row out of the car."""
        present = [index for index in range(len(self.usual)) if index not in self.absent]
        if row < len(present):
            self.absent |= {present[row]}

    @property
    def vehicle(self) -> Vehicle | None:
        """The plate in the line, if it is whole."""
        return next((one.meaning for one in self.tokens if isinstance(one.meaning, Vehicle)), None)

    @property
    def readings(self) -> list[Token]:
        """The tokens that are temperatures, in order."""
        return [token for token in self.tokens if isinstance(token.meaning, Measured)]

    @property
    def unread(self) -> int:
        """How many pass holders the line counts without a value."""
        return sum(token.meaning.unread for token in self.tokens if isinstance(token.meaning, Heading))

    @property
    def direction(self) -> Direction:
        """In, unless the line says out."""
        headings = [token.meaning for token in self.tokens if isinstance(token.meaning, Heading)]
        return headings[0].direction if headings else "in"

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """What the line asks to look up."""
        return tuple(token.meaning for token in self.tokens if isinstance(token.meaning, Recall))

    @property
    def rows(self) -> int:
        """How many occupant rows to show: a row for each reading, at least one for each of the crew."""
        return max(len(self.readings), len(self.crew), 1 if self.vehicle or self.recalls else 0)

    def value(self) -> GateValue | Problem:
        """The line as one passage, or the first problem in it."""
        if len(self.text) > LONGEST:  # the tokens end there: never save a part of what was typed
            return Problem("line_too_long", text=self.text[:20])
        return combine(self.tokens, self.rules)

    def missing_row(self) -> int | None:
        """The first occupant row without a reading."""
        have = len(self.readings) + self.unread
        return have if have < self.rows else None

    def with_row(self, row: int, text: str) -> str:
        """The line after a row's temperature was edited; half-typed ones keep their place."""
        if self._row_texts is None:
            self._row_texts = [token.text for token in self.readings]
            self._others = [token.text for token in self.tokens if not isinstance(token.meaning, Measured)]
        self._row_texts += [""] * (row + 1 - len(self._row_texts))
        self._row_texts[row] = text.strip()
        typed = [one for one in self._row_texts if one]
        first = 1 if self.vehicle else 0
        self._composed = " ".join([*self._others[:first], *typed, *self._others[first:]])
        return self._composed

    @property
    def is_editing_rows(self) -> bool:
        """Whether the newest keys went into a row, so that a half-typed token may stand anywhere."""
        return self._row_texts is not None

    def without_last(self) -> str:
        """The line without the token that was being typed."""
        return " ".join(token.text for token in self.tokens[:-1])

    def replaced(self, old: str, new: str) -> str:
        """The line with one token put in place of another."""
        return " ".join(new if token.text == old else token.text for token in self.tokens)

    def content(self) -> dict[str, Any]:
        """What is needed to show it again after a crash; empty for an empty draft."""
        if not (self.text.strip() or self.usual):
            return {}
        return {
            "line": self.text,
            "usual": msgspec.to_builtins(self.usual),
            "absent": sorted(self.absent),
            "answers": dict(self.answers),
        }

    def take_content(self, content: dict[str, Any]) -> None:
        """Crew and answers of a kept draft; what cannot be read is left out."""
        try:
            usual = msgspec.convert(content.get("usual", ()), tuple[DraftPerson, ...])
            absent = msgspec.convert(content.get("absent", ()), frozenset[int])
            self.answers = msgspec.convert(content.get("answers", {}), dict[str, bool])
        except msgspec.ValidationError:
            return
        self.take_crew(usual, absent)

    def to_draft(self, value: GateValue) -> Draft:
        """The draft to save: readings from the line, names from the crew."""
        persons = []
        for index, measured in enumerate(value.persons):
            known = self.crew[index] if index < len(self.crew) else DraftPerson()
            persons.append(replace(known, readings=(measured,)))
        return Draft(
            uid=self.uid,
            direction=value.direction,
            vehicle=value.vehicle,
            persons=tuple(persons),
            recall=value.recall,
            answers=dict(self.answers),
        )

    def as_far_as_read(self) -> Draft:
        """The draft as it stands, for the full form; whatever the line cannot say yet is left out."""
        value = self.value()
        if not isinstance(value, Problem):
            return self.to_draft(value)
        readings = [token.meaning for token in self.readings if isinstance(token.meaning, Measured)]
        persons = tuple(DraftPerson(readings=(one,)) for one in readings)
        return Draft(self.uid, self.direction, self.vehicle, persons, self.recalls)
