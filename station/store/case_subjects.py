"""The look-up of open cases by what they are about: a plate, a document, a phone, a pass, a name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, or_, select

from station.entry.comparison import KEYS
from station.entry.draft import Draft
from station.records.case import Case
from station.records.passage import Passage
from station.store import journal
from station.store.station_tables import case_subjects, cases, passages


def subjects_of(passage: Passage | Draft, case: Case | None = None) -> set[str]:
    """Everything that says whom or what a passage is about, as keys of the look-up."""
    said = [("plate", passage.vehicle.plate)] if passage.vehicle else []
    for person in passage.persons:
        named = {"name": person.name, "id": person.id_number, "phone": person.phone, "pass": person.pass_serial}
        said += [(kind, text) for kind, text in named.items() if text]
    if case is not None:  # who it is may be asked only once the case is open
        said += [(kind, text) for kind, text in (("name", case.name), ("phone", case.phone)) if text]
    keys = ((kind, KEYS[kind](text)) for kind, text in said)
    return {f"{kind}:{key}" for kind, key in keys if key}


def refresh(connection: Connection, source: Connection, passage_uid: str) -> None:
    """Bring the look-up to what a passage and its case say now; a closed case is about nobody any more."""
    row = connection.execute(select(cases).where(cases.c.passage == passage_uid)).first()
    if row is None:
        return
    connection.exec_driver_sql("PRAGMA secure_delete = 1")  # a closed case is about nobody, in freed pages neither
    connection.execute(delete(case_subjects).where(case_subjects.c.uid == row.uid))
    if row.state == "closed":
        return
    place = connection.execute(select(passages).where(passages.c.uid == passage_uid)).first()
    passage = journal.readable_of(journal.entry_at(source, place.epoch, place.seq)) if place else None
    case = journal.readable_of(journal.entry_at(source, row.epoch, row.seq))
    if passage is not None:
        rows = [{"subject": one, "uid": row.uid} for one in sorted(subjects_of(passage, case))]
        if rows:
            connection.execute(insert(case_subjects), rows)


def cases_about(connection: Connection, subjects: Iterable[str], endings: Iterable[str] = ()) -> list[str]:
    """The open cases about any of these subjects; `endings` are SQL patterns such as `plate:%327`."""
    wanted = list(subjects)
    conditions = [case_subjects.c.subject.in_(wanted)] if wanted else []
    conditions += [case_subjects.c.subject.like(one) for one in endings]
    if not conditions:
        return []
    found = connection.execute(select(case_subjects.c.uid).where(or_(*conditions)).distinct())
    return sorted(found.scalars())
