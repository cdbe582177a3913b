"""Every use case that writes says so, says all of what it touched, and nothing else: by the store's own account."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

from station import changes, services
from station.changes import Area, Changes
from station.services.opened_station import Station
from station.services.safety import backups, verification
from tests.call_graph import public_first, reaching
from tests.store_account import between, see
from tests.write_scenarios import SCENARIOS, World

ROOT = Path(services.__file__).parent
# What a use case may tell beyond what differs in the store, and why.
MAY_TELL = {
    (backups.__name__, "make"): {Area.SAFETY},  # a backup is a folder on a stick
    (verification.__name__, "rebuild"): set(Area),  # all is made anew, and nobody compares
}


def modules():
    names = [one.name for one in pkgutil.walk_packages([str(ROOT)], f"{services.__name__}.") if not one.ispkg]
    return {name: importlib.import_module(name) for name in names}


def sources():
    return {name: Path(module.__file__).read_text(encoding="utf-8") for name, module in modules().items()}


def decorated():
    """Every function of the services that is decorated with `@writes`."""
    return {
        (name, said)
        for name, module in modules().items()
        for said, value in vars(module).items()
        if getattr(value, "writes", None) is True and value.__module__ == name
    }


def of_a_station(node):
    function = getattr(importlib.import_module(node[0]), node[1])
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation in ("Station", Station)


def said(nodes):
    return sorted(f"{module.removeprefix('station.services.')}.{name}" for module, name in nodes)


WRITING = sorted(decorated())
CALLS = [(node, name) for node in WRITING for name in SCENARIOS.get(node, {"": None})]


@pytest.fixture
def world(request):
    return World(request)


# --- who writes -------------------------------------------------------------------------------------
def test_whoever_writes_to_a_station_says_so_and_nobody_else():
    source = sources()
    reached = reaching(source)
    expected = reached & public_first(source, "Station")
    assert said(expected - set(WRITING)) == [], "these write and are not decorated"
    assert said(set(WRITING) - reached) == [], "these are decorated and write nothing"
    assert len(WRITING) > 40


def test_a_use_case_that_writes_is_public_and_of_a_station():
    assert [one for one in said(WRITING) if one.split(".")[-1].startswith("_")] == []
    assert said(node for node in WRITING if not of_a_station(node)) == []


def test_every_use_case_that_writes_has_a_scenario():
    assert said(set(WRITING) - set(SCENARIOS)) == [], "these have no scenario"
    assert said(set(SCENARIOS) - set(WRITING)) == [], "these scenarios are of nothing that writes"


SYNTHETIC = {
    "p.a": """
from functools import partial
from p import b
from p.b import step as do_it
TABLE = {"one": do_it}
def by_table(station: Station): return TABLE["one"](station)
def by_partial(station: Station): return partial(b.step, station)
def by_closure(station: "Station"):
    def inner():
        with station.acting_as(1).write() as t: t.append()
    return inner
def by_method(station: Station): return _Desk(station).save()
def only_reads(station: Station, step=None, path=None):
    do_it = step
    path.write(b"")
    return do_it
def only_typed(station: Station) -> _Desk: return None
def _hidden(station: Station): b.step(station)
def of_a_store(store): store.write("system")
class _Desk:
    def __init__(self, station): self._station = station
    def save(self):
        with self._station.store.write("system"): pass
""",
    "p.b": """
def step(station: Station):
    acting = station
    with acting.write() as transaction: pass
def look(station: Station): return station.rows
""",
}


def test_the_walk_sees_tables_closures_partials_and_methods():
    found = reaching(SYNTHETIC) & public_first(SYNTHETIC, "Station")
    assert {name for _, name in found} == {"by_table", "by_partial", "by_closure", "by_method", "step"}
    assert ("p.a", "of_a_store") in reaching(SYNTHETIC)


# --- what they touch --------------------------------------------------------------------------------
@pytest.mark.parametrize(("node", "name"), CALLS, ids=[f"{said([node])[0]} {name}" for node, name in CALLS])
def test_a_use_case_tells_what_the_store_says(world, node, name):
    prepare = SCENARIOS.get(node, {}).get(name)
    if prepare is None:
        pytest.fail(f"{said([node])} has no scenario: put one into tests/write_scenarios.py")
    call = prepare(world)
    station = world.station
    before = see(station)
    with changes.gathering() as noted:
        told = call()
    account = between(before, see(station))
    assert isinstance(told, Changes)
    assert account.tables, "this scenario writes nothing"
    account.may |= MAY_TELL.get(node, set())
    assert account.faults(told.areas, told.rows) == {}
    assert (noted.areas, tuple(noted.rows)) == (told.areas, told.rows), "whoever gathers outside hears the same"
