"""`mirror`, `backup`, `restore`, `key`, `retention`, `wipe` and the centre's decisions as somebody types them."""

import json

import pytest
from typer.testing import CliRunner

from station.commands import centre_program, station_program
from station.services.access import key_slots, recovery_request
from station.store.slot_sealing import Cost

SECRETS = {"STATION_PASSPHRASE": "words", "CENTRE_PASSPHRASE": "words", "STATION_PIN": "1234", "STATION_LANG": "en"}


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(key_slots, "Cost", lambda: Cost(1024, 1, 1))
    monkeypatch.setattr(recovery_request, "Cost", lambda: Cost(1024, 1, 1))

    def type_it(*arguments, centre=False, **environment):
        program = centre_program.app if centre else station_program.build()
        done = CliRunner().invoke(program, [str(one) for one in arguments], env={**SECRETS, **environment})
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return done.exit_code, said, done.stderr

    return type_it


@pytest.fixture
def data(make_station, card):
    station = make_station(card=card)
    station.close()
    return station.store.folder


def test_second_copy_backup_and_back(run, data, stick, tmp_path):
    assert run("record", "--data", data, "B12345 365")[0] == 0
    assert run("mirror", "--data", data, "--to", stick, "--json")[1][0]["status"] == "current"
    code, (made,), _ = run("backup", "--data", data, "--to", stick, "--json")
    assert (code, made["station"]) == (0, "CP17")
    code, (back,), _ = run(
        "restore", "--from", stick, "--data", tmp_path / "new", "--sheet", f"E1-{made['seq'] + 9}", "--json"
    )
    assert code == 0
    assert back["possibly_lost"] == {"epoch": 1, "first": back["last"][1] + 1, "last": made["seq"] + 9}
    code, _, words = run("restore", "--from", stick / made["folder"], "--data", tmp_path / "other")
    assert (code, "may be lost" in words) == (0, True)
    assert run("log", "--data", tmp_path / "new", "--json")[1][0]["vehicle"]["plate"] == "粤B12345"
    assert run("restore", "--from", stick, "--data", tmp_path / "new")[0] == 1
    assert "is no entry" in run("restore", "--from", stick, "--data", tmp_path / "x", "--sheet", "page 3")[2]
    assert run("mirror", "--data", data, "--off", "--json")[1] == [{"status": "off"}]


def test_keys_and_recovery(run, data, card, centre, tmp_path, stick):
    at = centre.at
    centre.close()
    code, (slot,), _ = run("key", "change", "--data", data, "--json", NEW_PASSPHRASE="bangui lemo tuxi")
    assert (code, slot["kind"]) == (0, "passphrase")
    new = {"STATION_PASSPHRASE": "bangui lemo tuxi"}
    assert run("key", "list", "--data", data, "--json")[0] == 1
    assert [one["kind"] for one in run("key", "list", "--data", data, "--json", **new)[1]] == ["recovery", "passphrase"]
    assert run("key", "add-stick", "--to", stick, "--data", data, "--json", **new, NEW_PIN="2468")[0] == 0
    assert run("key", "remove", slot["slot"], "--data", data, **new)[0] == 1  # the last one
    code, (asked,), _ = run(
        "key", "forgot", "--to", stick, "--data", data, "--json", NEW_PASSPHRASE="quite another one"
    )
    code, (answered,), _ = run("recover", stick / asked["file"], "--at", at, "--out", stick / "a.ysk", centre=True)
    assert answered["fingerprint"] == asked["fingerprint"]
    assert run("key", "recover", stick / "a.ysk", "--data", data, STATION_PASSPHRASE="quite another one")[0] == 0
    assert run("verify", "--data", data, "--json", STATION_PASSPHRASE="quite another one")[1][0]["clean"]


def test_retention_and_the_end(run, data, stick):
    run("record", "--data", data, "B12345 365")
    code, (due,), _ = run("retention", "due", "--data", data, "--json")
    assert (code, due["without_receipt"]) == (0, 1)
    assert run("retention", "purge", "--data", data, "--json")[1][0]["records"] == 0
    assert run("retention", "certificate", stick / "w.ysg", "--data", data)[0] == 0
    code, _, words = run("wipe", "--data", data, "--to", stick, "--checkpoint", "CP17")
    assert (code, "receipts do not cover" in words) == (1, True)
    assert data.exists()


def test_a_retirement_by_command(run, data, centre, stick):
    at = centre.at
    centre.close()
    run("record", "--data", data, "B12345 365")
    run("export", "--data", data, "--to", stick)
    run("enrol", stick / "enrol-CP17.json", "--at", at, "--out", stick / "c.ysc", centre=True)
    run("merge", next(stick.glob("*.ysb")), "--at", at, centre=True)
    code, (planned,), words = run("retire", "--at", at, "--dry-run", "--json", centre=True)
    assert (code, planned["bodies"], planned["places"], planned["standing"]) == (0, 0, [], {})
    code, _, words = run("retire", "--at", at, "--dry-run", centre=True)
    assert (code, "nothing was retired" in words) == (0, True)
    assert run("retire", "--at", at, centre=True)[0] == 1  # no reason
    wrong = run("retire", "--at", at, "--reason", "x", "--today", "2001-01-01", centre=True)
    assert (wrong[0], "not the day you gave" in wrong[2]) == (1, True)
    assert run("undo", "retired-9", "--at", at, "--reason", "x", centre=True)[0] == 1


def test_the_centres_decisions(run, data, centre, stick):
    at = centre.at
    centre.close()
    run("record", "--data", data, "B12345 365")
    run("export", "--data", data, "--to", stick)
    run("enrol", stick / "enrol-CP17.json", "--at", at, "--out", stick / "c.ysc", centre=True)
    batch = next(stick.glob("*.ysb"))
    assert run("merge", batch, "--at", at, "--json", centre=True)[1][0]["verdict"] == "new"
    state = run("state", "--at", at, "--json", centre=True)[1]
    assert run("undo", batch.name, "--at", at, "--reason", "x", centre=True)[0] == 0
    assert run("state", "--at", at, "--json", centre=True)[1][0]["entries"] == 0
    assert run("redo", batch.stem, "--at", at, "--reason", "x", centre=True)[0] == 0
    assert run("rebuild", "--at", at, "--json", centre=True)[1][0]["same"] is True
    assert run("state", "--at", at, "--json", centre=True)[1] == state
    code, (lost,), _ = run("lost", "CP17", "--at", at, "--reason", "x", "--out", stick, "--json", centre=True)
    assert (code, lost["next_epoch"], lost["breach"]["passages"]) == (0, 2, 1)
    assert "passages" in run("lost", "CP17", "--at", at, "--reason", "x", "--out", stick, centre=True)[2]
    assert run("found", "CP17", "1", "--at", at, "--reason", "x", centre=True)[0] == 0
    assert run("rotate", "--at", at, "--card", stick / "n.card", centre=True)[0] == 0  # a month later than the card's
    assert run("retire", "--at", at, "--reason", "x", "--json", centre=True)[1][0]["bodies"] == 0
    assert run("undo", "nothing", "--at", at, "--reason", "x", centre=True)[0] == 1
