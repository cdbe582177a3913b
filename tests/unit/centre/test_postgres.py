"""The centre on a real PostgreSQL: the same dump as on SQLite, the whole batch or nothing when the server dies."""

import contextlib
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from tests_support import CHEAP, enrolled, workbook

from station.clock import DAY
from station.errors import FolderProblem, InputError, StoreProblem
from station.services import centre_desk, centre_keeping, centre_lists, centre_tracing, exchange, scripting
from station.services.centre_tracing import Span
from tests.postgres import Server


@pytest.fixture(scope="module")
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


@pytest.fixture
def on_server(server, request, tmp_path, clock, monkeypatch):
    """A centre whose tables are on the server, its card, and how to open it again."""
    monkeypatch.setenv("CENTRE_FOLDER", str(tmp_path / "pg-centre"))
    url = server.database(f"c{abs(hash(request.node.name)) % 10**9}")
    card = tmp_path / "pg.card"
    centre_desk.init(url, "centre", card, "words", clock, CHEAP)
    return url, card


def play(centre, station, stick):
    """A day of everything that changes the centre."""
    enrolled(centre, station, stick)
    for part in range(3):
        for number in range(4):
            scripting.record(station, f"{10000 + 10 * part + number} 365 376")
        merged = centre_desk.merge_files(centre, [stick / one.file for one in exchange.export(station, stick).answer])
        assert merged[0].verdict == "new"
    centre_keeping.undo(centre, "CP17-E1-B00003", "错盘")
    centre_keeping.undo(centre, "CP17-E1-B00002", "错盘")
    centre_keeping.redo(centre, "CP17-E1-B00002", "收回")
    return sorted(stick.glob("*.ysb"))


def test_both_engines_give_the_same_dump(on_server, make_station, tmp_path, stick, clock):
    url, card = on_server
    centre = centre_desk.open_centre(url, "words", clock)
    station = make_station(card=card)
    files = play(centre, station, stick)
    # The same keys over an embedded file: what one archive says, the other engine must say too.
    shutil.copytree(tmp_path / "pg-centre", tmp_path / "embedded")
    centre_keeping.rebuild(str(tmp_path / "embedded"), "words", clock, put_in_place=True)
    embedded = centre_desk.open_centre(str(tmp_path / "embedded"), "words", clock)
    assert centre_desk.state(centre) == centre_desk.state(embedded)
    assert centre_desk.gaps(centre) == centre_desk.gaps(embedded)
    assert centre_desk.forks(centre) == centre_desk.forks(embedded)
    assert centre_desk.figures(centre) == centre_desk.figures(embedded)
    assert centre_tracing.trace(centre, "10001", Span()) == centre_tracing.trace(embedded, "10001", Span())
    assert len(centre_tracing.trace(centre, "10001", Span()).found) == 1
    assert [one.verdict for one in centre_desk.merge_files(centre, files)] == ["already", "already", "held"]
    lists = workbook(tmp_path / "lists.xlsx", {"重点车辆": [("车牌号", "原因"), ("粤B55555", "途经黄冈")]})
    assert not centre_lists.take(centre, lists).problems
    assert centre_lists.pack(centre, stick, station="CP17")
    assert centre_desk.receipts(centre, stick)
    embedded.close()
    clock.advance(31 * DAY)
    before = centre_desk.passages(centre)
    done = centre_keeping.retire(centre, "words", "到期", None, None)
    assert (done.bodies > 8, centre_desk.passages(centre)) == (True, [])
    centre_keeping.undo(centre, done.name, "时钟错了")
    assert (centre_desk.passages(centre), centre_keeping.retired_counts(centre)) == (before, [])
    centre_keeping.redo(centre, done.name, "时钟没错")
    assert centre_desk.state(centre).entries
    centre.close()


def test_an_empty_server_and_the_archive_are_the_centre(on_server, make_station, stick, clock):
    from sqlalchemy import text

    url, card = on_server
    centre = centre_desk.open_centre(url, "words", clock)
    play(centre, make_station(card=card), stick)
    wanted = centre_desk.state(centre)
    with centre.engine.begin() as connection:
        connection.execute(text("DROP TABLE entries"))
    centre.close()
    assert centre_keeping.rebuild(url, "words", clock, put_in_place=True).state == wanted
    again = centre_desk.open_centre(url, "words", clock)
    assert centre_desk.state(again) == wanted
    again.close()


def test_a_server_that_dies_in_a_merge_leaves_the_whole_batch_or_nothing(server, on_server, make_station, stick, clock):
    url, card = on_server
    centre = centre_desk.open_centre(url, "words", clock)
    station = make_station(card=card)
    enrolled(centre, station, stick)
    for number in range(300):
        scripting.record(station, f"{10000 + number} 365")
    (done,) = exchange.export(station, stick).answer
    whole = done.last_seq
    for tenths in range(6):
        killer = threading.Timer(0.03 * tenths, server.stop, ("immediate",))
        killer.start()
        verdict = "failed"
        with contextlib.suppress(StoreProblem):
            verdict = centre_desk.merge_files(centre, [stick / done.file])[0].verdict
        killer.join()
        server.start()
        entries = centre_desk.state(centre).entries
        assert entries in (0, whole)
        assert not (verdict == "new" and entries == 0)
    assert centre_desk.merge_files(centre, [stick / done.file])[0].verdict in ("new", "already")
    assert centre_desk.state(centre).entries == whole
    centre.close()


def test_what_is_no_place_for_a_centre_is_said(server, on_server, tmp_path, clock, monkeypatch):
    url, _card = on_server
    monkeypatch.setenv("CENTRE_FOLDER", str(tmp_path / "other"))
    with pytest.raises(FolderProblem, match="database_in_use"):
        centre_desk.init(url, "again", tmp_path / "x.card", "words", clock, CHEAP)
    for wrong in ("mysql://x/y", "postgresql://", "://"):
        with pytest.raises(InputError, match="database_url"):
            centre_desk.init(wrong, "c", tmp_path / "x.card", "words", clock, CHEAP)
    with pytest.raises(StoreProblem, match="database_unreachable"):
        centre_desk.init("postgresql://postgres@127.0.0.1:1/none", "c", tmp_path / "x.card", "words", clock, CHEAP)
