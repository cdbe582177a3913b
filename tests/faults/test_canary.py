"""Names, IDs, plates and phones are found nowhere in clear: data folder, log, batches; a plain copy shows them."""

import sqlite3
import subprocess

import pytest

from station.log import start_log
from station.records.ids import new_uid
from station.services import (
    cases,
    centre_desk,
    corrections,
    drafts,
    exchange,
    incidents,
    isolation,
    paper,
    reports,
    scripting,
    sheets,
    shifts,
    suggestions,
)
from tests.tests_support import given_lists
from ui.printing.document import write_pdf
from ui.printing.handover_sheet import HandoverSheet

CANARIES = ("欧阳金丝雀", "449999199001010019", "粤B77777", "13877776666")
LINE = (
    '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"欧阳金丝雀","id_number":"449999199001010019",'
    '"phone":"13877776666","readings":[{"tenths":366}]}]}'
)


def hits(folder):
    forms = [canary.encode(form) for canary in CANARIES for form in ("utf-8", "utf-16-le")]
    return [path.name for path in folder.rglob("*") if path.is_file() for form in forms if form in path.read_bytes()]


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_canary_in_clear(make_station, card, stick, tmp_path):
    station = make_station(card=card)
    handler = start_log(station.store.folder / "log")
    for number in range(30):
        scripting.record(station, LINE)
        scripting.record(station, f"13877776666 {LINE} 99{number}")  # a line that is a problem
    uid = scripting.record(station, LINE).uid
    assert suggestions.suggest_persons(station, "欧阳")[0].person.name == "欧阳金丝雀"  # full text, not in clear
    corrections.correct_by_line(station, uid, "粤B77777 365 欧阳金丝雀", "13877776666 说的")
    corrections.void(station, uid, "欧阳金丝雀重复")
    cases.note_about(station, uid, "欧阳金丝雀已回电 13877776666")
    drafts.keep(station, new_uid("CP17"), {"line": "粤B77777 13877776666", "fields": {"name": "欧阳金丝雀"}})
    exchange.export(station, stick)
    assert hits(tmp_path) == []  # with the store open: file, WAL, log, head, batch
    with station.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT seq, body FROM journal").all()
    station.close()
    handler.close()
    assert hits(tmp_path) == []
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE journal (seq, body)")
    plain.executemany("INSERT INTO journal VALUES (?, ?)", [tuple(row) for row in rows])
    plain.commit()
    plain.close()
    assert set(hits(tmp_path)) == {"plain.db"}


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_canary_of_the_leaders_work_in_clear(make_station, card, centre, stick, tmp_path, qapp):
    lists = {
        "居家隔离": [("编号", "姓名", "隔离起始日", "电话", "证件号码", "住址"), ("G1", CANARIES[0], "2020-03-08", CANARIES[3], CANARIES[1], "1 栋")],
        "重点车辆": [("车牌号", "原因"), (CANARIES[2], "途经黄冈")],
    }  # fmt: skip
    station = given_lists(centre, make_station(card=card), stick, lists)
    (stick / "lists.xlsx").unlink()  # the clerk's own workbook is the clerk's
    shifts.open_shift(station, ("值守甲",))
    scripting.record(station, LINE)
    isolation.visit(station, "G1", "376", needs=f"给{CANARIES[0]}买菜 {CANARIES[3]}")
    incidents.open_incident(station, "tip", f"{CANARIES[0]}翻墙 {CANARIES[2]}", reported_by=CANARIES[0])
    paper.issue_kit(station, 1)
    paper.key_row(station, 1, 1, station.today(), "0001", "B77777 365")
    shifts.close_shift(station, station.operator, {}, f"{CANARIES[0]}待接")
    reports.sign(station, station.today(), station.operator)
    done = exchange.export(station, stick)
    centre_desk.merge_files(centre, [stick / one.file for one in done])
    pdf = tmp_path / "sheet.pdf"
    write_pdf(HandoverSheet(sheets.print_sheet(station, 1), "Noto Sans CJK SC", "zh"), pdf)
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert CANARIES[1] not in text
    station.close()
    centre.close()
    assert hits(tmp_path) == []
