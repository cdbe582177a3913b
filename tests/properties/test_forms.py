"""Whatever is answered as durable can be read, verified, exported, merged and restored, however its text was typed."""

import csv
import json
import shutil
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests_support import CHEAP, all_entries, enrolled

from station.clock import SetClock
from station.entry.draft import DraftPerson, from_line
from station.entry.gate_line import read_line
from station.errors import InputError
from station.records.passage import Registration
from station.services import (
    access_passes,
    backups,
    cases,
    centre_desk,
    exchange,
    importing,
    incidents,
    key_slots,
    log,
    mirroring,
    moving,
    operators,
    registration,
    scripting,
    shifts,
    supplies,
    verification,
)
from station.services.opening import SetUp, open_station, set_up
from station.services.restoring import restore
from station.services.unlocking import Unlock

MORNING = 1_583_884_800_000
ODD = [
    "Jose\u0301",
    "\uf9f4冲",
    "\uf9e1四",
    "Å Å Å",
    "\u1100\u1161\u11a8",
    "ﬀ①㎏",
    "q\u0307\u0323",
    "\u0344\u0958\ufb1d",
]
ODD += ["\u202eabc\u200b", "\x00a", "\ufdd0\U0010ffff", "𠮷\U0002f800", "e" + "\u0301" * 60, "\u0301x", "half \ud83d"]
TEXTS = st.sampled_from(ODD) | st.text(min_size=1, max_size=30) | st.text("eo\u0301\u0308\u0323 가\u1161", min_size=1)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # a step is seconds: the first example says enough


def by_form(station, texts, clock):
    """As the full form hands it over."""
    name, address, reason, host = texts
    value = read_line("376 365", station.rules, station.today())
    draft = from_line(registration.new_draft(station).uid, value)
    who = DraftPerson(
        readings=draft.persons[0].readings,
        category="resident",
        name=name,
        phone="13800138000",
        registration=Registration(address=address, reason=reason, host_name=host),
    )
    saved = registration.save(station, draft.__class__(draft.uid, persons=(who, draft.persons[1])))
    cases.identify(station, saved.case_uid, host, "13811112222")
    cases.add_note(station, saved.case_uid, reason)
    cases.finish(station, saved.case_uid, "referred", place=address)


def by_script(station, texts, clock):
    name, address, key, answer = texts
    person = {"name": name, "readings": [{"tenths": 365}], "registration": {"address": address}}
    scripting.record(station, json.dumps({"persons": [person], "key": key, "answers": {answer: False}}))
    vehicle = {"plate": name, "plate_type": "none"}
    scripting.record(station, f"@{key[:5].strip() or 'k'} " + json.dumps({"vehicle": vehicle, "persons": [person]}))


def by_table(station, texts, clock):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["日期", "时间", "体温", "姓名", "住址", "事由"])
            rows.writerow(["2020-03-10", "08:00", "36.5", *texts[:3]])
        importing.take(station, path)


def by_duties(station, texts, clock):
    first, second, third, fourth = texts
    incidents.open_incident(station, "incident", first, reported_by=second, handed_to=third)
    supplies.move(station, first, 5, "received", second)
    operators.new_operator(station, third, "volunteer", "1111")
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator, {}, second, fourth)
    moving.rename(station, fourth)
    log.reveal(station, second, "log")
    access_passes.issue(station, days=3)


DOORS = (by_form, by_script, by_table, by_duties)


@given(st.lists(st.tuples(st.sampled_from(DOORS), st.tuples(TEXTS, TEXTS, TEXTS, TEXTS)), min_size=6, max_size=14))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
def test_whatever_is_durable_can_be_read_everywhere(steps):
    clock = SetClock(MORNING)
    with TemporaryDirectory() as name:
        folder = Path(name)
        centre_desk.init(str(folder / "centre"), "centre", folder / "centre.card", "words", clock, CHEAP)
        centre = centre_desk.open_centre(str(folder / "centre"), "words", clock)
        words = steps[0][1][0] or "x"
        asked = SetUp(folder / "data", "CP17", words, "words", "1234", words, folder / "centre.card", cost=CHEAP)
        try:
            set_up(asked, clock)
        except InputError:  # nothing but blanks is no name
            set_up(SetUp(folder / "data", "CP17", "x", "words", "1234", "x", folder / "centre.card", cost=CHEAP), clock)
        station = open_station(folder / "data", Unlock(passphrase="words"), clock, writing=True)
        for door, texts in [*steps, *((door, ODD[at : at + 4]) for at, door in enumerate(DOORS))]:
            clock.advance(1000)
            try:
                door(station, texts, clock)
            except InputError:
                continue  # said, and nothing half done: the rest must be as it was
        try:
            everything_is_there(station, centre, folder, clock)
        finally:
            station.close()
            centre.close()


def everything_is_there(station, centre, folder, clock):
    """Verified, read, exported, merged, mirrored, backed up, restored, unlocked: what was acknowledged stands."""
    found = verification.verify(station)
    assert found.findings == ()
    passages = [entry for entry in all_entries(station) if entry.header.kind == "passage"]
    rows = list(log.rows(station))
    assert len(rows) == len({one.header.uid for one in passages})
    for entry in all_entries(station):
        assert unicodedata.is_normalized("NFC", entry.body.decode())
    stick = folder / "stick"
    stick.mkdir()
    enrolled(centre, station, stick)
    merged = centre_desk.merge_files(centre, [stick / one.file for one in exchange.export(station, stick)])
    assert [(one.verdict, one.unreadable) for one in merged] == [("new", 0)]
    assert len(centre_desk.passages(centre)) == len(rows)
    key_slots.change_passphrase(station, "Cafe\u0301 Cafe\u0301", CHEAP)
    secret = Unlock(passphrase="Café Café")
    mirror = folder / "mirror"
    mirror.mkdir()
    assert mirroring.Mirror(station, mirror).sync().status == "current"
    made = backups.make(station, stick)
    whole = all_entries(station)
    shutil.copytree(station.store.folder, folder / "copy")
    for number, source in enumerate((mirror, stick / made.folder, folder / "copy")):
        done = restore([source], folder / f"again{number}", secret, clock)
        assert (done.missing, done.filed_anew, done.left_out) == ((), 0, 0)
        again = open_station(folder / f"again{number}", secret, clock, writing=True)
        end = whole[:-1] if number < 2 else whole  # the backup's own note came after it
        assert all_entries(again)[: len(end)] == end
        assert verification.verify(again).findings == ()
        again.close()
