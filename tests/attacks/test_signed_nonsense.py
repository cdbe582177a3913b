"""An enrolled station signs nonsense: it is shown as that station's, or not at all, and stops nobody else."""

import json
import secrets

import pytest
from tests_support import enrolled

from station.clock import DAY
from station.records.ids import new_uid
from station.records.journal_entry import Entry, Header, digest_of_body
from station.services.centre import clerk_desk, clerk_lists, custody
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.store import journal

PREDECESSORS = [
    {"epoch": "abc", "seq": 1},
    {"epoch": 1, "seq": "9" * 5000},
    {"epoch": 1, "seq": "9007199254740993"},
    {"epoch": 1, "seq": 2**53},
    {},
]
BODIES = [
    *(("epoch", {"public_key": "x", "reason": "x", "predecessor": one}) for one in PREDECESSORS),
    ("audit", {"action": "daily_report", "facts": {}}),
    ("audit", {"action": "daily_report", "facts": {"day": "2020-03-11", "issue": "x", "zero": 1}}),
    ("audit", {"action": "purge", "facts": {}}),
    ("audit", {"action": "receipt", "facts": {"epoch": 1, "highest": 2**53}}),
    ("audit", {"action": "receipt", "facts": {"epoch": "x"}}),
    *(
        ("access_pass", {"serial": one, "key_number": 1, "issued": 1, "days": 1, "gates": 1, "pass_class": 1,
                         "plate": None, "revoked": True})
        for one in ("zz", "\x00", "9" * 16)
    ),
    *(
        ("passage", {"lane": "tally", "direction": "in", "vehicle": None, "persons": [], "disposition": "released",
                     "happened_at": one, "flags": [], "answers": {}, "late": False, "voided": False, "reason": None,
                     "key": None})
        for one in (2**53, -(2**53))
    ),
]  # fmt: skip


def sign(station, kind, value):
    """An entry of this body in its place, whatever the program would have written itself."""
    body = json.dumps(
        {**value, "salt": secrets.token_hex(16)}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    with station.store.write("op1") as transaction:
        head = transaction.head
        header = Header(
            station.code, head.epoch, head.seq + 1, 3, kind, new_uid(station.code), 1, station.clock.now(), "ok", "op1",
            head.digest, digest_of_body(body.encode()),
        )  # fmt: skip
        journal.put(transaction.connection, Entry(header, body.encode()))
        transaction.head = journal.after(header, header.digest(), head)


@pytest.mark.parametrize(("kind", "value"), BODIES)
def test_the_centre_goes_on(make_station, card, centre, stick, tmp_path, clock, kind, value):
    odd, good = make_station("CP17", card=card), make_station("CP18", card=card)
    for one in (odd, good):
        enrolled(centre, one, stick)
        scripted_records.record(one, "B12345 365")
    sign(odd, kind, value)
    for one in (odd, good):
        merged = clerk_desk.merge_files(centre, [stick / done.file for done in station_files.export(one, stick).answer])
        assert [done.verdict for done in merged] == ["new"]
    assert {one.station for one in clerk_desk.gaps(centre)} == {"CP17", "CP18"}
    assert len(clerk_desk.receipts(centre, stick)) == 2
    assert clerk_desk.state(centre).entries
    assert clerk_desk.figures(centre)["CP18"].passages == 1
    clerk_desk.street_day(centre, good.today())
    assert len(clerk_lists.pack(centre, stick)) == 2
    custody.lose_laptop(centre, "CP17", "x", stick)
    clock.advance(31 * DAY)
    assert custody.retire(centre, "words", "x", 30, None).bodies
