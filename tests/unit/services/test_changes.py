"""Every use case that writes says so, says all of what it touched, and nothing else: by the store's own account."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from station import changes, services
from station.changes import Area, Changes
from station.errors import MachineError, Refused, StationError, WrongSecret
from station.records.event import Note
from station.services.access import operators
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.gate import access_passes, cases, corrections, drafts, scripted_records
from station.services.late_entry import paper_kit
from station.services.log import passage_log
from station.services.opened_station import Station
from station.services.safety import backups, verification
from station.services.shift import handover_sheets, incidents, shifts, supplies
from tests.call_graph import public_first, reaching
from tests.store_account import Account, between, see
from tests.tests_support import CHEAP
from tests.write_scenarios import FAILING, SCENARIOS, World

ROOT = Path(services.__file__).parent
# What a use case may tell beyond what differs in the store, and why.
MAY_TELL = {
    (backups.__name__, "make"): {Area.SAFETY},  # a backup is a folder on a stick
    (verification.__name__, "rebuild"): set(Area),  # all is made anew, and nobody compares
}
# The journal accounts for new key slots before they are written: a word too many, never a change nobody knows of.
SLOTS_STAYED = {"slots_that_cannot_be_written", "a_card_whose_recovery_cannot_be_written"}


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


# --- what fails after it wrote ----------------------------------------------------------------------
@pytest.mark.parametrize("name", FAILING)
def test_what_was_written_is_told_although_the_rest_failed(world, monkeypatch, name):
    call = FAILING[name](world, monkeypatch)
    before = see(world.station)
    with changes.gathering() as noted, pytest.raises(StationError):
        call()
    account = between(before, see(world.station))
    assert account.tables
    account.may |= {Area.SAFETY} if name in SLOTS_STAYED else set()
    assert account.faults(noted.areas, noted.rows) == {}


def test_a_pack_that_came_is_told_whatever_becomes_of_the_export(world, monkeypatch):
    call = FAILING["a_stick_that_brings_a_pack_and_takes_nothing"](world, monkeypatch)
    with changes.gathering() as noted, pytest.raises(StationError, match="cannot_write"):
        call()
    assert Area.LISTS in noted.areas
    assert [one.number for one in world.station.lists.isolation] == ["G1"]


def test_a_transaction_that_is_undone_tells_nothing(station):
    before = see(station)
    with changes.gathering() as noted, pytest.raises(MachineError), station.write() as transaction:
        transaction.append("note", Note("CP17-1", "已回电"))
        raise MachineError("cannot_write")
    assert between(before, see(station)).tables == set()
    assert (noted.areas, noted.rows) == (set(), {})


# --- one after the other ----------------------------------------------------------------------------
def _pick(things, at):
    things = list(things)
    if not things:
        raise Refused("nothing_there")
    return things[at % len(things)]


def _uid(station, at):
    return _pick(passage_log.rows(station), at).uid


def _case(station, at):
    return _pick(cases.open_cases(station), at).uid


STEPS = {
    "passed": lambda station, at: scripted_records.record(station, f"B1234{at % 3} 365"),
    "held": lambda station, at: scripted_records.record(station, f"B1234{at % 3} 37{8 + at % 2}"),
    "keyed": lambda station, at: scripted_records.record(station, f"@k{at % 3} 365"),
    "void": lambda station, at: corrections.void(station, _uid(station, at), "误录"),
    "undo": lambda station, at: corrections.undo(station, _uid(station, at)),
    "correct": lambda station, at: corrections.correct_by_line(
        station, _uid(station, at), f"B1234{at % 3} 366", "看错"
    ),
    "note": lambda station, at: cases.note_about(station, _uid(station, at), "已回电"),
    "reading": lambda station, at: cases.take_reading(station, _case(station, at), "365a"),
    "override": lambda station, at: cases.override(station, _case(station, at), "医生到场", station.operator),
    "identify": lambda station, at: cases.identify(station, _case(station, at), f"张{at}", "13800138000"),
    "open": lambda station, at: shifts.open_shift(station),
    "close": lambda station, at: shifts.close_shift(station, station.operator, {"masks": at}),
    "incident": lambda station, at: incidents.open_incident(station, "tip", "有人翻墙"),
    "done": lambda station, at: incidents.close(station, _pick(incidents.open_ones(station), at).uid, "已处理"),
    "supply": lambda station, at: supplies.move(station, "masks", at + 1, "received"),
    "pass": lambda station, at: access_passes.issue(station, days=at + 1),
    "draft": lambda station, at: drafts.keep(station, f"CP17-{at}", {"line": "B1"} if at % 2 else {}),
    "paper": lambda station, at: paper_kit.issue_kit(station, 1),
    "print": lambda station, at: handover_sheets.count_print(station, "rounds"),
    "mistyped": lambda station, at: operators.sign_in(station, "op1", "0000"),
    "rebuild": lambda station, at: verification.rebuild(station),
}


@settings(max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 5)), min_size=5, max_size=5))
@example(steps=[("held", 0), ("passed", 0), ("passed", 0), ("override", 0), ("void", 1)])
@example(steps=[("draft", 0), ("draft", 1), ("open", 0), ("close", 3), ("draft", 0)])
def test_five_use_cases_tell_together_what_the_store_says(tmp_path_factory, clock, steps):
    folder = tmp_path_factory.mktemp("s") / "CP17"
    set_up(SetUp(folder, "CP17", "卡点", "words", "1234", "班长甲", None, cost=CHEAP), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    try:
        scripted_records.record(station, "B12340 365")
        account, seen = Account(), see(station)
        told, rows = set(), set()
        with changes.gathering() as noted:
            for name, at in steps:
                clock.advance(1000)
                with suppress(Refused, WrongSecret), changes.gathering() as one:
                    STEPS[name](station, at)
                before, seen = seen, see(station)
                account.add(between(before, seen))
                account.may |= set(Area) if name == "rebuild" else set()
                account.rows |= set(one.rows) if name == "rebuild" else set()
                told, rows = told | one.areas, rows | set(one.rows)
        assert account.faults(noted.areas, noted.rows) == {}
        assert (noted.areas, set(noted.rows)) == (told, rows)
    finally:
        station.close()
