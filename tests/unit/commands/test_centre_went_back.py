"""The centre is put back to yesterday's copy of its folder, as people type it: what it lost comes again by itself."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from station.clock import SystemClock, local_day
from station.commands import centre_program, station_program
from tests.tests_support import enrolled

SECRETS = {"STATION_PASSPHRASE": "words", "CENTRE_PASSPHRASE": "words", "STATION_PIN": "1234", "STATION_LANG": "en"}


def run(*arguments, at=None, language="en"):
    """A command of the station, or of the centre in the folder `at`; exit code, JSON lines, the rest."""
    program = centre_program.app if at else station_program.build()
    typed = [str(one) for one in arguments] + (["--at", str(at)] if at else [])
    done = CliRunner().invoke(program, typed, env={**SECRETS, "STATION_LANG": language})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.exit_code, said, done.stdout + done.stderr


class Gate:
    """A gate with its stick and a centre that can be put back."""

    def __init__(self, data, stick, at):
        self.data, self.stick, self.at = data, stick, at

    def record(self, line):
        assert run("record", "--data", self.data, line)[0] == 0

    def export(self, *more):
        code, said, words = run("export", "--data", self.data, "--to", self.stick, *more, "--json")
        assert code == 0, words
        return [one for one in said if "first_seq" in one]

    def merge(self, *files):
        paths = files or sorted(self.stick.glob("*.ysb"))
        return run("merge", *paths, "--json", at=self.at)

    def receipts(self):
        assert run("receipts", "--out", self.stick, at=self.at)[0] == 0

    def receive(self):
        code, said, words = run("receive", "--data", self.data, *sorted(self.stick.glob("*.ysr")), "--json")
        assert code == 0, words
        return said, words

    def gaps(self):
        _, said, words = run("gaps", "--json", at=self.at)
        return said, words

    def empty_stick(self):
        for path in self.stick.iterdir():
            path.unlink()

    def copy_centre(self):
        shutil.copytree(self.at, self.at.with_name("yesterday"))

    def put_back(self):
        shutil.rmtree(self.at)
        self.at.with_name("yesterday").rename(self.at)


@pytest.fixture
def gate(make_station, card, centre, stick, tmp_path):
    """An enrolled gate whose first batch is merged; no receipt yet."""
    station = make_station(card=card)
    enrolled(centre, station, stick)
    station.close()
    centre.close()
    (stick / "CP17.ysc").unlink()
    made = Gate(station.store.folder, stick, tmp_path / "centre")
    made.export()
    assert made.merge()[1][0]["verdict"] == "new"
    return made


def went_back(gate):
    """Two records are merged and under a receipt; then the centre goes on from the copy made before."""
    gate.copy_centre()
    gate.record("B12345 365")
    gate.record("B12346 365")
    sent = gate.export()[0]
    gate.merge()
    gate.receipts()
    gate.receive()
    gate.empty_stick()
    gate.put_back()
    gate.record("B12347 365")
    return sent


def test_what_the_centre_lost_is_sent_again_by_itself(gate):
    sent = went_back(gate)
    assert gate.export()[0]["first_seq"] == sent["last_seq"] + 1
    code, (merged,), words = gate.merge()
    assert (code, merged["verdict"], merged["reason"]) == (0, "gap", "centre_signed_more")
    assert merged["signed_to"] == sent["last_seq"]
    (gap,), words = gate.gaps()
    lost = gap["missing"][0]
    assert (gap["signed_to"], lost[1]) == (sent["last_seq"], sent["last_seq"])
    assert f"signed a receipt up to #{sent['last_seq']}" in words
    assert "曾签回执" in run("gaps", at=gate.at, language="zh")[2]
    gate.receipts()
    said, words = gate.receive()
    assert (said[-1]["reason"], said[-1]["again_from"]) == ("centre_went_back", lost[0])
    assert f"everything from #{lost[0]} on goes again" in words
    again = gate.export()[0]
    assert again["first_seq"] == lost[0]
    assert gate.merge(gate.stick / again["file"])[1][0]["verdict"] == "new"
    (gap,), words = gate.gaps()
    assert (gap["missing"], gap["signed_to"], words.count("signed a receipt")) == ([], 0, 0)
    gate.receipts()
    gate.receive()
    assert gate.export()[0]["first_seq"] == again["last_seq"] + 1  # the next receipt is believed again


def test_a_centre_that_forgot_the_station_hears_of_it_and_asks_for_everything(make_station, card, centre, stick):
    """Put back to before the station was enrolled: no certificate, no entry, and the stick has no request."""
    station = make_station(card=card)
    station.close()
    centre.close()
    gate = Gate(station.store.folder, stick, centre.folder)
    gate.copy_centre()
    request = gate.data / "enrol-CP17.json"
    assert run("enrol", request, "--out", stick / "CP17.ysc", at=gate.at)[0] == 0
    assert run("receive", "--data", gate.data, stick / "CP17.ysc")[0] == 0
    gate.export()
    gate.merge()
    gate.receipts()
    gate.receive()
    gate.empty_stick()
    gate.put_back()
    gate.record("B12347 365")
    gate.export()
    assert not list(stick.glob("enrol*"))
    assert gate.merge()[1][0]["verdict"] == "held"
    gate.receipts()
    said, _ = gate.receive()
    assert (said[-1]["reason"], said[-1]["again_from"]) == ("centre_went_back", 1)
    assert gate.export()[0]["first_seq"] == 1
    assert run("enrol", stick / "enrol-CP17.json", "--out", stick / "again.ysc", at=gate.at)[0] == 0
    gate.merge()
    assert [one["missing"] for one in gate.gaps()[0]] == [[]]
    gate.receipts()
    gate.receive()
    assert gate.export()[0]["first_seq"] > 1
    assert len(list(stick.glob("enrol*"))) == 1  # no new request once it has a receipt again


def test_from_an_entry_and_everything(gate):
    went_back(gate)
    assert gate.export("--from", "2")[0]["first_seq"] == 2
    assert gate.export("--from", "E1-3")[0]["first_seq"] == 3
    assert gate.export("--from", "99999")[0]["first_seq"] < 99999  # nothing is ever left out
    gate.empty_stick()
    assert gate.export("--all")[0]["first_seq"] == 1
    assert (gate.stick / "enrol-CP17.json").is_file()
    gate.merge()
    assert [one["missing"] for one in gate.gaps()[0]] == [[]]
    code, _, words = run("export", "--data", gate.data, "--to", gate.stick, "--from", "page 3")
    assert (code, "is no entry" in words) == (1, True)


def test_a_receipt_is_never_ignored_for_its_date(gate, monkeypatch):
    """The centre that went back also has a wrong clock: its receipts look older than those of before."""
    went_back(gate)
    gate.export()
    gate.merge()
    monkeypatch.setattr("station.clock.SystemClock.now", lambda _self: 1_000_000_000_000)
    gate.receipts()
    monkeypatch.undo()
    said, _ = gate.receive()
    assert (said[-1]["verdict"], said[-1]["reason"]) == ("taken", "")  # quiet: it may be an old one of another stick
    assert said[-1]["again_from"]
    assert gate.export()[0]["first_seq"] == said[-1]["again_from"]
    gate.merge()
    assert [one["missing"] for one in gate.gaps()[0]] == [[]]


def test_a_wipe_waits_until_the_handover_and_the_signed_report_are_at_the_centre(gate):
    """Whatever is saved after the last receipt: nothing of it may go with the laptop."""
    data = ("--data", gate.data)
    assert run("shift", "open", *data)[0] == 0
    gate.record("B12345 365")
    gate.export()
    gate.merge()
    gate.receipts()
    gate.receive()
    assert run("shift", "close", *data)[0] == 0
    assert run("report", "sign", _today(), "--zero", *data)[0] == 0
    wipe = ("wipe", *data, "--to", gate.stick, "--checkpoint", "CP17")
    code, _, words = run(*wipe)
    assert (code, gate.data.is_dir()) == (1, True)
    assert "do not cover 2 of the entries" in words
    assert "handovers 1" in words
    assert "daily reports 1" in words
    assert "交接班 1、日报 1" in run(*wipe, language="zh")[2].replace("日报 1、交接班 1", "交接班 1、日报 1")
    assert run("wipe", *data, "--to", gate.data, "--checkpoint", "CP17")[0] == 1
    gate.export()
    gate.merge()
    gate.receipts()
    gate.receive()
    code, _, words = run("wipe", *data, "--to", gate.data / "in", "--checkpoint", "CP17")
    assert (code, "outside the data folder" in words) == (1, True)
    code, said, words = run(*wipe)
    assert (code, gate.data.exists()) == (0, False), words
    assert (gate.stick / said[0]["file"]).is_file()


def _today():
    return local_day(SystemClock().now()).isoformat()
