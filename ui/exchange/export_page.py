"""The export page (F8): write the batch to a stick, take in what came back from the centre."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.changes import Area, Changes
from station.clock import local
from station.errors import MachineError, StationError
from station.messages import parts, sentence
from station.services.exchange import reference_pack, station_files
from station.services.exchange.station_files import ReceivedFile, Visited
from ui.exchange.stick_drive import removable_folder
from ui.language.problem_text import of_error
from ui.session.enter_once import EnterOnce
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, text_label
from ui.widgets.line_edits import NameEdit


class ExportPage(QWidget):
    """One field: the folder. Enter exports into it and receives what lies there."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._once = EnterOnce(session.background)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        self._title = text_label("", "heading")
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        self.folder = NameEdit("folder")
        self.folder.entered.connect(self._act)
        self.result = Alert()
        self._pack, self._lists = text_label("", "strong"), text_label("", "dim")
        for label in (self._pack, self._lists):
            label.setWordWrap(True)
        for widget in (self._title, self._hint, self.folder, self.result, self._pack, self._lists):
            column.addWidget(widget)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Export to a stick"))
        self._hint.setText(
            self.tr(
                "Enter writes everything since the last receipt, then takes receipts lying there. "
                "Remove the stick only when it says so."
            )
        )
        self.show_pack()
        self.folder.setPlaceholderText(self.tr("Folder of the stick"))
        self.folder.setAccessibleName(self.tr("Folder of the stick"))

    def begin(self) -> None:
        """Offer a removable drive if there is one."""
        self.result.hide()
        self.show_pack()
        if not self.folder.text():
            self.folder.setText(removable_folder() or "")
        self.folder.setFocus()

    def touched(self, changes: Changes[object]) -> None:
        """Other lists are in force."""
        if Area.LISTS in changes.areas:
            self.show_pack()

    def show_pack(self) -> None:
        """Say how old the centre's lists are, list by list."""
        state = reference_pack.pack_state(self._session.station)
        if not state.version:
            self._pack.setText(self.tr("No lists from the centre yet"))
            self._lists.clear()
            return
        until = f"{local(state.expires_at):%m-%d %H:%M}"
        issued = f"{local(state.issued_at):%m-%d %H:%M}"
        past = self.tr(" · past their date!") if state.days_left < 0 else ""
        words = self.tr("Lists of the centre v{0}, made {1}, good until {2}").format(state.version, issued, until)
        self._pack.setText(words + past)
        label = self._session.label
        self._lists.setText(
            "  ·  ".join(f"{label('list', one.name)} {one.rows}{self._age(one.changed_at)}" for one in state.lists)
        )

    def _age(self, changed_at: int) -> str:
        """When a list last changed; nothing where it never did."""
        return f" ({local(changed_at):%m-%d %H:%M})" if changed_at else ""

    def _act(self) -> None:
        station = self._session.station
        typed = self.folder.text().strip()
        if not typed:
            self._failed(MachineError("folder_unreachable", folder="…"))
            return
        folder = Path(typed)

        self._once.wait_for_device(lambda: station_files.visit(station, folder), self._done, self._failed)

    def _done(self, visited: Visited) -> None:
        refused = [self._refusal(one) for one in visited.taken if one.verdict == "refused"]
        again = [self._again(one) for one in visited.taken if one.verdict == "taken" and one.reason]
        lines = [*self._words_of(visited), *again]
        lines += [self.tr("Not taken: {0}").format("\n".join(refused))] if refused else []
        if visited.problem is not None:
            title, step = of_error(visited.problem, self._session.language.code)
            self.result.say("bad", title, "\n".join([step, *lines]))
            self.folder.setFocus()
        else:
            written = self.tr("{0}. The stick may be removed.").format(", ".join(one.file for one in visited.written))
            said = "warn" if refused or again else "ok"
            self.result.say(said, self.tr("Written and read back"), "\n".join([written, *lines]))

    def _words_of(self, visited: Visited) -> list[str]:
        """What came from the centre, and what is asked of it."""
        taken = sum(one.verdict in ("taken", "already") for one in visited.taken)
        others = sum(one.verdict in ("other_station", "superseded") for one in visited.taken)
        lines = [self.tr("%n file(s) from the centre taken.", "", taken)] if taken else []
        lines += [self.tr("%n file(s) are for others or older.", "", others)] if others else []
        asked = self.tr("Enrolment request written; fingerprint {0}, compare by phone.")
        return lines + [asked.format(one.fingerprint) for one in visited.requests]

    def _refusal(self, one: ReceivedFile) -> str:
        """A file that was not taken, and why."""
        return f"{one.file}: {parts(one.reason, {'file': one.file}, self._session.language.code)[0]}"

    def _again(self, one: ReceivedFile) -> str:
        """That the centre went back, and that nothing has to be chosen for it."""
        return sentence(one.reason, one.facts, self._session.language.code)

    def _failed(self, error: StationError) -> None:
        self.result.say("bad", *of_error(error, self._session.language.code))
        self.folder.setFocus()
