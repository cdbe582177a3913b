import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests_support import all_entries, enrolled

from station.clock import DAY
from station.errors import Refused
from station.passes import serial, token
from station.records.event import Setting
from station.services.centre import clerk_desk, clerk_lists, custody
from station.services.exchange import station_files
from station.services.gate import access_passes, qr_reading, scripted_records
from station.services.log.passage_log import newest_rows


def test_issue_print_scan_check(station, tmp_path):
    made = access_passes.issue(station, days=2, plate="粤B12345").answer
    text = access_passes.token_of(station, made)
    picture = tmp_path / "pass.png"
    access_passes.write_png(text, picture)
    scanned = qr_reading.read_image_code(picture)
    assert scanned == text
    assert access_passes.check(station, scanned) == made
    assert access_passes.check(station, access_passes.printed_serial(made)) == made


def test_a_scanned_pass_fills_the_line(station):
    made = access_passes.issue(station, days=2, plate="粤B12345").answer
    text = access_passes.token_of(station, made)
    scripted_records.record(station, text + " 365")
    passage = newest_rows(station, 1)[0].passage
    assert (passage.lane, passage.vehicle.plate, passage.persons[0].pass_serial) == ("quick", "粤B12345", made.serial)
    assert scripted_records.record(station, text + " C99999 365").answer.code == "pass_plate_mismatch"


def test_a_residents_pass_leaves_a_tally(station):
    made = access_passes.issue(station, days=2, pass_class="resident").answer
    scripted_records.record(station, access_passes.token_of(station, made) + " 365")
    passage = newest_rows(station, 1)[0].passage
    assert (passage.lane, passage.persons[0].pass_serial) == ("tally", None)


def test_refusals_are_told_apart(station, make_station, clock):
    made = access_passes.issue(station, days=1).answer
    text = access_passes.token_of(station, made)
    other = make_station("CP18")
    cases = {
        "pass_not_ours": "X" + text[1:],
        "pass_damaged": text[:60],
        "pass_signature": text[:101] + ("1" if text[101] == "0" else "0") + text[102:],
    }
    for code, bad in cases.items():
        with pytest.raises(Refused, match=code):
            access_passes.check(station, bad)
    with pytest.raises(Refused, match=r"pass_signature|pass_unknown_issuer"):
        access_passes.check(other, text)
    with pytest.raises(Refused, match="pass_unknown_serial"):
        access_passes.check(other, access_passes.printed_serial(made))
    with pytest.raises(Refused, match="pass_serial_typo"):
        access_passes.check(station, "Y1-0000-0000-000001")
    clock.advance(DAY)
    with pytest.raises(Refused, match="pass_expired"):
        access_passes.check(station, text)
    clock.advance(-3 * DAY)
    with pytest.raises(Refused, match="pass_not_yet_valid"):
        access_passes.check(station, text)
    clock.advance(2 * DAY)
    access_passes.revoke(station, access_passes.printed_serial(made))
    with pytest.raises(Refused, match="pass_revoked"):
        access_passes.check(station, text)


@pytest.fixture
def two_gates(make_station, card, centre, stick):
    """Two enrolled stations, and what carries batches and packs between them and the centre."""
    issuing, other = make_station("CP17", card=card), make_station("CP18", card=card)
    enrolled(centre, issuing, stick)
    enrolled(centre, other, stick)

    def bring():
        for done in station_files.export(issuing, stick).answer:
            clerk_desk.merge_files(centre, [stick / done.file])
        for packed in clerk_lists.pack(centre, stick):
            for station in (issuing, other):
                if packed.station == station.code:
                    assert station_files.receive(station, stick / packed.file).answer.verdict == "taken"
        return other

    return issuing, other, bring


def test_a_pass_of_another_gate_is_good_once_the_lists_came(two_gates):
    issuing, other, bring = two_gates
    made = access_passes.issue(issuing, days=9, plate="粤B12345").answer
    text = access_passes.token_of(issuing, made)
    with pytest.raises(Refused, match=r"pass_signature|pass_unknown_issuer"):
        access_passes.check(other, text)
    other = bring()
    assert access_passes.check(other, text) == made
    told = [entry for entry in all_entries(issuing) if entry.header.kind == "setting"]
    access_passes.issue(issuing, days=9)
    assert [entry for entry in all_entries(issuing) if entry.header.kind == "setting"] == told  # once is enough
    bad = text[:101] + ("1" if text[101] == "0" else "0") + text[102:]
    with pytest.raises(Refused, match="pass_signature"):
        access_passes.check(other, bad)


