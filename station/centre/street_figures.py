"""The centre's figures: each station's current passages counted by the same rules as a handover sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from station.centre.current_revisions import current, of_kind, with_body
from station.handover import shift_figures
from station.handover.shift_figures import SliceRow
from station.records.case import Case
from station.records.journal_entry import readable
from station.records.passage import Passage
from station.records.shift import Figures
from station.triage.recheck import chain_of

CURRENT_BODIES = with_body(
    current("station", "uid", "kind", "at", "operator", "revision", "body", among=of_kind("passage", "case"))
)


@dataclass(frozen=True)
class CurrentPassage:
    """A passage as its current revision says, with its case if it opened one."""

    station: str
    uid: str
    row: SliceRow


def current_passages(connection: Connection) -> Iterator[CurrentPassage]:
    """Every passage the centre holds, once, ordered by station and uid."""
    rows = list(connection.execute(CURRENT_BODIES))
    cases: dict[tuple[str, str], Case] = {}
    for row in rows:
        if row.kind == "case":
            case = readable(row.body, Case)
            if case is not None:
                cases[row.station, case.passage] = case
    for row in rows:
        if row.kind == "passage":
            passage = readable(row.body, Passage)
            if passage is None:
                continue
            case_of = cases.get((row.station, row.uid))
            chains = tuple(chain_of(case_of, passage, index) for index in range(len(passage.persons)))
            found = SliceRow(row.at, row.operator, passage, case_of, chains, False, row.revision)
            yield CurrentPassage(row.station, row.uid, found)


def figures_by_station(connection: Connection) -> dict[str, Figures]:
    """Each station's figures over everything merged."""
    rows: dict[str, list[SliceRow]] = {}
    for one in current_passages(connection):
        rows.setdefault(one.station, []).append(one.row)
    return {station: shift_figures.count(found) for station, found in rows.items()}
