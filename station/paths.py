"""Where things are: the shipped resources and the default data folder."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import platformdirs


@cache
def resource_text(name: str) -> str:
    """A shipped text file by its path inside `resources`, from source or frozen."""
    return files("resources").joinpath(name).read_text(encoding="utf-8")


def resource_bytes(name: str) -> bytes:
    """A shipped binary file by its path inside `resources`."""
    return files("resources").joinpath(name).read_bytes()


def resource_path(name: str) -> Path:
    """Where a shipped file lies, for libraries that open it themselves."""
    return Path(str(files("resources").joinpath(name)))


def default_data_folder() -> Path:
    """The data folder of this user: no admin rights are needed to write it."""
    return Path(platformdirs.user_data_dir("checkpoint-station", appauthor=False))


def migrations_folder(of: str) -> Path:
    """The folder of the Alembic revisions of `store` or `centre`, from source or frozen."""
    return Path(str(files(f"station.{of}").joinpath("migrations")))