def test_a_pass_revoked_where_it_was_issued_is_refused_everywhere(two_gates):
    issuing, _other, bring = two_gates
    made = access_passes.issue(issuing, days=9).answer
    text = access_passes.token_of(issuing, made)
    assert access_passes.check(bring(), text) == made
    access_passes.revoke(issuing, access_passes.printed_serial(made))
    other = bring()
    with pytest.raises(Refused, match="pass_revoked"):
        access_passes.check(other, text)
    assert len(bring().lists.revoked_passes) == 1  # taken over once


def test_what_is_no_key_in_a_journal_is_told_to_nobody(two_gates):
    issuing, _other, bring = two_gates
    with issuing.store.write("op1") as transaction:
        transaction.append("setting", Setting("pass_key", {"public_key": "no key"}))
        transaction.append("setting", Setting("pass_key"))
    other = bring()
    assert other.lists.pass_issuers == ()
    assert access_passes.check(other, access_passes.token_of(other, access_passes.issue(other, days=1).answer))


def test_a_lost_laptops_passes_are_trusted_no_more(two_gates, centre, tmp_path):
    issuing, _other, bring = two_gates
    text = access_passes.token_of(issuing, access_passes.issue(issuing, days=9).answer)
    assert access_passes.check(bring(), text)
    (tmp_path / "out").mkdir()
    custody.lose_laptop(centre, "CP17", "被盗", tmp_path / "out")
    other = bring()
    with pytest.raises(Refused, match=r"pass_signature|pass_unknown_issuer"):
        access_passes.check(other, text)


def test_a_mangled_pass_is_never_accepted(station):
    text = access_passes.token_of(station, access_passes.issue(station, days=9).answer)
    issuers = access_passes.issuers(station)
    accepted = 0
    for at in range(2, len(text)):
        for character in "0A%":
            bad = text[:at] + character + text[at + 1 :]
            if bad == text:
                continue
            try:
                token.decode(bad, issuers)
                accepted += 1
            except Refused:
                pass
    assert accepted == 0


@given(st.integers(0, 2**64 - 1))
def test_serial_round_trip(value):
    text = serial.printed(f"{value:016x}")
    assert serial.read(text[3:].replace("-", "")) == f"{value:016x}"


@given(st.integers(0, 2**64 - 1), st.integers(0, 12), st.sampled_from(serial.ALPHABET))
def test_a_mistyped_serial_is_noticed(value, at, character):
    text = serial.printed(f"{value:016x}")[3:].replace("-", "")
    wrong = text[:at] + character + text[at + 1 :]
    if wrong != text:
        assert serial.read(wrong) is None


def test_pictures_without_a_code(tmp_path):
    from station.errors import InputError

    empty = tmp_path / "none.png"
    from PIL import Image

    Image.new("RGB", (200, 200), "white").save(empty)
    (tmp_path / "text.png").write_text("no picture")
    for path, code in ((empty, "no_qr"), (tmp_path / "text.png", "not_an_image"), (tmp_path / "x", "no_such_file")):
        with pytest.raises(InputError, match=code):
            qr_reading.read_image_code(path)


def test_a_pass_is_read_from_camera_frames(station, tmp_path):
    """A recording stands for the camera: empty frames, then a small, tilted, noisy pass."""
    import cv2
    import numpy as np

    made = access_passes.issue(station, days=2).answer
    text = access_passes.token_of(station, made)
    access_passes.write_png(text, tmp_path / "p.png")
    code = cv2.resize(cv2.imread(str(tmp_path / "p.png")), (300, 300), interpolation=cv2.INTER_AREA)
    frames = [np.full((480, 640, 3), 120, np.uint8) for _ in range(6)]
    for frame in frames[2:]:
        frame[90:390, 170:470] = code
        turned = cv2.getRotationMatrix2D((320, 240), 7, 1)
        frame[:] = cv2.warpAffine(frame, turned, (640, 480), borderValue=(120, 120, 120))
        noise = np.random.default_rng(1).integers(0, 24, frame.shape, dtype=np.uint8)
        frame[:] = cv2.add(frame, noise)
    movie = str(tmp_path / "camera.avi")
    writer = cv2.VideoWriter(movie, cv2.VideoWriter_fourcc(*"MJPG"), 10, (640, 480))
    for frame in frames:
        writer.write(frame)
    writer.release()
    seen = [codes for _frame, codes in _until_code(qr_reading.watch_camera(lambda: False, movie))]
    assert seen[0] == ()
    assert seen[-1] == (text,)
    assert access_passes.check(station, seen[-1][0]) == made


def _until_code(frames):
    for frame, codes in frames:
        yield frame, codes
        if codes:
            return


def test_no_camera_is_said():
    from station.errors import MachineError

    with pytest.raises(MachineError, match="no_camera"):
        next(qr_reading.watch_camera(lambda: False, "/dev/no-such-camera"))
