"""Scanner guns: keys by timing and suffix, wherever the cursor is; nothing lost, nothing mixed."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from station.services.gate import access_passes
from station.services.log import passage_log
from ui.scanning.scanner_gun import is_pass

Key = Qt.Key
CLOCK = itertools.count(1_000_000, 1_000_000)


class Gun:
    """A device: key events with times, as the platform sends them."""

    def __init__(self, hands):
        self.hands = hands
        self.at = next(CLOCK)

    def key(self, key, text, gap):
        self.at += gap
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self.at)
            QApplication.sendEvent(QApplication.focusWidget(), event)

    def text(self, text, gaps):
        for character, gap in zip(text, gaps, strict=False):
            code = Key(ord(character.upper())) if character.isascii() and character.isalnum() else Key.Key_unknown
            self.key(Key.Key_Space if character == " " else code, character, gap)

    def scan(self, code, gaps=None, suffix=True):
        self.text(code, itertools.chain([200], gaps or itertools.repeat(8)))
        if suffix:
            self.key(Key.Key_Return, "\r", 8)
        else:
            self.hands.until(lambda: not self.hands.main.scanner._end.isActive())

    def type(self, text):
        """A hand: never faster than 80 ms."""
        self.text(text, itertools.repeat(90))

    def enter(self):
        self.key(Key.Key_Return, "\r", 120)
        self.hands.settle()


@pytest.fixture
def gun(hands):
    return Gun(hands)


def issue(hands, plate=None, pass_class="resident"):
    issued = access_passes.issue(hands.station, plate=plate, days=7, pass_class=pass_class).answer
    return issued, access_passes.token_of(hands.station, issued)


def count(hands):
    return len(list(passage_log.rows(hands.station)))


def newest(hands):
    return passage_log.newest_rows(hands.station, 1)[0].passage


@pytest.mark.parametrize("suffix", [True, False])
@pytest.mark.parametrize("flip", [str.upper, str.lower], ids=["as printed", "Caps Lock"])
def test_scan_then_three_digits_and_enter(hands, gun, suffix, flip):
    _issued, token = issue(hands, plate="粤B12345")
    gun.scan(flip(token), suffix=suffix)
    hands.settle()
    assert count(hands) == 0  # a scan never saves by itself
    gun.type("365")
    gun.enter()
    assert (newest(hands).vehicle.plate, newest(hands).persons[0].readings[0].tenths) == ("粤B12345", 365)


def test_in_the_middle_of_typing_nothing_is_mixed(hands, gun):
    _issued, token = issue(hands, plate="粤B12345")
    gun.type("36")
    gun.scan(token)
    gun.type("5")
    gun.enter()
    assert (newest(hands).vehicle.plate, newest(hands).persons[0].readings[0].tenths) == ("粤B12345", 365)


@pytest.mark.parametrize("page", ["F4", "F5", "F9", "row", "filter", "F1"])
def test_wherever_the_cursor_is(hands, gun, page):
    _issued, token = issue(hands, plate="粤B12345")
    if page == "row":
        gun.type("B99999")
        gun.enter()
        assert hands.desk.occupants.rows[0].edit.hasFocus()
        gun.type("36")
        gun.scan(token)
        hands.settle()
        assert hands.desk.occupants.rows[0].edit.text() in ("36", "")
        assert hands.desk.line.text().startswith(token)
        return
    if page == "filter":
        hands.main.records.filter.setFocus()
    else:
        hands.press(getattr(Key, f"Key_{page}"))
    gun.scan(token)
    hands.settle()
    assert hands.desk.line.hasFocus()
    gun.type("365")
    gun.enter()
    assert newest(hands).vehicle.plate == "粤B12345"


def test_a_code_in_the_form_joins_the_record_and_spoils_no_field(hands, gun):
    _issued, token = issue(hands, pass_class="visitor")
    hands.press(Key.Key_F2)
    gun.type("abc")
    gun.scan(token)
    hands.settle()
    assert hands.main.form.edits["name"].text() == "abc"
    assert [one.by for one in hands.main.form.draft.recall] == ["pass"]


@pytest.mark.parametrize("code", ["https://example.org/q?x=1", "{\"health\": \"green\"}", "\u202eABCDEFGHIJ", "Y1TOO-SHORT-X", "A" * 400])  # fmt: skip
def test_another_systems_code_is_said_and_spoils_nothing(hands, gun, code):
    _issued, token = issue(hands, plate="粤B12345")
    gun.type("B88888 36")
    gun.scan(code)
    hands.settle()
    assert hands.desk.problem.isVisible()
    assert hands.desk.line.text() == "B88888 36"
    gun.type("6")
    gun.enter()
    assert newest(hands).vehicle.plate == "粤B88888"
    gun.scan(token)  # one bad scan never spoils the next
    gun.type("365")
    gun.enter()
    assert newest(hands).vehicle.plate == "粤B12345"


def test_three_codes_a_second_while_saves_are_on_their_way(hands, gun):
    tokens = [issue(hands, plate=f"粤B1234{number}")[1] for number in range(6)]
    for token in tokens:
        gun.scan(token, gaps=itertools.repeat(2))
        gun.text("365", itertools.chain([100], itertools.repeat(90)))
        gun.key(Key.Key_Return, "\r", 90)  # nobody waits for the save
    hands.until(lambda: not hands.desk.hold.holding and not hands.shell.background.is_busy())
    assert [row.passage.vehicle.plate for row in passage_log.rows(hands.station)] == [f"粤B1234{n}" for n in range(6)]


def test_a_fast_hand_is_no_gun(hands, gun):
    gun.text("3651", [100, 20, 20, 20])  # four fingers rolled
    hands.until(lambda: not hands.main.scanner._end.isActive())
    assert hands.desk.line.text() == "3651"
    gun.text("2345 366", itertools.repeat(60))
    assert hands.desk.line.text() == "36512345 366"
    hands.press(Key.Key_Escape)
    gun.text("3655", [100, 20, 20, 20])
    gun.key(Key.Key_Return, "\r", 20)
    hands.settle()
    assert hands.desk.problem.isVisible()  # typed and entered, as it came
    assert hands.desk.line.text() == "3655"


def test_a_finger_resting_on_a_key_is_no_gun(hands):
    for number in range(30):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_5, Qt.KeyboardModifier.NoModifier, "5", number > 0)
        event.setTimestamp(1000 + number * 30)
        QApplication.sendEvent(hands.desk.line, event)
    assert hands.desk.line.text() == "5" * 30


def test_a_secret_is_never_taken_for_a_code(hands, gun):
    hands.press(Key.Key_F4)
    hands.main.cases.show_fields(("pin",))
    field = hands.main.cases.fields["pin"]
    field.setFocus()
    gun.text("123456789", itertools.repeat(10))
    assert field.text() == "123456789"


def test_with_an_input_method_on_a_committed_code_goes_the_same_way(hands):
    _issued, token = issue(hands, plate="粤B12345")
    hands.press(Key.Key_F2)
    name = hands.main.form.edits["name"]
    event = QInputMethodEvent()
    event.setCommitString(token)
    QApplication.sendEvent(name, event)
    hands.settle()
    assert name.text() == ""
    assert [one.by for one in hands.main.form.draft.recall] == ["pass"]
    name.setText("张" + token)  # let through a character at a time, then Enter
    gun = Gun(hands)
    gun.enter()
    assert name.text() == "张"


def test_the_scan_page_says_how_a_code_came(hands, gun):
    _issued, token = issue(hands)
    hands.main.show_page(hands.main.scan)
    gun.scan(token.lower(), gaps=itertools.repeat(12), suffix=False)
    values = hands.main.scan.values
    assert (values["count"].text(), values["pace"].text()) == (str(len(token)), "12")
    assert hands.main.scan.verdict.objectName() == "alertWarn"
    gun.scan(token)
    assert hands.main.scan.verdict.objectName() == "alertOk"
    gun.type("abc")
    gun.enter()
    assert hands.main.scan.verdict.objectName() == "alertWarn"
    assert hands.desk.line.text() == ""
    assert count(hands) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("type"), st.sampled_from(["365", "B1", "12", " ", "zs", "/8"]), st.integers(80, 300)),
            st.tuples(st.just("scan"), st.sampled_from(["Y1", "url"]), st.lists(st.integers(0, 30), min_size=1)),
        ),
        max_size=7,
    )
)
def test_random_streams_are_sorted_exactly(hands, steps):
    """Every code arrives whole, once and in order; every typed character stands in the line, in order."""
    gun, seen, heard = Gun(hands), [], []
    scanner = hands.main.scanner
    scanner.scanned.disconnect(hands.main.scanned)
    scanner.scanned.connect(heard.append)
    try:
        hands.desk.line.setText("")
        hands.desk.line.setFocus()
        typed = ""
        for kind, what, timing in steps:
            if kind == "type":
                gun.text(what, itertools.repeat(timing))
                typed += what
            else:
                code = "Y1-0123-4567-89ABCD" if what == "Y1" else "https://example.org/abc"
                gun.scan(code, gaps=itertools.cycle(timing))
                seen.append(code)
        hands.until(lambda: not scanner._end.isActive())
        assert heard == seen
        assert hands.desk.line.text() == typed
    finally:
        scanner.scanned.disconnect(heard.append)
        scanner.scanned.connect(hands.main.scanned)
        hands.desk.line.setText("")


def test_what_a_pass_looks_like():
    assert is_pass("y1-0123-4567-89abcd")
    assert not is_pass("Y1")
    assert not is_pass("https://example.org")
