"""Makes `retired-0.4.0`: a centre whose retirement by time dropped a record of the day at the merge.

Run with that release: `cd <checkout of 0a8ef5c> && PYTHONPATH=.:tests python <this file> <folder>`. An old record was
retired; then a laptop that believed it is 2018 sent today's record, and one with a right clock another.
"""

import shutil
import sys
from pathlib import Path

from station.services.opening import SetUp, open_station, set_up
from station.services.unlocking import Unlock
from tests_support import CHEAP, enrolled

from station.clock import DAY, SetClock
from station.services import centre_desk, centre_keeping, exchange, scripting

MORNING = 1_583_884_800_000


def main(out):
    clock = SetClock(MORNING)
    centre_desk.init(str(out / "centre"), "centre", out / "centre.card", "words", clock, CHEAP)
    centre = centre_desk.open_centre(str(out / "centre"), "words", clock)
    stick = out / "stick"
    stick.mkdir()
    set_up(SetUp(out / "laptop", "CP17", "新围卡点", "words", "1234", "班长甲", out / "centre.card", cost=CHEAP), clock)
    station = open_station(out / "laptop", Unlock(passphrase="words"), clock, writing=True)
    enrolled(centre, station, stick)
    scripting.record(station, "B11111 365")
    bring(centre, station, stick)
    clock.advance(31 * DAY)
    assert centre_keeping.retire(centre, "words", "到期", 30, None).bodies == 1
    clock.advance(60_000)
    station.close()
    wrong = SetClock(MORNING - 700 * DAY)
    station = open_station(out / "laptop", Unlock(passphrase="words"), wrong, writing=True)
    scripting.record(station, "B22222 385")
    bring(centre, station, stick)
    assert centre_desk.passages(centre) == []  # the body of a fever of today was dropped
    ((receipt, _path),) = centre_desk.receipts(centre, stick)
    assert receipt.highest > 6
    station.close()
    centre.close()
    shutil.rmtree(out / "laptop")
    shutil.rmtree(stick)
    for gone in ("lock", "centre.db-shm", "centre.db-wal"):
        (out / "centre" / gone).unlink(missing_ok=True)


def bring(centre, station, stick):
    (done,) = exchange.export(station, stick)
    assert centre_desk.merge_files(centre, [stick / done.file])[0].verdict == "new"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    main(folder)
