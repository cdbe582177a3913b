"""A purge in steps: whatever is saved, corrected or opened between two of them is what the store says afterwards."""

import random
from dataclasses import replace

import pytest
from tests_support import enrolled

from station.changes import gathering
from station.clock import DAY
from station.records.incident import Incident
from station.services.gate import cases, corrections, scripted_records, suggestions
from station.services.safety import retention, verification
from station.services.shift import shifts
from station.store import projections
from tests.unit.services.safety.test_retention import bring

NAMES = "欧阳司徒诸葛上官赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
DUE = 20  # passages
AT_ONCE = 4  # records a step: the purges here have several


def person(number):
    name = f"{NAMES[number % 20]}金丝{NAMES[(number * 7 + 1) % 20]}"
    return (
        f'{{"vehicle":{{"plate":"粤B7{number:04}"}},"persons":[{{"name":"{name}","phone":"138{77770000 + number}",'
        '"readings":[{"tenths":366}]}]}'
    )


@pytest.fixture
def old(make_station, card, centre, stick, clock, monkeypatch):
    """Twenty records that are due, and as many of an open shift."""
    monkeypatch.setattr(retention, "AT_ONCE", AT_ONCE)
    station = make_station(card=card)
    enrolled(centre, station, stick)
    shifts.open_shift(station, ("值守甲",))
    for number in range(DUE):
        scripted_records.record(station, person(number))
    shifts.close_shift(station, station.operator, {}, "")
    bring(station, centre, stick)
    clock.advance(4 * DAY)
    shifts.open_shift(station, ("值守甲",))
    for number in range(15, 35):
        scripted_records.record(station, person(number))
    return station


def purge_with(station, act):
    """Purge, and after each of its commits do something else."""
    acting = []

    def told(_changes):
        if not acting:
            acting.append(True)
            act()
            acting.clear()

    with gathering(told):
        return retention.purge(station).answer


def live(station):
    with station.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT uid FROM passages WHERE lane <> 'purged' AND voided = 0 ORDER BY n")
        return list(rows.scalars())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("acts", ["new", "again", "void", "correct", "new again void correct"])
def test_the_full_text_is_what_a_rebuild_makes(old, acts, seed):
    chosen = random.Random(f"{acts}{seed}")

    def act():
        one, number = chosen.choice(acts.split()), chosen.randrange(60)
        if one in ("new", "again"):
            scripted_records.record(old, person(number if one == "new" else 15 + number % 20))
        elif one == "void":
            corrections.void(old, chosen.choice(live(old)), "误录")
        else:
            corrections.correct_by_line(old, chosen.choice(live(old)[-15:]), f"粤B7{number:04} 365", "看错")

    assert purge_with(old, act).records
    assert verification.verify(old).findings == ()
    with old.store.read() as connection:
        standing = projections.dump(connection)
    verification.rebuild(old)
    with old.store.read() as connection:
        assert projections.dump(connection) == standing


def test_whoever_was_corrected_meanwhile_is_found_and_the_other_is_not(old):
    """张三丰 was keyed for 李四光: after the purge nobody is registered as the wrong one by an ending."""
    uid = scripted_records.record(
        old,
        '{"vehicle":{"plate":"粤B22222"},"persons":[{"name":"张三丰","id_number":"11010519491231002X",'
        '"phone":"13877776666","readings":[{"tenths":366}]}]}',
    ).answer.uid
    done = []

    def act():
        with old.store.read() as connection:
            copying = connection.exec_driver_sql(
                "SELECT 1 FROM sqlite_master WHERE name = 'person_search_anew'"
            ).first()
        if copying and len(done) < 2:  # after the tables are begun, and after the first rows are copied
            done.append(True)
            draft = corrections.standing_draft(old, uid)
            name, phone = ("李四光", "13900001111") if len(done) == 2 else ("李四", "13900002222")
            someone = replace(draft.persons[0], name=name, id_number=None, phone=phone)
            corrections.correct(old, replace(draft, persons=(someone,)), "登错人")

    purge_with(old, act)
    assert len(done) == 2
    assert [one.person.name for one in suggestions.suggest_persons(old, "/1111")] == ["李四光"]
    assert [suggestions.suggest_persons(old, one) for one in ("/6666", "/2222", "张三丰")] == [[], [], []]
    assert verification.verify(old).findings == ()


def test_a_due_record_that_is_corrected_meanwhile_stays(old):
    last = live(old)[DUE - 1]
    done = []

    def act():
        if not done:
            done.append(corrections.correct_by_line(old, last, "粤B79999 365", "看错"))

    purged = purge_with(old, act)
    assert last in live(old)
    assert purged.records == DUE - 1
    assert verification.verify(old).findings == ()
    assert retention.purge(old).answer.records == 0  # no receipt covers the correction yet


def test_a_record_about_which_an_incident_is_opened_meanwhile_stays(old):
    last = live(old)[DUE - 1]
    done = []

    def act():
        if not done:
            with old.write() as transaction:
                record = Incident("tip", "有人翻墙", old.clock.now(), about=last)
                done.append(transaction.append("incident", record))
            cases.note_about(old, last, "已回电")

    purge_with(old, act)
    assert last in live(old)
    assert verification.verify(old).findings == ()


def test_verify_beside_an_open_desk_finds_nothing_between_two_steps(old):
    found = []
    purge_with(old, lambda: found.extend(verification.verify(old).findings))
    assert found == []


def test_verify_compares_words_not_only_rows(old):
    """The row is there, but leads from other words: only a look at the words tells."""
    with old.store.write("system") as transaction:
        newest = transaction.connection.exec_driver_sql("SELECT max(recent) FROM vehicles").scalar()
        transaction.connection.exec_driver_sql("DELETE FROM vehicle_search WHERE rowid = ?", (newest,))
        values = (newest, "粤B00000尾 B00000尾")
        transaction.connection.exec_driver_sql("INSERT INTO vehicle_search (rowid, endings) VALUES (?, ?)", values)
    assert [one.facts for one in verification.verify(old).findings] == [{"table": "vehicle_search"}]
