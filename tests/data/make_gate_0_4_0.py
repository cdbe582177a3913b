"""Makes `gate-0.4.0`: what release 0.4.0 let through at the gate.

Run with that release: `cd <checkout of 0a8ef5c> && PYTHONPATH=.:tests python <this file> <folder>`. It leaves a station
with a key person's case on which 37.6 axillary was typed and that still waits to be verified, and with a car released
beside its own open fever.
"""

import shutil
import sys
from pathlib import Path

from station.services.opening import SetUp, open_station, set_up
from station.services.unlocking import Unlock
from tests_support import CHEAP

from station.clock import MINUTE, SetClock
from station.services import cases, log, scripting

PERSON = (
    '{"persons":[{"name":"甲","phone":"13900000000","id_number":"11010519491231002X","category":"key_person",'
    '"readings":[{"tenths":365}],"registration":{"origin":"黄冈","address":"12 栋"}}]}'
)


def main(folder):
    clock = SetClock(1_583_884_800_000)
    set_up(SetUp(folder, "CP17", "新围卡点", "words", "1234", "班长甲", cost=CHEAP), clock)
    station = open_station(folder, Unlock(passphrase="words"), clock, writing=True)
    saved = scripting.record(station, PERSON)
    assert cases.take_reading(station, saved.case_uid, "376a").case.state == "verify"
    scripting.record(station, "B8K327 378")
    clock.advance(MINUTE)
    scripting.record(station, "B8K327 365 <")
    assert log.newest_rows(station, 1)[0].passage.disposition == "released"
    station.close()
    for gone in ("lock", "station.db-shm", "station.db-wal", "enrol-CP17.json"):
        (folder / gone).unlink(missing_ok=True)


if __name__ == "__main__":
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    main(Path(sys.argv[1]))
