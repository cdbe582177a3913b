"""A row of the log as it is displayed: masked."""

from __future__ import annotations

from station.clock import local, local_day
from station.masking import mask_name
from station.services.log.passage_log import LogRow
from ui.session.session import Session

COLUMNS = ("time", "direction", "plate", "persons", "temperature", "category", "disposition", "operator")


def row_texts(row: LogRow, session: Session, people: str) -> tuple[str, ...]:
    """The eight cells of a row; `people` is how many there are, in words."""
    passage = row.passage
    names = [mask_name(person.name) for person in passage.persons if person.name]
    count = len(passage.persons)
    who = names[0] or "" if names else ""
    if count > 1:
        who = f"{who} +{count - 1}" if who else people
    moment = local(row.at)
    today = moment.date() == local_day(session.station.clock.now())
    return (
        f"{moment:%H:%M:%S}" if today else f"{moment:%m-%d %H:%M}",
        session.label("direction", passage.direction),
        passage.vehicle.plate if passage.vehicle else "",
        who,
        readings_text(row),
        category_text(row, session),
        outcome_text(row, session),
        session.operator_name(row.operator),
    )


def readings_text(row: LogRow) -> str:
    """Each person's newest reading."""
    chains = [row.readings_of(index) for index in range(len(row.passage.persons))]
    newest = [chain[-1].tenths for chain in chains if chain]
    shown = ["—" if tenths is None else f"{tenths // 10}.{tenths % 10}" for tenths in newest]
    return " / ".join(shown[:4]) + (" …" if len(shown) > 4 else "")


def category_text(row: LogRow, session: Session) -> str:
    """The most telling category: a key vehicle before a visitor before residents."""
    if any(flag.rule == "area.key_plate" for flag in row.passage.flags):
        return session.label("rule", "area.key_plate")
    categories = [person.category for person in row.passage.persons if person.category != "resident"]
    return session.label("category", categories[0] if categories else "resident")


def outcome_text(row: LogRow, session: Session) -> str:
    """What became of it: void, the case's outcome once there is one, else the disposition."""
    if row.passage.voided:
        return session.label("outcome", "voided")
    if row.case and row.case.outcome:
        return session.label("outcome", row.case.outcome)
    return session.label("disposition", row.passage.disposition)
