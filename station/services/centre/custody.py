"""What the centre decides about laptops, batches and the time that data is kept, and how it is made again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from station.batch import decision
from station.batch.card import CentreCard
from station.centre import (
    archive_rebuild,
    batch_rows,
    centre_folder,
    decision_effects,
    decisions,
    key_months,
    lost_laptops,
    retention_run,
)
from station.centre.archive_rebuild import Rebuilt as Rebuilt
from station.centre.centre_folder import Centre
from station.centre.lost_laptops import Breach as Breach  # re-exported: callers see services only
from station.centre.lost_laptops import Lost as Lost
from station.centre.pack_contents import current_rules
from station.centre.retention_run import Plan as Plan
from station.centre.retention_run import Retired as Retired
from station.clock import Clock
from station.errors import InputError
from station.progress import Progress, quiet


def lose_laptop(centre: Centre, station: str, reason: str, folder: Path) -> Lost:
    """Declare a station's laptop lost: what is believed of it, the file for the new one, what was on it."""
    return lost_laptops.lose(centre, station, reason, folder)


def find_laptop(centre: Centre, station: str, epoch: int, reason: str) -> None:
    """Take back that a laptop is lost."""
    lost_laptops.find_again(centre, station, epoch, reason)


def undo(centre: Centre, batch: str, reason: str) -> str:
    """Leave a batch out of everything, by a signed decision that can be taken back; its digest.

    A retirement (`retired-7`) is undone in the same way: its bodies come back from the archive.
    """
    if batch.startswith(decisions.RETIREMENT):
        return _turn(centre, batch, reason, decision.PLACES_KEPT)
    return _decide(centre, decision.BATCH_EXCLUDED, batch, reason)


def redo(centre: Centre, batch: str, reason: str) -> str:
    """Take a batch back in, or a retirement; its digest or name."""
    if batch.startswith(decisions.RETIREMENT):
        return _turn(centre, batch, reason, decision.PLACES_RETIRED)
    return _decide(centre, decision.BATCH_INCLUDED, batch, reason)


def _decide(centre: Centre, kind: str, batch: str, reason: str) -> str:
    digest, station, epoch = batch_rows.find_batch(centre, batch)
    batch_rows.require_archived(centre, station, epoch)
    decision_effects.apply(centre, decisions.decide(centre, kind, digest, reason))
    return digest


def _turn(centre: Centre, name: str, reason: str, kind: str) -> str:
    """Take a retirement back, or let it count again; refused before anything is decided where keys are gone."""
    with centre.engine.connect() as connection:
        places = decisions.places_of(connection, name)
        stands = name in decisions.standing(connection).retirements
    if stands == (kind == decision.PLACES_RETIRED):
        return name
    if kind == decision.PLACES_RETIRED:
        decisions.decide(centre, kind, name, reason, places=places, effect=retention_run.let_go)
        return name
    decisions.decide(centre, kind, name, reason, effect=retention_run.taking_back(centre, places))
    return name


def rebuild(at: str, passphrase: str, clock: Clock, *, put_in_place: bool, progress: Progress = quiet) -> Rebuilt:
    """Make the centre's state again from its archive and decisions; also where the database is damaged or gone."""
    centre = centre_folder.open_centre(at, passphrase, clock, damaged=True)
    try:
        return archive_rebuild.rebuild(centre, put_in_place=put_in_place, progress=progress)
    finally:
        centre.close()


def rotate(centre: Centre, passphrase: str, card_file: Path, recovery_file: Path | None = None) -> CentreCard:
    """Make this month's box and recovery keys; the card that carries them to the stations."""
    return key_months.rotate(centre, passphrase, card_file, recovery_file)[1]


def plan_retirement(centre: Centre, days: int | None, today: date | None = None, *, final: bool = False) -> Plan:
    """What is held longer than the rules keep it and would go, writing nothing."""
    if days is None:
        with centre.engine.connect() as connection:
            days = current_rules(connection).retention_days
    if days < 1:
        raise InputError("retention_days", days=days)
    return retention_run.plan(centre, days, today=today, final=final)


def retire(
    centre: Centre,
    passphrase: str,
    reason: str,
    days: int | None,
    recovery_file: Path | None,
    today: date | None = None,
    *,
    final: bool = False,
) -> Retired:
    """Let go what is held longer than the rules keep it, to counts; destroy the keys that only open what went before.

    `final` destroys at once what could else be brought back until the next retirement.
    """
    planned = plan_retirement(centre, days, today, final=final)
    return retention_run.retire(centre, planned, passphrase, reason, recovery_file)


def standing_retirements(centre: Centre) -> dict[str, int]:
    """The retirements that stand and how many entries each names."""
    with centre.engine.connect() as connection:
        standing = decisions.standing(connection).retirements
    return {name: sum(one.last - one.first + 1 for one in places) for name, places in standing.items()}


def retired_counts(centre: Centre) -> list[dict[str, object]]:
    """What is left of what went: by station and day."""
    with centre.engine.connect() as connection:
        return retention_run.counts(connection)
