"""A private PostgreSQL for the centre's upgrades, and an empty database on either engine."""

import shutil
import tempfile
from pathlib import Path

import pytest

from station.centre.centre_database import open_database
from tests.postgres import Server

KEY = b"\x07" * 32


@pytest.fixture(scope="session")
def server():
    lacking = Server.missing()
    if lacking:
        pytest.skip(lacking)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    started = Server(folder / "server")
    yield started
    started.stop("immediate")
    shutil.rmtree(folder)


class Databases:
    """Makes empty databases of one engine and opens them as the centre does."""

    def __init__(self, kind, request, tmp_path):
        self.kind = kind
        self._server = request.getfixturevalue("server") if kind == "postgres" else None
        self._folder = tmp_path / "databases"
        self._engines = []
        self._places = 0

    def place(self):
        """Where a new empty one is."""
        number = self._places = self._places + 1
        if self._server is not None:
            return self._server.emptied(f"centre_{number}")
        (self._folder / str(number)).mkdir(parents=True)
        return str(self._folder / str(number))

    def opened(self, at=None):
        """The engine of one, a new one if not told."""
        engine = open_database(at or self.place(), KEY)
        self._engines.append(engine)
        return engine

    def close(self):
        for one in self._engines:
            one.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request, tmp_path):
    made = Databases(request.param, request, tmp_path)
    yield made
    made.close()
