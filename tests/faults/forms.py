"""Text in every Unicode form, through every door: whatever is durable can be read, merged and restored (row N1)."""

from __future__ import annotations

import csv
import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from station.clock import SetClock
from station.entry.draft import Draft, DraftPerson, from_line
from station.entry.gate_line import read_line
from station.entry.problem import taken
from station.errors import InputError
from station.records.passage import Registration
from station.services.access import key_slots, operators
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Centre
from station.services.exchange import station_files
from station.services.gate import access_passes, cases, registration, scripted_records
from station.services.late_entry import table_import
from station.services.log import passage_log
from station.services.opened_station import Station
from station.services.safety import backups, relocation, second_copy, verification
from station.services.safety.restoration import restore
from station.services.shift import incidents, shifts, supplies
from tests.faults import sabotage
from tests.faults.tally import Row, Tally
from tests.tests_support import CHEAP, all_entries, enrolled

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
Texts = tuple[str, str, str, str]
Door = Callable[[Station, Texts], None]
STEPS = 12  # in one folder, before everything is looked at
RANGES = ((0x20, 0x17F), (0x300, 0x36F), (0x1100, 0x11FF), (0x1E00, 0x1EFF), (0x4E00, 0x4FFF), (0xF900, 0xFAFF))


def by_form(station: Station, texts: Texts) -> None:
    """As the full form hands it over."""
    name, address, reason, host = texts
    value = taken(read_line("376 365", station.rules, station.today()))
    draft = from_line(registration.new_draft(station).uid, value)
    who = DraftPerson(
        readings=draft.persons[0].readings,
        category="resident",
        name=name,
        phone="13800138000",
        registration=Registration(address=address, reason=reason, host_name=host),
    )
    saved = registration.save(station, Draft(draft.uid, persons=(who, draft.persons[1]))).answer
    case = saved.case_uid or ""
    cases.identify(station, case, host, "13811112222")
    cases.add_note(station, case, reason)
    cases.finish(station, case, "referred", place=address)


def by_script(station: Station, texts: Texts) -> None:
    name, address, key, answer = texts
    person = {"name": name, "readings": [{"tenths": 365}], "registration": {"address": address}}
    scripted_records.record(station, json.dumps({"persons": [person], "key": key, "answers": {answer: False}}))
    vehicle = {"plate": name, "plate_type": "none"}
    scripted_records.record(
        station, f"@{key[:5].strip() or 'k'} " + json.dumps({"vehicle": vehicle, "persons": [person]})
    )


def by_table(station: Station, texts: Texts) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["日期", "时间", "体温", "姓名", "住址", "事由"])
            rows.writerow(["2020-03-10", "08:00", "36.5", *texts[:3]])
        table_import.take(station, path)


def by_duties(station: Station, texts: Texts) -> None:
    first, second, third, fourth = texts
    incidents.open_incident(station, "incident", first, reported_by=second, handed_to=third)
    supplies.move(station, first, 5, "received", second)
    operators.new_operator(station, third, "volunteer", "1111")
    shifts.open_shift(station)
    shifts.close_shift(station, station.operator, {}, second, fourth)
    relocation.rename(station, fourth)
    passage_log.reveal(station, second, "log")
    access_passes.issue(station, days=3)


DOORS: tuple[Door, ...] = (by_form, by_script, by_table, by_duties)


def street(folder: Path, name: str, clock: SetClock) -> tuple[Station, Centre]:
    """A centre and an enrolled-to-be station whose checkpoint and leader have this name."""
    clerk_desk.init(str(folder / "centre"), name, folder / "centre.card", "words", clock, CHEAP)
    centre = clerk_desk.open_centre(str(folder / "centre"), "words", clock)
    asked = SetUp(folder / "data", "CP17", name, "words", "1234", f"x{name}", folder / "centre.card", cost=CHEAP)
    set_up(asked, clock)
    return open_station(folder / "data", Unlock(passphrase="words"), clock, writing=True), centre


def live_through(folder: Path, name: str, steps: list[tuple[Door, Texts]]) -> None:
    """Take the steps, a door and its texts each; what is refused is said and leaves nothing half done."""
    clock = SetClock(MORNING)
    station, centre = street(folder, name, clock)
    try:
        for door, texts in steps:
            clock.advance(1000)
            try:
                door(station, texts)
            except InputError:
                continue
        everything_is_there(station, centre, folder, clock)
    finally:
        station.close()
        centre.close()


def everything_is_there(station: Station, centre: Centre, folder: Path, clock: SetClock) -> None:
    """Verified, read, exported, merged, mirrored, backed up, restored, unlocked: what was acknowledged stands."""
    found = verification.verify(station)
    assert found.findings == ()
    passages = [entry for entry in all_entries(station) if entry.header.kind == "passage"]
    rows = list(passage_log.rows(station))
    assert len(rows) == len({one.header.uid for one in passages})
    for entry in all_entries(station):
        assert entry.body is not None
        assert unicodedata.is_normalized("NFC", entry.body.decode())
    stick = folder / "stick"
    stick.mkdir()
    enrolled(centre, station, stick)
    merged = clerk_desk.merge_files(centre, [stick / one.file for one in station_files.export(station, stick).answer])
    assert [(one.verdict, one.unreadable) for one in merged] == [("new", 0)]
    assert len(clerk_desk.passages(centre)) == len(rows)
    key_slots.change_passphrase(station, "Cafe\u0301 Cafe\u0301", CHEAP)
    secret = Unlock(passphrase="Café Café")
    mirror = folder / "mirror"
    mirror.mkdir()
    assert second_copy.Mirror(station, mirror).sync().status == "current"
    made = backups.make(station, stick).answer
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


def run(folder: Path, chance: Random, count: int, bug: str) -> Tally:
    """Each try is one act with four texts; after some of them everything is looked at."""
    tally = Tally()
    sabotage.commit(bug)
    for number in range(0, count, STEPS):
        steps = [(chance.choice(DOORS), _texts(chance)) for _ in range(STEPS)]
        try:
            live_through(folder / str(number), _text(chance), steps)
        except Exception as error:  # whatever it is, it should not have been
            tally.note("corrupt", f"{type(error).__name__}: {str(error)[:200]}")
        shutil.rmtree(folder / str(number), ignore_errors=True)
        tally.tried += STEPS
        if tally.caught(bug):
            break
    return tally


def _texts(chance: Random) -> Texts:
    return _text(chance), _text(chance), _text(chance), _text(chance)


def _text(chance: Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(ODD)
    return "".join(chr(chance.randint(*chance.choice(RANGES))) for _ in range(chance.randint(1, 20)))


ROW = Row(
    "N1",
    "text in every Unicode form through every door, then read, verified, merged, restored",
    run,
    ci=2 * STEPS,
    full=12_000,
    chunk=20 * STEPS,
    canaries=("text_as_typed",),
    canary_dose=2 * STEPS,
)
