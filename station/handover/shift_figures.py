"""A shift's figures from its slice of the journal; pure, so that they can be counted again at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from station.clock import local
from station.masking import mask_name
from station.records.case import Case
from station.records.passage import Passage, Reading
from station.records.shift import ExceptionRow, Figures, HourFigures
from station.triage.assessment import VEHICLE_RULES, flagged_person
from station.triage.watchlists import ISOLATED, LIST_PERSON


@dataclass(frozen=True)
class SliceRow:
    """A passage of the slice: `chains` are each person's readings, those of the case included."""

    at: int
    operator: str
    passage: Passage
    case: Case | None
    chains: tuple[tuple[Reading, ...], ...]
    before_opening: bool
    revision: int


def count(rows: Iterable[SliceRow]) -> Figures:
    """The figures of a slice; a voided passage counts only as voided."""
    everything = list(rows)
    standing = [row for row in everything if not row.passage.voided]
    return Figures(
        vehicles=sum(row.passage.vehicle is not None for row in standing),
        persons=sum(len(row.passage.persons) for row in standing),
        entries=_persons(standing, "in"),
        exits=_persons(standing, "out"),
        measured=sum(_is_measured(chain) for row in standing for chain in row.chains),
        abnormal=sum(_is_abnormal(chain) for row in standing for chain in row.chains),
        key_persons=sum(_key_persons(row.passage) for row in standing),
        key_vehicles=sum(any(flag.rule in VEHICLE_RULES for flag in row.passage.flags) for row in standing),
        turned_back=sum(outcome_of(row) == "turned_back" for row in standing),
        referred=sum(outcome_of(row) == "referred" for row in standing),
        not_noted=sum(_is_unread(chain) for row in standing for chain in row.chains),
        without_reading=sum(not _is_measured(chain) for row in standing for chain in row.chains),
        corrected=sum(row.revision > 1 for row in standing),
        voided=len(everything) - len(standing),
        late=sum(row.passage.late for row in standing),
        before_opening=sum(row.before_opening for row in standing),
        passages=len(standing),
        hours=_hours(standing),
        registered=sum(person.is_registered for row in standing for person in row.passage.persons),
        confirmed=sum(_is_confirmed(chain) for row in standing for chain in row.chains),
        breaches=sum(flag.rule == ISOLATED for row in standing for flag in row.passage.flags),
    )


def exceptions(rows: Iterable[SliceRow]) -> tuple[ExceptionRow, ...]:
    """Every passage that was not simply released, masked as it is printed."""
    return tuple(
        ExceptionRow(
            at=row.at,
            rules=tuple(dict.fromkeys(flag.rule for flag in row.passage.flags)),
            who=who_of(row),
            readings=tuple((reading.tenths, reading.site) for reading in _shown_chain(row)),
            persons=len(row.passage.persons),
            outcome=outcome_of(row),
            operator=row.operator,
            found=(row.case.found if row.case else None) or "",
        )
        for row in rows
        if not row.passage.voided and (row.passage.flags or row.passage.disposition != "released")
    )


def _persons(rows: list[SliceRow], direction: str) -> int:
    return sum(len(row.passage.persons) for row in rows if row.passage.direction == direction)


def _is_measured(chain: tuple[Reading, ...]) -> bool:
    return any(reading.state != "invalid_low" for reading in chain)


def _is_abnormal(chain: tuple[Reading, ...]) -> bool:
    return any(reading.state == "abnormal" for reading in chain)


def _is_confirmed(chain: tuple[Reading, ...]) -> bool:
    """Whether the axillary reading, the last of the chain, was abnormal too (确认)."""
    return any(reading.state == "abnormal" and reading.site == "axillary" for reading in chain)


def _is_unread(chain: tuple[Reading, ...]) -> bool:
    return bool(chain) and chain[-1].state == "unread"


def _key_persons(passage: Passage) -> int:
    """Persons of a key category or on the list, each once."""
    listed = {flagged_person(flag) for flag in passage.flags if flag.rule == LIST_PERSON}
    return sum(
        person.category in ("key_person", "returnee") or place in listed for place, person in enumerate(passage.persons)
    )


def outcome_of(row: SliceRow) -> str:
    """What became of it: the case's outcome once it has one, else the passage's disposition."""
    return (row.case.outcome if row.case else None) or row.passage.disposition


def who_of(row: SliceRow) -> str:
    """Plate and masked name of a row, as far as known."""
    named = row.case.name if row.case else None
    name = named or next((person.name for person in row.passage.persons if person.name), None)
    plate = row.passage.vehicle.plate if row.passage.vehicle else None
    return " ".join(part for part in (plate, mask_name(name)) if part)


def _shown_chain(row: SliceRow) -> tuple[Reading, ...]:
    """The readings worth printing: the first person's whose reading was not normal, else all newest."""
    for chain in row.chains:
        if any(reading.state in ("abnormal", "invalid_low") for reading in chain):
            return chain
    return tuple(chain[-1] for chain in row.chains if chain)


def _hours(rows: list[SliceRow]) -> tuple[HourFigures, ...]:
    by_hour: dict[tuple[str, int], list[SliceRow]] = {}
    for row in rows:
        moment = local(row.passage.happened_at)
        by_hour.setdefault((moment.date().isoformat(), moment.hour), []).append(row)
    several_days = len({day for day, _hour in by_hour}) > 2  # a shift across midnight needs no days
    return tuple(
        _hour(hour, by_hour[day, hour], f"{day[5:]} " if several_days else "") for day, hour in sorted(by_hour)
    )


def _hour(hour: int, rows: list[SliceRow], day: str) -> HourFigures:
    chains = [chain for row in rows for chain in row.chains]
    values = [reading.tenths for chain in chains for reading in chain if reading.tenths is not None]
    return HourFigures(
        hour=f"{day}{hour:02d}–{(hour + 1) % 24 or 24:02d}",
        vehicles=sum(row.passage.vehicle is not None for row in rows),
        persons=len(chains),
        entries=_persons(rows, "in"),
        exits=_persons(rows, "out"),
        highest=max(values, default=None),
        abnormal=sum(_is_abnormal(chain) for chain in chains),
    )
