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
from station.services.centre import clerk_desk, clerk_lists, clerk_trace, custody
from station.services.centre.clerk_trace import Span
from station.services.exchange import station_files
from station.services.gate import scripted_records
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
    clerk_desk.init(url, "centre", card, "words", clock, CHEAP)
    return url, card


def play(centre, station, stick):
    """A day of everything that changes the centre."""
    enrolled(centre, station, stick)
    for part in range(3):
        for number in range(4):
            scripted_records.record(station, f"{10000 + 10 * part + number} 365 376")
        merged = clerk_desk.merge_files(
            centre, [stick / one.file for one in station_files.export(station, stick).answer]
        )
        assert merged[0].verdict == "new"
    custody.undo(centre, "CP17-E1-B00003", "错盘")
    custody.undo(centre, "CP17-E1-B00002", "错盘")
    custody.redo(centre, "CP17-E1-B00002", "收回")
    return sorted(stick.glob("*.ysb"))


def test_both_engines_give_the_same_dump(on_server, make_station, tmp_path, stick, clock):
    url, card = on_server
    centre = clerk_desk.open_centre(url, "words", clock)
    station = make_station(card=card)
    files = play(centre, station, stick)
    # The same keys over an embedded file: what one archive says, the other engine must say too.
    shutil.copytree(tmp_path / "pg-centre", tmp_path / "embedded")
    custody.rebuild(str(tmp_path / "embedded"), "words", clock, put_in_place=True)
    embedded = clerk_desk.open_centre(str(tmp_path / "embedded"), "words", clock)
    assert clerk_desk.state(centre) == clerk_desk.state(embedded)
    assert clerk_desk.gaps(centre) == clerk_desk.gaps(embedded)
    assert clerk_desk.forks(centre) == clerk_desk.forks(embedded)
    assert clerk_desk.figures(centre) == clerk_desk.figures(embedded)
    assert clerk_trace.trace(centre, "10001", Span()) == clerk_trace.trace(embedded, "10001", Span())
    assert len(clerk_trace.trace(centre, "10001", Span()).found) == 1
    assert [one.verdict for one in clerk_desk.merge_files(centre, files)] == ["already", "already", "held"]
    lists = workbook(tmp_path / "lists.xlsx", {"重点车辆": [("车牌号", "原因"), ("粤B55555", "途经黄冈")]})
    assert not clerk_lists.take(centre, lists).problems
    assert clerk_lists.pack(centre, stick, station="CP17")
    assert clerk_desk.receipts(centre, stick)
    embedded.close()
    clock.advance(31 * DAY)
    before = clerk_desk.passages(centre)
    done = custody.retire(centre, "words", "到期", None, None)
    assert (done.bodies > 8, clerk_desk.passages(centre)) == (True, [])
    custody.undo(centre, done.name, "时钟错了")
    assert (clerk_desk.passages(centre), custody.retired_counts(centre)) == (before, [])
    custody.redo(centre, done.name, "时钟没错")
    assert clerk_desk.state(centre).entries
    centre.close()


def test_an_empty_server_and_the_archive_are_the_centre(on_server, make_station, stick, clock):
    from sqlalchemy import text

    url, card = on_server
    centre = clerk_desk.open_centre(url, "words", clock)
    play(centre, make_station(card=card), stick)
    wanted = clerk_desk.state(centre)
    with centre.engine.begin() as connection:
        connection.execute(text("DROP TABLE entries"))
    centre.close()
    assert custody.rebuild(url, "words", clock, put_in_place=True).state == wanted
    again = clerk_desk.open_centre(url, "words", clock)
    assert clerk_desk.state(again) == wanted
    again.close()


def test_a_server_that_dies_in_a_merge_leaves_the_whole_batch_or_nothing(server, on_server, make_station, stick, clock):
    url, card = on_server
    centre = clerk_desk.open_centre(url, "words", clock)
    station = make_station(card=card)
    enrolled(centre, station, stick)
    for number in range(300):
        scripted_records.record(station, f"{10000 + number} 365")
    (done,) = station_files.export(station, stick).answer
    whole = done.last_seq
    for tenths in range(6):
        killer = threading.Timer(0.03 * tenths, server.stop, ("immediate",))
        killer.start()
        verdict = "failed"
        with contextlib.suppress(StoreProblem):
            verdict = clerk_desk.merge_files(centre, [stick / done.file])[0].verdict
        killer.join()
        server.start()
        entries = clerk_desk.state(centre).entries
        assert entries in (0, whole)
        assert not (verdict == "new" and entries == 0)
    assert clerk_desk.merge_files(centre, [stick / done.file])[0].verdict in ("new", "already")
    assert clerk_desk.state(centre).entries == whole
    centre.close()


def test_what_is_no_place_for_a_centre_is_said(server, on_server, tmp_path, clock, monkeypatch):
    url, _card = on_server
    monkeypatch.setenv("CENTRE_FOLDER", str(tmp_path / "other"))
    with pytest.raises(FolderProblem, match="database_in_use"):
        clerk_desk.init(url, "again", tmp_path / "x.card", "words", clock, CHEAP)
    for wrong in ("mysql://x/y", "postgresql://", "://"):
        with pytest.raises(InputError, match="database_url"):
            clerk_desk.init(wrong, "c", tmp_path / "x.card", "words", clock, CHEAP)
    with pytest.raises(StoreProblem, match="database_unreachable"):
        clerk_desk.init("postgresql://postgres@127.0.0.1:1/none", "c", tmp_path / "x.card", "words", clock, CHEAP)
