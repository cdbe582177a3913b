"""What every test shares: cheap keys, a set clock, a station and a centre in a temporary folder."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("checkpoint", deadline=None)
settings.load_profile("checkpoint")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["STATION_LANG"] = "en"


class _NoQt(importlib.abc.MetaPathFinder):
    """Makes Qt absent: an import of it fails as on a machine without it."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is absent in this run")
        return None


if os.environ.get("CHECKPOINT_WITHOUT_QT"):
    sys.meta_path.insert(0, _NoQt())

from station.clock import SetClock  # noqa: E402
from station.rule_pack import RulePack, default_rules  # noqa: E402
from station.services.access.data_folder import SetUp, open_station, set_up  # noqa: E402
from station.services.access.unlock_secret import Unlock  # noqa: E402
from station.services.centre import clerk_desk  # noqa: E402
from station.services.opened_station import Station  # noqa: E402
from station.store import slot_file  # noqa: E402
from station.store.slot_sealing import Cost  # noqa: E402
from tests.tests_support import MakeStation  # noqa: E402

CHEAP = Cost(1024, 1, 1)
MORNING = 1_583_884_800_000  # 2020-03-11 08:00 in UTC+8


@pytest.fixture
def rules() -> RulePack:
    return default_rules()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
def make_station(tmp_path: Path, clock: SetClock) -> Iterator[MakeStation]:
    """Make and open stations; all are closed at the end."""
    opened: list[Station] = []

    def make(code: str = "CP17", card: Path | None = None, folder: Path | None = None) -> Station:
        where = folder or tmp_path / code
        if not slot_file.is_set_up(where):
            set_up(SetUp(where, code, "新围卡点", "words", "1234", "班长甲", card, cost=CHEAP), clock)
        station = open_station(where, Unlock(passphrase="words"), clock, writing=True)
        opened.append(station)
        return station

    yield make
    for station in opened:
        station.close()


@pytest.fixture
def station(make_station: MakeStation) -> Station:
    return make_station()


@pytest.fixture
def card(tmp_path: Path, clock: SetClock) -> Path:
    """The card of the centre in `tmp_path/centre`."""
    path = tmp_path / "centre.card"
    clerk_desk.init(str(tmp_path / "centre"), "centre", path, "words", clock, CHEAP)
    return path


@pytest.fixture
def centre(card: Path, tmp_path: Path, clock: SetClock) -> Iterator[clerk_desk.Centre]:
    opened = clerk_desk.open_centre(str(tmp_path / "centre"), "words", clock)
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
