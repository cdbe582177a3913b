from dataclasses import replace

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from tests_support import CHEAP, all_entries

from station.errors import FolderProblem, InputError, StoreProblem, WrongSecret
from station.records.event import Audit
from station.records.journal_entry import NO_DIGEST, check_links, decode_body, encode_body
from station.services.access.data_folder import open_station
from station.services.access.unlock_secret import Unlock
from station.services.gate import scripted_records
from station.services.safety import verification
from station.store import journal, slot_file, slot_sealing
from station.store.engine import EXPECTED, writer_engine
from station.store.station_upgrade import check_triggers
from station.store.triggers import TRIGGERS


def fill(station, count=3):
    for number in range(count):
        scripted_records.record(station, f"B1234{number} 365 366")


def test_chain_is_gapless_from_one_with_an_epoch_first(station):
    fill(station)
    entries = all_entries(station)
    assert [entry.header.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[0].header.kind == "epoch"
    assert check_links(entries, NO_DIGEST) is None
    assert check_links(entries[1:], NO_DIGEST) == "chain_broken"
    assert check_links([entries[0], *entries[2:]], NO_DIGEST) == "chain_broken"
    assert check_links([replace(entries[0], body=entries[1].body)], NO_DIGEST) == "body_altered"


def test_each_body_has_its_own_salt():
    assert encode_body(Audit("x")) != encode_body(Audit("x"))
    assert decode_body(encode_body(Audit("x")), Audit) == Audit("x")


@pytest.mark.parametrize(
    "body",
    [
        b'{"action":"x","facts":{},"salt":"%s" }',
        b'{"facts":{},"action":"x","salt":"%s"}',
        b'{"action":"x","salt":"%s"}',
        b'{"action":"x","facts":{},"more":1,"salt":"%s"}',
        b'{"action":1,"facts":{},"salt":"%s"}',
        b'{"action":"x","facts":{"a":1.5},"salt":"%s"}',
    ],
)
def test_a_body_in_any_other_form_is_refused(body):
    with pytest.raises(InputError):
        decode_body(body % (b"0" * 32), Audit)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET operator = 'someone' WHERE seq = 2",
        "UPDATE journal SET body = NULL WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "INSERT OR REPLACE INTO journal SELECT station, epoch, seq, schema, kind, uid, revision, at, clock, 'x', "
        "previous, body_digest, digest, body FROM journal WHERE seq = 2",
        "INSERT INTO journal SELECT station, epoch, seq + 90, schema, kind, uid || 'x', revision, at, clock, operator, "
        "previous, body_digest, digest, body FROM journal WHERE seq = 2",
        "INSERT INTO purge_limit VALUES (1, 5, 'no such receipt')",
    ],
)
def test_triggers_keep_the_journal_append_only(station, statement):
    fill(station)
    before = [entry.header for entry in all_entries(station)]
    with pytest.raises(StoreProblem), station.store.write("op1") as transaction:
        transaction.connection.execute(text(statement))
    assert [entry.header for entry in all_entries(station)] == before


def test_a_dropped_trigger_is_noticed_at_start(station, make_station):
    station.store._writer.raw_connection().cursor().execute("DROP TRIGGER journal_no_delete")
    with pytest.raises(StoreProblem, match="triggers_differ"):
        check_triggers(station.store.reader)
    assert set(TRIGGERS) == {
        "journal_gapless",
        "journal_no_delete",
        "journal_no_update",
        "purge_limit_begins_with_receipt",
        "purge_limit_follows_receipt",
    }


def test_every_writing_connection_has_the_settings_the_promise_rests_on(station):
    cursor = station.store._writer.raw_connection().cursor()
    for name, expected in EXPECTED.items():
        assert cursor.execute(f"PRAGMA {name}").fetchone()[0] == expected


def test_a_failed_transaction_leaves_nothing(station):
    before = len(all_entries(station))
    with pytest.raises(ZeroDivisionError), station.store.write("op1") as transaction:
        transaction.append("audit", Audit("x"))
        raise ZeroDivisionError
    assert len(all_entries(station)) == before


def test_damage_is_looked_for_before_it_is_claimed(station):
    """C4, D5: what a failing read looks like on a sound file is not called a damaged store."""
    fill(station)
    with pytest.raises(StoreProblem, match="disk_fault"), station.store.write("op1"):
        raise StoreProblem("store_damaged", detail="SQLITE_CORRUPT")
    with pytest.raises(StoreProblem, match="store_damaged"), station.store.read():
        raise StoreProblem("store_damaged", detail="operators")  # ours, and no suspicion
    with pytest.raises(StoreProblem, match="out_of_memory"), station.store.write("op1"):
        raise MemoryError
    station.store.checkpoint()
    content = bytearray(station.store.path.read_bytes())
    content[3 * 4096 + 100] ^= 1
    station.store.path.write_bytes(content)
    with pytest.raises(StoreProblem, match="store_damaged"), station.store.read():
        raise MemoryError


