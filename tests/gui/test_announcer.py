"""The announcement player: its schedule, its manners towards prompts, the driver's screen."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.clock import DAY, HOUR, MINUTE
from station.rule_pack import Announcement, default_rules
from station.services.gate import announcements
from ui.sound.driver_screen import DriverScreen

MORNING = 1_583_884_800_000  # 08:00 in UTC+8


class Voice:
    """Stands for the machine's loudspeaker: it remembers what was to be heard, and how loud."""

    def __init__(self):
        self.heard, self.volume, self.silent, self.paused = [], 1.0, False, False

    def say(self, text):
        self.heard.append((text, self.volume))

    def stop(self):
        self.silent = True

    def pause(self):
        self.paused = True

    def resume(self):
        self.paused = False

    def setVolume(self, volume):
        self.volume = volume


def with_rules(*announcements):
    return replace(default_rules(), announcements=announcements)


def test_each_is_said_in_its_hours_and_so_often():
    rules = with_rules(Announcement("a", "07:00", "22:00", 10), Announcement("night", "22:00", "06:00", 30))
    heard, said = {}, []
    for minute in range(0, 24 * 60, 5):
        now = MORNING + minute * MINUTE
        one = announcements.due(rules, heard, now)
        if one:
            heard[one.text] = now
            said.append((one.text, minute))
    by_day = [minute for text, minute in said if text == "a"]
    assert by_day[:3] == [0, 10, 20]
    assert max(by_day[: by_day.index(840 - 10) + 1]) == 830  # the last before 22:00
    assert [minute for text, minute in said if text == "night"][:2] == [840, 870]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 23), st.integers(0, 23)), max_size=5), st.integers(0, DAY))
def test_nothing_is_said_too_early_or_out_of_its_hours(rows, offset):
    rules = with_rules(
        *(Announcement(str(at), f"{a:02d}:00", f"{b:02d}:00", every) for at, (every, a, b) in enumerate(rows))
    )
    heard: dict[str, int] = {}
    for step in range(30):
        now = MORNING + offset + step * 7 * MINUTE
        one = announcements.due(rules, heard, now)
        if one is not None:
            assert one in announcements.in_hours(rules, now)
            assert now - heard.get(one.text, now - HOUR) >= one.every * MINUTE
            heard[one.text] = now


def test_on_and_off_by_a_key_quiet_under_a_prompt(hands, clock):
    player = hands.main.announcer
    QTest.keyClick(hands.desk.line, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert player.is_on
    assert player.said == [hands.station.rules.announcements[0].text] or player.said
    player.voice = voice = Voice()
    hands.enter("376")
    assert voice.volume < 0.5  # it steps back behind the prompt
    assert voice.paused
    clock.advance(HOUR)
    player.look()
    assert voice.heard == []  # and says nothing new meanwhile
    player._loud.setInterval(1)
    player.prompted("pass")
    hands.until(lambda: not player._loud.isActive())
    assert voice.volume == 1.0
    assert not voice.paused
    player.look()
    assert len(voice.heard) == 1
    QTest.keyClick(hands.desk.line, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert not player.is_on
    assert voice.silent
    assert len(hands.rows()) == 1


def test_prompts_are_as_loud_as_ever_while_announcements_step_back(hands, monkeypatch):
    prompts, player = hands.main.prompts, hands.main.announcer
    prompts._voice = own = Voice()
    monkeypatch.setattr(prompts, "_find_voice", Voice)
    QTest.keyClick(hands.desk.line, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert player.voice is not own
    hands.enter("376")
    assert own.heard == [("请靠边复测", 1.0)] or own.heard[-1][1] == 1.0
    assert player.voice.volume < 0.5
    player.end()


def test_the_driver_reads_what_to_do(hands):
    player = hands.main.announcer
    player.toggle()
    assert player.screen is None  # this machine has one screen
    player.screen = screen = DriverScreen()
    hands.enter("376")
    assert screen.prompt.text() == "请稍候，复测体温"
    hands.enter("365")
    assert screen.prompt.text() == "请通行"
    assert hands.desk.line.hasFocus()
    player.end()
    assert player.screen is None
