"""A pack is taken whole from the centre or not at all: each attack has its own sentence, the last good one stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station import signing
from station.batch import pack, sealed_file
from station.batch.file_kinds import CERTIFICATE, PACK, FileKind
from station.clock import DAY
from station.errors import MachineError, RefusedFile
from station.services.centre import clerk_desk, clerk_lists
from station.services.exchange import reference_pack, station_files
from station.store import operator_rows
from tests.tests_support import enrolled, given_lists

VEHICLES = {"重点车辆": [("车牌号", "原因"), ("粤B55555", "途经黄冈")]}
CENTRE, STATION = signing.new_key(), signing.new_key()


def sealed(version=3, signer=CENTRE, station="CP17", rows=({"plate": "粤B55555"},), expires=2 * DAY):
    return pack.seal(
        station,
        signing.public_key(STATION),
        version,
        1,
        expires,
        {"key_vehicles": list(rows)},
        {"key_vehicles": (2, 1)},
        signer,
    )


@pytest.fixture
def street(centre, card, make_station, stick):
    """A station with a pack of version 1, and its centre."""
    return given_lists(centre, make_station(card=card), stick, VEHICLES)


def receive(station, path, content=None):
    if content is not None:
        path.write_bytes(content)
    return station_files.receive(station, path).answer


def next_pack(centre, stick, **options):
    return stick / clerk_lists.pack(centre, stick, **options)[0].file


def test_a_stick_that_goes_round_the_street_names_only_what_is_ours(street, centre, card, make_station, stick):
    other = make_station("CP18", card=card)
    enrolled(centre, other, stick)
    clerk_lists.pack(centre, stick)  # version 2 beside the 1 that is in force
    found = {one.file: one.verdict for one in station_files.take_from(street, stick).answer}
    assert found == {
        "CP17.ysc": "already", "CP18.ysc": "other_station", "CP17-P00001.ysp": "already", "CP17-P00002.ysp": "taken",
        "CP18-P00002.ysp": "other_station",
    }  # fmt: skip
    clerk_lists.pack(centre, stick, station="CP17")
    found = {one.file: one.verdict for one in station_files.take_from(street, stick).answer}
    assert (found["CP17-P00001.ysp"], found["CP17-P00002.ysp"]) == ("superseded", "already")
    (stick / "CP17-P00003.ysp").unlink()
    (stick / "CP17-P00002.ysp").unlink()
    old = {one.file: one for one in station_files.take_from(street, stick).answer}["CP17-P00001.ysp"]
    assert (old.verdict, old.reason) == ("refused", "pack_rollback")  # alone on the stick it is somebody's mistake
    assert station_files.take_from(street, stick / "gone").answer == []


def test_each_list_says_when_it_changed_last(street, centre, stick, clock):
    taken_at = clock.at
    clock.advance(DAY)
    clerk_lists.pack(centre, stick)
    station_files.take_from(street, stick)
    ages = {one.name: (one.version, one.changed_at) for one in reference_pack.pack_state(street).lists}
    assert ages["key_vehicles"] == (1, taken_at)
    assert ages["residents"] == (0, 0)


def test_a_stick_that_fails_uses_the_version_up(street, centre, stick):
    blocked = stick / "CP17-P00002.ysp.part"
    blocked.mkdir()
    with pytest.raises(MachineError, match="cannot_write"):
        clerk_lists.pack(centre, stick)
    blocked.rmdir()
    assert [one.version for one in clerk_lists.pack(centre, stick)] == [3]


def test_the_same_pack_again_is_already(street, stick):
    assert receive(street, stick / "CP17-P00001.ysp").verdict == "already"


def test_rollback_is_refused_and_the_newer_lists_stay(street, centre, stick):
    assert receive(street, next_pack(centre, stick)).verdict == "taken"
    done = receive(street, stick / "CP17-P00001.ysp")
    assert (done.verdict, done.reason) == ("refused", "pack_rollback")
    assert street.lists.version == 2


def test_freeze_is_refused(street, centre, stick, clock):
    path = next_pack(centre, stick, days=2)
    clock.advance(2 * DAY + 1)
    assert receive(street, path).reason == "pack_expired"
    lists = street.lists
    assert (lists.version, lists.key_vehicles[0].plate) == (1, "粤B55555")


def test_a_pack_for_another_station_is_refused(street, centre, card, make_station, stick):
    enrolled(centre, make_station("CP18", card=card), stick)
    for packed in clerk_lists.pack(centre, stick, station="CP18"):
        assert receive(street, stick / packed.file).reason == "for_another_station"


def test_two_packs_of_one_version_cannot_follow_each_other(street, centre, stick, tmp_path, clock):
    """A centre restored from a copy would number its packs anew."""
    other = street
    content = (stick / "CP17-P00001.ysp").read_bytes()
    manifest, _cipher = pack.verify(content, signing.public_key(centre.keys.private_key()))
    with centre.engine.connect() as connection:
        key = bytes.fromhex(connection.exec_driver_sql("SELECT public_key FROM certificates").scalar())
    forged = pack.seal("CP17", key, manifest.version, 1, clock.at + DAY, {}, {}, centre.keys.private_key())
    assert receive(other, tmp_path / "twin.ysp", forged).reason == "pack_same_version"


def test_lists_of_two_packs_cannot_be_put_together():
    """The manifest binds every list: a genuine manifest over another genuine content is a mix-up."""
    one, other = sealed(rows=({"plate": "粤B11111"},)), sealed(rows=({"plate": "粤B22222"},))
    public = signing.public_key(CENTRE)
    manifest, _cipher = pack.verify(one, public)
    _manifest, cipher = pack.verify(other, public)
    with pytest.raises(RefusedFile, match="pack_mixed"):
        pack.open_pack(manifest, cipher, [STATION])


def test_a_genuine_signature_of_the_wrong_role_is_named():
    public = signing.public_key(CENTRE)
    with pytest.raises(RefusedFile, match="wrong_role"):  # a station's key signs no lists
        pack.verify(sealed(signer=STATION), public)
    manifest, _signature, cipher = sealed_file.split(sealed(), PACK, "x")
    as_certificate = sealed_file.join(FileKind(CERTIFICATE.name, PACK.magic, PACK.suffix), manifest, CENTRE, cipher)
    with pytest.raises(RefusedFile, match="wrong_role"):  # the centre's, but for a certificate
        pack.verify(as_certificate, public)


def test_a_centre_that_is_not_ours_is_refused(street, tmp_path, clock, stick):
    from tests.tests_support import CHEAP

    clerk_desk.init(str(tmp_path / "other"), "other", tmp_path / "other.card", "words", clock, CHEAP)
    other = clerk_desk.open_centre(str(tmp_path / "other"), "words", clock)
    clerk_desk.enrol(other, next(street.store.folder.glob("enrol-*.json")), stick / "x.ysc")
    packed = clerk_lists.pack(other, tmp_path)[0]
    other.close()
    assert receive(street, tmp_path / packed.file).reason == "wrong_role"


ONE = sealed()


@settings(max_examples=150)
@given(st.data())
def test_no_altered_byte_is_ever_taken(data):
    content = bytearray(ONE)
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(RefusedFile):
        manifest, cipher = pack.verify(bytes(content), signing.public_key(CENTRE))
        pack.open_pack(manifest, cipher, [STATION])


@given(st.integers(0, len(ONE) - 1))
def test_no_cut_pack_is_ever_taken(length):
    with pytest.raises(RefusedFile):
        pack.verify(ONE[:length], signing.public_key(CENTRE))


def test_a_list_of_a_later_release_is_read_over():
    content = pack.seal(
        "CP17", signing.public_key(STATION), 1, 1, 2, {"drones": [{"x": 1}]}, {"drones": (1, 2)}, CENTRE
    )
    manifest, cipher = pack.verify(content, signing.public_key(CENTRE))
    opened = pack.open_pack(manifest, cipher, [STATION])
    assert (opened.lists.version, opened.rules) == (1, None)


def test_each_station_gets_only_its_rows(centre, card, make_station, stick):
    sheets = {
        "居家隔离": [
            ("编号", "姓名", "隔离起始日", "住址", "适用卡点"),
            ("G1", "张三", "2020-03-01", "1 栋", "CP17"),
            ("G2", "李四", "2020-03-01", "2 栋", "CP18 CP19"),
            ("G3", "王五", "2020-03-01", "3 栋", ""),
        ]
    }
    one = given_lists(centre, make_station("CP17", card=card), stick, sheets)
    other = given_lists(centre, make_station("CP18", card=card), stick, sheets)
    assert [row.number for row in one.lists.isolation] == ["G1", "G3"]
    assert [row.number for row in other.lists.isolation] == ["G2", "G3"]


def test_rules_come_with_the_pack_and_leave_old_shifts_alone(centre, card, make_station, stick, clock):
    from station.services.shift import shifts

    station = make_station(card=card)
    before = shifts.open_shift(station).answer
    assert (before.shift.number, before.shift.starts) == (3, "08:00")
    night = {
        "班次表": [("卡点", "班次", "开始", "结束"), ("CP17", 1, "06:30", "17:30"), ("CP17", 2, "17:30", "06:30")],
        "规则": [("设置项", "值"), ("abnormal_from", "372")],
    }
    station = given_lists(centre, station, stick, night)
    assert station.rules.abnormal_from == 372
    assert shifts.current_shift(station).shift == before.shift
    shifts.close_shift(station, station.operator)
    clock.advance(15 * 3_600_000)  # 23:00
    after = shifts.open_shift(station).answer
    assert (after.shift.number, after.shift.starts, after.shift.day) == (2, "17:30", "2020-03-11")


def test_operators_come_and_go_with_the_list(centre, card, make_station, stick):
    from station.errors import WrongSecret
    from station.services.access import operators

    head = ("编号", "姓名", "权限", "单位", "PIN")
    station = make_station(card=card)
    given_lists(
        centre,
        station,
        stick,
        {"值守人员": [head, ("L1", "班长乙", "班长", "街道", "2222"), ("V1", "值守丙", "值守", "", "3333")]},
    )
    assert [one.name for one in operators.all_operators(station)] == ["班长甲", "班长乙", "值守丙"]
    assert operators.sign_in(station, "nV1", "3333").answer.name == "值守丙"
    # a blank PIN keeps the one in force; who left the list cannot sign in any more
    given_lists(centre, station, stick, {"值守人员": [head, ("L1", "班长乙", "班长", "街道", "")]})
    assert operators.sign_in(station, "nL1", "2222").answer.agency == "街道"
    with pytest.raises(WrongSecret):
        operators.sign_in(station, "nV1", "3333")
    with station.store.read() as connection:
        assert operator_rows.names(connection)["nV1"] == "值守丙"  # what was signed keeps its name