def test_the_reader_cannot_write(station):
    with pytest.raises(StoreProblem), station.store.read() as connection:
        connection.execute(text("DELETE FROM meta"))


def test_a_second_program_is_told_it_is_open(station, clock):
    with pytest.raises(FolderProblem, match="already_open"):
        open_station(station.store.folder, Unlock(passphrase="words"), clock, writing=True)
    beside = open_station(station.store.folder, Unlock(passphrase="words"), clock, writing=False)
    assert verification.verify(beside).findings == ()
    beside.close()


def test_rebuild_equals_what_stands(station):
    fill(station)
    scripted_records.record(station, "376")
    scripted_records.record(
        station, '@k {"persons":[{"name":"曾一","phone":"13800138000","readings":[{"tenths":366}]}]}'
    )
    assert verification.verify(station).findings == ()
    with station.store.write("op1") as transaction:
        transaction.connection.execute(text("UPDATE vehicles SET times = 99"))
        transaction.connection.execute(text("DELETE FROM passages"))
    codes = {finding.facts.get("table") for finding in verification.verify(station).findings}
    assert codes == {"passages", "vehicles"}
    verification.rebuild(station)
    assert verification.verify(station).findings == ()


def test_verify_names_an_altered_entry(station):
    fill(station)
    raw = station.store._writer.raw_connection().cursor()
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("UPDATE journal SET body = replace(body, '365', '364') WHERE kind = 'passage' AND seq = 4")
    codes = {finding.code for finding in verification.verify(station).findings}
    assert {"triggers_differ", "body_altered"} <= codes


def test_a_journal_shorter_than_its_witness_goes_on_in_a_new_epoch(station, make_station, clock):
    fill(station)
    folder = station.store.folder
    station.close()
    (folder / "head").write_bytes(b'{"digest":"%s","epoch":1,"seq":90}' % (b"0" * 64))
    again = make_station(folder=folder)
    entries = all_entries(again)
    first = next(entry for entry in entries if entry.header.epoch == 2)
    assert first.header.kind == "epoch"
    assert journal.record_of(first).predecessor == {"epoch": 1, "seq": 90, "digest": "0" * 64}
    assert again.warnings == ("journal_shorter_than_head",)
    assert (folder / "enrol-CP17-E2.json").is_file()
    assert verification.verify(again).findings == ()
    scripted_records.record(again, "365")
    assert all_entries(again)[-1].header.epoch == 2


def test_the_clock_standing_back_is_marked_not_refused(station, clock):
    scripted_records.record(station, "365")
    clock.advance(-3_600_000)
    scripted_records.record(station, "366")
    assert [entry.header.clock for entry in all_entries(station)][-2:] == ["ok", "unsure"]


def test_key_slots_open_by_each_way_and_no_other(tmp_path):
    import pyrage

    key = slot_sealing.new_data_key()
    recovery = pyrage.x25519.Identity.generate()
    stick = b"s" * 32
    slots = slot_file.SlotFile(
        "CP17",
        "n",
        (
            slot_sealing.passphrase_slot(key, "CP17", 1, "four good words here", CHEAP),
            slot_sealing.stick_slot(key, "CP17", 2, "1234", stick, CHEAP),
            slot_sealing.recovery_slot(key, 3, str(recovery.to_public())),
        ),
    )
    slot_file.write_slots(tmp_path, slots)
    read = slot_file.read_slots(tmp_path)
    assert slot_sealing.open_with_passphrase(read, "four good words here") == key
    assert slot_sealing.open_with_stick(read, "1234", stick) == key
    assert slot_sealing.open_with_recovery(read, [str(recovery)]) == key
    for wrong in (
        lambda: slot_sealing.open_with_passphrase(read, "four good words hers"),
        lambda: slot_sealing.open_with_stick(read, "1234", b"t" * 32),
        lambda: slot_sealing.open_with_stick(read, "1235", stick),
        lambda: slot_sealing.open_with_recovery(read, [str(pyrage.x25519.Identity.generate())]),
    ):
        with pytest.raises(WrongSecret):
            wrong()
    moved = slot_file.SlotFile("CP18", "n", read.slots)
    with pytest.raises(WrongSecret):
        slot_sealing.open_with_passphrase(moved, "four good words here")


@pytest.mark.parametrize("content", [b"", b"{}", b"noise", b'{"format":9}'])
def test_a_damaged_slot_file_is_said(tmp_path, content):
    (tmp_path / "keyslots").write_bytes(content)
    with pytest.raises(FolderProblem):
        slot_file.read_slots(tmp_path)


