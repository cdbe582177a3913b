"""What the centre's clerk does with lists and packs, one function each."""

from __future__ import annotations

from pathlib import Path

from station.centre import pack_contents, street_lists
from station.centre.centre_folder import Centre
from station.centre.pack_contents import Packed as Packed
from station.centre.street_lists import ListChange as ListChange  # re-exported: callers see services only
from station.centre.street_lists import Taken as Taken
from station.files import write_durably
from station.progress import Progress, quiet


def check(centre: Centre, path: Path, only: str | None = None, progress: Progress = quiet) -> Taken:
    """What a file says and would change."""
    return street_lists.check_file(centre, path, only, progress)[1]


def take(centre: Centre, path: Path, only: str | None = None, progress: Progress = quiet) -> Taken:
    """Take the lists of a file."""
    return street_lists.take_file(centre, path, only, progress)


def empty(centre: Centre, name: str) -> None:
    """Empty a list."""
    street_lists.empty_list(centre, name)


def write_workbook(centre: Centre, path: Path, reveal: str | None = None) -> tuple[str, ...]:
    """Write the lists in force; the sheets written."""
    return street_lists.write_workbook(centre, path, reveal)


def write_template(path: Path) -> None:
    """Write an empty workbook."""
    write_durably(path, street_lists.template_bytes())


def pack(centre: Centre, folder: Path, days: int = 7, station: str | None = None) -> list[Packed]:
    """Write packs for the enrolled stations."""
    return pack_contents.write_packs(centre, folder, days, station)
