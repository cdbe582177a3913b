"""A stick at the centre: everything on it is taken and answered in one go, all but the keys nobody compared yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station.batch.enrolment import EnrolmentRequest, read_request
from station.batch.file_kinds import BATCH, CERTIFICATE, REQUESTS
from station.centre import enrolments
from station.centre.centre_folder import Centre
from station.centre.enrolments import LARGEST_REQUEST
from station.errors import InputError, StationError
from station.files import read_limited
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Merged
from station.signing import fingerprint


@dataclass(frozen=True)
class Asking:
    """An enrolment request that nobody signed yet; whoever signs compares its fingerprint by phone first."""

    path: Path
    station: str
    name: str
    epoch: int
    fingerprint: str


@dataclass(frozen=True)
class Answered:
    """What became of a stick: batches, stations that ask to be enrolled, files refused, receipts written."""

    merged: tuple[Merged, ...]
    asking: tuple[Asking, ...]
    refused: tuple[tuple[str, str], ...]
    receipts: int


def answer(centre: Centre, folder: Path) -> Answered:
    """Merge what lies in a folder, write certificates of known keys and receipts into it."""
    if not folder.is_dir():
        raise InputError("folder_unreachable", folder=str(folder))
    merged = clerk_desk.merge_files(
        centre, sorted(one for one in folder.iterdir() if one.suffix.lower() == BATCH.suffix)
    )
    asking, refused = [], []
    for path in sorted(folder.glob(REQUESTS)):
        try:
            request = read_request(read_limited(path, LARGEST_REQUEST))
            if _known_key(centre, request) is None:
                asking.append(_asking(path, request))
            else:
                merged += sign(centre, _asking(path, request), folder)
        except StationError as error:
            refused.append((path.name, error.code))
    receipts = clerk_desk.receipts(centre, folder)
    return Answered(tuple(merged), tuple(asking), tuple(refused), len(receipts))


def sign(centre: Centre, asking: Asking, folder: Path) -> list[Merged]:
    """Enrol a station, its certificate into the folder; the batches that waited for it."""
    suffix = "" if asking.epoch == 1 else f"-E{asking.epoch}"
    return clerk_desk.enrol(centre, asking.path, folder / f"{asking.station}{suffix}{CERTIFICATE.suffix}")[2]


def _asking(path: Path, request: EnrolmentRequest) -> Asking:
    shown = fingerprint(bytes.fromhex(request.public_key))
    return Asking(path, request.station, request.name, request.epoch, shown)


def _known_key(centre: Centre, request: EnrolmentRequest) -> str | None:
    with centre.engine.connect() as connection:
        return enrolments.known_key(connection, request.station, request.epoch)
