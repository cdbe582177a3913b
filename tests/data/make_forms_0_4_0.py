"""Makes `forms-0.4.0`: what text in other Unicode forms did to a station and a centre of release 0.4.0.

Run with that release: `cd <checkout of 0a8ef5c> && PYTHONPATH=.:tests python <this file> <folder>`. It leaves a station
whose journal holds names that are not NFC and whose folder a rename has locked, its batch as it lay on the stick
(refused by that release's centre), and a centre whose list of key persons stops every pack.
"""

import shutil
import sys
from pathlib import Path

from station.services.opening import SetUp, open_station, set_up
from station.services.unlocking import Unlock
from tests_support import CHEAP, enrolled, workbook

from station.clock import SetClock
from station.services import centre_desk, centre_lists, exchange, moving, operators, scripting

MORNING = 1_583_884_800_000
JOSE, RENE, LI, LIN = "Jose\u0301 García", "Rene\u0301", "\uf9e1四", "\uf9f4冲"
PERSON = '{"persons":[{"name":"%s","phone":"13877776666","readings":[{"tenths":366}],"registration":{"address":"%s"}}]}'
HOT = '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"%s","phone":"13877775555","readings":[{"tenths":378}]}]}'


def main(out):
    clock = SetClock(MORNING)
    centre_desk.init(str(out / "centre"), "centre", out / "centre.card", "words", clock, CHEAP)
    centre = centre_desk.open_centre(str(out / "centre"), "words", clock)
    set_up(SetUp(out / "laptop", "CP17", "新围卡点", "words", "1234", "班长甲", out / "centre.card", cost=CHEAP), clock)
    station = open_station(out / "laptop", Unlock(passphrase="words"), clock, writing=True)
    stick = out / "stick"
    stick.mkdir()
    enrolled(centre, station, stick)
    scripting.record(station, "B12345 365 368")
    scripting.record(station, PERSON % (JOSE, "Cafe\u0301 2"))
    scripting.record(station, HOT % LIN)
    scripting.record(station, PERSON % (LI, "新围"))
    operators.new_operator(station, RENE, "volunteer", "1111")
    scripting.record(station, "B99999 366")
    (done,) = exchange.export(station, stick)
    assert centre_desk.merge_files(centre, [stick / done.file])[0].reason == "not_canonical"
    rows = [("姓名", "联系电话", "事由"), (RENE, "13811112222", "复核"), ("张三", "13811113333", "复核")]
    assert not centre_lists.take(centre, workbook(out / "lists.xlsx", {"重点人员": rows})).problems
    centre.close()
    moving.rename(station, "Cafe\u0301 卡点")
    station.close()
    for gone in (out / "lists.xlsx", stick / "CP17.ysc", out / "laptop" / "enrol-CP17.json"):
        gone.unlink(missing_ok=True)
    for gone in ("lock", "station.db-shm", "station.db-wal"):
        (out / "laptop" / gone).unlink(missing_ok=True)
    for gone in ("lock", "centre.db-shm", "centre.db-wal"):
        (out / "centre" / gone).unlink(missing_ok=True)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    main(folder)
