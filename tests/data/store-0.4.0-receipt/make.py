"""How this store was made, with the released program 0.4.0: `PYTHONPATH=<0.4.0> python make.py <empty folder>`.

A centre confirmed the station's entries, was put back to the copy of its folder from before, and signed a receipt for
fewer of them; the station took it, and 0.4.0 went on as if nothing had been said. `passphrase` is "words", the PIN 1234.
Beside the store lies the card of that centre (`centre.card`) and the centre itself in `centre/`, as it stands then.
"""

import shutil
import sys
from pathlib import Path

from station.services.opening import SetUp, open_station, set_up
from station.services.unlocking import Unlock
from station.store.keyslots import Cost

from station.clock import SetClock
from station.services import centre_desk, exchange, scripting

MORNING = 1_583_884_800_000
CHEAP = Cost(1024, 1, 1)


def main(to: Path) -> None:
    """Make station, centre and card in `to`."""
    clock = SetClock(MORNING)
    at, stick, card = to / "centre", to / "stick", to / "centre.card"
    stick.mkdir()
    centre_desk.init(str(at), "centre", card, "words", clock, CHEAP)
    set_up(SetUp(to / "laptop", "CP17", "新围卡点", "words", "1234", "班长甲", card, cost=CHEAP), clock)
    centre = centre_desk.open_centre(str(at), "words", clock)
    centre_desk.enrol(centre, to / "laptop" / "enrol-CP17.json", stick / "CP17.ysc")
    station = open_station(to / "laptop", Unlock(passphrase="words"), clock, writing=True)
    exchange.receive(station, stick / "CP17.ysc")
    bring(station, centre, stick)
    centre.close()
    shutil.copytree(at, to / "yesterday")
    centre = centre_desk.open_centre(str(at), "words", clock)
    for line in ("B12345 365 366", "B12346 376", "B12347 365"):
        clock.advance(60_000)
        scripting.record(station, line)
    bring(station, centre, stick)
    centre.close()
    shutil.rmtree(at)
    shutil.move(to / "yesterday", at)
    centre = centre_desk.open_centre(str(at), "words", clock)
    clock.advance(3_600_000)
    scripting.record(station, "B12348 365")
    bring(station, centre, stick)  # the batch begins behind #9; the receipt says #3, and 0.4.0 passes over it
    with station.store.write("system") as transaction:  # the tests copy the folder, and that is not what they try
        transaction.connection.exec_driver_sql("DELETE FROM meta WHERE name = 'place'")
    station.store.checkpoint()
    station.close()
    centre.close()
    shutil.rmtree(stick)


def bring(station, centre, stick) -> None:
    """A stick to the centre and back."""
    centre_desk.merge_files(centre, [stick / one.file for one in exchange.export(station, stick)])
    centre_desk.receipts(centre, stick)
    for path in sorted(stick.glob("*.ysr")):
        print(exchange.receive(station, path))  # noqa: T201
    clock = station.clock
    clock.advance(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
