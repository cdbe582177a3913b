"""What the centre's clerk does, one function each, as commands and windows call it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from station import signing
from station.batch.card import CentreCard
from station.batch.receipt import Receipt
from station.centre import batch_merge, centre_folder, decision_effects, enrolments, missing_batches, street_reports
from station.centre import street_figures as centre_figures
from station.centre.batch_merge import Merged as Merged  # re-exported: callers see services only
from station.centre.centre_folder import Centre as Centre
from station.centre.missing_batches import Fork as Fork
from station.centre.missing_batches import Gap as Gap
from station.centre.missing_batches import State
from station.centre.street_figures import CurrentPassage
from station.centre.street_reports import StationDay as StationDay
from station.clock import Clock
from station.errors import Refused
from station.handover.daily_report import DailyFigures
from station.handover.handover_sheet import Comparison
from station.progress import Progress, quiet, share
from station.records.shift import Figures
from station.store.slot_sealing import Cost


def init(at: str, name: str, card: Path, passphrase: str, clock: Clock, cost: Cost | None = None) -> CentreCard:
    """Make a centre and its card."""
    return centre_folder.init(at, name, card, passphrase, clock, cost)


def open_centre(at: str, passphrase: str, clock: Clock) -> Centre:
    """Open a centre; what a kill left half done is finished."""
    centre = centre_folder.open_centre(at, passphrase, clock)
    try:
        decision_effects.heal(centre)
    except BaseException:
        centre.close()
        raise
    return centre


def enrol(centre: Centre, request: Path, out: Path) -> tuple[str, str, list[Merged]]:
    """Sign a request; the station, its key's fingerprint to compare, what could be merged at last."""
    signed, merged = enrolments.enrol(centre, request, out)
    return signed.station, signing.fingerprint(bytes.fromhex(signed.public_key)), merged


def merge_files(centre: Centre, files: list[Path], progress: Progress = quiet) -> list[Merged]:
    """Merge files one by one, in the order given."""
    return [batch_merge.merge_file(centre, path, share(progress, at, len(files))) for at, path in enumerate(files)]


def gaps(centre: Centre) -> list[Gap]:
    """What is there of each station and what is missing."""
    with centre.engine.connect() as connection:
        return missing_batches.gaps(connection)


def forks(centre: Centre) -> list[Fork]:
    """Every place where two histories part."""
    with centre.engine.connect() as connection:
        return missing_batches.forks(connection)


def state(centre: Centre) -> State:
    """The digest of everything the centre holds."""
    with centre.engine.connect() as connection:
        return missing_batches.state(connection)


def receipts(centre: Centre, folder: Path) -> list[tuple[Receipt, Path]]:
    """Receipts for every station, written into a folder."""
    return enrolments.write_receipts(centre, folder)


def street_day(centre: Centre, day: date) -> tuple[list[StationDay], DailyFigures, DailyFigures]:
    """Each station's signed report of a day, and all together: of the day, and up to it."""
    with centre.engine.connect() as connection:
        stations = street_reports.street_day(connection, day)
    return (stations, *street_reports.together(stations))


def compare_sheet(centre: Centre, text: str) -> Comparison:
    """Compare a scanned handover sheet with what its station sent."""
    mark = street_reports.sheet_in(text)
    if mark is None:
        raise Refused("not_a_sheet", field="code")
    with centre.engine.connect() as connection:
        return street_reports.compare_sheet(connection, mark)


def require_centre(at: str) -> None:
    """Refuse a folder that holds no centre before anyone is asked for a passphrase."""
    centre_folder.require(at)


def figures(centre: Centre) -> dict[str, Figures]:
    """Each station's figures over everything merged."""
    with centre.engine.connect() as connection:
        return centre_figures.figures_by_station(connection)


def passages(centre: Centre) -> list[CurrentPassage]:
    """Every passage as its current revision says."""
    with centre.engine.connect() as connection:
        return list(centre_figures.current_passages(connection))
