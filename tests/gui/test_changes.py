"""What was written is told before the failure that followed it: nothing on the screens is older than its error."""

import pytest
from PySide6.QtCore import QObject

from station.changes import Area
from station.services.exchange import station_files
from station.services.gate import scripted_records
from tests.write_scenarios import FAILING, World
from ui.session.background import Background


class Ear(QObject):
    """Hears on the GUI thread, as the window does."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def changed(self, changes):
        self.heard.append(("changed", changes))

    def done(self, answer):
        self.heard.append(("done", answer))

    def failed(self, error):
        self.heard.append(("failed", error))


@pytest.fixture
def background(qapp, qtbot):
    worker = Background()
    yield worker
    worker.stop()


@pytest.mark.parametrize("way", ["write", "wait_for_device"])
@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("a_stick_that_brings_a_pack_and_takes_nothing", Area.LISTS),
        ("slots_that_cannot_be_written", Area.SAFETY),
        ("a_wrong_pin", Area.EXCHANGE),
    ],
)
def test_changes_come_before_the_failure(request, monkeypatch, qtbot, background, name, area, way):
    world, ear = World(request), Ear()
    call = FAILING[name](world, monkeypatch)
    background.changed.connect(ear.changed)
    getattr(background, way)(call, ear.done, ear.failed)
    qtbot.waitUntil(lambda: not background.is_busy())
    *told, last = [kind for kind, _ in ear.heard]
    assert set(told) == {"changed"}
    assert last == "failed"
    assert area in {one for _, changes in ear.heard[:-1] for one in changes.areas}


def test_each_transaction_of_a_piece_of_work_is_told_before_its_answer(station, stick, qtbot, background):
    ear = Ear()
    background.changed.connect(ear.changed)

    def work():
        first = scripted_records.record(station, "B12345 365").answer.uid
        return first, scripted_records.record(station, "376").answer.uid

    background.write(work, ear.done, ear.failed)
    background.read(lambda: station_files.state(station), ear.done)
    qtbot.waitUntil(lambda: not background.is_busy())
    told = [one for kind, one in ear.heard if kind == "changed"]
    answer = next(one for kind, one in ear.heard if kind == "done" and isinstance(one, tuple))
    assert [one.rows for one in told] == [(uid,) for uid in answer]
    assert ear.heard.index(("changed", told[-1])) < ear.heard.index(("done", answer))
