"""Altered, cut, foreign and newer batches: each refused with its own reason, nothing written."""

import json
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.batch import envelope, receipt
from station.batch.card import read_card
from station.batch.enrolment import read_request
from station.errors import RefusedFile
from station.services.centre import clerk_desk
from station.services.exchange import station_files
from station.services.gate import scripted_records
from station.store.slot_sealing import Cost


@pytest.fixture
def batch(make_station, card, stick):
    station = make_station(card=card)
    for number in range(3):
        scripted_records.record(station, f"B1234{number} 365 366")
    return stick / station_files.export(station, stick).answer[0].file


def state(centre):
    return clerk_desk.state(centre)


def refuse(centre, path):
    before = state(centre)
    merged = clerk_desk.merge_files(centre, [path])[0]
    assert merged.verdict == "refused"
    assert state(centre) == before
    assert not list(centre.archive.iterdir()) or merged.reason
    return merged.reason


def rewritten(path, content):
    path.write_bytes(content)
    return path


def split(content):
    (length,) = struct.unpack_from(">I", content, 5)
    return content[9 : 9 + length], content[9 + length : 73 + length], content[73 + length :]


def test_each_fault_has_its_reason(batch, centre, tmp_path):
    good = batch.read_bytes()
    manifest, signature, cipher = split(good)
    newer = json.loads(manifest) | {"format": 2}
    newer_manifest = json.dumps(newer, sort_keys=True, separators=(",", ":")).encode()
    cases = {
        "truncated": [good[:-1], good[: len(good) // 2], good[:40]],
        "altered": [
            good[:-9] + bytes([good[-9] ^ 1]) + good[-8:],
            good[:80] + bytes([good[80] ^ 1]) + good[81:],
            good + b"x",
            good[: 9 + len(manifest)] + bytes(64) + cipher,
        ],
        "newer_version": [
            b"YSB2\n" + good[5:],
            b"YSB1\n" + struct.pack(">I", len(newer_manifest)) + newer_manifest + signature + cipher,
        ],
        "not_a_batch": [b"", b"hello", b"\x00" * 5000, "名单".encode()],
    }
    path = tmp_path / "bad.ysb"
    for reason, contents in cases.items():
        for content in contents:
            assert refuse(centre, rewritten(path, content)) == reason
    assert refuse(centre, tmp_path / "none.ysb") == "no_such_file"


def test_a_batch_for_another_centre(batch, tmp_path, clock):
    clerk_desk.init(str(tmp_path / "other"), "other", tmp_path / "o.card", "words", clock, Cost(1024, 1, 1))
    other = clerk_desk.open_centre(str(tmp_path / "other"), "words", clock)
    assert refuse(other, batch) == "for_another_centre"
    other.close()


def test_a_batch_re_signed_by_someone_else(batch, centre, tmp_path):
    from station import signing

    request = tmp_path / "CP17" / "enrol-CP17.json"
    clerk_desk.enrol(centre, request, tmp_path / "c.ysc")
    manifest, _signature, cipher = split(batch.read_bytes())
    thief = signing.new_key()
    stolen = json.loads(manifest) | {"public_key": signing.public_key(thief).hex()}
    content = json.dumps(stolen, sort_keys=True, separators=(",", ":")).encode()
    signed = b"YSB1\n" + struct.pack(">I", len(content)) + content + signing.sign(thief, "batch", content) + cipher
    assert refuse(centre, rewritten(tmp_path / "stolen.ysb", signed)) == "wrong_key"
    renamed = stolen | {"station": "CP99"}
    content = json.dumps(renamed, sort_keys=True, separators=(",", ":")).encode()
    signed = b"YSB1\n" + struct.pack(">I", len(content)) + content + signing.sign(thief, "batch", content) + cipher
    assert refuse(centre, rewritten(tmp_path / "stolen.ysb", signed)) == "not_its_contents"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_mutation_is_accepted(batch, data):
    good = batch.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    kind = data.draw(st.sampled_from(["flip", "cut", "insert", "drop"]))
    bad = {
        "flip": good[:at] + bytes([good[at] ^ (1 << data.draw(st.integers(0, 7)))]) + good[at + 1 :],
        "cut": good[:at],
        "insert": good[:at] + b"\x00" + good[at:],
        "drop": good[:at] + good[at + 1 :],
    }[kind]
    if bad == good:
        return
    with pytest.raises(RefusedFile):
        envelope.verify(bad)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"card":{},"signature":""}', b"YSR1\n", b"\xff" * 99])
def test_noise_is_no_card_request_or_receipt(content):
    for reader in (read_card, read_request, lambda one: receipt.read_receipt(one, b"\x00" * 32)):
        with pytest.raises(RefusedFile):
            reader(content)


def test_nobody_can_see_people_in_a_batch(make_station, card, stick):
    station = make_station(card=card)
    scripted_records.record(
        station,
        '{"vehicle":{"plate":"粤B77777"},"persons":[{"name":"欧阳金丝雀",'
        '"phone":"13877776666","readings":[{"tenths":366}]}]}',
    )
    content = (stick / station_files.export(station, stick).answer[0].file).read_bytes()
    for canary in ("欧阳金丝雀", "13877776666", "粤B77777"):
        assert canary.encode() not in content
