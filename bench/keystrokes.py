"""Keystrokes per passage: golden scripts at the real desk, each key press counted as Qt delivers it.

Beside each, the same facts in ODK Collect, DHIS2 Capture and a spreadsheet, counted by the rules that stand
in `keystrokes.json`, and a time estimate of the keystroke-level model.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NotRequired, TypedDict

from bench.measure import Result
from bench.seed import open_seeded
from station.services.gate import access_passes, scripted_records
from station.services.log import passage_log


class Step(TypedDict):
    type: NotRequired[str]
    press: NotRequired[str]
    ime: NotRequired[str]
    keys: NotRequired[int]
    is_name: NotRequired[bool]
    scan: NotRequired[bool]
    settle: NotRequired[bool]


class Script(TypedDict):
    """One passage as it is typed here; a goal counts the keys, or those `beside_name`."""

    name: str
    decisions: int
    steps: list[Step]
    goal: NotRequired[int]
    beside_name: NotRequired[bool]


class Facts(TypedDict):
    """The same passage in characters to type: of the plate, of each person's fields."""

    persons: list[dict[str, int]]
    plate: NotRequired[int]
    scan: NotRequired[bool]


class Peers(TypedDict):
    """What the other programs are asked to take, by the script's name."""

    how: str
    facts: dict[str, Facts]


class Model(TypedDict):
    """Seconds of the keystroke-level model: a key, a decision, a tap."""

    K: float
    M: float
    P: float
    how: str


class Scripts(TypedDict):
    """The file."""

    klm: Model
    ours: list[Script]
    peers: Peers


SCRIPTS: Scripts = json.loads((Path(__file__).parent / "keystrokes.json").read_text(encoding="utf-8"))
CREW = {
    "vehicle": {"plate": "粤B8K327"},
    "persons": [{"name": name, "phone": f"1390013900{at}", "category": "courier", "readings": [{"tenths": 365}]}
                for at, name in enumerate(("赵一", "钱二", "孙三"))],
}  # fmt: skip


def run(folder: Path) -> list[Result]:
    """Play every script; counts, goals, peers."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    from bench.desk import Desk

    class Counter(QObject):
        """Counts presses that reach the widget with the cursor."""

        presses = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QKeyEvent) and watched is QApplication.focusWidget():
                # A key that is a shortcut arrives only as the question whether the widget wants it.
                self.presses += event.type() == QEvent.Type.ShortcutOverride
            return False

    station = open_seeded(folder, 0)
    scripted_records.record(station, json.dumps(CREW, ensure_ascii=False))
    station.close()
    results = []
    with Desk(folder) as desk:
        counter = Counter()
        desk.application.installEventFilter(counter)
        open_now = desk.station
        token = access_passes.token_of(open_now, access_passes.issue(open_now, days=7, pass_class="resident").answer)
        for script in SCRIPTS["ours"]:
            before = len(list(passage_log.rows(desk.station)))
            counter.presses, ime, name_keys = 0, 0, 0
            for step in script["steps"]:
                if "type" in step:
                    desk.keys.type(step["type"])
                elif "press" in step:
                    desk.keys.press(getattr(Qt.Key, f"Key_{step['press']}"))
                elif "ime" in step:
                    field = QApplication.focusWidget()
                    assert isinstance(field, QLineEdit)
                    field.insert(step["ime"])  # an input method commits it; its keys are those of the pinyin
                    ime += step["keys"]
                    name_keys += step["keys"] if step.get("is_name") else 0
                elif "scan" in step:
                    desk.main.scanned(token)
                desk.keys.settle()
            saved = len(list(passage_log.rows(desk.station))) - before
            assert saved == 1, script["name"]
            results.append(_result(script, counter.presses + ime, name_keys))
            desk.keys.press(Qt.Key.Key_Escape)
        desk.application.removeEventFilter(counter)
    return results


def _result(script: Script, keys: int, name_keys: int) -> Result:
    klm = SCRIPTS["klm"]
    counted = keys - name_keys if script.get("beside_name") else keys
    facts = SCRIPTS["peers"]["facts"][script["name"]]
    peers = {
        name: rule(facts) for name, rule in (("ODK Collect", _odk), ("DHIS2 Capture", _dhis2), ("spreadsheet", _sheet))
    }
    return {
        "entry": script["name"],
        "keys": keys,
        "keys_beside_the_name": counted,
        "goal": script.get("goal"),
        "met": "goal" not in script or counted <= script["goal"],
        "seconds_klm": round(keys * klm["K"] + script["decisions"] * klm["M"], 1),
        "peers": {
            name: {
                "actions": keys_ + taps,
                "seconds_klm": round(keys_ * klm["K"] + taps * klm["P"] + script["decisions"] * klm["M"], 1),
            }
            for name, (keys_, taps) in peers.items()
        },
    }


def _odk(facts: Facts) -> tuple[int, int]:
    """Keys and taps: one question a screen."""
    keys, taps = 0, 2 + 2  # start, choose; finalize, send
    taps += 2  # direction: a choice and a swipe
    if "plate" in facts:
        keys, taps = keys + facts["plate"], taps + 1
    for number, person in enumerate(facts["persons"]):
        taps += number > 0
        keys += sum(person.values())
        taps += len(person) or 2  # a swipe each; unread is a choice
    return keys, taps + (1 if facts.get("scan") else 0)


def _dhis2(facts: Facts) -> tuple[int, int]:
    """Keys and taps: one event a person."""
    keys, taps = 0, 0
    for person in facts["persons"]:
        taps += 2 + 2  # new, save; direction opened and chosen
        keys += 1 + facts.get("plate", 0) + (1 if "plate" in facts else 0)
        keys += sum(person.values()) + len(person)
        taps += 0 if person else 2
    return keys, taps + (1 if facts.get("scan") else 0)


def _sheet(facts: Facts) -> tuple[int, int]:
    """Keys only: one row a person."""
    keys = 0
    for number, person in enumerate(facts["persons"]):
        keys += 2 + 2 + 1  # time and Tab, direction and Tab, Enter
        keys += (facts["plate"] if number == 0 else 1) + 1 if "plate" in facts else 1
        keys += sum(person.values()) + (len(person) or 2)
    return keys, 0
