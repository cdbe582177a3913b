"""The leader's and the clerk's commands as real processes: a street from lists to the daily report."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from station.clock import SystemClock
from station.services.access.data_folder import SetUp, set_up
from station.services.centre import clerk_desk
from tests.tests_support import CHEAP, workbook
from tests.unit.commands.test_contract import SECRETS, centre, lines, station

TODAY = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()
ISOLATION = [("编号", "姓名", "隔离起始日", "电话", "住址"), ("G1", "周五", TODAY, "13900139000", "12 栋 502")]


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    """A centre with lists, a station with its pack in force."""
    folder = tmp_path_factory.mktemp("leader")
    stick = folder / "stick"
    stick.mkdir()
    clock = SystemClock()  # made with cheap keys: opening dear ones a hundred times would try no command more
    clerk_desk.init(str(folder / "c"), "街道汇总", folder / "c.card", SECRETS["CENTRE_PASSPHRASE"], clock, CHEAP)
    words, pin = SECRETS["STATION_PASSPHRASE"], SECRETS["STATION_PIN"]
    set_up(SetUp(folder / "d", "CP17", "新围", words, pin, "班长", folder / "c.card", cost=CHEAP), clock)
    request = folder / "d" / "enrol-CP17.json"
    assert centre("enrol", request, "--at", folder / "c", "--out", stick / "CP17.ysc").returncode == 0
    sheets = {"居家隔离": ISOLATION, "重点车辆": [("车牌号", "原因", "处置指令"), ("粤B55555", "途经黄冈", "查行程")]}
    book = workbook(folder / "lists.xlsx", sheets)
    checked = centre("lists", "check", book, "--at", folder / "c")
    assert checked.returncode == 0
    assert "周*" in checked.text
    assert "周五" not in checked.text
    assert centre("lists", "take", book, "--at", folder / "c").returncode == 0
    (packed,) = lines(centre("pack", "--at", folder / "c", "--out", stick, "--days", "3", "--json"))
    assert (packed["station"], packed["version"], packed["rows"]["isolation"]) == ("CP17", 1, 1)
    taken = lines(station("receive", "--data", folder / "d", stick / "CP17.ysc", stick / packed["file"], "--json"))
    assert [one["verdict"] for one in taken] == ["taken", "taken"]
    return folder


def test_lists_and_their_age(street):
    (state,) = lines(station("lists", "--data", street / "d", "--json"))
    assert (state["version"], state["days_left"]) == (1, 3)
    assert {one["name"]: one["rows"] for one in state["lists"]}["key_vehicles"] == 1
    assert "Home isolation" in station("lists", "--data", street / "d").text
    again = lines(station("receive", "--data", street / "d", street / "stick" / "CP17-P00001.ysp", "--json"))
    assert again[0]["verdict"] == "already"


def test_a_broken_list_names_every_row_and_exits_with_one(street, tmp_path):
    bad = workbook(tmp_path / "bad.xlsx", {"重点车辆": [("车牌号", "原因"), ("粤B1234", "x"), ("", "y")]})
    done = centre("lists", "take", bad, "--at", street / "c")
    assert done.returncode == 1
    assert "#2 车牌号" in done.words
    assert "#3 车牌号" in done.words
    assert centre("lists", "empty", "nonsense", "--at", street / "c").returncode == 1


def test_rules_are_tried_without_saving(street):
    tried = lines(station("rules", "try", "B55555 365", "--data", street / "d", "--json"))[0]
    assert [(flag["rule"], flag["order"]) for flag in tried["flags"]] == [("list.key_vehicle", "查行程")]
    assert tried["disposition"] == "held"
    sealed = street / "stick" / "CP17-P00001.ysp"
    asked = ("rules", "try", "B55555 365", "--pack", sealed)
    assert lines(station(*asked, "--data", street / "d", "--json"))[0]["pack"] == 1
    assert "sealed" in station(*asked).words
    assert lines(station("rules", "try", "B55555 365", "--json"))[0]["flags"] == []
    assert lines(station("log", "--data", street / "d", "--json")) == []


def test_a_shift_from_roster_to_comparison_and_the_day_s_report(street, tmp_path):
    data = ("--data", street / "d")
    bad = station("shift", "open", *data, "--member", "张三", "--member", "张三")
    assert "line 2" in bad.words.casefold()
    opened = station("shift", "open", *data, "--member", "张三 医护 社康 *", "--thermometer", "1:365/366")
    assert opened.returncode == 0
    assert station("record", *data, "B55555 365#1").returncode == 0
    assert station("incident", "open", "后门有人翻墙", *data, "--kind", "tip", "--to", "李网格").returncode == 0
    assert len(lines(station("incident", "list", *data, "--json"))) == 1
    assert station("supply", "move", "masks", "100", *data).returncode == 0
    masks = next(one for one in lines(station("supply", "list", *data, "--json")) if one["name"] == "masks")
    assert masks["expected"] == 100
    assert station("shift", "close", *data, "--supply", "masks=many").returncode == 1
    assert station("shift", "close", *data, "--supply", "masks=46", "--weather", "晴").returncode == 0
    shown = station("report", "show", TODAY, *data, "--json")
    assert json.loads(shown.text)["figures"]["vehicles"] == 1
    unsaid = station("report", "sign", TODAY, *data)
    assert unsaid.returncode == 1
    assert "zero" in unsaid.words
    assert station("report", "sign", TODAY, *data, "--zero").returncode == 0
    assert lines(station("report", "list", *data, "--json"))[0] == {"day": TODAY, "issue": 1, "changed": False}
    assert station("report", "xlsx", TODAY, *data, "--out", tmp_path / "r.xlsx").returncode == 0
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"
    assert station("report", "show", "soon", *data).returncode == 2


def test_rounds_and_release(street):
    data = ("--data", street / "d")
    assert station("round", "visit", "G1", "365", *data, "--needs", "买菜").returncode == 0
    (row,) = lines(station("round", "list", *data, "--json"))
    assert (row["number"], row["name"], row["day"], list(row["rounds"].values())) == ("G1", "周*", 0, ["home"])
    assert "roster" in station("round", "visit", "G9", "365", *data).words
    assert station("round", "release", "G1", "误列", *data).returncode == 0
    assert lines(station("round", "list", *data, "--json")) == []


def test_import_with_a_look_first(street, tmp_path):
    data = ("--data", street / "d")
    path = tmp_path / "p.csv"
    path.write_text(f"日期,时间,体温,车牌\n{TODAY},00:00,36.5,粤B12345\n{TODAY},00:00,99,\n", "utf-8-sig")
    seen = station("import", path, *data, "--dry-run", "--json")
    assert seen.returncode == 1
    totals = {"new": 1, "saved": 0, "already": 0, "problem": 1, "gaps": [], "unknown": [], "left_out": []}
    assert lines(seen)[-1] == totals
    assert lines(station("import", path, *data, "--json"))[-1]["saved"] == 1
    assert lines(station("import", path, *data, "--json"))[-1]["already"] == 1
    assert lines(station("log", *data, "--json"))[-1]["late"] is True


def test_the_centre_reads_reports_and_sheets(street, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    assert station("export", "--data", street / "d", "--to", out).returncode == 0
    assert centre("merge", *out.glob("*.ysb"), "--at", street / "c").returncode == 0
    done = centre("report", TODAY, "--at", street / "c", "--json")
    assert done.returncode == 0
    assert (lines(done)[0]["silent"], lines(done)[0]["figures"]["vehicles"]) == ([], 1)
    wrong = centre("compare", "YH1/CP17-20200311-3/1.1/1.9999/1/1/1/0/0/ab", "--at", street / "c", "--json")
    assert (wrong.returncode, lines(wrong)[0]["verdict"]) == (1, "unknown")
    assert "not the code" in centre("compare", "hello", "--at", street / "c").words


def test_moving_and_renaming(street, tmp_path):
    assert station("rename", "新围北门", "--data", street / "d").returncode == 0
    moved = station("move", "--data", street / "d", "--to", tmp_path / "new")
    assert moved.returncode == 0
    assert "moved to another laptop" in station("record", "--data", street / "d", "365").words
    assert station("log", "--data", street / "d", "--json").returncode == 0
    assert station("record", "--data", tmp_path / "new", "365").returncode == 0
    assert station("verify", "--data", tmp_path / "new").returncode == 0


@pytest.mark.parametrize(
    "group", ["shift", "report", "incident", "supply", "round", "paper", "rules", "import", "move"]
)
def test_every_group_has_help(group):
    assert station(group, "--help").returncode == 0
