"""Who passed (F5): one plate, person or pass through every station, who was beside them; else who is inside."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from station.records.passage import Person
from station.services.centre import clerk_trace
from station.services.centre.clerk_trace import AROUND, Seen, Span, Trace
from ui.centre.centre_session import CentreSession
from ui.widgets.leader_page import DutyPage, Field

Inside = list[tuple[Seen, Person]]
MOST = 500  # lines shown; the command writes all of them


class PassedPage(DutyPage[CentreSession, str]):
    """Enter asks; then a reason shows people unmasked, or Enter alone asks for the next one."""

    FIELDS = (Field("wanted", "name"), Field("reason", "name"))

    def __init__(self, session: CentreSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._answer: Trace | Inside | None = None
        self._revealed = False
        session.merged.connect(self._forget)
        self.retranslate()

    def words(self) -> dict[str, str]:
        """The word beside each field."""
        return {
            "wanted": self.tr("Plate, ID number, phone or pass"),
            "reason": self.tr("Reason, to see people unmasked (noted)"),
        }

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        super().retranslate()
        self.title.setText(self.tr("Who passed"))
        self.hint.setText(
            self.tr("Enter in an empty field: who came in as a visitor and has not left · ~ passed beside · ↑↓ scroll")
        )
        self._show()

    def begin(self) -> None:
        """Nothing of the last question stays on the screen."""
        self._forget()
        super().begin()

    def _forget(self) -> None:
        self._answer, self._revealed = None, False
        self.show_field("reason", False)
        self._show()

    def next_after(self, name: str) -> None:
        """Enter in the first field asks; in the reason it reveals, or goes back."""
        if name == "wanted":
            self._ask(None)
        elif self.text("reason"):
            self._ask(self.text("reason"))
        else:
            self.begin()

    def _ask(self, reason: str | None) -> None:
        centre, wanted = self._session.centre, self.text("wanted")
        self.problem.hide()
        self._revealed = reason is not None
        if wanted:
            self.read(lambda: clerk_trace.trace(centre, wanted, Span(), AROUND, reason), self._answered)
        else:
            self.read(lambda: clerk_trace.inside(centre, reason), self._answered)

    def _answered(self, answer: Trace | Inside) -> None:
        self._answer = answer
        self.edits["wanted"].set_fault(False)
        self.show_field("reason", bool(self._lines()))
        self.edits["reason"].clear()
        self._show()
        following = self.edits["reason" if self._lines() and not self._revealed else "wanted"]
        following.setFocus()
        following.selectAll()

    def _show(self) -> None:
        lines = self._lines()
        self.show_list(lines[:MOST], lines[:MOST])
        self.summary.setText(self._told())

    def _told(self) -> str:
        answer = self._answer
        if answer is None:
            return self.tr("Ask for one vehicle, person or pass; only merged batches can answer.")
        if isinstance(answer, Trace):
            passed = self.tr("%n passage(s)", "", len(answer.found))
            beside = self.tr("{0} beside within {1} minutes").format(len(answer.beside), AROUND)
            return f"{answer.asked} · {passed} · {beside}"
        return self.tr("%n inside who are not residents, the longest first", "", len(answer))

    def _lines(self) -> list[str]:
        language, revealed, answer = self._session.language.code, self._revealed, self._answer
        if answer is None:
            return []
        if isinstance(answer, Trace):
            found = [clerk_trace.line(one, language, revealed=revealed) for one in answer.found]
            return found + [f"~ {clerk_trace.line(one, language, revealed=revealed)}" for one in answer.beside]
        return [clerk_trace.inside_line(seen, person, language, revealed=revealed) for seen, person in answer]
