"""What the centre's clerk asks about people and vehicles: masked unless there is a reason, and accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from station.centre import passage_trace, street_lists
from station.centre.centre_folder import Centre
from station.centre.pack_contents import current_rules
from station.centre.passage_trace import Pair, Wanted
from station.centre.passage_trace import Seen as Seen  # re-exported: callers see services only
from station.clock import DAY, MINUTE, day_start, local, local_day
from station.entry import normal
from station.entry.gate_line import Recall, read_tokens
from station.entry.id_document import guess_type, read_id
from station.entry.problem import Problem, taken
from station.errors import InputError
from station.masking import mask_name, mask_number
from station.messages import label
from station.passes import token
from station.records.passage import Person, Vehicle
from station.rule_pack import RulePack
from station.store.store import View

AROUND = 10  # minutes before and after a passage: who else stood at the gate


@dataclass(frozen=True)
class Span:
    """Whole days, both included; None: as far as there is anything."""

    since: date | None = None
    until: date | None = None

    def moments(self) -> tuple[int, int]:
        """From this moment up to before that one, ms UTC."""
        starts = day_start(self.since) if self.since else 0
        return starts, day_start(self.until) + DAY if self.until else 1 << 53


@dataclass(frozen=True)
class Trace:
    """Who was found, and who passed beside them."""

    wanted: Wanted
    found: list[Seen]
    beside: list[Seen]

    @property
    def asked(self) -> str:
        """What was looked for as it was understood; a person's number masked."""
        return self.wanted.text if self.wanted.by == "plate" else mask_number(self.wanted.text) or ""


def wanted(text: str, rules: RulePack, today: date) -> Wanted:
    """What a clerk typed, read as the gate line reads it: one plate, ID number, phone or pass."""
    tokens = read_tokens(text, rules, today)
    if len(tokens) != 1:
        raise InputError("trace_one_thing", field="wanted")
    meaning = tokens[0].meaning
    if isinstance(meaning, Vehicle):
        return Wanted("plate", meaning.plate)
    if isinstance(meaning, Recall) and meaning.by in ("id", "phone"):
        return Wanted(meaning.by, meaning.text)
    if isinstance(meaning, Recall) and meaning.by == "pass":
        return Wanted("pass", token.serial_in(meaning.text))
    if isinstance(meaning, Problem) and meaning.code == "not_understood":
        number = normal.identifier(tokens[0].text)
        document = read_id(number, today, guess_type(number)) if guess_type(number) else None
        if document is not None and not isinstance(document, Problem):
            return Wanted("id", document.id_number)
    if isinstance(meaning, Problem) and meaning.code != "not_understood":
        taken(meaning)
    raise InputError("trace_one_thing", field="wanted")


def trace(centre: Centre, text: str, span: Span, around: int = AROUND, reveal: str | None = None) -> Trace:
    """Follow one vehicle, person or pass through every station; `around` minutes decide who was beside."""
    starts, ends = span.moments()
    with centre.engine.begin() as connection:
        one = wanted(text, current_rules(connection), local_day(centre.clock.now()))
        found = passage_trace.who_passed(connection, one, starts, ends)
        near = passage_trace.beside(connection, found, around * MINUTE)
        _account(connection, centre, "trace", reveal, by=one.by, about=mask_number(one.text) or "", found=len(found))
    return Trace(one, found, near)


def inside(centre: Centre, reveal: str | None = None) -> list[tuple[Seen, Person]]:
    """Who came in as anything but a resident and has not left, the longest first."""
    with centre.engine.begin() as connection:
        found = passage_trace.still_inside(connection)
        _account(connection, centre, "inside", reveal, found=len(found))
    return [(one.seen, one.seen.passage.persons[one.person]) for one in found]


def pairs(centre: Centre, span: Span) -> list[Pair]:
    """Passages of one plate that do not go together: something for the community to look at, no accusation."""
    with centre.engine.begin() as connection:
        posts = frozenset(one["code"] for one in street_lists.standing(connection)["checkpoints"] if one.get("road"))
        found = passage_trace.odd_pairs(connection, *span.moments(), posts)
        _account(connection, centre, "pairs", None, found=len(found))
    return found


def shown(seen: Seen, *, revealed: bool) -> dict[str, Any]:
    """One passage as other programs read it (`centre trace --json`); people are masked unless revealed."""
    passage = seen.passage
    return {
        "station": seen.station,
        "uid": seen.uid,
        "happened_at": passage.happened_at,
        "direction": passage.direction,
        "plate": passage.vehicle.plate if passage.vehicle else None,
        "disposition": passage.disposition,
        "persons": [person_shown(one, revealed=revealed) for one in passage.persons if one.is_registered],
        "others": sum(not one.is_registered for one in passage.persons),
    }


def person_shown(person: Person, *, revealed: bool) -> dict[str, Any]:
    """One person, masked unless revealed."""
    return {
        "name": person.name if revealed else mask_name(person.name),
        "id_number": person.id_number if revealed else mask_number(person.id_number),
        "phone": person.phone if revealed else mask_number(person.phone),
        "pass_serial": person.pass_serial if revealed else mask_number(person.pass_serial),
        "category": person.category,
    }


def line(seen: Seen, language: str, *, revealed: bool) -> str:
    """One passage as a line for the clerk: when, where, which way, the plate, who, what became of it."""
    return "  ".join(one for one in cells(seen, language, revealed=revealed) if one)


def cells(seen: Seen, language: str, *, revealed: bool) -> list[str]:
    """What `line` says by its parts, empty where there is nothing to say: the first four are always there."""
    passage = seen.passage
    known = [one for one in passage.persons if one.is_registered]
    others = len(passage.persons) - len(known)
    return [
        f"{local(passage.happened_at):%Y-%m-%d %H:%M}",
        seen.station,
        label("direction", passage.direction, language),
        passage.vehicle.plate if passage.vehicle else "",
        *(person_line(one, language, revealed=revealed) for one in known),
        f"+{others}" if others else "",
        "" if passage.disposition == "released" else f"[{label('disposition', passage.disposition, language)}]",
    ]


def inside_line(seen: Seen, person: Person, language: str, *, revealed: bool) -> str:
    """Somebody inside as a line: since when, by which station, who."""
    who = person_line(person, language, revealed=revealed)
    return f"{local(seen.passage.happened_at):%Y-%m-%d %H:%M}  {seen.station}  {who}"


def person_line(person: Person, language: str, *, revealed: bool) -> str:
    """One person as words: name, ID number, phone, pass, category."""
    told = person_shown(person, revealed=revealed)
    told["category"] = label("category", person.category, language)
    return " ".join(str(one) for one in told.values() if one)


def _account(connection: View, centre: Centre, action: str, reveal: str | None, **facts: str | int) -> None:
    """Every question about people is noted at the centre, a revealing one with its reason."""
    if reveal is not None and not reveal.strip():
        raise InputError("reveal_needs_reason", field="reason")
    reason = {"reason": reveal.strip()} if reveal is not None else {}
    street_lists.note(connection, centre.clock.now(), action, {**facts, **reason})
