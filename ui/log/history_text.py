"""A record's history in words: one line for each thing that was written about it."""

from __future__ import annotations

from station.clock import local
from station.entry.line_text import line_of
from station.masking import mask_name, mask_number
from station.records.case import Case
from station.records.event import Note
from station.records.passage import Passage
from station.services.log.record_history import Step
from ui.session.session import Session


def step_text(step: Step, session: Session) -> str:
    """When, by whom, what."""
    head = f"{local(step.at):%m-%d %H:%M:%S}  {session.operator_name(step.operator)}  "
    record = step.record
    if isinstance(record, Passage):
        return head + _passage(record, session)
    if isinstance(record, Case):
        return head + _case(record, session)
    if isinstance(record, Note):
        return head + f"{session.label('field', 'note')}: {record.text}"
    return head + "—"


def _passage(record: Passage, session: Session) -> str:
    words = [line_of(record), session.label("disposition", record.disposition)]
    words += [f"{session.label('rule', flag.rule)} {flag.reason}" for flag in record.flags]
    if record.voided:
        words.append(session.label("outcome", "voided"))
    if record.reason:
        reason = session.label("reason", "undo") if record.reason == "undo" else record.reason
        words.append(f"({reason})")
    return " · ".join(words)


def _case(record: Case, session: Session) -> str:
    words = [session.label("case", record.state)]
    newest = record.readings[-1].reading if record.readings else None
    if newest is not None:
        shown = "L" if newest.tenths is None else f"{newest.tenths // 10}.{newest.tenths % 10}"
        words.append(f"{session.label('site', newest.site)} {shown}")
    if record.outcome:
        words.append(session.label("outcome", record.outcome))
    words += [part for part in (record.place, record.override, record.note) if part]
    if record.referred_at:
        words.append(f"{local(record.referred_at):%H:%M}")
    return " · ".join(words)


def person_lines(passage: Passage, session: Session, *, revealed: bool) -> list[str]:
    """Each registered person, masked unless someone gave a reason to see more."""
    lines = []
    for number, person in enumerate(passage.persons, 1):
        if not person.is_registered:
            continue
        name = person.name if revealed else mask_name(person.name)
        document = person.id_number if revealed else mask_number(person.id_number)
        phone = person.phone if revealed else mask_number(person.phone)
        about = person.registration
        rest = [about.reason, about.origin, about.destination, about.address] if about and revealed else []
        parts = [session.label("category", person.category), name, document, phone, *rest]
        lines.append(f"{number}. " + " · ".join(part for part in parts if part))
    return lines
