"""Names, IDs, plates and phones are found nowhere in clear: data folder, log, batches; a plain copy shows them."""

import sqlite3
import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from station.clock import DAY, SetClock
from station.error_log import start_log
from station.records.ids import new_uid
from station.services.access import recovery_request
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk, custody
from station.services.centre.clerk_desk import Centre
from station.services.exchange import station_files
from station.services.gate import cases, corrections, drafts, scripted_records, suggestions
from station.services.late_entry import paper_kit
from station.services.safety import backups, restoration, retention, second_copy
from station.services.shift import daily_reports, handover_sheets, incidents, isolation_rounds, shifts
from tests.tests_support import CHEAP, MakeStation, Sheets, enrolled, given_lists, saved
from ui.printing.document import write_pdf
from ui.printing.handover_paper import HandoverSheet

CANARIES = ("欧阳金丝雀", "449999199001010019", "粤B77777", "13877776666")
AS_WORDS = ("欧阳", "丝雀", "66667777831", "B77777")  # as the full text keeps them: pairs, endings, backwards
LINE = (
    '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"欧阳金丝雀","id_number":"449999199001010019",'
    '"phone":"13877776666","readings":[{"tenths":366}]}]}'
)
ON_FOOT = '{"persons":[{"name":"欧阳金丝雀","phone":"13877776666","readings":[{"tenths":378}]}]}'


def hits(folder: Path) -> list[str]:
    forms = [canary.encode(form) for canary in CANARIES for form in ("utf-8", "utf-16-le")]
    return [path.name for path in folder.rglob("*") if path.is_file() for form in forms if form in path.read_bytes()]


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_canary_in_clear(make_station: MakeStation, card: Path, stick: Path, tmp_path: Path) -> None:
    station = make_station(card=card)
    handler = start_log(station.store.folder / "log")
    for number in range(30):
        scripted_records.record(station, LINE)
        scripted_records.record(station, f"13877776666 {LINE} 99{number}")  # a line that is a problem
    uid = saved(scripted_records.record(station, LINE).answer).uid
    assert suggestions.suggest_persons(station, "欧阳")[0].person.name == "欧阳金丝雀"  # full text, not in clear
    corrections.correct_by_line(station, uid, "粤B77777 365 欧阳金丝雀", "13877776666 说的")
    corrections.void(station, uid, "欧阳金丝雀重复")
    cases.note_about(station, uid, "欧阳金丝雀已回电 13877776666")
    drafts.keep(station, new_uid("CP17"), {"line": "粤B77777 13877776666", "fields": {"name": "欧阳金丝雀"}})
    station_files.export(station, stick)
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
def test_no_canary_of_the_leaders_work_in_clear(
    make_station: MakeStation, card: Path, centre: Centre, stick: Path, tmp_path: Path, qapp: QApplication
) -> None:
    lists: Sheets = {
        "居家隔离": [("编号", "姓名", "隔离起始日", "电话", "证件号码", "住址"), ("G1", CANARIES[0], "2020-03-08", CANARIES[3], CANARIES[1], "1 栋")],
        "重点车辆": [("车牌号", "原因"), (CANARIES[2], "途经黄冈")],
    }  # fmt: skip
    station = given_lists(centre, make_station(card=card), stick, lists)
    (stick / "lists.xlsx").unlink()  # the clerk's own workbook is the clerk's
    shifts.open_shift(station, ("值守甲",))
    scripted_records.record(station, LINE)
    isolation_rounds.visit(station, "G1", "376", needs=f"给{CANARIES[0]}买菜 {CANARIES[3]}")
    incidents.open_incident(station, "tip", f"{CANARIES[0]}翻墙 {CANARIES[2]}", reported_by=CANARIES[0])
    paper_kit.issue_kit(station, 1)
    paper_kit.key_row(station, 1, 1, station.today(), "0001", "B77777 365")
    shifts.close_shift(station, station.operator, {}, f"{CANARIES[0]}待接")
    daily_reports.sign(station, station.today(), station.operator)
    done = station_files.export(station, stick).answer
    clerk_desk.merge_files(centre, [stick / one.file for one in done])
    pdf = tmp_path / "sheet.pdf"
    write_pdf(HandoverSheet(handover_sheets.print_sheet(station, 1).answer, "Noto Sans CJK SC", "zh"), pdf)
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert CANARIES[1] not in text
    station.close()
    centre.close()
    assert hits(tmp_path) == []