def test_the_file_is_unreadable_without_the_key(station):
    scripted_records.record(station, "B12345 365")
    plain = sqlcipher.connect(str(station.store.path))
    with pytest.raises(sqlcipher.DatabaseError):
        plain.execute("SELECT count(*) FROM journal")
    wrong = writer_engine(station.store.path, b"\x01" * 32)
    with pytest.raises(StoreProblem, match="store_damaged"):
        wrong.connect()


def damage(path, kind):
    content = path.read_bytes()
    if kind == "gone":
        path.unlink()
        return
    made = {
        "empty": b"",
        "cut": content[:5000],
        "noise": bytes(range(256)) * 32,
        "flipped": bytes([content[0] ^ 1]) + content[1:],
    }[kind]
    path.write_bytes(made)


@pytest.mark.parametrize("kind", ["gone", "empty", "cut", "noise", "flipped"])
@pytest.mark.parametrize("writing", [True, False])
def test_a_damaged_store_is_said_and_never_replaced(station, clock, kind, writing, capfd):
    fill(station)
    folder = station.store.folder
    station.close()
    damage(folder / "station.db", kind)
    before = (folder / "station.db").read_bytes() if kind != "gone" else None
    with pytest.raises(StoreProblem, match=r"store_damaged|store_missing"):
        open_station(folder, Unlock(passphrase="words"), clock, writing=writing)
    after = (folder / "station.db").read_bytes() if (folder / "station.db").exists() else None
    assert after == before
    assert capfd.readouterr().err == ""


def test_no_query_of_a_save_or_a_look_up_walks_the_whole_journal(station):
    """Found once at 20,000 records: a save took 50 ms because the newest entry was searched by a scan."""
    from sqlalchemy import event

    from station.services.exchange import station_files
    from station.services.gate import cases, recall
    from station.services.late_entry import paper_kit
    from station.services.log import passage_log
    from station.services.shift import daily_reports, handover_sheets, incidents, shifts

    seen = []
    for engine in (station.store._writer, station.store.reader):
        event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: seen.append((sql, values)))
    scripted_records.record(station, "B12345 365 376")
    scripted_records.record(station, "@k .345 366")
    cases.take_reading(station, cases.open_cases(station)[0].uid, "366")
    recall.known_vehicle(station, "粤B12345")
    list(passage_log.rows(station))
    passage_log.newest_rows(station, 5)
    station_files.state(station)
    station.store.is_shorter_than_noted()
    for _ in range(2):
        shifts.open_shift(station)
        shifts.close_shift(station, station.operator)
    handover_sheets.sheet(station, 1)
    incidents.open_ones(station)
    paper_kit.states(station)
    daily_reports.days(station)
    daily_reports.work_out(station, station.today())
    plans = []
    with station.store.read() as connection:
        for sql, values in seen.copy():  # asking for the plans is seen too
            if sql.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE")):
                rows = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, values).all()
                plans += [(row[3], sql) for row in rows]
    scans = [(step, sql) for step, sql in plans if _walks(step, sql)]
    assert scans == []


def _walks(step, sql):
    """Whether a step of a query's plan grows with the journal without giving as many rows."""
    if "count(" in sql or not any(f"FROM {table}" in sql for table in ("journal", "passages")):
        return False
    in_order = "USING" in step and ("LIMIT" in sql or "ORDER BY" in sql)
    return step.startswith(("SCAN journal", "SCAN passages", "USE TEMP B-TREE FOR ORDER BY")) and not in_order


def test_setting_up_over_a_store_without_its_key_slots_keeps_everything(station, make_station):
    fill(station)
    folder = station.store.folder
    station.close()
    (folder / "station.db-wal").write_bytes(b"an old log")
    old = (folder / "station.db").read_bytes()
    for name in ("keyslots", "keyslots.copy"):
        (folder / name).rename(folder / f"{name}.lost")
    again = make_station(folder=folder)
    assert verification.verify(again).findings == ()
    assert (folder / "station.db.orphan1").read_bytes() == old
    assert (folder / "station.db.orphan1-wal").read_bytes() == b"an old log"


def test_a_set_up_that_cannot_finish_can_be_done_again(tmp_path, clock, make_station, monkeypatch):
    from station.services.access.data_folder import SetUp, set_up

    asked = SetUp(tmp_path / "CP17", "CP17", "n", "words", "1234", "a", cost=CHEAP)
    with monkeypatch.context() as patch:
        patch.setattr(slot_file, "write_slots", lambda *_: (_ for _ in ()).throw(OSError("stick gone")))
        with pytest.raises(OSError, match="stick gone"):
            set_up(asked, clock)
    request = set_up(asked, clock)
    assert request.is_file()
    assert verification.verify(make_station()).findings == ()
