"""The command line as other programs use it: real processes, exit codes, one JSON line each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SECRETS = {"STATION_PASSPHRASE": "four good words", "STATION_PIN": "135790", "CENTRE_PASSPHRASE": "centre words"}
LOG_KEYS = {
    "uid", "seq", "epoch", "revision", "at", "happened_at", "operator", "lane", "direction", "vehicle", "persons",
    "disposition", "flags", "case", "voided", "late",
}  # fmt: skip
PERSON_KEYS = {"name", "id_type", "id_number", "phone", "pass_serial", "category", "readings"}


def run(module, *arguments, stdin="", **environment):
    command = [sys.executable, "-c", f"from {module} import main; main()", *map(str, arguments)]
    env = {**os.environ, **SECRETS, "STATION_LANG": "en", "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, input=stdin.encode(), capture_output=True, env=env, cwd=ROOT, check=False)
    done.text, done.words = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in done.words
    return done


def station(*arguments, **options):
    return run("station.commands.station_program", *arguments, **options)


def centre(*arguments, **options):
    return run("station.commands.centre_program", *arguments, **options)


def lines(done):
    return [json.loads(line) for line in done.text.splitlines()]


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    """A centre, a station set up with its card, a few passages of every lane."""
    folder = tmp_path_factory.mktemp("street")
    assert centre("init", "--at", folder / "c", "--card", folder / "c.card").returncode == 0
    made = station(
        "set-up", "--data", folder / "d", "--checkpoint", "CP17", "--name", "新围", "--centre", folder / "c.card"
    )
    assert made.returncode == 0
    assert (folder / "d" / "enrol-CP17.json").is_file()
    typed = [
        "365 368 -", "@k1 B12345 365 376", "@k1 B12345 365 376", "３６５", "D12345 365", "hb:A8K999 365",
        '{"persons":[{"name":"张·𠮷","phone":"13800138000","category":"visitor","readings":[{"tenths":366}],'
        '"registration":{"reason":"探亲"}}]}',
    ]  # fmt: skip
    done = station("record", "--data", folder / "d", "--stdin", stdin="\n".join(typed) + "\n")
    assert done.returncode == 1  # one line was a problem, the rest went on
    (folder / "answers").write_text(done.text)
    return folder


def test_record_answers_each_line_in_order(street):
    answers = [json.loads(line) for line in (street / "answers").read_text().splitlines()]
    assert [set(one) for one in answers] == [{"seq", "uid", "already"}] * 4 + [{"problem"}] + [
        {"seq", "uid", "already"}
    ] * 2
    assert answers[2] == {**answers[1], "already": True}
    assert answers[4]["problem"]["code"] == "ambiguous_plate"
    assert answers[4]["problem"]["candidates"] == ["粤BD12345", "粤D12345"]


def test_log_has_the_agreed_shape(street):
    shown = lines(station("log", "--data", street / "d", "--json"))
    assert len(shown) == 5
    for line in shown:
        assert set(line) == LOG_KEYS
        for person in line["persons"]:
            assert set(person) == PERSON_KEYS
            assert all(set(one) == {"tenths", "site", "state", "at"} for one in person["readings"])
    assert [line["lane"] for line in shown] == ["tally", "quick", "tally", "quick", "full"]
    assert shown[1]["case"] == {"state": "recheck", "outcome": None}
    assert shown[-1]["persons"][0]["name"] == "张*"
    revealed = lines(station("log", "--data", street / "d", "--json", "--reveal", "audit"))
    assert revealed[-1]["persons"][0]["name"] == "张·𠮷"
    assert station("verify", "--data", street / "d").returncode == 0
    assert station("rebuild", "--data", street / "d").returncode == 0


def test_merge_gaps_state(street, tmp_path):
    out = tmp_path / "stick"
    out.mkdir()
    assert station("export", "--data", street / "d", "--to", out).returncode == 0
    (out / "junk.ysb").write_text("hello")
    merged = centre("merge", *sorted(out.glob("*.ysb")), "--at", street / "c", "--json")
    assert merged.returncode == 1
    verdicts = {one["file"]: one for one in lines(merged)}
    assert set(next(iter(verdicts.values()))) == {
        "file",
        "verdict",
        "station",
        "epoch",
        "batch",
        "entries_new",
        "reason",
        "unreadable",
        "retired",
        "highest",
        "signed_to",
    }
    assert verdicts["CP17-E1-B00001.ysb"]["verdict"] == "held"
    assert verdicts["junk.ysb"]["verdict"] == "refused"
    assert "not a batch" in merged.words
    enrolled = centre("enrol", "--at", street / "c", street / "d" / "enrol-CP17.json", "--out", tmp_path / "c.ysc")
    assert enrolled.returncode == 0
    again = centre("merge", out / "CP17-E1-B00001.ysb", "--at", street / "c", "--json")
    assert (again.returncode, lines(again)[0]["verdict"]) == (0, "already")
    gap = lines(centre("gaps", "--at", street / "c", "--json"))[0]
    assert set(gap) == {"station", "epoch", "highest_contiguous", "missing", "held", "signed_to"}
    assert gap["missing"] == []
    state = lines(centre("state", "--at", street / "c", "--json"))[0]
    assert set(state) == {"entries", "digest"}
    assert state["entries"] == gap["highest_contiguous"]
    assert centre("receipts", "--at", street / "c", "--out", out).returncode == 0
    taken = station("receive", *out.glob("*.ysr"), tmp_path / "c.ysc", "--data", street / "d", "--json")
    assert {one["verdict"] for one in lines(taken)} == {"taken"}
    who_passed(street)


def who_passed(street):
    """The centre's questions once the batch of the street is merged."""
    at = ("--at", street / "c")
    by_phone = lines(centre("trace", "-", *at, "--json", stdin="13800138000\n"))
    found = [one for one in by_phone if one["kind"] == "found"]
    keys = {"kind", "station", "uid", "happened_at", "direction", "plate", "disposition", "persons", "others"}
    assert [set(one) for one in found] == [keys]
    assert found[0]["persons"][0]["name"] == "张*"
    assert {one["plate"] for one in by_phone if one["kind"] == "beside"} == {None, "粤B12345", "鄂A8K999"}
    assert "粤B12345" in centre("trace", "B12345", *at, "--since", "2020-01-01").text
    (inside,) = lines(centre("inside", *at, "--json", "--reveal", "audit"))
    assert (inside["name"], inside["phone"]) == ("张·𠮷", "13800138000")
    nobody = centre("trace", "B99999", *at)
    assert (nobody.returncode, nobody.text) == (1, "")
    assert "Nothing was found" in nobody.words
    assert centre("pairs", *at).returncode == 0
    assert "one thing" in centre("trace", "B12345 B99999", *at).words.lower()