def crash_report(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """A program that dies of a bug while it holds a registered person: what its log and its core limit leave."""
    import os
    import sys

    code = (
        "import sys; from pathlib import Path; from station.error_log import start_log, note_bug\n"
        f"start_log(Path({str(tmp_path / 'log')!r}))\n"
        f"person = {CANARIES[0]!r}; line = {LINE!r}\n"
        "from station.entry.draft_record import read_record\n"
        "try:\n    raise RuntimeError(line)\nexcept RuntimeError as error:\n    note_bug(error)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_canary_in_copies_certificates_decisions_and_crash_reports(
    make_station: MakeStation, card: Path, centre: Centre, stick: Path, tmp_path: Path, clock: SetClock
) -> None:
    station = make_station(card=card)
    handler = start_log(station.store.folder / "log")
    enrolled(centre, station, stick)
    shifts.open_shift(station, ())
    for _ in range(20):
        scripted_records.record(station, LINE)
    shifts.close_shift(station, station.operator, {}, "")
    for name in ("mirror", "backups"):
        (tmp_path / name).mkdir()
    mirror = second_copy.Mirror(station, tmp_path / "mirror")
    assert mirror.sync().status == "current"
    backups.make(station, tmp_path / "backups")
    done = station_files.export(station, stick).answer
    clerk_desk.merge_files(centre, [stick / one.file for one in done])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(station, stick)
    scripted_records.record(station, LINE)
    custody.undo(centre, f"CP17-E1-B{done[0].number:05d}", "试一试")
    custody.redo(centre, f"CP17-E1-B{done[0].number:05d}", "收回")
    lost = custody.lose_laptop(centre, "CP17", "丢了", stick)
    assert not any(canary in repr(lost) for canary in CANARIES)
    clock.advance(5 * DAY)
    retention.purge(station)
    retention.certificate(station, tmp_path / "word.ysg")
    mirror.sync()
    recovery_request.ask(station.store.folder, stick, "bangui lemo tuxi", CHEAP)
    restoration.restore([tmp_path / "mirror"], tmp_path / "again", Unlock(passphrase="words"), clock)
    died = crash_report(tmp_path)
    assert not any(canary in died.stdout + died.stderr for canary in CANARIES)
    assert (tmp_path / "log").exists()
    assert hits(tmp_path) == []
    with station.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT body FROM journal WHERE body IS NOT NULL").all()
    station.close()
    centre.close()
    handler.close()
    assert hits(tmp_path) == []
    (tmp_path / "plain.bin").write_bytes(b"".join(row[0] for row in rows))
    assert set(hits(tmp_path)) == {"plain.bin"}


@pytest.mark.filterwarnings("default::ResourceWarning")
def test_after_a_purge_even_the_key_finds_nobody(
    make_station: MakeStation, card: Path, centre: Centre, stick: Path, tmp_path: Path, clock: SetClock
) -> None:
    """Freed pages, the log and the full text hold nothing of them either: every page decrypted is searched."""
    from station.store import page_salvage

    station = make_station(card=card)
    enrolled(centre, station, stick)
    shifts.open_shift(station, ())
    for _ in range(40):
        scripted_records.record(station, LINE)
    for _ in range(5):  # whom open cases are about is looked up by name and phone, until they are closed
        held = saved(scripted_records.record(station, ON_FOOT).answer)
        assert held.case_uid is not None
        cases.take_reading(station, held.case_uid, "366")
    shifts.close_shift(station, station.operator, {}, "")
    clerk_desk.merge_files(centre, [stick / one.file for one in station_files.export(station, stick).answer])
    clerk_desk.receipts(centre, stick)
    station_files.take_from(station, stick)
    clock.advance(5 * DAY)

    def in_clear() -> list[str]:
        plain = b"".join(
            page for _, page in page_salvage._pages(station.store.path, tmp_path / "none", station.store.data_key)
        )
        return [one for one in (*CANARIES, *AS_WORDS) if one.encode() in plain]

    station.store.checkpoint()
    assert set(in_clear()) == {*CANARIES, *AS_WORDS}
    with pytest.MonkeyPatch.context() as cut:
        cut.setattr(retention, "_wipe_traces", lambda _station: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            retention.purge(station)
    assert retention.purge(station).answer.records == 0  # but it wipes what the one that was cut left behind
    assert in_clear() == []
