"""Keeping safe (Ctrl+S): the second copy, a backup, who can unlock, data whose time is over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from station.changes import Area
from station.clock import local
from station.services.access import key_slots, operators, passphrases
from station.services.opened_station import Station
from station.services.safety import backups, retention, second_copy
from ui.session.session import Session
from ui.widgets.leader_page import DutyPage, Field

ACTIONS = ("copy", "backup", "passphrase", "stick", "purge", "certificate")
WITH_FOLDER = ("copy", "backup", "stick", "certificate")
WITH_NEW_PIN = ("stick",)
NEVER = ("copy",)  # what the leader's PIN need not confirm: it takes nothing away


class SafetyPage(DutyPage[Session, str]):
    """Arrows choose what is to be done; the fields it needs show; Enter does it."""

    SHOWS = frozenset({Area.SAFETY, Area.EXCHANGE})
    FIELDS = (Field("folder", "name"), Field("stick_pin", "pin"), Field("pin", "pin"))

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._mirror: second_copy.MirrorState | None = None
        self._due: retention.Due | None = None
        self._folder = ""
        self._begins = False  # later what somebody emptied stays empty
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {
            "folder": self.tr("Folder, e.g. of a stick"),
            "stick_pin": self.tr("PIN that the stick will need"),
            "pin": self.tr("Leader's PIN"),
        }

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Keeping safe"))
        self.hint.setText(self.tr("↑↓ choose · an empty folder ends the second copy · Esc back"))
        self._show()

    def begin(self) -> None:
        """Offer the folder of the copy that is kept."""
        self._begins = True
        super().begin()

    def load(self) -> None:
        """Read where the copy goes and what is due."""
        station = self._session.station
        self.read(lambda: (second_copy.mirror_folder(station), retention.due(station)), self._loaded)

    def _loaded(self, found: tuple[Path | None, retention.Due]) -> None:
        folder, self._due = found
        self._folder, begins = str(folder or ""), self._begins
        self._begins = False
        self._show()
        if begins and self.chosen() == "copy" and not self.text("folder"):
            self.edits["folder"].setText(self._folder)

    def show_mirror(self, state: second_copy.MirrorState | None) -> None:
        """How the second copy stands now."""
        self._mirror = state
        self._show()

    def _show(self) -> None:
        names = {
            "copy": self.tr("Second copy: {0}").format(self._mirror_words()),
            "backup": self.tr("Backup now"),
            "passphrase": self.tr("New passphrase"),
            "stick": self.tr("A stick that opens with a PIN"),
            "purge": self.tr("Let old data go: {0}").format(self._due_words()),
            "certificate": self.tr("Certificate of what went"),
        }
        self.show_list([names[one] for one in ACTIONS], list(ACTIONS))

    def _mirror_words(self) -> str:
        """How the second copy stands, in a few words."""
        state = self._mirror
        if state is None:
            return self.tr("none is kept")
        if state.status == "current":
            return self.tr("current {0}").format(f"{local(state.at):%H:%M:%S}")
        return self.tr("away, %n behind", "", state.behind)

    def _due_words(self) -> str:
        due = self._due
        if due is None:
            return "…"
        before = f"{local(due.before):%m-%d %H:%M}"
        words = self.tr("{0} records before {1}, {2} without a receipt").format(
            due.records, before, due.without_receipt
        )
        return words + (self.tr(", {0} until a shift is closed").format(due.unclosed) if due.unclosed else "")

    def chose(self) -> None:
        """Show the fields that the chosen action needs."""
        action = self.chosen()
        self.show_field("folder", action in WITH_FOLDER)
        self.show_field("stick_pin", action in WITH_NEW_PIN)
        self.show_field("pin", action not in NEVER)

    def walk(self, step: int) -> None:
        """Another action: its fields begin empty."""
        super().walk(step)
        self.problem.hide()
        for edit in self.edits.values():
            edit.clear()
        if self.chosen() == "copy":
            self.edits["folder"].setText(self._folder)
        self.focus_first()

    def act(self) -> None:
        """Do what is chosen, once the leader's PIN is right."""
        action = self.chosen()
        if action is None:
            return
        for name in ("folder", "stick_pin", "pin"):
            if self.edits[name].isVisible() and (name, action) != ("folder", "copy") and self.need(name):
                return
        station, pin = self._session.station, self.text("pin")
        folder, stick_pin = Path(self.text("folder")), self.text("stick_pin")
        if action == "copy":
            chosen = folder if self.text("folder") else None
            self.write(lambda: second_copy.choose(station, chosen), self._chose_copy)
            return

        def work() -> str:
            leader = station.acting_as(operators.confirm_pin(station, operators.leader_here(station).id, pin).answer)
            return self._do(action, leader, folder, stick_pin)

        self.wait_for_device(work, self._done)

    def _do(self, action: str, station: Station, folder: Path, stick_pin: str) -> str:
        """On the thread that waits for devices; the sentence that says what was done."""
        if action == "backup":
            return self.tr("Backup {0} is written and read back.").format(backups.make(station, folder).answer.folder)
        if action == "passphrase":
            new = passphrases.generated()
            key_slots.change_passphrase(station, new)
            return self.tr("From now on this opens; write it down, it is shown once: {0}").format(new)
        if action == "stick":
            key_slots.add_stick(station, folder, stick_pin)
            return self.tr("The stick opens with its PIN.")
        if action == "purge":
            done = retention.purge(station).answer
            return self.tr("{0} records are gone, {1} stay because they are open.").format(done.records, done.kept)
        name = retention.certificate_name(station)
        retention.certificate(station, folder / name)
        return self.tr("{0} is written.").format(name)

    def _chose_copy(self, _none: None) -> None:
        self._done("")

    def _done(self, text: str) -> None:
        for name in ("pin", "stick_pin"):
            self.edits[name].clear()
        self.problem.say("ok", self.tr("Done") if text else self.tr("Saved."), text)
        self.load()
