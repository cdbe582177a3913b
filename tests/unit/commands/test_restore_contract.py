"""`station restore --from` a data folder that nothing is wrong with gives that station again, entry by entry."""

import json

from station.clock import SystemClock
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from tests.tests_support import CHEAP, all_entries
from tests.unit.commands.test_contract import SECRETS, lines, station

WORDS = Unlock(passphrase=SECRETS["STATION_PASSPHRASE"])


def entries_in(folder):
    opened = open_station(folder, WORDS, SystemClock(), writing=False)
    try:
        return all_entries(opened)
    finally:
        opened.close()


def test_an_intact_folder_comes_back_whole(tmp_path):
    old, new = tmp_path / "r", tmp_path / "r2"
    words, pin = SECRETS["STATION_PASSPHRASE"], SECRETS["STATION_PIN"]
    set_up(SetUp(old, "CP17", "新围", words, pin, "班长", cost=CHEAP), SystemClock())
    sent = "\n".join(f"@k{number} B{12000 + number} 365" for number in range(60))
    assert len(lines(station("record", "--data", old, "--stdin", stdin=sent))) == 60
    assert json.loads(station("verify", "--data", old, "--json").text)["findings"] == []
    whole, content = entries_in(old), (old / "station.db").read_bytes()
    done = station("restore", "--from", old, "--data", new, "--json")
    told = json.loads(done.text)
    assert (told["entries"], told["missing"], told["filed_anew"], told["left_out"]) == (len(whole), [], 0, 0)
    assert "cannot be read" not in done.words
    assert entries_in(new)[: len(whole)] == whole
    assert len(station("log", "--data", new, "--json").text.splitlines()) == 60
    assert json.loads(station("verify", "--data", new, "--json").text)["findings"] == []
    assert (old / "station.db").read_bytes() == content  # the original is read, never touched
