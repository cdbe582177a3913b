"""Makes `centre-0.4.0-sqlite` and `centre-0.4.0-postgres`: one street's centre as release 0.4.0 left it, on each engine.

Run with that release and with this checkout's tests/postgres.py: `cd <checkout of 0a8ef5c> &&
PYTHONPATH=.:tests python <this file> <folder> <checkout's tests>/postgres.py`. Each has entries of two stations, lists,
packs, decisions of every kind, a held batch, a refused file, retired counts, and `next.ysb`, a batch that never came.
`expected.json` is what that release itself says of it.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy import select
from station.centre.schema import metadata
from station.services.opening import SetUp, open_station, set_up
from station.services.unlocking import Unlock
from tests_support import CHEAP, enrolled, workbook

from station.clock import DAY, SetClock
from station.services import centre_desk, centre_keeping, centre_lists, exchange, scripting

MORNING = 1_583_884_800_000
ROWS = [("姓名", "联系电话", "事由"), ("张三", "13811113333", "复核")]
CARS = [("车牌号", "原因"), ("粤B55555", "途经黄冈")]


def main(at, out, work):
    """The story: a month goes by, its records are retired, a day of the next one is there, a batch is still to come."""
    clock = SetClock(MORNING)
    centre_desk.init(at, "centre", work / "centre.card", "words", clock, CHEAP)
    centre = centre_desk.open_centre(at, "words", clock)
    stick = work / "stick"
    stick.mkdir()
    first, second = (station(work, code, clock) for code in ("CP17", "CP18"))
    for one in (first, second):
        enrolled(centre, one, stick)
        scripting.record(one, "B11111 365")
        scripting.record(one, "B22222 378")
        bring(centre, one, stick)
    clock.advance(31 * DAY)
    assert centre_keeping.retire(centre, "words", "到期", 30, None).bodies
    lists = workbook(work / "lists.xlsx", {"重点人员": ROWS, "重点车辆": CARS})
    assert not centre_lists.take(centre, lists).problems
    assert len(centre_lists.pack(centre, stick)) == 2
    for plate in ("B33333", "B44444"):
        scripting.record(first, f"{plate} 365")
        bring(centre, first, stick)
    centre_keeping.undo(centre, "CP17-E1-B00003", "错盘")
    centre_keeping.undo(centre, "CP17-E1-B00002", "错盘")
    centre_keeping.redo(centre, "CP17-E1-B00002", "收回")
    refused = stick / "CP99-E1-B00001.ysb"
    refused.write_bytes(b"YSB1\n no batch at all")
    assert centre_desk.merge_files(centre, [refused])[0].verdict == "refused"
    stranger = station(work, "CP19", clock)
    scripting.record(stranger, "B66666 365")
    (unknown,) = exchange.export(stranger, stick)
    assert centre_desk.merge_files(centre, [stick / unknown.file])[0].reason == "not_enrolled"
    centre_keeping.lose_laptop(centre, "CP18", "失窃", stick)
    scripting.record(first, "B55555 365")
    (later,) = exchange.export(first, stick)
    shutil.copy(stick / later.file, out / "next.ysb")
    (out / "expected.json").write_text(json.dumps(seen(centre), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for one in (first, second, stranger):
        one.close()
    centre.close()


def station(work, code, clock):
    """A new station, opened."""
    folder = work / code
    set_up(SetUp(folder, code, "新围卡点", "words", "1234", "班长甲", work / "centre.card", cost=CHEAP), clock)
    return open_station(folder, Unlock(passphrase="words"), clock, writing=True)


def bring(centre, one, stick):
    """Carry what is new to the centre."""
    (done,) = exchange.export(one, stick)
    assert centre_desk.merge_files(centre, [stick / done.file])[0].verdict == "new"


def seen(centre):
    """The digest of the state, and of each table how many rows and the digest over them."""
    state = centre_desk.state(centre)
    tables = {}
    with centre.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = sorted(
                json.dumps([one.hex() if isinstance(one, bytes) else one for one in row], ensure_ascii=False)
                for row in connection.execute(select(table))
            )
            assert rows, table.name
            tables[table.name] = [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()]
    return {"entries": state.entries, "digest": state.digest, "tables": tables}


def tidy(folder):
    """Nothing of a running program stays."""
    for gone in ("lock", "centre.db-shm", "centre.db-wal"):
        (folder / gone).unlink(missing_ok=True)


def on_server(out, work, postgres):
    """The same on a private server, then its dump."""
    spec = importlib.util.spec_from_file_location("private_postgres", postgres)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    work.chmod(0o755)
    server = module.Server(work / "server")
    try:
        os.environ["CENTRE_FOLDER"] = str(out / "centre")
        url = server.database("centre")
        main(url, out, work)
        dump = [str(server.bin / "pg_dump"), "--format=plain", "--no-owner", "--no-privileges", url]
        text = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    finally:
        server.stop("immediate")
    # What only a psql or a server of one version knows is left out: an older one restores the dump too.
    ours = ("\\restrict", "\\unrestrict", "SET transaction_timeout")
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith(ours)]
    (out / "dump.sql").write_text("".join(kept), encoding="utf-8")
    tidy(out / "centre")


if __name__ == "__main__":
    embedded, served = (Path(sys.argv[1]) / f"centre-0.4.0-{engine}" for engine in ("sqlite", "postgres"))
    for folder in (embedded, served):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temporary:
        main(str(embedded / "centre"), embedded, Path(temporary))
        tidy(embedded / "centre")
    with tempfile.TemporaryDirectory() as temporary:
        on_server(served, Path(temporary), Path(sys.argv[2]))
