"""Names, IDs, plates and phones are found nowhere in clear: data folder, log, batches; a plain copy shows them."""

import sqlite3

import pytest

from station.log import start_log
from station.records.ids import new_uid
from station.services import cases, corrections, drafts, exchange, scripting, suggestions

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
