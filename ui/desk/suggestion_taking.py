"""What the operator does with the suggestions: walks them, leaves somebody out, takes one, picks one by its digit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from station.entry.draft import DraftPerson
from station.entry.gate_line import Recall, Token
from station.entry.problem import Problem
from station.records.passage import Vehicle
from station.services.gate.suggestions import KnownPerson, KnownVehicle
from ui.desk.desk_view import DeskView
from ui.desk.draft_in_hand import DraftInHand
from ui.desk.suggestion_list import Known


class SuggestionTaking(QObject):
    """From the list under the line into the draft in hand."""

    picked = Signal()  # a digit said which one was meant: it goes on as after Enter

    def __init__(self, view: DeskView, hand: DraftInHand, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._hand = hand
        view.line.walked.connect(self._walk)
        view.line.taken.connect(self._take_first)
        view.line.picked.connect(self._pick)
        view.line.toggled.connect(view.suggestions.toggle)  # before Alt+digit does it in the rows

    def take_highlighted(self) -> bool:
        """Take what Enter would take; False if nothing is highlighted."""
        known = self._view.suggestions.highlighted
        if known is None:
            return False
        self._take(known)
        return True

    def _walk(self, step: int) -> None:
        if self._view.suggestions.known:
            self._view.suggestions.walk(step)
            one = self._view.suggestions.highlighted
            self._view.line.toggling = len(one.crew) if isinstance(one, KnownVehicle) else 0
        elif step > 0:
            self._view.occupants.focus_row(0)

    def _take_first(self) -> None:
        shown = self._view.suggestions
        if shown.known:
            self._take(shown.known[max(shown.current, 0)])

    def _take(self, known: Known) -> None:
        """Put a known vehicle into the line with its usual crew, or a known person into the draft."""
        if isinstance(known, KnownPerson):
            self._take_person(known.person)
            return
        draft, absent = self._hand.draft, self._view.suggestions.absent
        tokens = [token.text for token in draft.tokens if not isinstance(token.meaning, Vehicle)]
        if not draft.vehicle:
            tokens = [text for text in tokens if text != draft.tokens[-1].text]
        self._view.line.setText(" ".join([known.plate, *tokens]) + " ")
        self._hand.bring_crew(known, absent)

    def _take_person(self, person: DraftPerson) -> None:
        rest = self._hand.draft.without_last()
        self._view.line.setText(rest + " " if rest else "")
        self._hand.draft.add_member(person)
        self._view.suggestions.show_known([])
        self._hand.draw()
        self._hand.keep()

    def _pick(self, index: int) -> None:
        if self._view.suggestions.known:
            self._pick_person(index)
            return
        token = next((one for one in self._hand.draft.tokens if _is_open(one)), None)
        if token is not None:
            choice = self._view.suggestions.choices[index]
            self._view.line.setText(self._hand.draft.replaced(token.text, choice))
            self.picked.emit()

    def _pick_person(self, index: int) -> None:
        """One of several people the line may mean: they take the place of what was typed for them."""
        known = self._view.suggestions.known[index]
        draft = self._hand.draft
        token = next((one for one in draft.tokens if isinstance(one.meaning, Recall)), None)
        if isinstance(known, KnownPerson) and token is not None:
            rest = [one.text for one in draft.tokens if one is not token]
            self._view.line.setText(" ".join(rest))
            draft.add_member(known.person)
            self._view.suggestions.show_known([])
            self._hand.draw()
            self.picked.emit()


def _is_open(token: Token) -> bool:
    return token.text.startswith(".") or (isinstance(token.meaning, Problem) and bool(token.meaning.candidates))
