"""`station demo`: a practice street from the first key to the centre's figures, compared with the script."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from PySide6.QtWidgets import QApplication

from station.clock import DAY, SetClock
from station.errors import InputError
from station.records.shift import Figures
from station.services.access.data_folder import SetUp, open_station, set_up
from station.services.access.operators import new_operator
from station.services.access.unlock_secret import Unlock
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Centre
from station.services.exchange import station_files
from station.services.shift import handover_sheets
from ui.demo.player import Player
from ui.demo.script import Script, make_scripts, totals
from ui.language.translations import CHINESE, ENGLISH, Language
from ui.printing.document import write_pdf
from ui.printing.handover_paper import HandoverSheet
from ui.shell.application import Shell, new_application

PASSPHRASE, LEADER_PIN, PIN, CENTRE_PASSPHRASE = "practice", "1234", "1111", "practice centre"
START = 1_583_884_800_000  # 2020-03-11 08:00 in UTC+8


def run_demo(out: Path, stations: int, passages: int, seed: int, sabotage: str | None = None) -> int:
    """Make everything in `out`; 0 only if the centre's figures equal the script's own list."""
    if out.exists() and any(out.iterdir()):
        raise InputError("demo_folder_not_empty", folder=str(out))
    folders = {name: out / name for name in ("screens", "stick", "stations", "centre", "sheets")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    application = new_application(["station"])
    language = Language(application, CHINESE)
    clock = SetClock(START)
    card = out / "centre.card"
    clerk_desk.init(str(folders["centre"]), "园山街道汇总", card, CENTRE_PASSPHRASE, clock)
    scripts = make_scripts(stations, passages, seed)
    for number, script in enumerate(scripts):
        _say(f"{script.station}: {len(script.steps)} passages by keys")
        clock.at = START
        screens = folders["screens"] if number == 0 else None
        late = number == len(scripts) - 1  # the last station is enrolled only after its shift
        _play_station(script, folders, card, language, clock, screens, late=late)
    if sabotage == "drop-batch":
        sorted(folders["stick"].glob(f"{scripts[0].station}-*.ysb"))[-1].unlink()
    if sabotage == "alter-reading":
        scripts[0].steps[0].expected.chains[0] = [399]
    clock.at = START + DAY
    differences, found = _merge(scripts, folders, clock, language)
    result = {"equal": not differences, "differences": differences, **found}
    result |= {"seed": seed, "scripts": [script.public() for script in scripts]}
    (out / "demo.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    _say(f"equal: {not differences}  see {out / 'demo.json'}")
    for line in differences:
        _say(f"  {line}")
    return 1 if differences else 0


def _play_station(
    script: Script,
    folders: dict[str, Path],
    card: Path,
    language: Language,
    clock: SetClock,
    screens: Path | None,
    *,
    late: bool,
) -> None:
    folder = folders["stations"] / script.station
    set_up(SetUp(folder, script.station, script.name, PASSPHRASE, LEADER_PIN, "班长乙", card), clock)
    station = open_station(folder, Unlock(passphrase=PASSPHRASE), clock, writing=True)
    try:
        new_operator(station, "班长甲", "leader", PIN)
    finally:
        station.close()
    shell = Shell(folder, language, clock)
    shell.show()
    try:

        def at_half() -> None:
            if not late:
                _answer_from_centre(script, folders, clock)

        Player(shell, script, clock, language, screens).play(PASSPHRASE, PIN, folders["stick"], at_half)
    finally:
        shell.shut()
        shell.close()
        shell.deleteLater()
        QApplication.processEvents()


def _answer_from_centre(script: Script, folders: dict[str, Path], clock: SetClock) -> None:
    """What the centre does with the first stick of a day: merge, enrol, write receipts onto it."""
    stick = folders["stick"]
    centre = clerk_desk.open_centre(str(folders["centre"]), CENTRE_PASSPHRASE, clock)
    try:
        clerk_desk.merge_files(centre, sorted(stick.glob(f"{script.station}-*.ysb")))
        _enrol(centre, script, folders)
        clerk_desk.receipts(centre, stick)
    finally:
        centre.close()


def _enrol(centre: Centre, script: Script, folders: dict[str, Path]) -> None:
    request = folders["stations"] / script.station / f"enrol-{script.station}.json"
    clerk_desk.enrol(centre, request, folders["stick"] / f"{script.station}.ysc")


def _merge(
    scripts: list[Script], folders: dict[str, Path], clock: SetClock, language: Language
) -> tuple[list[str], dict[str, object]]:
    """Merge before and after enrolment, send receipts back, print the sheets; what differs, and what was found."""
    centre = clerk_desk.open_centre(str(folders["centre"]), CENTRE_PASSPHRASE, clock)
    try:
        files = sorted(folders["stick"].glob("*.ysb"))
        verdicts = [one.verdict for one in clerk_desk.merge_files(centre, files)]
        for script in scripts:
            _enrol(centre, script, folders)
        again = [one.verdict for one in clerk_desk.merge_files(centre, files)]
        written = clerk_desk.receipts(centre, folders["stick"])
        _say(f"merged: {dict(Counter(verdicts))}, again: {dict(Counter(again))}, receipts: {len(written)}")
        differences = compare(scripts, centre)
        state = clerk_desk.state(centre)
        figures = {station: _public(one) for station, one in clerk_desk.figures(centre).items()}
    finally:
        centre.close()
    sheets = [_send_back_and_print(script, folders, clock, language) for script in scripts]
    return differences, {
        "centre": figures,
        "script": {script.station: totals(script) for script in scripts},
        "state": {"entries": state.entries, "digest": state.digest},
        "sheets": sheets,
    }


def _send_back_and_print(
    script: Script, folders: dict[str, Path], clock: SetClock, language: Language
) -> dict[str, object]:
    station = open_station(folders["stations"] / script.station, Unlock(passphrase=PASSPHRASE), clock, writing=True)
    try:
        returned = [folders["stick"] / f"{script.station}.ysc", *folders["stick"].glob(f"{script.station}-*.ysr")]
        received = [station_files.receive(station, path).answer.verdict for path in returned]
        sheet = handover_sheets.print_sheet(station, 1).answer
    finally:
        station.close()
    path = folders["sheets"] / f"{sheet.serial}.pdf"
    for code, name in ((ENGLISH, path.with_suffix(".en.pdf")), (CHINESE, path)):
        language.use(code)
        write_pdf(HandoverSheet(sheet, QApplication.font().family(), code), name)
    return {"sheet": sheet.serial, "pdf": path.name, "received": received, "qr": sheet.qr_text}


def compare(scripts: list[Script], centre: Centre) -> list[str]:
    """What differs between the centre and the script's own list; empty if nothing does."""
    differences = []
    found: Counter[str] = Counter()
    for one in clerk_desk.passages(centre):
        passage = one.row.passage
        chains = [[reading.tenths for reading in chain] for chain in one.row.chains]
        outcome = (one.row.case.outcome if one.row.case else None) or passage.disposition
        plate = passage.vehicle.plate if passage.vehicle else None
        found[_line(one.station, passage.direction, plate, chains, outcome)] += 1
    typed: Counter[str] = Counter()
    for script in scripts:
        for step in script.steps:
            expected = step.expected
            typed[_line(script.station, expected.direction, expected.plate, expected.chains, expected.outcome)] += 1
    differences += [f"typed but not at the centre: {line} x{count}" for line, count in (typed - found).items()]
    differences += [f"at the centre but not typed: {line} x{count}" for line, count in (found - typed).items()]
    figures = clerk_desk.figures(centre)
    for script in scripts:
        counted = figures.get(script.station)
        for name, value in totals(script).items():
            held = getattr(counted, name) if counted else 0
            if held != value:
                differences.append(f"{script.station} {name}: script {value}, centre {held}")
    return differences


def _line(station: str, direction: str, plate: str | None, chains: list[list[int | None]], outcome: str) -> str:
    return f"{station} {direction} {plate or '-'} {chains} {outcome}"


def _public(figures: Figures) -> dict[str, int]:
    return {name: value for name, value in vars(figures).items() if isinstance(value, int)}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