def test_shift_by_command(street):
    assert station("shift", "open", "--data", street / "d", "--member", "甲").returncode == 0
    again = station("shift", "open", "--data", street / "d")
    assert (again.returncode, again.text) == (1, "")
    assert station("shift", "close", "--data", street / "d", "--supply", "masks=46").returncode == 0
    assert lines(station("shift", "list", "--data", street / "d", "--json"))[0]["closed_at"]


def test_pass_by_command(street, tmp_path):
    made = lines(station("pass", "issue", "--data", street / "d", "--png", tmp_path / "p.png"))[0]
    assert station("pass", "check", "--data", street / "d", "--image", tmp_path / "p.png").returncode == 0
    assert station("pass", "check", made["serial"], "--data", street / "d").returncode == 0
    assert station("pass", "revoke", made["serial"], "--data", street / "d").returncode == 0
    assert station("pass", "check", made["token"], "--data", street / "d").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        (("log", "--data", "{d}", "--json"), {"STATION_PASSPHRASE": "wrong"}, "does not open"),
        (("log", "--data", "{d}", "--json"), {"STATION_PASSPHRASE": ""}, "No passphrase"),
        (("record", "365", "--data", "{d}"), {"STATION_PIN": "000000"}, "PIN is wrong"),
        (("record", "365", "--data", "{x}/none"), {}, "no data folder"),
        (("record", "365", "--data", "{x}"), {}, "not a data folder"),
        (("record", "--data", "{d}"), {}, "nothing to record"),
        (("set-up", "--data", "{d}", "--checkpoint", "CP17", "--name", "x"), {}, "set up already"),
        (("set-up", "--data", "{x}/y", "--checkpoint", "gate 1", "--name", "x"), {}, "not right"),
        (("export", "--data", "{d}", "--to", "{x}/none"), {}, "not there"),
        (("receive", "{x}/none.ysr", "--data", "{d}"), {}, "no such file"),
        (("set-up", "--data", "/proc/none", "--checkpoint", "CP17", "--name", "x"), {}, "cannot be written"),
        (("check", "temperature", "999"), {}, "impossible"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_sentence(street, tmp_path, arguments, environment, word):
    filled = [part.format(d=street / "d", x=tmp_path) for part in arguments]
    done = station(*filled, **environment)
    assert done.returncode == 1
    assert word in done.words
    assert done.words.count("\n") == 1


def test_centre_bad_input(street, tmp_path):
    for arguments, environment in (
        (("state", "--at", tmp_path / "none"), {}),
        (("state", "--at", street / "d"), {}),
        (("state", "--at", "postgresql://x/y"), {}),
        (("state", "--at", street / "c"), {"CENTRE_PASSPHRASE": "wrong"}),
        (("init", "--at", street / "c", "--card", tmp_path / "x"), {}),
        (("enrol", "--at", street / "c", tmp_path / "none", "--out", tmp_path / "y"), {}),
    ):
        done = centre(*arguments, **environment)
        assert (done.returncode, done.words.count("\n")) == (1, 1)


def test_usage_is_exit_two():
    assert station("no-such-command").returncode == 2
    assert station("log").returncode == 2
    assert centre("merge").returncode == 2


def test_any_console_can_show_any_name(street):
    done = station("log", "--data", street / "d", "--json", "--reveal", "x", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "张·𠮷" in done.text


def test_a_wrong_option_is_usage_not_a_bug():
    assert station("check", "id", "449999199001010019", "--on", "soon").returncode == 2


def test_check_contract():
    done = lines(station("check", "line", "B12345 365", "--json"))[0]
    assert done["value"]["plate"] == "粤B12345"
    bad = station("check", "line", "D12345 365", "--json")
    assert bad.returncode == 1
    assert lines(bad)[0]["problem"] == {"code": "ambiguous_plate", "candidates": ["粤BD12345", "粤D12345"]}
    assert lines(station("check", "id", "H12345678", "--type", "hk_mo_permit", "--json"))[0]["ok"] is True
    assert station("check", "plate", "粤BO1234", "--json").returncode == 1
    assert station("check", "phone", "13800138000", "--json").returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        "",
        "set-up",
        "record",
        "log",
        "verify",
        "rebuild",
        "export",
        "receive",
        "check",
        "shift",
        "shift open",
        "pass",
        "pass issue",
        "operator",
    ],
)
def test_every_command_has_help(command):
    done = station(*command.split(), "--help")
    assert done.returncode == 0
    assert "--help" in done.text


def test_version():
    assert station("--version").text.startswith("station 0.")
