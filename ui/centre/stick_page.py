"""A stick at the centre (F2): everything on it is merged and answered; new stations are signed one by one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from station.messages import parts, sentence
from station.services.centre import clerk_stick
from station.services.centre.clerk_desk import Merged
from station.services.centre.clerk_stick import Answered
from ui.centre.centre_session import CentreSession
from ui.widgets.leader_page import DutyPage, Field


class StickPage(DutyPage[CentreSession, int]):
    """Enter in the folder takes the stick; a fingerprint compared by phone and typed signs a station's key."""

    FIELDS = (Field("folder", "name"), Field("fingerprint"))

    def __init__(self, session: CentreSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.answered: Answered | None = None
        self.edits["folder"].setMaxLength(4096)
        self.show_field("fingerprint", False)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {
            "folder": self.tr("Folder of the stick"),
            "fingerprint": self.tr("First four characters of the fingerprint, as heard by phone"),
        }

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Stick"))
        self.hint.setText(self.tr("Enter merges the batches and writes receipts and certificates · ↑↓ choose"))
        self._show()

    def begin(self) -> None:
        """Ready for the next stick; the folder is usually the same."""
        folder = self.edits["folder"].text()
        super().begin()
        self.edits["folder"].setText(folder)
        self.answered = None
        self._show()
        self.focus_first()

    def next_after(self, name: str) -> None:
        """Enter in the folder takes the stick, in the fingerprint it signs."""
        if name == "folder":
            self._take()
        else:
            self.act()

    def _folder(self) -> Path:
        return Path(self.edits["folder"].text().strip())

    def _take(self) -> None:
        if self.need("folder"):
            return
        centre, folder = self._session.centre, self._folder()
        self.problem.hide()
        self.read(lambda: clerk_stick.answer(centre, folder), self._taken)

    def _taken(self, answered: Answered) -> None:
        self.answered = answered
        self._show()
        bad = len(answered.refused) + sum(
            one.verdict in ("refused", "fork") or bool(one.signed_to) for one in answered.merged
        )
        words = self.tr("{0} batches, {1} receipts written, {2} to look at.").format(
            len(answered.merged), answered.receipts, bad + len(answered.asking)
        )
        self.problem.say("warn" if bad or answered.asking else "ok", self.tr("The stick may be removed."), words)
        if answered.asking:
            self.problem.say("warn", self.tr("A station asks to be enrolled"), words)
            self.edits["fingerprint"].clear()
            self.edits["fingerprint"].setFocus()
        self._session.merged.emit()

    def act(self) -> None:
        """Sign the station whose fingerprint was compared."""
        typed = self.text("fingerprint").upper().replace("-", "")[:4]
        asking = self.answered.asking if self.answered else ()
        wanted = [one for one in asking if len(typed) == 4 and one.fingerprint.startswith(typed)]
        self.edits["fingerprint"].set_fault(not wanted)
        if not wanted:
            self.edits["fingerprint"].selectAll()
            self.problem.say(
                "bad",
                self.tr("No request has this fingerprint"),
                self.tr("Ask the station again; if it differs, do not sign: the request is not theirs."),
            )
            return
        centre, folder = self._session.centre, self._folder()

        def work() -> Answered:
            for one in wanted:
                clerk_stick.sign(centre, one, folder)
            return clerk_stick.answer(centre, folder)

        self.read(work, self._taken)

    def _show(self) -> None:
        found = self.answered
        lines = [self._asking(one) for one in found.asking] if found else []
        lines += [self._merged(one) for one in found.merged] if found else []
        lines += [self._refused(*one) for one in found.refused] if found else []
        self.show_list(lines, list(range(len(lines))))
        self.show_field("fingerprint", bool(found and found.asking))
        self.summary.setText(self.tr("%n file(s) read", "", len(lines)) if found else self.tr("Nothing read yet."))

    def _asking(self, one: clerk_stick.Asking) -> str:
        words = self.tr("asks to be enrolled, fingerprint {0}").format(one.fingerprint)
        return f"◆ {one.station} {one.name} E{one.epoch}  {words}"

    def _merged(self, one: Merged) -> str:
        said = self._session.label("verdict", one.verdict)
        new = f"+{one.entries_new}" if one.entries_new else ""
        language = self._session.language.code
        why = [self._reason(one)] if one.reason else []
        for code, count in (("entries_unreadable", one.unreadable), ("bodies_retired_again", one.retired)):
            why += [parts(code, {"file": one.file, "count": count}, language)[0]] if count else []
        return "  ".join(part for part in (one.file, said, new, *why) if part)

    def _reason(self, one: Merged) -> str:
        """Why, and the next step where the centre itself is what has to be seen to."""
        language = self._session.language.code
        if one.signed_to:
            return sentence(one.reason, one.facts, language)
        return parts(one.reason, one.facts, language)[0]

    def _refused(self, file: str, reason: str) -> str:
        return f"{file}  {parts(reason, {'file': file}, self._session.language.code)[0]}"
