"""Names in other Unicode forms at the command line: what is answered as durable is read, exported and merged."""

import json
import unicodedata

from tests.unit.commands.test_contract import centre, lines, station

JOSE = "Jose\u0301"
PERSON = '{"persons":[{"name":"%s","phone":"13877776666","readings":[{"tenths":366}],"registration":{"address":"%s"}}]}'


def test_a_name_pasted_in_another_form_poisons_nothing(tmp_path):
    data, street, stick = tmp_path / "d", tmp_path / "c", tmp_path / "stick"
    stick.mkdir()
    assert centre("init", "--at", street, "--card", tmp_path / "c.card", "--name", JOSE).returncode == 0
    made = station("set-up", "--data", data, "--checkpoint", "CP17", "--name", JOSE, "--centre", tmp_path / "c.card")
    assert made.returncode == 0
    request = next(data.glob("enrol-*.json"))
    assert centre("enrol", "--at", street, request, "--out", stick / "CP17.ysc").returncode == 0
    text = "\n".join([PERSON % (JOSE, "\uf9f4"), PERSON % ("李四", "Cafe\u0301"), "B12345 365"])
    saved = station("record", "--data", data, "--stdin", stdin=text)
    assert [one["already"] for one in lines(saved)] == [False] * 3
    assert station("rename", "--data", data, "\u1100\u1161 Cafe\u0301").returncode == 0
    table = tmp_path / "rows.csv"
    table.write_text(f"日期,时间,体温,姓名\n2020-03-10,08:00,36.5,{JOSE}\n", encoding="utf-8")
    assert "1" in station("import", "--data", data, table).text
    assert json.loads(station("verify", "--data", data, "--json").text)["findings"] == []
    shown = lines(station("log", "--data", data, "--json", "--reveal", "audit"))
    names = [one["persons"][0]["name"] for one in shown]
    assert names == ["José", "李四", None, "José"]
    assert all(unicodedata.is_normalized("NFC", name or "") for name in names)
    assert station("export", "--data", data, "--to", stick).returncode == 0
    merged = centre("merge", *stick.glob("*.ysb"), "--at", street, "--json")
    assert [(one["verdict"], one["unreadable"]) for one in lines(merged)] == [("new", 0)]
    assert station("rebuild", "--data", data).returncode == 0


def test_such_a_name_in_a_list_reaches_every_station(tmp_path):
    street, stick, data = tmp_path / "c", tmp_path / "stick", tmp_path / "d"
    stick.mkdir()
    centre("init", "--at", street, "--card", tmp_path / "c.card")
    station("set-up", "--data", data, "--checkpoint", "CP17", "--name", "x", "--centre", tmp_path / "c.card")
    centre("enrol", "--at", street, next(data.glob("enrol-*.json")), "--out", stick / "CP17.ysc")
    sheet = tmp_path / "重点人员.csv"
    sheet.write_text(f"姓名,联系电话,事由\n{JOSE},13811112222,复核\n", encoding="utf-8")
    assert centre("lists", "take", sheet, "--at", street, "--list", "key_persons").returncode == 0
    assert centre("pack", "--at", street, "--out", stick).returncode == 0
    taken = station("receive", stick / "CP17.ysc", *stick.glob("*.ysp"), "--data", data)
    assert taken.returncode == 0
    hit = station("record", "--data", data, '{"persons":[{"name":"José","readings":[{"tenths":366}]}]}')
    assert hit.returncode == 0
    (row,) = lines(station("log", "--data", data, "--json"))
    assert row["disposition"] == "held"
